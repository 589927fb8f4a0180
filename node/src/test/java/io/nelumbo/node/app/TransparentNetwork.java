package io.nelumbo.node.app;

import io.nelumbo.core.block.Block;
import io.nelumbo.core.block.BlockHeader;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.node.ledger.Head;
import io.nelumbo.node.ledger.Ledger;
import io.nelumbo.node.ledger.Preview;
import io.nelumbo.node.ledger.StoredLedger;
import io.nelumbo.verifier.NetworkParameters;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The test network without circuits, on data folders: nodes of it need no verifying keys. */
public final class TransparentNetwork {
  /** The genesis. */
  public static final Genesis GENESIS = withoutCircuits(TestNetwork.genesis(5));

  /** Its parameters. */
  public static final NetworkParameters PARAMETERS = NetworkParameters.of(GENESIS);

  private TransparentNetwork() {}

  private static Genesis withoutCircuits(Genesis genesis) {
    return new Genesis(
        genesis.kind(),
        genesis.chain(),
        genesis.pool(),
        genesis.minFee(),
        genesis.proposer(),
        genesis.timeMillis(),
        genesis.name(),
        List.of(),
        genesis.allocations());
  }

  /** Makes a data folder. */
  public static Path dataFolder(Path parent, String name, String config) throws Exception {
    Path data = Files.createDirectory(parent.resolve(name));
    GenesisFile.write(data.resolve(GenesisFile.FILE), GENESIS);
    Files.writeString(data.resolve(NodeConfig.FILE), config);
    return data;
  }

  /** A payment of a rich account to the eighth. */
  public static Transaction payment(int from, long nonce) {
    return TxBuilder.payment(
            PARAMETERS, TestNetwork.rich(from), nonce, TestNetwork.rich(8).key(), 5)
        .build();
  }

  /** Writes blocks with a payment of each of the first accounts into a data folder. */
  public static void writeBlocks(Path data, int blocks, int payments) throws ConfigException {
    try (DataDirectory directory = DataDirectory.open(data);
        StoredLedger ledger = ChainFolder.openLedger(directory, Media.SYSTEM, PARAMETERS)) {
      for (int i = 0; i < blocks; i++) {
        long nonce = ledger.height();
        commit(
            ledger,
            java.util.stream.IntStream.rangeClosed(1, payments)
                .mapToObj(from -> payment(from, nonce))
                .toList());
      }
    }
  }

  private static void commit(Ledger ledger, List<Transaction> body) {
    Preview preview = ledger.preview(body);
    Head head = ledger.head();
    BlockHeader header =
        new BlockHeader(
            1,
            ledger.parameters().chain(),
            head.height() + 1,
            head.hash(),
            head.timeMillis() + 1000,
            Block.transactionRoot(body),
            preview.noteTreeRoot(),
            preview.stateCommitment(),
            head.totalTransactions() + body.size(),
            body.size(),
            TestNetwork.PROPOSER.key());
    ledger.commit(
        new Block(header, TestNetwork.PROPOSER.sign(header.hash().bytes()), body), preview);
  }
}
