package io.nelumbo.node.app;

import io.nelumbo.core.block.Allocation;
import io.nelumbo.core.block.Genesis;
import io.nelumbo.core.block.GenesisCircuit;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.NetworkKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The genesis as people write and read it (docs/protocol/chain.md 1). */
public final class GenesisFile {

  /** The name of the file in the data folder. */
  public static final String FILE = "genesis.toml";

  private static final long MAX_U32 = 0xffff_ffffL;

  /** The constant Pool of circuits/transfer. */
  private static final int CIRCUIT_POOL = 1;

  private GenesisFile() {}

  /** Reads a file. */
  public static Genesis read(Path path) throws ConfigException {
    return of(TomlSection.read(path));
  }

  /**
   * Reads text.
   *
   * @param file its name in errors
   */
  public static Genesis parse(String file, String text) throws ConfigException {
    return of(TomlSection.parse(file, text));
  }

  /** Writes a file, whole or not at all. */
  public static void write(Path path, Genesis genesis) throws IOException {
    SafeFiles.write(path, text(genesis));
  }

  private static Genesis of(TomlSection root) throws ConfigException {
    String name = root.string("name");
    NetworkKind kind = kind(root);
    int chain = (int) root.integer("chain", 0, MAX_U32);
    int pool = pool(root);
    Amount minFee = Amount.of(root.unsigned("min_fee"));
    AccountKey proposer = account(root, "proposer", kind);
    long time = root.unsigned("time");
    List<GenesisCircuit> circuits = circuits(root.sections("circuit"));
    List<Allocation> allocations = allocations(root.sections("allocation"), kind);
    root.finish();
    try {
      return new Genesis(kind, chain, pool, minFee, proposer, time, name, circuits, allocations);
    } catch (InvalidValueException e) {
      throw root.error(e.field(), e.problem());
    }
  }

  private static int pool(TomlSection root) throws ConfigException {
    int pool = (int) root.integer("pool", 1, 255);
    if (pool != CIRCUIT_POOL) {
      throw root.error(
          "pool",
          "is "
              + pool
              + ", but the circuits are compiled for pool "
              + CIRCUIT_POOL
              + ", so that no proof could ever hold; write pool = "
              + CIRCUIT_POOL);
    }
    return pool;
  }

  private static NetworkKind kind(TomlSection root) throws ConfigException {
    return switch (root.string("kind")) {
      case "dev" -> NetworkKind.DEV;
      case "production" -> NetworkKind.PRODUCTION;
      default -> throw root.error("kind", "must be \"dev\" or \"production\"");
    };
  }

  private static List<GenesisCircuit> circuits(List<TomlSection> sections) throws ConfigException {
    List<GenesisCircuit> circuits = new ArrayList<>();
    for (TomlSection section : sections) {
      circuits.add(circuit(section));
    }
    circuits.sort(Comparator.comparingInt(circuit -> circuit.circuit().id()));
    return circuits;
  }

  private static GenesisCircuit circuit(TomlSection section) throws ConfigException {
    long id = section.integer("id", 0, 255);
    String name = section.string("name");
    Optional<CircuitId> circuit = CircuitId.ofName(name);
    if (circuit.isEmpty()) {
      throw section.error("name", "is '" + name + "', which this software does not know");
    }
    if (circuit.get().id() != id) {
      throw section.error("id", "is " + id + ", but " + name + " has " + circuit.get().id());
    }
    GenesisCircuit rule =
        new GenesisCircuit(
            circuit.get(),
            bytes32(section, "vk_hash"),
            bytes32(section, "transcript_hash"),
            section.unsigned("from_height"));
    section.finish();
    return rule;
  }

  private static List<Allocation> allocations(List<TomlSection> sections, NetworkKind kind)
      throws ConfigException {
    List<Allocation> allocations = new ArrayList<>();
    for (TomlSection section : sections) {
      allocations.add(
          new Allocation(account(section, "account", kind), Amount.of(section.unsigned("amount"))));
      section.finish();
    }
    allocations.sort(Comparator.comparing(Allocation::account));
    return allocations;
  }

  private static AccountKey account(TomlSection section, String key, NetworkKind kind)
      throws ConfigException {
    String text = section.string(key);
    try {
      return text.matches("[0-9a-fA-F]{64}")
          ? new AccountKey(Bytes32.parseHex(key, text))
          : AccountKey.parse(text, kind.accountPrefix());
    } catch (DecodeException | InvalidValueException e) {
      throw section.error(
          key,
          "must be an account: text that begins with "
              + kind.accountPrefix()
              + "1, or 64 hexadecimal digits ("
              + e.getMessage()
              + ")");
    }
  }

  private static Bytes32 bytes32(TomlSection section, String key) throws ConfigException {
    try {
      return Bytes32.parseHex(key, section.string(key));
    } catch (DecodeException e) {
      throw section.error(key, "must be 64 hexadecimal digits");
    }
  }

  /** The text of a genesis; reading it gives the same genesis again. */
  public static String text(Genesis genesis) {
    StringBuilder out = new StringBuilder();
    line(out, "name", quoted(genesis.name()));
    line(out, "kind", quoted(genesis.kind() == NetworkKind.DEV ? "dev" : "production"));
    line(out, "chain", Integer.toUnsignedString(genesis.chain()));
    line(out, "pool", Integer.toString(genesis.pool()));
    line(out, "min_fee", number(genesis.minFee().units()));
    line(out, "proposer", quoted(genesis.proposer().text(genesis.kind().accountPrefix())));
    line(out, "time", number(genesis.timeMillis()));
    for (GenesisCircuit circuit : genesis.circuits()) {
      out.append("\n[[circuit]]\n");
      line(out, "id", Integer.toString(circuit.circuit().id()));
      line(out, "name", quoted(circuit.circuit().circuitName()));
      line(out, "vk_hash", quoted(circuit.verifyingKeyHash().toString()));
      line(out, "transcript_hash", quoted(circuit.transcriptHash().toString()));
      line(out, "from_height", number(circuit.fromHeight()));
    }
    for (Allocation allocation : genesis.allocations()) {
      out.append("\n[[allocation]]\n");
      line(out, "account", quoted(allocation.account().text(genesis.kind().accountPrefix())));
      line(out, "amount", number(allocation.amount().units()));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String key, String value) {
    out.append(key).append(" = ").append(value).append('\n');
  }

  /** TOML integers are signed, so the upper half is written as digits in quotes. */
  private static String number(long unsigned) {
    String digits = Long.toUnsignedString(unsigned);
    return unsigned < 0 ? quoted(digits) : digits;
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c == 0x7f) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
