package io.nelumbo.wallet.key;

import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.engine.KeyPart;
import java.util.List;

/** The three viewing keys of docs/protocol/keys.md 5: what each consists of and what it shows. */
public enum ViewingKind {
  /** Both scopes: what was received, what was spent and sent, and change. */
  FULL(
      1,
      "full",
      "fvk",
      List.of(
          KeyPart.AK,
          KeyPart.NK,
          KeyPart.IVK,
          KeyPart.OVK,
          KeyPart.DK,
          KeyPart.INTERNAL_IVK,
          KeyPart.INTERNAL_OVK,
          KeyPart.INTERNAL_DK)),
  /** The external scope: what was received from others; neither change nor spends. */
  INCOMING(2, "incoming", "ivk", List.of(KeyPart.KO, KeyPart.IVK, KeyPart.DK)),
  /** The external scope: what was sent to others. */
  OUTGOING(3, "outgoing", "ovk", List.of(KeyPart.OVK));

  private final int code;
  private final String word;
  private final String prefix;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<KeyPart> parts;

  ViewingKind(int code, String word, String prefix, List<KeyPart> parts) {
    this.code = code;
    this.word = word;
    this.prefix = prefix;
    this.parts = parts;
  }

  /** The word for it: full, incoming or outgoing. */
  public String word() {
    return word;
  }

  /** Length of its bytes. */
  public int length() {
    return 32 * parts.size();
  }

  /** The bech32m prefix of its text. */
  public String textPrefix(NetworkKind network) {
    return "nlb" + prefix + (network == NetworkKind.DEV ? "dev" : "");
  }

  /** The byte in a wallet's file. */
  int code() {
    return code;
  }

  /** The parts in the order of its bytes. */
  List<KeyPart> parts() {
    return parts;
  }
}
