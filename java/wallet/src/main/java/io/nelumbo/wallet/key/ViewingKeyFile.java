package io.nelumbo.wallet.key;

import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.wallet.WalletException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A viewing key at rest, in a {@link SealedFile} of magic {@code NLBVIEW1}. Content: u8 kind (1
 * full, 2 incoming, 3 outgoing) ‖ u8 network kind (0 dev, 1 production) ‖ the key's bytes.
 */
public final class ViewingKeyFile {
  private static final int HEAD = 2;
  private static final SealedFile FILE =
      new SealedFile(
          "NLBVIEW1",
          "viewing key file",
          HEAD + ViewingKind.OUTGOING.length(),
          HEAD + ViewingKind.FULL.length());

  private ViewingKeyFile() {}

  /** A viewing key and the kind of network that it is for. */
  public record Opened(ViewingKeys keys, NetworkKind network) {}

  /**
   * Writes a new file; an existing file is never replaced. About 0.2 s.
   *
   * @param password wiped by the caller
   */
  public static void create(Path file, Opened key, char[] password, SecureRandom random) {
    byte[] bytes = key.keys().bytes();
    byte[] content = new byte[HEAD + bytes.length];
    content[0] = (byte) key.keys().kind().code();
    content[1] = (byte) key.network().code();
    System.arraycopy(bytes, 0, content, HEAD, bytes.length);
    try {
      FILE.create(file, content, password, random);
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * Opens a file; the caller closes the keys.
   *
   * @throws WalletException as {@link KeyFile#open}
   */
  public static Opened open(Path file, char[] password) {
    byte[] content = FILE.open(file, password);
    try {
      NetworkKind network = NetworkKind.ofCode(content[1]);
      ByteBuffer key = ByteBuffer.wrap(content, HEAD, content.length - HEAD);
      return new Opened(ViewingKeys.of(kind(content[0]), key), network);
    } catch (InvalidValueException e) {
      throw new WalletException(file + " is damaged: " + e.getMessage(), e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static ViewingKind kind(int code) {
    for (ViewingKind kind : ViewingKind.values()) {
      if (kind.code() == code) {
        return kind;
      }
    }
    throw new InvalidValueException("kind", "is " + code + ", known are 1 to 3");
  }
}
