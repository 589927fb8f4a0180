package io.nelumbo.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHeader;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.codec.Bech32m;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.key.Address;
import io.nelumbo.core.mutation.Mutant;
import io.nelumbo.core.mutation.MutationTable;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.tree.MerklePath;
import io.nelumbo.core.tx.AccountEntry;
import io.nelumbo.core.tx.Action;
import io.nelumbo.core.tx.ActionAuthorization;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TransactionBody;
import io.nelumbo.core.value.FieldElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Every key and element of every layout, malformed in every class: the parsers of core refuse all.
 */
class EncodingClassesTest {
  private static final MutationTable TABLE = new MutationTable("core");

  private final Arb arb = new Arb(7761);

  /** A field by its bytes, which stand once in the whole. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Field(String name, byte[] bytes, List<Mutant> mutants) {
    static Field element(String name, byte[] bytes) {
      return new Field(name, bytes, Mutant.element(bytes, FieldElement.MODULUS));
    }

    /** An element that must not be zero. */
    static Field nonZero(String name, byte[] bytes) {
      List<Mutant> mutants = new ArrayList<>(Mutant.element(bytes, FieldElement.MODULUS));
      mutants.add(new Mutant("identity", new byte[32]));
      return new Field(name, bytes, mutants);
    }

    static Field x25519(String name, byte[] bytes) {
      return new Field(name, bytes, Mutant.x25519(bytes));
    }

    static Field account(String name, AccountKey key) {
      return new Field(name, key.toByteArray(), Mutant.ed25519(key.toByteArray()));
    }

