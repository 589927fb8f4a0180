package io.nelumbo.wallet.key;

import io.nelumbo.core.codec.Bech32m;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.key.Address;
import io.nelumbo.core.value.FieldElement;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.engine.DecodedPoints;
import io.nelumbo.engine.Jubjub;
import io.nelumbo.engine.KeyDerivation;
import io.nelumbo.engine.KeyPart;
import io.nelumbo.engine.ProtocolHash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The keys that a wallet sees with (docs/protocol/keys.md 5): all of them, or those of an incoming
 * or an outgoing viewing key. None of them can spend.
 *
 * <p>Whoever has them sees what the wallet sees: parts are handed out as copies that the caller
 * wipes, {@code toString} shows nothing, {@link #close} wipes. Not for concurrent closing.
 */
public final class ViewingKeys implements AutoCloseable {
  private static final int PART = 32;
  private static final int TAG_KEY_BYTE = 9;

  private final ViewingKind kind;
  private final Set<KeyPart> present;
  private final byte[] keys = new byte[KeyDerivation.KEYS_LENGTH];

  private ViewingKeys(ViewingKind kind) {
    this.kind = kind;
    this.present = EnumSet.copyOf(kind.parts());
  }

  /** The viewing key of a kind out of an account's keys (KeyDerivation.expand). */
  static ViewingKeys of(ViewingKind kind, byte[] account) {
    ViewingKeys view = new ViewingKeys(kind);
    Set<KeyPart> wanted = EnumSet.copyOf(kind.parts());
    if (kind == ViewingKind.FULL) {
      wanted.addAll(Set.of(KeyPart.AK_X, KeyPart.AK_Y, KeyPart.KO));
    }
    wanted.forEach(part -> view.put(part, account, PART * part.ordinal()));
    return view;
  }

  /**
   * Reads the bytes of a viewing key.
   *
   * @throws InvalidValueException for a wrong length, an ak that is not a point or is of small
   *     order, an nk or ko that is not canonical
   */
  static ViewingKeys of(ViewingKind kind, ByteBuffer bytes) {
    if (bytes.remaining() != kind.length()) {
      throw new InvalidValueException(
          "", "has " + bytes.remaining() + " bytes, not " + kind.length());
    }
    ViewingKeys view = new ViewingKeys(kind);
    byte[] copy = new byte[kind.length()];
    bytes.get(copy);
    try {
      for (int i = 0; i < kind.parts().size(); i++) {
        view.put(kind.parts().get(i), copy, PART * i);
      }
      view.complete();
      return view;
    } catch (RuntimeException e) {
      view.close();
      throw e;
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  /**
   * Reads a viewing key's text: bech32m with the prefix of its kind and network.
   *
   * @throws DecodeException naming what is wrong; the text is not repeated
   */
  public static ViewingKeyFile.Opened parse(String text) throws DecodeException {
    String prefix = text.substring(0, Math.max(0, text.lastIndexOf('1'))).toLowerCase(Locale.ROOT);
    List<String> known = new ArrayList<>();
    for (NetworkKind network : NetworkKind.values()) {
      for (ViewingKind kind : ViewingKind.values()) {
        known.add(kind.textPrefix(network) + "1");
        if (prefix.equals(kind.textPrefix(network))) {
          return new ViewingKeyFile.Opened(parse(text, prefix, kind), network);
        }
      }
    }
    throw new DecodeException("viewing key", "begins with none of " + String.join(", ", known), -1);
  }

  private static ViewingKeys parse(String text, String prefix, ViewingKind kind)
      throws DecodeException {
    byte[] bytes = Bech32m.decode("viewing key", prefix, text, kind.length());
    try {
      return of(kind, ByteBuffer.wrap(bytes));
    } catch (InvalidValueException e) {
      throw new DecodeException("viewing key", String.valueOf(e.getMessage()), -1);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** The viewing key of a kind that shows no more than this one; the caller closes it. */
  ViewingKeys narrowed(ViewingKind narrower) {
    return of(narrower, keys);
  }

  /** Which of the three it is. */
  public ViewingKind kind() {
    return kind;
  }

  /** Whether a part is among them. */
  public boolean has(KeyPart part) {
    return present.contains(part);
  }

  /** A copy of a part that is among them. */
  public byte[] part(KeyPart part) {
    if (!has(part)) {
      throw new IllegalArgumentException("the " + kind.word() + " viewing key has no " + part);
    }
    return part.of(keys);
  }

  /** The external address of an index; an outgoing viewing key has none. */
  public Address address(long index) {
    return derive(KeyPart.IVK, KeyPart.DK, index);
  }

  /** An address of the internal scope, for change; it is never shown to anyone. */
  public Address changeAddress(long index) {
    return derive(KeyPart.INTERNAL_IVK, KeyPart.INTERNAL_DK, index);
  }

  /** Its bytes; the caller wipes them. */
  byte[] bytes() {
    byte[] out = new byte[kind.length()];
    for (int i = 0; i < kind.parts().size(); i++) {
      System.arraycopy(keys, PART * kind.parts().get(i).ordinal(), out, PART * i, PART);
    }
    return out;
  }

  /** Its text, to be shown to a person on demand: it cannot be wiped. */
  public String text(NetworkKind network) {
    byte[] bytes = bytes();
    try {
      return Bech32m.encode(kind.textPrefix(network), bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public void close() {
    Arrays.fill(keys, (byte) 0);
  }

  @Override
  public String toString() {
    return "ViewingKeys[" + kind.word() + "]";
  }

  private void put(KeyPart part, byte[] from, int offset) {
    System.arraycopy(from, offset, keys, PART * part.ordinal(), PART);
    present.add(part);
  }

  private void complete() {
    if (has(KeyPart.KO)) {
      requireElement("ko", KeyPart.KO);
    }
    if (!has(KeyPart.AK)) {
      return;
    }
    requireElement("nk", KeyPart.NK);
    DecodedPoints ak = Jubjub.decode(part(KeyPart.AK));
    if (!ak.valid()[0]) {
      throw new InvalidValueException("ak", "is not a point of Jubjub, or is of small order");
    }
    put(KeyPart.AK_X, ak.xy(), 0);
    put(KeyPart.AK_Y, ak.xy(), PART);
    put(KeyPart.KO, keyCommitment(), 0);
  }

  /** ko = C4(tag_key, ak.x, ak.y, nk) of docs/protocol/keys.md 3. */
  private byte[] keyCommitment() {
    byte[] four = new byte[4 * PART];
    four[TAG_KEY_BYTE] = 1;
    int at = PART;
    for (KeyPart part : new KeyPart[] {KeyPart.AK_X, KeyPart.AK_Y, KeyPart.NK}) {
      System.arraycopy(keys, PART * part.ordinal(), four, at, PART);
      at += PART;
    }
    try {
      return ProtocolHash.compress(four);
    } finally {
      Arrays.fill(four, (byte) 0);
    }
  }

  private void requireElement(String name, KeyPart part) {
    byte[] copy = part(part);
    boolean canonical = FieldElement.isCanonical(copy);
    Arrays.fill(copy, (byte) 0);
    if (!canonical) {
      throw new InvalidValueException(name, "is not less than the field modulus");
    }
  }

  private Address derive(KeyPart incoming, KeyPart diversifier, long index) {
    byte[] ivk = part(incoming);
    byte[] dk = part(diversifier);
    byte[] ko = part(KeyPart.KO);
    try {
      return Address.parse(KeyDerivation.addressDerive(ivk, dk, ko, index));
    } catch (DecodeException e) {
      throw new AssertionError("the engine makes canonical addresses", e);
    } finally {
      Arrays.fill(ivk, (byte) 0);
      Arrays.fill(dk, (byte) 0);
      Arrays.fill(ko, (byte) 0);
    }
  }
}
