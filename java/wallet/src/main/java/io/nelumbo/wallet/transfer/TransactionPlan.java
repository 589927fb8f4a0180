package io.nelumbo.wallet.transfer;

import io.nelumbo.core.tx.AccountEntry;
import io.nelumbo.core.tx.Credit;
import io.nelumbo.core.value.Amount;
import java.util.List;

/**
 * A transaction before anything is computed.
 *
 * @param fee native
 * @param expiryHeight last height at which it may be committed
 * @param accounts entries of the wallet's own transparent account; at most one
 * @param credits transparent credits
 * @param actions private actions
 */
record TransactionPlan(
    Amount fee,
    long expiryHeight,
    List<AccountEntry> accounts,
    List<Credit> credits,
    List<ActionPlan> actions) {}