    static Field opaque(String name, byte[] bytes) {
      return new Field(name, bytes, Mutant.lengths(bytes));
    }
  }

  @AfterAll
  static void finish() {
    TABLE.finish();
    assertThat(TABLE.tried()).isGreaterThan(2_000);
  }

  private static void offer(
      String parser, byte[] whole, List<Field> fields, MutationTable.Door door) {
    for (Field field : fields) {
      TABLE.offer(
          parser,
          field.name,
          whole,
          indexOf(whole, field.bytes),
          field.bytes.length,
          field.mutants,
          door,
          DecodeException.class);
    }
  }

  private static int indexOf(byte[] whole, byte[] part) {
    int found = -1;
    for (int i = 0; i + part.length <= whole.length; i++) {
      if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
        assertThat(found).as("the field stands once").isEqualTo(-1);
        found = i;
      }
    }
    assertThat(found).as("the field stands in the encoding").isNotNegative();
    return found;
  }

  /** A transaction with at least one of everything. */
  private Transaction full() {
    while (true) {
      Transaction transaction = arb.transaction();
      TransactionBody body = transaction.body();
      if (body.actions().stream().anyMatch(action -> action.assetPub().isPresent())
          && body.accounts().stream()
              .anyMatch(entry -> !entry.debits().isEmpty() && !entry.issues().isEmpty())
          && !body.credits().isEmpty()) {
        return transaction;
      }
    }
  }

  private static List<Field> fields(Transaction transaction) {
    TransactionBody body = transaction.body();
    List<Field> out = new ArrayList<>();
    out.add(Field.nonZero("anchor", body.anchor().value().toByteArray()));
    AccountEntry entry =
        body.accounts().stream()
            .filter(e -> !e.debits().isEmpty() && !e.issues().isEmpty())
            .findFirst()
            .orElseThrow();
    out.add(Field.account("accounts.key", entry.key()));
    out.add(Field.nonZero("debits.asset", entry.debits().get(0).asset().toByteArray()));
    out.add(Field.account("issues.to", entry.issues().get(0).to()));
    out.add(Field.account("credits.account", body.credits().get(0).account()));
    out.add(Field.nonZero("credits.asset", body.credits().get(0).asset().toByteArray()));
    int index = 0;
    while (body.actions().get(index).assetPub().isEmpty()) {
      index++;
    }
    Action action = body.actions().get(index);
    action
        .nullifiers()
        .forEach(nf -> out.add(Field.element("nullifiers", nf.value().toByteArray())));
    out.add(Field.opaque("rk", action.rk().toByteArray()));
    out.add(Field.nonZero("asset_pub", action.assetPubElement().toByteArray()));
    for (NoteOutput output : action.outputs()) {
      out.addAll(fields(output));
    }
    ActionAuthorization authorization = transaction.authorization().actions().get(index);
    out.add(Field.opaque("proof", authorization.proof().toByteArray()));
    out.add(Field.opaque("signature", authorization.signature().toByteArray()));
    out.add(
        Field.opaque(
            "account_signature",
            transaction.authorization().accountSignatures().get(0).toByteArray()));
    return out;
  }

  private static List<Field> fields(NoteOutput output) {
    return List.of(
        Field.element("cm", output.cm().value().toByteArray()),
        Field.x25519("epk", output.epk().toByteArray()),
        Field.opaque("c_enc", output.cEnc().toByteArray()),
        Field.opaque("c_out", output.cOut().toByteArray()));
  }

  private static <T> void repeat(int times, Supplier<T> make, Consumer<T> use) {
    for (int i = 0; i < times; i++) {
      use.accept(make.get());
    }
  }

  @Test
  void transaction() {
    repeat(
        3,
        this::full,
        t ->
            offer(
                "transaction",
                t.bytes(),
                fields(t),
                b -> canonical(b, Transaction.parse(b).bytes())));
  }

  @Test
  void transactionInABlock() {
    Transaction transaction = full();
    List<Transaction> all = List.of(arb.transaction(), transaction, arb.transaction());
    BlockHeader header = arb.blockHeader(all.size(), Block.transactionRoot(all));
    Block block = new Block(header, arb.signature(), all);
    List<Field> fields = new ArrayList<>(fields(transaction));
    fields.addAll(fields(header));
    fields.add(Field.opaque("block.signature", block.signature().toByteArray()));
    offer("block", block.bytes(), fields, b -> canonical(b, Block.parse(b).bytes()));
  }

  private static List<Field> fields(BlockHeader header) {
    return List.of(
        Field.element("header.note_tree_root", header.noteTreeRoot().value().toByteArray()),
        Field.account("header.proposer", header.proposer()));
  }

  @Test
  void blockHeader() {
    BlockHeader header = arb.blockHeader(1, arb.bytes32());
    List<Field> fields = new ArrayList<>(fields(header));
    fields.add(Field.opaque("previous", header.previous().bytes().toByteArray()));
    fields.add(Field.opaque("state_commitment", header.stateCommitment().toByteArray()));
    offer("header", header.bytes(), fields, b -> canonical(b, BlockHeader.parse(b).bytes()));
  }

  @Test
  void genesis() {
    Genesis genesis = arb.genesis();
    while (genesis.allocations().isEmpty()) {
      genesis = arb.genesis();
    }
    offer(
        "genesis",
        genesis.bytes(),
        List.of(
            Field.account("proposer", genesis.proposer()),
            Field.account("allocations.account", genesis.allocations().get(0).account())),
        b -> canonical(b, Genesis.parse(b).bytes()));
  }

  @Test
  void noteOutput() {
    repeat(
        3,
        arb::noteOutput,
        o -> offer("output", o.bytes(), fields(o), b -> canonical(b, NoteOutput.parse(b).bytes())));
  }

  @Test
  void address() {
    Address address = arb.address();
    List<Field> fields =
        List.of(
            Field.element("o", address.o().toByteArray()),
            Field.x25519("pk_d", address.pkD().toByteArray()),
            Field.opaque("d", address.d().toByteArray()));
    offer("address", address.bytes(), fields, b -> canonical(b, Address.parse(b).bytes()));
    offer(
        "address text",
        address.bytes(),
        fields,
        b ->
            Address.parse(Bech32m.encode("nlbdev", b), "nlbdev")
                .text("nlbdev")
                .equals(Bech32m.encode("nlbdev", b)));
  }

  @Test
  void accountText() {
    AccountKey key = arb.accountKey();
    offer(
        "account text",
        key.toByteArray(),
        List.of(Field.account("key", key)),
        b -> AccountKey.parse(Bech32m.encode("nlbt", b), "nlbt") != null);
  }

  @Test
  void merklePath() {
    MerklePath path = arb.merklePath();
    byte[] whole = path.siblingBytes();
    for (int i = 0; i < MerklePath.SIBLINGS; i += 7) {
      byte[] sibling = Arrays.copyOfRange(whole, 32 * i, 32 * (i + 1));
      offer(
          "path",
          whole,
          List.of(Field.element("siblings", sibling)),
          b -> canonical(b, MerklePath.parse(path.position(), b).siblingBytes()));
    }
  }

  /** What was read; a parser that reads other bytes than it writes is as bad as one that throws. */
  private static boolean canonical(byte[] in, byte[] out) {
    assertThat(out).isEqualTo(in);
    return true;
  }
}
