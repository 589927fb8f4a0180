package io.nelumbo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.note.NoteOutput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/protocol/notes.md through the boundary. */
class NoteCryptoTest {
  private static final NoteScope SCOPE = new NoteScope(7, 1);
  private static NativeContext context;

  private final Arb arb = Arb.seeded("NoteCryptoTest");
  private final byte[] keys = KeyDerivation.expand(arb.bytes(32));
  private final byte[] ivk = KeyPart.IVK.of(keys);
  private final byte[] ovk = KeyPart.OVK.of(keys);
  private final byte[] ko = KeyPart.KO.of(keys);
  private final byte[] address =
      KeyDerivation.addressDerive(ivk, KeyPart.DK.of(keys), ko, arb.u64());

  @BeforeAll
  static void open() {
    context = NativeContext.open(2);
  }

  @AfterAll
  static void close() {
    context.close();
  }

  private byte[] note(byte[] to) {
    return new ByteWriter(120)
        .bytes(arb.assetId().toByteArray())
        .u64(arb.u64())
        .bytes(Arrays.copyOf(to, 48))
        .bytes(arb.bytes(32))
        .toByteArray();
  }

  private static byte[] pkD(byte[] to) {
    return Arrays.copyOfRange(to, 48, 80);
  }

  private byte[] seal(byte[] note, byte[] to, byte @Nullable [] outgoing) {
    return NoteCrypto.encrypt(note, arb.memo().toByteArray(), pkD(to), outgoing, SCOPE);
  }

  @Test
  void nullify_vectors() {
    JsonNode vectors = Vectors.read("notes.json");
    assertThat(vectors.size()).isPositive();
    for (JsonNode vector : vectors) {
      int pool = vector.get("pool").asInt();
      long value = Long.parseUnsignedLong(vector.get("value").asText());
      byte[] rcm = Vectors.element(vector.get("rcm"));
      byte[] cm = Vectors.element(vector.get("cm"));
      assertThat(
              ProtocolHash.compress(
                  Vectors.concat(
                      Vectors.tagged(3, pool, value),
                      Vectors.element(vector.get("asset")),
                      Vectors.element(vector.get("o")),
                      rcm)))
          .isEqualTo(cm);
      long[] positions = {Long.parseUnsignedLong(vector.get("position").asText())};
      byte[] nk = Vectors.element(vector.get("nk"));
      assertThat(NoteCrypto.nullify(nk, positions, cm, rcm, pool))
          .isEqualTo(Vectors.element(vector.get("nf")));
    }
  }

  @Test
  void commit_isTheHashOfTheOpening() {
    byte[] one = note(address);
    byte[] two = note(KeyDerivation.randomAddress());
    NoteCommitments both = NoteCrypto.commit(Vectors.concat(one, two), 1);
    assertThat(NoteCrypto.commit(one, 1).cm()).isEqualTo(Arrays.copyOf(both.cm(), 32));
    assertThat(NoteCrypto.commit(one, 2).cm()).isNotEqualTo(Arrays.copyOf(both.cm(), 32));
    long value = java.nio.ByteBuffer.wrap(one).getLong(32);
    assertThat(
            ProtocolHash.compress(
                Vectors.concat(
                    Vectors.tagged(3, 1, value),
                    Arrays.copyOf(one, 32),
                    Arrays.copyOfRange(one, 56, 88),
                    Arrays.copyOf(both.rcm(), 32))))
        .isEqualTo(Arrays.copyOf(both.cm(), 32));
    assertThat(both.toString()).isEqualTo("NoteCommitments");
  }

  @Test
  void encryptAndDecrypt_findsOnlyItsOwn() throws DecodeException {
    byte[] mine = note(address);
    byte[] stranger = KeyDerivation.randomAddress();
    byte[] memo = arb.memo().toByteArray();
    byte[] sealed = NoteCrypto.encrypt(mine, memo, pkD(address), ovk, SCOPE);
    byte[] foreign = seal(note(stranger), stranger, null);
    assertThat(NoteOutput.parse(sealed).cm().toByteArray())
        .isEqualTo(NoteCrypto.commit(mine, 1).cm());
    DecryptedNotes found =
        NoteCrypto.decrypt(context, ivk, ko, Vectors.concat(foreign, sealed, foreign), SCOPE);
    assertThat(found.found()).containsExactly(false, true, false);
    assertThat(found.note(1)).isEqualTo(mine);
    assertThat(found.memo(1)).isEqualTo(memo);
    assertThat(found.note(0)).isEqualTo(new byte[120]);
    assertThat(found.memo(2)).isEqualTo(new byte[512]);
    assertThat(found.toString()).isEqualTo("DecryptedNotes");
    assertThat(found.count()).isEqualTo(3);
  }

