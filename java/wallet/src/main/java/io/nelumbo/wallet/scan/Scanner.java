package io.nelumbo.wallet.scan;

import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.key.Address;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.note.NoteCommitment;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.FieldElement;
import io.nelumbo.engine.DecryptedNotes;
import io.nelumbo.engine.KeyPart;
import io.nelumbo.engine.NativeContext;
import io.nelumbo.engine.NoteCommitments;
import io.nelumbo.engine.NoteCrypto;
import io.nelumbo.engine.NoteScope;
import io.nelumbo.wallet.WalletException;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.chain.ChainSource;
import io.nelumbo.wallet.chain.CompactBlock;
import io.nelumbo.wallet.chain.CompactBlock.CompactTransaction;
import io.nelumbo.wallet.chain.Network;
import io.nelumbo.wallet.key.ViewingKeys;
import io.nelumbo.wallet.store.HistoryEntry;
import io.nelumbo.wallet.store.OwnNote;
import io.nelumbo.wallet.store.ScannedBlock;
import io.nelumbo.wallet.store.WalletStore;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the chain block by block, tries every output with the keys that there are, follows the
 * tree, and notices spends.
 *
 * <p>Everybody's blocks are fetched in full ranges and nothing is asked for after a find, so that
 * the node learns nothing about which notes are the wallet's. The tree root after each block is
 * compared with the node's: a node that leaves something out is found out.
 */
public final class Scanner {
  private final ChainSource chain;
  private final WalletStore store;
  private final ViewingKeys keys;
  private final Network network;
  private final NoteTree tree;

  /** A scanner that sees what {@code keys} show. */
  public Scanner(ChainSource chain, WalletStore store, ViewingKeys keys, Network network) {
    this.chain = chain;
    this.store = store;
    this.keys = keys;
    this.network = network;
    this.tree = new NoteTree(store, network.pool());
  }

  /** Told after each batch of blocks: the height reached and the chain's height. */
  public interface Progress {
    /** The scan has reached a height. */
    void reached(long height, long head);
  }

  /** Scans up to the head. Returns the number of blocks that were read. */
  public long scan(NativeContext context, Progress progress) throws ChainException {
    long count = 0;
    while (true) {
      long next = store.tip().map(tip -> tip.height() + 1).orElse(1L);
      List<CompactBlock> blocks = chain.compactBlocks(next);
      if (blocks.isEmpty()) {
        return count;
      }
      try (Found found = open(context, blocks)) {
        store.atomically(() -> {
          int output = 0;
          for (CompactBlock block : blocks) {
            output = apply(block, found, output);
          }
        });
      }
      count += blocks.size();
      progress.reached(
          blocks.getLast().height(), Math.max(chain.headHeight(), blocks.getLast().height()));
    }
  }

  /** What three keys open in a run of outputs: own notes, change, and what was sent. */
  private record Found(DecryptedNotes external, DecryptedNotes internal, DecryptedNotes sent)
      implements AutoCloseable {
    @Override
    public void close() {
      external.close();
      internal.close();
      sent.close();
    }
  }

