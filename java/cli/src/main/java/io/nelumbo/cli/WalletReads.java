package io.nelumbo.cli;

import io.nelumbo.api.ApiException;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.node.app.ConfigException;
import io.nelumbo.wallet.Wallet;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.key.ViewingKind;
import io.nelumbo.wallet.store.HistoryEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Wallet commands that change nothing on the chain. */
final class WalletReads {
  private WalletReads() {}

  /** Addresses. */
  @Command(
      name = "address",
      description = "Prints the wallet's newest private address and its transparent account.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  ./nelumbo wallet address --new"})
  static final class Address implements Callable<Integer> {
    @Mixin private WalletOptions.OnChain chain;
    @Mixin private Output output;

    @Option(
        names = "--new",
        description =
            "Make a fresh address; all addresses share one balance and cannot be linked by others.")
    private boolean fresh;

    @Override
    public Integer call() throws ApiException, ConfigException, ChainException {
      try (WalletOptions.Session session = chain.open()) {
        Wallet wallet = session.wallet();
        var kind = wallet.network().kind();
        String address =
            (fresh ? wallet.newAddress() : wallet.addresses().getLast()).text(kind.addressPrefix());
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("address", address);
        if (wallet.watchOnly().isEmpty()) {
          fields.put("account", wallet.account().text(kind.accountPrefix()));
        }
        output.print(
            fields,
            () -> {
              Output.line("private address      " + address);
              if (fields.containsKey("account")) {
                Output.line("transparent account  " + fields.get("account"));
              }
            });
      }
      return 0;
    }
  }

  /** Balance. */
  @Command(
      name = "balance",
      description = "Scans to the head of the chain and prints what the wallet holds, by asset.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  ./nelumbo wallet balance --json"})
  static final class Balance implements Callable<Integer> {
    @Mixin private WalletOptions.OnChain chain;
    @Mixin private Output output;

    @Override
    public Integer call() throws ApiException, ConfigException, ChainException {
      try (WalletOptions.Session session = chain.open()) {
        io.nelumbo.wallet.Balance balance = session.wallet().balance();
        AssetId nativeAsset = session.wallet().network().nativeAsset();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("height", session.wallet().scannedHeight());
        Optional<ViewingKind> watching = session.wallet().watchOnly();
        watching.ifPresent(kind -> fields.put("watch_only", kind.word()));
        fields.put("private", texts(balance.spendable(), nativeAsset));
        fields.put("private_pending", texts(balance.pending(), nativeAsset));
        fields.put("transparent", texts(balance.transparent(), nativeAsset));
        output.print(
            fields,
            () -> {
              if (watching.equals(Optional.of(ViewingKind.INCOMING))) {
                Output.line("An incoming viewing key sees no spends: this is all that came in.");
              }
              print("private", balance.spendable(), nativeAsset);
              if (watching.isEmpty()) {
                print("private, on its way", balance.pending(), nativeAsset);
                print("transparent", balance.transparent(), nativeAsset);
              }
            });
      }
      return 0;
    }

    private static Map<String, String> texts(
        SortedMap<AssetId, Amount> amounts, AssetId nativeAsset) {
      Map<String, String> texts = new LinkedHashMap<>();
      amounts.forEach((asset, amount) -> texts.put(name(asset, nativeAsset), amount.toString()));
      return texts;
    }

    private static void print(
        String title, SortedMap<AssetId, Amount> amounts, AssetId nativeAsset) {
      Output.line(title + (amounts.isEmpty() ? ": nothing" : ":"));
      amounts.forEach((asset, amount) ->
          Output.line(String.format("  %20s  %s", amount, name(asset, nativeAsset))));
    }
  }

  /** History. */
  @Command(
      name = "history",
      description = "Scans to the head of the chain and prints what came and went, oldest first.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  ./nelumbo wallet history --json"})
  static final class History implements Callable<Integer> {
    @Mixin private WalletOptions.OnChain chain;
    @Mixin private Output output;

    @Override
    public Integer call() throws ApiException, ConfigException, ChainException {
      try (WalletOptions.Session session = chain.open()) {
        AssetId nativeAsset = session.wallet().network().nativeAsset();
        List<Map<String, Object>> lines = new ArrayList<>();
        session.wallet().history().forEach(entry -> lines.add(fields(entry, nativeAsset)));
        output.print(Map.of("history", lines), () -> lines.forEach(History::print));
      }
      return 0;
    }

    private static Map<String, Object> fields(HistoryEntry entry, AssetId nativeAsset) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("height", entry.height());
      fields.put("time", Instant.ofEpochMilli(entry.timeMillis()).toString());
      fields.put("kind", entry.kind().name().toLowerCase(java.util.Locale.ROOT));
      fields.put("amount", entry.amount().toString());
      fields.put("asset", name(entry.asset(), nativeAsset));
      entry.counterparty().ifPresent(party -> fields.put("counterparty", party));
      entry.memo().ifPresent(memo -> fields.put("memo", memo));
      fields.put("txid", entry.txid().toString());
      return fields;
    }

    private static void print(Map<String, Object> line) {
      String place =
          Objects.equals(line.get("height"), 0L) ? "waiting" : "block " + line.get("height");
      Output.line(
          String.format(
              "%-10s %-12s %15s %s",
              place, line.get("kind"), line.get("amount"), line.get("asset")));
      if (line.containsKey("counterparty")) {
        Output.line("           to " + line.get("counterparty"));
      }
      if (line.containsKey("memo")) {
        Output.line("           memo: " + printable(String.valueOf(line.get("memo"))));
      }
    }

    /** A memo is somebody else's text: control characters would reach the terminal. */
    private static String printable(String text) {
      return text.replaceAll("\\p{Cntrl}", "?");
    }
  }

  /** Rescan. */
  @Command(
      name = "rescan",
      description = "Forgets what was scanned and reads the chain again from the first block.",
      mixinStandardHelpOptions = true)
  static final class Rescan implements Callable<Integer> {
    @Mixin private WalletOptions wallet;
    @Mixin private NodeAddress node;
    @Mixin private Output output;

    @Override
    public Integer call() throws ApiException, ConfigException, ChainException {
      try (WalletOptions.Session session =
          WalletOptions.Session.open(
              wallet.files(), wallet.password(false), node.connect(), new ProverOption())) {
        session.wallet().rescan();
        long blocks =
            session
                .wallet()
                .sync((height, head) -> Output.progress("scanned block " + height + " of " + head));
        output.print(Map.of("blocks", blocks), () -> Output.line(blocks + " blocks read."));
      }
      return 0;
    }
  }

  private static String name(AssetId asset, AssetId nativeAsset) {
    return asset.equals(nativeAsset) ? "native" : asset.toString();
  }
}