  @Test
  void decrypt_otherScopeOrKey() {
    byte[] sealed = seal(note(address), address, ovk);
    assertThat(NoteCrypto.decrypt(context, ivk, ko, sealed, SCOPE).found()).containsExactly(true);
    for (NoteScope other : new NoteScope[] {new NoteScope(8, 1), new NoteScope(7, 2)}) {
      assertThat(NoteCrypto.decrypt(context, ivk, ko, sealed, other).found())
          .containsExactly(false);
    }
    byte[] otherKeys = KeyDerivation.expand(arb.bytes(32));
    assertThat(
            NoteCrypto.decrypt(
                    context, KeyPart.IVK.of(otherKeys), KeyPart.KO.of(otherKeys), sealed, SCOPE)
                .found())
        .containsExactly(false);
    assertThat(NoteCrypto.decrypt(context, ivk, KeyPart.KO.of(otherKeys), sealed, SCOPE).found())
        .containsExactly(false);
  }

  @Test
  void decrypt_anyChangedByte() {
    byte[] sealed = seal(note(address), address, ovk);
    // C_out, the last 128 bytes, is not the receiver's business.
    for (int i = 0; i < 841 - 128; i += 7) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThat(NoteCrypto.decrypt(context, ivk, ko, changed, SCOPE).found())
          .as("byte %d", i)
          .containsExactly(false);
    }
  }

  @Test
  void recover_whatWasSent() {
    byte[] stranger = KeyDerivation.randomAddress();
    byte[] note = note(stranger);
    byte[] memo = arb.memo().toByteArray();
    byte[] readable = NoteCrypto.encrypt(note, memo, pkD(stranger), ovk, SCOPE);
    byte[] forgotten = NoteCrypto.encrypt(note, memo, pkD(stranger), null, SCOPE);
    DecryptedNotes found =
        NoteCrypto.recover(context, ovk, Vectors.concat(readable, forgotten), SCOPE);
    assertThat(found.found()).containsExactly(true, false);
    assertThat(found.note(0)).isEqualTo(note);
    assertThat(found.memo(0)).isEqualTo(memo);
    assertThat(found.recipient(0)).isEqualTo(pkD(stranger));
    assertThat(found.recipient(1)).isEqualTo(new byte[32]);
  }

  @Test
  void emptyBatches() {
    assertThat(NoteCrypto.commit(new byte[0], 1).cm()).isEmpty();
    assertThat(NoteCrypto.nullify(new byte[32], new long[0], new byte[0], new byte[0], 1))
        .isEmpty();
    assertThat(NoteCrypto.decrypt(context, ivk, ko, new byte[0], SCOPE).found()).isEmpty();
    assertThat(NoteCrypto.recover(context, ovk, new byte[0], SCOPE).found()).isEmpty();
  }

  @Test
  void badEncodings() {
    byte[] note = note(address);
    Arrays.fill(note, 0, 32, (byte) 0xff);
    assertThatThrownBy(() -> NoteCrypto.commit(note, 1))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.status()).isEqualTo(EngineStatus.BAD_ENCODING));
    byte[] element = new byte[32];
    Arrays.fill(element, (byte) 0xff);
    assertThatThrownBy(
            () -> NoteCrypto.nullify(new byte[32], new long[1], element, new byte[32], 1))
        .isInstanceOf(EngineException.class);
    assertThatThrownBy(() ->
            NoteCrypto.nullify(new byte[32], new long[] {1L << 32}, new byte[32], new byte[32], 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lengths() {
    byte[] note = note(address);
    byte[] memo = new byte[512];
    byte[] key = pkD(address);
    assertThatThrownBy(() -> new NoteScope(7, 0)).hasMessageContaining("pool");
    assertThatThrownBy(() -> new NoteScope(7, 256)).hasMessageContaining("pool");
    for (int off : new int[] {-1, 1}) {
      byte[] k = new byte[32 + off];
      refused("notes", () -> NoteCrypto.commit(new byte[120 + off], 1));
      refused("nk", () -> NoteCrypto.nullify(k, new long[1], key, key, 1));
      refused("cm", () -> NoteCrypto.nullify(key, new long[1], k, key, 1));
      refused("rcm", () -> NoteCrypto.nullify(key, new long[1], key, k, 1));
      refused("note", () -> NoteCrypto.encrypt(new byte[120 + off], memo, key, key, SCOPE));
      refused("memo", () -> NoteCrypto.encrypt(note, new byte[512 + off], key, key, SCOPE));
      refused("pkD", () -> NoteCrypto.encrypt(note, memo, k, key, SCOPE));
      refused("ovk", () -> NoteCrypto.encrypt(note, memo, key, k, SCOPE));
      refused("ivk", () -> NoteCrypto.decrypt(context, k, ko, new byte[0], SCOPE));
      refused("ko", () -> NoteCrypto.decrypt(context, ivk, k, new byte[0], SCOPE));
      refused("outputs", () -> NoteCrypto.decrypt(context, ivk, ko, new byte[841 + off], SCOPE));
      refused("ovk", () -> NoteCrypto.recover(context, k, new byte[0], SCOPE));
      refused("outputs", () -> NoteCrypto.recover(context, ovk, new byte[841 + off], SCOPE));
    }
  }

  private static void refused(String name, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " has ");
  }
}
