package io.nelumbo.cli;

import io.nelumbo.api.ApiException;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.key.Address;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.node.app.ConfigException;
import io.nelumbo.prover.ProofResult;
import io.nelumbo.wallet.Wallet;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.transfer.Transfers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Wallet commands that make a transaction. */
final class WalletSpends {
  private WalletSpends() {}

  /** What every such command shares. */
  abstract static class Submission implements Callable<Integer> {
    @Mixin private WalletOptions.OnChain chain;
    @Mixin private Output output;

    @Option(
        names = "--fee",
        paramLabel = "UNITS",
        description = "Native fee (default: the network's minimum).")
    private @Nullable String fee;

    abstract Wallet.Sent submit(Wallet wallet) throws ChainException;

    boolean compact() {
      return false;
    }

    final Transfers.Options options() {
      return new Transfers.Options(
          Optional.ofNullable(fee).map(text -> WalletOptions.amount("--fee", text)), compact());
    }

    @Override
    public Integer call() throws ApiException, ConfigException, ChainException {
      try (WalletOptions.Session session = chain.open()) {
        Output.progress("building the transaction (proofs take a moment) ...");
        report(submit(session.wallet()));
      }
      return 0;
    }

    private void report(Wallet.Sent sent) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("txid", sent.txid().toString());
      fields.put("bytes", sent.bytes());
      fields.put("proofs", sent.proofs().size());
      fields.put("solve_ms", sent.proofs().stream().mapToLong(ProofResult::solveNanos).sum() / 1e6);
      fields.put("prove_ms", sent.proofs().stream().mapToLong(p -> p.prove().total()).sum() / 1e6);
      fields.put(
          "verify_ms", sent.proofs().stream().mapToLong(ProofResult::verifyNanos).sum() / 1e6);
      output.print(
          fields,
          () ->
              Output.line(
                  String.format(
                      "Accepted by the node: transaction %s, %d bytes, %d proof(s) in %.0f ms.",
                      sent.txid(),
                      sent.bytes(),
                      sent.proofs().size(),
                      (double) fields.get("prove_ms"))));
    }
  }

  /** Transactions of an amount. */
  abstract static class Spend extends Submission {
    @Option(
        names = "--amount",
        required = true,
        paramLabel = "UNITS",
        description = "Whole units, at least 1.")
    private String amount;

    abstract Wallet.Sent spend(Wallet wallet, Amount units) throws ChainException;

    @Override
    final Wallet.Sent submit(Wallet wallet) throws ChainException {
      return spend(wallet, units());
    }

    @Override
    public Integer call() throws ApiException, ConfigException, ChainException {
      // A wrong amount is refused before a node is asked for anything.
      units();
      return super.call();
    }

    private Amount units() {
      return WalletOptions.amount("--amount", amount);
    }
  }

  /** Which asset. */
  static final class AssetOption {
    @Option(
        names = "--asset",
        defaultValue = "native",
        paramLabel = "ASSET",
        description = "native, own:N or 64 hexadecimal digits (default: ${DEFAULT-VALUE}).")
    private String asset;

    AssetId of(Wallet wallet) {
      return WalletOptions.asset(asset, wallet);
    }
  }

  /** Spends of a named asset. */
  abstract static class AssetSpend extends Spend {
    @Mixin private AssetOption asset;

    final AssetId asset(Wallet wallet) {
      return asset.of(wallet);
    }
  }

  /** Consolidate. */
  @Command(
      name = "consolidate",
      description = {
        "Puts up to four notes of an asset together into one, smallest first; nothing leaves the"
            + " wallet.",
        "A payment spends at most two notes: put many small ones together first. That a transaction"
            + " puts notes together is visible; whose and how much is not."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  ./nelumbo wallet consolidate --asset own:0"})
  static final class Consolidate extends Submission {
    @Mixin private AssetOption asset;

    @Option(
        names = "--compact",
        description = "Pay the fee from the notes themselves: shows that the asset is native.")
    private boolean compact;

    @Override
    boolean compact() {
      return compact;
    }

    @Override
    Wallet.Sent submit(Wallet wallet) throws ChainException {
      return wallet.consolidate(asset.of(wallet), options());
    }
  }

  /** Issue. */
  @Command(
      name = "issue",
      description = "Makes new units of an asset of the wallet's own, on its transparent account.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  ./nelumbo wallet issue --number 0 --amount 1000"})
  static final class Issue extends Spend {
    @Option(
        names = "--number",
        defaultValue = "0",
        description = "Which of the wallet's own assets (default: ${DEFAULT-VALUE}).")
    private long number;

    @Override
    Wallet.Sent spend(Wallet wallet, Amount units) throws ChainException {
      return wallet.issue(number, units, options());
    }
  }

  /** Shield. */
  @Command(
      name = "shield",
      description =
          "Moves value from the transparent account into the pool, to the wallet itself. The amount"
              + " and asset are visible.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  ./nelumbo wallet shield --asset own:0 --amount 400"})
  static final class Shield extends AssetSpend {
    @Override
    Wallet.Sent spend(Wallet wallet, Amount units) throws ChainException {
      return wallet.shield(asset(wallet), units, options());
    }
  }

  /** Send. */
  @Command(
      name = "send",
      description = "Pays privately: sender, receiver, amount, asset and memo are hidden.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example:",
        "  ./nelumbo wallet send --to nlbdev1... --amount 150 --asset own:0 --memo 'for the boat'"
      })
  static final class Send extends AssetSpend {
    @Option(
        names = "--to",
        required = true,
        paramLabel = "ADDRESS",
        description = "A private address.")
    private String to;

    @Option(
        names = "--memo",
        paramLabel = "TEXT",
        description = "At most 512 bytes of UTF-8, for the receiver only.")
    private @Nullable String memo;

    @Option(
        names = "--compact",
        description = "One action instead of two: smaller, but it shows that the asset is native.")
    private boolean compact;

    @Override
    boolean compact() {
      return compact;
    }

    @Override
    Wallet.Sent spend(Wallet wallet, Amount units) throws ChainException {
      try {
        Address address = Address.parse(to, wallet.network().kind().addressPrefix());
        Memo text = memo == null ? Memo.none() : Memo.ofText(memo);
        return wallet.send(asset(wallet), units, address, text, options());
      } catch (DecodeException e) {
        throw CliException.badInput("--to: " + e.getMessage());
      }
    }
  }

  /** What goes to a transparent account. */
  abstract static class ToAccount extends AssetSpend {
    @Option(
        names = "--to",
        paramLabel = "ACCOUNT",
        description = "A transparent account (default: the wallet's own).")
    private @Nullable String to;

    final AccountKey account(Wallet wallet) {
      if (to == null) {
        return wallet.account();
      }
      try {
        return AccountKey.parse(to, wallet.network().kind().accountPrefix());
      } catch (DecodeException e) {
        throw CliException.badInput("--to: " + e.getMessage());
      }
    }
  }

  /** Unshield. */
  @Command(
      name = "unshield",
      description =
          "Moves value out of the pool to a transparent account. Amount, asset and receiver are"
              + " visible; the sender is not.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example:",
        "  ./nelumbo wallet unshield --asset own:0 --amount 60 --to nlbtdev1..."
      })
  static final class Unshield extends ToAccount {
    @Override
    Wallet.Sent spend(Wallet wallet, Amount units) throws ChainException {
      return wallet.unshield(asset(wallet), units, account(wallet), options());
    }
  }

  /** Transfer. */
  @Command(
      name = "transfer",
      description = "Pays from account to account; everything is visible.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  ./nelumbo wallet transfer --amount 5 --to nlbtdev1..."})
  static final class Transfer extends ToAccount {
    @Override
    Wallet.Sent spend(Wallet wallet, Amount units) throws ChainException {
      return wallet.transfer(asset(wallet), units, account(wallet), options());
    }
  }
}
