package io.nelumbo.cli;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.NodeClient;
import io.nelumbo.api.v1.AccountInfo;
import io.nelumbo.api.v1.Balance;
import io.nelumbo.api.v1.NodeStatus;
import io.nelumbo.api.v1.SubmitTransactionResponse;
import io.nelumbo.api.v1.Verdict;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.tx.TxId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.wallet.chain.AccountState;
import io.nelumbo.wallet.chain.Broadcaster;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.chain.ChainSource;
import io.nelumbo.wallet.chain.CompactBlock;
import io.nelumbo.wallet.chain.CompactBlock.CompactTransaction;
import io.nelumbo.wallet.chain.Network;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The chain as a wallet sees it, through one node's API. Everything that arrives is parsed by
 * core's canonical parsers.
 */
final class NodeChain implements ChainSource, Broadcaster {
  private final NodeClient client;

  NodeChain(NodeClient client) {
    this.client = client;
  }

  private interface Call<T> {
    T run() throws ApiException, DecodeException;
  }

  private <T> T call(Call<T> call) throws ChainException {
    try {
      return call.run();
    } catch (ApiException e) {
      throw new ChainException(String.valueOf(e.getMessage()), e);
    } catch (DecodeException | IllegalArgumentException e) {
      throw new ChainException(
          "the node at " + client.address() + " sent what is not valid: " + e.getMessage(), e);
    }
  }

  @Override
  public Network network() throws ChainException {
    return call(() -> {
      NodeStatus status = client.status();
      return new Network(
          NetworkKind.valueOf(status.getKind().toUpperCase(Locale.ROOT)),
          status.getChain(),
          Bytes32.parseHex("genesis_hash", status.getGenesisHash()),
          status.getPool(),
          Amount.of(status.getMinFee()),
          verifyingKeys(status));
    });
  }

  /** Circuits that this version does not know are of no use to it. */
  private static Map<CircuitId, Bytes32> verifyingKeys(NodeStatus status) throws DecodeException {
    Map<CircuitId, Bytes32> keys = new EnumMap<>(CircuitId.class);
    for (var circuit : status.getCircuitsList()) {
      Optional<CircuitId> known = CircuitId.ofName(circuit.getName());
      if (known.isPresent() && known.get().id() == circuit.getId()) {
        keys.put(known.get(), Bytes32.parseHex("vk_hash", circuit.getVkHash()));
      }
    }
    return keys;
  }

  @Override
  public long headHeight() throws ChainException {
    return call(() -> client.status().getHead().getHeight());
  }

  @Override
  public List<CompactBlock> compactBlocks(long from) throws ChainException {
    return call(() -> {
      if (from > client.status().getHead().getHeight()) {
        return List.of();
      }
      List<CompactBlock> blocks = new ArrayList<>();
      for (io.nelumbo.api.v1.CompactBlock block : client.compactBlocks(from, 0).getBlocksList()) {
        blocks.add(block(block));
      }
      return blocks;
    });
  }

  private static CompactBlock block(io.nelumbo.api.v1.CompactBlock block) throws DecodeException {
    List<CompactTransaction> transactions = new ArrayList<>();
    for (io.nelumbo.api.v1.CompactTransaction transaction : block.getTransactionsList()) {
      List<NoteOutput> outputs = new ArrayList<>();
      for (var output : transaction.getOutputsList()) {
        outputs.add(NoteOutput.parse(output.toByteArray()));
      }
      List<Nullifier> nullifiers =
          transaction.getNullifiersList().stream()
              .map(nf -> Nullifier.of(nf.toByteArray()))
              .toList();
      transactions.add(
          new CompactTransaction(
              TxId.of(transaction.getTxid().toByteArray()), nullifiers, outputs));
    }
    return new CompactBlock(
        block.getHeight(),
        Bytes32.of(block.getHash().toByteArray()),
        block.getTimeMillis(),
        Anchor.of(block.getNoteRoot().toByteArray()),
        block.getFirstPosition(),
        transactions);
  }

  @Override
  public AccountState account(AccountKey account) throws ChainException {
    return call(() -> {
      AccountInfo info = client.account(account.toString());
      TreeMap<AssetId, Amount> balances = new TreeMap<>();
      for (Balance balance : info.getBalancesList()) {
        balances.put(AssetId.parseHex("asset", balance.getAsset()), Amount.of(balance.getAmount()));
      }
      return new AccountState(info.getNextNonce(), balances);
    });
  }

  @Override
  public void submit(Transaction transaction) throws ChainException {
    SubmitTransactionResponse answer = call(() -> client.submitTransaction(transaction.bytes()));
    if (answer.getVerdict() == Verdict.ACCEPT) {
      return;
    }
    String reason =
        "the node did not accept transaction "
            + transaction.txid()
            + ": "
            + answer.getVerdict()
            + " "
            + answer.getReason()
            + " "
            + answer.getDetail();
    // A deferred transaction stays with the node and may be taken later.
    throw answer.getVerdict() == Verdict.DEFER
        ? new ChainException(reason)
        : ChainException.refused(reason);
  }
}
