package io.nelumbo.wallet.key;

import io.nelumbo.wallet.WalletException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A BIP-39 mnemonic in English words: 128 to 256 bits of entropy and their checksum.
 *
 * <p>Secret: {@code toString} shows nothing, {@link #close} wipes the entropy. Words leave the
 * object as a string on demand only, since a person must read them.
 */
public final class Mnemonic implements AutoCloseable {
  private static final int BITS_PER_WORD = 11;
  private static final int SEED_BITS = 512;
  private static final int ROUNDS = 2048;
  private static final List<String> WORDS = loadWords();
  private static final Map<String, Integer> INDEX = indexOf(WORDS);

  private final byte[] entropy;

  private Mnemonic(byte[] entropy) {
    this.entropy = entropy;
  }

  /** A mnemonic of given entropy: 16, 20, 24, 28 or 32 bytes; the array is copied. */
  public static Mnemonic ofEntropy(byte[] entropy) {
    if (entropy.length < 16 || entropy.length > 32 || entropy.length % 4 != 0) {
      throw new IllegalArgumentException(
          "a mnemonic has 16, 20, 24, 28 or 32 bytes of entropy, not " + entropy.length);
    }
    return new Mnemonic(entropy.clone());
  }

  /**
   * Reads words that a person typed, separated by white space, in any case.
   *
   * @throws WalletException naming the number of words, the position of an unknown word, or the
   *     checksum; the words are not repeated
   */
  public static Mnemonic parse(String text) {
    String[] words =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .strip()
            .toLowerCase(Locale.ROOT)
            .split("\\s+");
    if (words.length < 12 || words.length > 24 || words.length % 3 != 0) {
      throw new WalletException(
          "a mnemonic has 12, 15, 18, 21 or 24 words, but " + words.length + " were given");
    }
    int entropyBytes = words.length / 3 * 4;
    byte[] bits = new byte[entropyBytes + 1];
    for (int i = 0; i < words.length; i++) {
      Integer index = INDEX.get(words[i]);
      if (index == null) {
        throw new WalletException(
            "word " + (i + 1) + " of the mnemonic is not in the English list");
      }
      putBits(bits, i * BITS_PER_WORD, index);
    }
    Mnemonic mnemonic = new Mnemonic(Arrays.copyOf(bits, entropyBytes));
    int unused = 8 - entropyBytes / 4;
    boolean sound = (bits[entropyBytes] & 0xff) == (mnemonic.checksum() & 0xff & (0xff << unused));
    Arrays.fill(bits, (byte) 0);
    if (!sound) {
      mnemonic.close();
      throw new WalletException(
          "the mnemonic's checksum does not match: a word is wrong or out of place");
    }
    return mnemonic;
  }

  /** The words, separated by single spaces. */
  public String words() {
    byte[] bits = Arrays.copyOf(entropy, entropy.length + 1);
    bits[entropy.length] = checksum();
    StringJoiner out = new StringJoiner(" ");
    for (int i = 0; i < entropy.length / 4 * 3; i++) {
      out.add(WORDS.get(getBits(bits, i * BITS_PER_WORD)));
    }
    Arrays.fill(bits, (byte) 0);
    return out.toString();
  }

  /** The 64-byte seed (PBKDF2-HMAC-SHA-512, 2,048 rounds); the caller wipes it. */
  public byte[] seed(String passphrase) {
    String salt = "mnemonic" + Normalizer.normalize(passphrase, Normalizer.Form.NFKD);
    PBEKeySpec spec =
        new PBEKeySpec(
            words().toCharArray(), salt.getBytes(StandardCharsets.UTF_8), ROUNDS, SEED_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform of this version has PBKDF2WithHmacSHA512", e);
    } finally {
      spec.clearPassword();
    }
  }

  /** A copy of the entropy; the caller wipes it. */
  byte[] entropy() {
    return entropy.clone();
  }

  @Override
  public void close() {
    Arrays.fill(entropy, (byte) 0);
  }

  @Override
  public String toString() {
    return "Mnemonic[secret]";
  }

  private byte checksum() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(entropy)[0];
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static void putBits(byte[] bits, int at, int value) {
    for (int i = 0; i < BITS_PER_WORD; i++) {
      int bit = (value >> (BITS_PER_WORD - 1 - i)) & 1;
      int position = at + i;
      bits[position / 8] |= (byte) (bit << (7 - position % 8));
    }
  }

  private static int getBits(byte[] bits, int at) {
    int value = 0;
    for (int i = at; i < at + BITS_PER_WORD; i++) {
      value = value << 1 | (bits[i / 8] >> (7 - i % 8)) & 1;
    }
    return value;
  }

  private static List<String> loadWords() {
    String name = "/io/nelumbo/wallet/bip39-english.txt";
    try (InputStream in = Mnemonic.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the word list is missing from the class path: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Integer> indexOf(List<String> words) {
    Map<String, Integer> index = HashMap.newHashMap(words.size());
    for (int i = 0; i < words.size(); i++) {
      index.put(words.get(i), i);
    }
    return Map.copyOf(index);
  }
}