  private Found open(NativeContext context, List<CompactBlock> blocks) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (CompactBlock block : blocks) {
      for (CompactTransaction transaction : block.transactions()) {
        for (NoteOutput output : transaction.outputs()) {
          all.writeBytes(output.bytes());
        }
      }
    }
    byte[] outputs = all.toByteArray();
    NoteScope scope = new NoteScope(network.chain(), network.pool());
    return new Found(
        received(context, KeyPart.IVK, outputs, scope),
        received(context, KeyPart.INTERNAL_IVK, outputs, scope),
        recovered(context, outputs, scope));
  }

  private DecryptedNotes received(
      NativeContext context, KeyPart part, byte[] outputs, NoteScope scope) {
    if (!keys.has(part)) {
      return DecryptedNotes.none(outputs.length / NoteOutput.LENGTH);
    }
    byte[] ivk = keys.part(part);
    byte[] ko = keys.part(KeyPart.KO);
    try {
      return NoteCrypto.decrypt(context, ivk, ko, outputs, scope);
    } finally {
      Arrays.fill(ivk, (byte) 0);
      Arrays.fill(ko, (byte) 0);
    }
  }

  private DecryptedNotes recovered(NativeContext context, byte[] outputs, NoteScope scope) {
    if (!keys.has(KeyPart.OVK)) {
      return DecryptedNotes.none(outputs.length / NoteOutput.LENGTH);
    }
    byte[] ovk = keys.part(KeyPart.OVK);
    try {
      return NoteCrypto.recover(context, ovk, outputs, scope);
    } finally {
      Arrays.fill(ovk, (byte) 0);
    }
  }

  private int apply(CompactBlock block, Found found, int firstOutput) {
    long expected = store.tip().map(tip -> tip.height() + 1).orElse(1L);
    if (block.height() != expected || block.firstPosition() != tree.size()) {
      throw new WalletException(
          "the node's block "
              + block.height()
              + " does not follow what this wallet has scanned; run: nelumbo wallet rescan");
    }
    int output = firstOutput;
    long position = block.firstPosition();
    List<byte[]> leaves = new ArrayList<>();
    for (CompactTransaction transaction : block.transactions()) {
      store.confirmHistory(transaction.txid(), block.height(), block.timeMillis());
      transaction.nullifiers().forEach(nf -> store.markSpent(nf, block.height()));
      for (NoteOutput note : transaction.outputs()) {
        leaves.add(note.cm().toByteArray());
        Place place = new Place(block, transaction, position++);
        own(found.external(), output, place, false);
        own(found.internal(), output, place, true);
        if (!found.external().found()[output]) {
          sent(found.sent(), output, place);
        }
        output++;
      }
    }
    tree.append(leaves);
    if (!tree.root(tree.size()).equals(block.root())) {
      throw new WalletException(
          "the outputs that the node gave for block "
              + block.height()
              + " do not make its tree root; the node is wrong or lies");
    }
    store.putBlock(new ScannedBlock(block.height(), block.hash(), tree.size()));
    return output;
  }

  private record Place(CompactBlock block, CompactTransaction transaction, long position) {
    HistoryEntry entry(HistoryEntry.Kind kind, byte[] opening, Optional<String> party, Memo memo) {
      return new HistoryEntry(
          block.height(),
          block.timeMillis(),
          transaction.txid(),
          kind,
          new AssetId(FieldElement.of(Arrays.copyOf(opening, 32))),
          Amount.of(ByteBuffer.wrap(opening).getLong(32)),
          party,
          memo.text());
    }
  }

  private void own(DecryptedNotes found, int index, Place place, boolean internal) {
    if (!found.found()[index]) {
      return;
    }
    byte[] opening = found.note(index);
    Memo memo = Memo.of(found.memo(index));
    boolean worthless = ByteBuffer.wrap(opening).getLong(32) == 0;
    if (!worthless) {
      putNote(opening.clone(), place, internal);
    }
    if (!internal
        && (!worthless || !memo.isNone())
        && !store.shieldedIn(place.transaction().txid())) {
      store.putHistory(place.entry(HistoryEntry.Kind.RECEIVED, opening, Optional.empty(), memo));
    }
    Arrays.fill(opening, (byte) 0);
  }

  private void putNote(byte[] opening, Place place, boolean internal) {
    NoteCommitments commitment = NoteCrypto.commit(opening, network.pool());
    OwnNote note =
        new OwnNote(
            opening,
            commitment.rcm(),
            NoteCommitment.of(commitment.cm()),
            nullifier(commitment, place.position()),
            place.position(),
            place.block().height(),
            internal);
    store.putNote(note);
    note.wipe();
  }

  /** Empty without nk: the wallet then cannot tell when the note is spent. */
  private Optional<Nullifier> nullifier(NoteCommitments commitment, long position) {
    if (!keys.has(KeyPart.NK)) {
      return Optional.empty();
    }
    byte[] nk = keys.part(KeyPart.NK);
    try {
      return Optional.of(
          Nullifier.of(
              NoteCrypto.nullify(
                  nk, new long[] {position}, commitment.cm(), commitment.rcm(), network.pool())));
    } finally {
      Arrays.fill(nk, (byte) 0);
    }
  }

  private void sent(DecryptedNotes found, int index, Place place) {
    if (!found.found()[index]) {
      return;
    }
    byte[] opening = found.note(index);
    byte[] address =
        ByteBuffer.allocate(Address.LENGTH)
            .put(opening, 40, 48)
            .put(found.recipient(index))
            .array();
    String text;
    try {
      text = Address.parse(address).text(network.kind().addressPrefix());
    } catch (DecodeException e) {
      throw new AssertionError("the engine returns canonical addresses", e);
    }
    store.putHistory(
        place.entry(
            HistoryEntry.Kind.SENT, opening, Optional.of(text), Memo.of(found.memo(index))));
    Arrays.fill(opening, (byte) 0);
  }
}
