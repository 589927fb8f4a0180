package io.nelumbo.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.tree.Anchor;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.verifier.kit.MapView;
import io.nelumbo.verifier.kit.StandInChecks;
import io.nelumbo.verifier.kit.TestAccount;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.util.Optional;

/**
 * What the tests of the rules share: two rich accounts, a view, and transactions that are valid on
 * it.
 */
abstract class TransactionRules {
  static final NetworkParameters NETWORK = TestNetwork.PARAMETERS;
  static final AssetId NATIVE = NETWORK.nativeAsset();
  static final TestAccount ALICE = TestNetwork.rich(1);
  static final TestAccount BOB = TestNetwork.rich(2);

  final Arb arb = Arb.seeded(getClass().getSimpleName());
  final Anchor anchor = arb.anchor();
  final MapView view = new MapView(NETWORK).know(anchor).put(StateKey.pool(1, NATIVE), 500);
  final TransactionVerifier verifier =
      new TransactionVerifier(new StandInChecks(), VerifierListener.NONE);

  Verdict verify(Transaction transaction) {
    return verifier.verify(transaction, view, view.height() + 1);
  }

  void assertAccepted(TxBuilder builder) {
    assertThat(verify(builder.build())).isEqualTo(Verdict.accept());
  }

  void assertRejected(Transaction transaction, Reason reason) {
    assertThat(verify(transaction))
        .isInstanceOfSatisfying(
            Verdict.Reject.class, verdict -> assertThat(verdict.code()).isEqualTo(reason));
  }

  void assertDeferred(Transaction transaction, Reason reason) {
    assertThat(verify(transaction))
        .isInstanceOfSatisfying(
            Verdict.Defer.class, verdict -> assertThat(verdict.code()).isEqualTo(reason));
  }

  TxBuilder payment() {
    return TxBuilder.payment(NETWORK, ALICE, 0, BOB.key(), 100);
  }

  TxBuilder deposit() {
    return TxBuilder.deposit(NETWORK, ALICE, 0, 100, arb).anchor(anchor);
  }

  TxBuilder withdrawal(long amount) {
    return new TxBuilder(NETWORK)
        .anchor(anchor)
        .action(arb, CircuitId.TRANSFER_2X2, 0, amount, Optional.of(NATIVE))
        .credit(BOB.key(), NATIVE, amount - TestNetwork.FEE.units());
  }
}
