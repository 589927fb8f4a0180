package io.nelumbo.wallet.key;

import io.nelumbo.wallet.WalletException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A BIP-39 mnemonic in English words: 128 to 256 bits of entropy and their checksum.
 *
 * <p>Secret: {@code toString} shows nothing, {@link #close} wipes the entropy. Words leave the
 * object as characters on demand only, since a person must read them.
 */
public final class Mnemonic implements AutoCloseable {
  private static final int BITS_PER_WORD = 11;
  private static final int MIN_WORDS = 12;
  private static final int MAX_WORDS = 24;
  private static final int MAX_LETTERS = 8;
  private static final int SEED_BITS = 512;
  private static final int ROUNDS = 2048;
  private static final List<String> WORDS = loadWords();

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
  public static Mnemonic parse(char[] text) {
    int[] indices = new int[MAX_WORDS];
    int words = 0;
    int at = skipSpace(text, 0);
    while (at < text.length) {
      int end = skipWord(text, at);
      if (words < MAX_WORDS) {
        indices[words] = indexOf(text, at, end);
      }
      words++;
      at = skipSpace(text, end);
    }
    try {
      return ofIndices(indices, words);
    } finally {
      Arrays.fill(indices, 0);
    }
  }

  private static Mnemonic ofIndices(int[] indices, int words) {
    if (words < MIN_WORDS || words > MAX_WORDS || words % 3 != 0) {
      throw new WalletException(
          "a mnemonic has 12, 15, 18, 21 or 24 words, but " + words + " were given");
    }
    int entropyBytes = words / 3 * 4;
    byte[] bits = new byte[entropyBytes + 1];
    for (int i = 0; i < words; i++) {
      if (indices[i] < 0) {
        throw new WalletException(
            "word " + (i + 1) + " of the mnemonic is not in the English list");
      }
      putBits(bits, i * BITS_PER_WORD, indices[i]);
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

  /** The words, separated by single spaces; the caller wipes them. */
  public char[] words() {
    byte[] bits = Arrays.copyOf(entropy, entropy.length + 1);
    bits[entropy.length] = checksum();
    CharBuffer out = CharBuffer.allocate(MAX_WORDS * (MAX_LETTERS + 1));
    for (int i = 0; i < entropy.length / 4 * 3; i++) {
      if (i > 0) {
        out.put(' ');
      }
      out.put(WORDS.get(getBits(bits, i * BITS_PER_WORD)));
    }
    Arrays.fill(bits, (byte) 0);
    char[] words = Arrays.copyOf(out.array(), out.position());
    Arrays.fill(out.array(), '\0');
    return words;
  }

  /**
   * The 64-byte seed (PBKDF2-HMAC-SHA-512, 2,048 rounds); the caller wipes it.
   *
   * @param passphrase ASCII
   */
  public byte[] seed(char[] passphrase) {
    char[] words = words();
    byte[] salt = ascii("mnemonic".toCharArray(), passphrase);
    byte[] password = ascii(words, new char[0]);
    PKCS5S2ParametersGenerator pbkdf2 = new PKCS5S2ParametersGenerator(new SHA512Digest());
    try {
      pbkdf2.init(password, salt, ROUNDS);
      return ((KeyParameter) pbkdf2.generateDerivedParameters(SEED_BITS)).getKey();
    } finally {
      Arrays.fill(words, '\0');
      Arrays.fill(password, (byte) 0);
      Arrays.fill(salt, (byte) 0);
    }
  }

  private static byte[] ascii(char[] first, char[] second) {
    byte[] out = new byte[first.length + second.length];
    for (int i = 0; i < out.length; i++) {
      char c = i < first.length ? first[i] : second[i - first.length];
      if (c > 127) {
        throw new IllegalArgumentException("the passphrase is not ASCII");
      }
      out[i] = (byte) c;
    }
    return out;
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

  private static int skipSpace(char[] text, int from) {
    int at = from;
    while (at < text.length && Character.isWhitespace(text[at])) {
      at++;
    }
    return at;
  }

  private static int skipWord(char[] text, int from) {
    int at = from;
    while (at < text.length && !Character.isWhitespace(text[at])) {
      at++;
    }
    return at;
  }

  /** Index of the word that stands in a text, or -1; no string is made of it. */
  private static int indexOf(char[] text, int from, int to) {
    int low = 0;
    int high = WORDS.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(text, from, to, WORDS.get(middle));
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return -1;
  }

  private static int compare(char[] text, int from, int to, String word) {
    int length = Math.min(to - from, word.length());
    for (int i = 0; i < length; i++) {
      int order = Character.toLowerCase(text[from + i]) - word.charAt(i);
      if (order != 0) {
        return order;
      }
    }
    return to - from - word.length();
  }
}
