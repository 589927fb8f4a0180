package io.nelumbo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.mutation.Mutant;
import io.nelumbo.core.mutation.MutationTable;
import io.nelumbo.core.value.FieldElement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every element and point that a native function takes, malformed in every class. */
class EncodingClassesTest {
  private static final MutationTable TABLE = new MutationTable("engine");
  private static final NoteScope SCOPE = new NoteScope(7, 1);

  private static NativeContext context;
  private static byte[] keys;
  private static byte[] alpha;
  private static byte[] address;
  private static byte[] note;
  private static byte[] output;

  @BeforeAll
  static void makeOneOfEach() {
    context = NativeContext.open(1);
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) 9);
    keys = KeyDerivation.expand(KeyDerivation.derive(seed, 32, 7761, 0));
    alpha = RedJubjub.alpha();
    address =
        KeyDerivation.addressDerive(
            KeyPart.IVK.of(keys), KeyPart.DK.of(keys), KeyPart.KO.of(keys), 0);
    note = new byte[NoteCrypto.NOTE_LENGTH];
    note[0] = 5;
    note[39] = 100;
    System.arraycopy(address, 0, note, 40, 48);
    Arrays.fill(note, 88, 120, (byte) 0x77);
    output = NoteCrypto.encrypt(note, new byte[512], pkD(), KeyPart.OVK.of(keys), SCOPE);
  }

  @AfterAll
  static void finish() {
    context.close();
    TABLE.finish();
    assertThat(TABLE.tried()).isGreaterThan(500);
  }

  private static byte[] pkD() {
    return Arrays.copyOfRange(address, 48, 80);
  }

  /** EngineException for the bytes, IllegalArgumentException for a length: nothing else. */
  private static MutationTable.Door door(MutationTable.Door inner) {
    return bytes -> {
      try {
        return inner.accepts(bytes);
      } catch (EngineException e) {
        assertThat(e.status()).isEqualTo(EngineStatus.BAD_ENCODING);
        assertThat(e).hasMessageNotContaining("internal");
        return false;
      }
    };
  }

  private static void element(
      String function, String field, byte[] valid, MutationTable.Door inner) {
    offer(function, field, valid, Mutant.element(valid, FieldElement.MODULUS), inner);
  }

  private static void scalar(
      String function, String field, byte[] valid, MutationTable.Door inner) {
    offer(function, field, valid, Mutant.element(valid, JubjubMutants.ORDER), inner);
  }

  private static void offer(
      String function, String field, byte[] valid, List<Mutant> mutants, MutationTable.Door inner) {
    TABLE.offer(function, field, valid, mutants, door(inner), IllegalArgumentException.class);
  }

  private static void part(
      String function,
      String field,
      byte[] whole,
      int offset,
      List<Mutant> mutants,
      MutationTable.Door inner) {
    TABLE.offer(
        function, field, whole, offset, 32, mutants, door(inner), IllegalArgumentException.class);
  }

  private static byte[] at(byte[] whole, int offset) {
    return Arrays.copyOfRange(whole, offset, offset + 32);
  }

  private static List<Mutant> elementAt(byte[] whole, int offset) {
    return Mutant.element(at(whole, offset), FieldElement.MODULUS);
  }

  @Test
  void keysAndAddresses() {
    byte[] ivk = KeyPart.IVK.of(keys);
    byte[] dk = KeyPart.DK.of(keys);
    element(
        "address_derive",
        "ko",
        KeyPart.KO.of(keys),
        ko -> KeyDerivation.addressDerive(ivk, dk, ko, 0).length == 80);
    part("address_check", "o", address, 16, elementAt(address, 16), KeyDerivation::addressCheck);
    part("address_check", "pk_d", address, 48, Mutant.x25519(pkD()), KeyDerivation::addressCheck);
  }

  @Test
  void notes() {
    List<Mutant> assets = new ArrayList<>(elementAt(note, 0));
    assets.add(new Mutant("identity", new byte[32]));
    MutationTable.Door commit = n -> NoteCrypto.commit(n, 1).cm().length == 32;
    MutationTable.Door encrypt =
        n -> NoteCrypto.encrypt(n, new byte[512], pkD(), null, SCOPE).length == 841;
    // No bytes at all are no notes at all: a batch of none.
    part("note_commit", "asset", note, 0, assets, commit);
    part("note_commit", "o", note, 56, elementAt(note, 56), commit);
    part("note_encrypt", "asset", note, 0, assets, encrypt);
    part("note_encrypt", "o", note, 56, elementAt(note, 56), encrypt);
    offer(
        "note_encrypt",
        "pk_d",
        pkD(),
        Mutant.x25519(pkD()),
        key -> NoteCrypto.encrypt(note, new byte[512], key, null, SCOPE).length == 841);
    NoteCommitments commitments = NoteCrypto.commit(note, 1);
    byte[] nk = KeyPart.NK.of(keys);
    long[] position = {7};
    element(
        "note_nullify",
        "nk",
        nk,
        k -> NoteCrypto.nullify(k, position, commitments.cm(), commitments.rcm(), 1).length == 32);
    element(
        "note_nullify",
        "cm",
        commitments.cm(),
        cm -> NoteCrypto.nullify(nk, position, cm, commitments.rcm(), 1).length == 32);
    element(
        "note_nullify",
        "rcm",
        commitments.rcm(),
        rcm -> NoteCrypto.nullify(nk, position, commitments.cm(), rcm, 1).length == 32);
  }

  @Test
  void outputs() {
    byte[] ivk = KeyPart.IVK.of(keys);
    byte[] ko = KeyPart.KO.of(keys);
    MutationTable.Door decrypt = o -> found(NoteCrypto.decrypt(context, ivk, ko, o, SCOPE));
    MutationTable.Door recover =
        o -> found(NoteCrypto.recover(context, KeyPart.OVK.of(keys), o, SCOPE));
    for (var way : List.of("note_decrypt", "note_recover")) {
      MutationTable.Door open = way.equals("note_decrypt") ? decrypt : recover;
      part(way, "cm", output, 0, elementAt(output, 0), open);
      part(way, "epk", output, 32, Mutant.x25519(at(output, 32)), open);
      for (int i = 0; i < output.length; i++) {
        byte[] changed = output.clone();
        changed[i] ^= (byte) (1 << (i % 8));
        // The sender's copy is of no use to the receiver, who does not read it.
        if (way.equals("note_recover") || i < 713) {
          TABLE.offer(way, "any byte", "bit flip", changed, open, IllegalArgumentException.class);
        }
      }
    }
    element(
        "note_decrypt", "ko", ko, k -> found(NoteCrypto.decrypt(context, ivk, k, output, SCOPE)));
  }

  private static boolean found(DecryptedNotes notes) {
    return notes.found().length == 1 && notes.found()[0];
  }

  @Test
  void hashes() {
    byte[] group = new byte[128];
    for (int i = 0; i < 4; i++) {
      group[32 * i] = (byte) (i + 1);
    }
    for (int i = 0; i < 4; i++) {
      part(
          "poseidon2_compress",
          "in",
          group,
          32 * i,
          elementAt(group, 32 * i),
          b -> ProtocolHash.compress(b).length == 32);
      part(
          "merkle_node",
          "children",
          group,
          32 * i,
          elementAt(group, 32 * i),
          b -> ProtocolHash.merkleNodes(b).length == 32);
    }
  }

  @Test
  void redJubjub() {
    byte[] ask = KeyPart.ASK.of(keys);
    byte[] ak = KeyPart.AK.of(keys);
    byte[] message = new byte[32];
    scalar("redjubjub_sign", "ask", ask, k -> RedJubjub.sign(k, alpha, message).length == 64);
    scalar("redjubjub_sign", "alpha", alpha, a -> RedJubjub.sign(ask, a, message).length == 64);
    scalar("redjubjub_randomize", "alpha", alpha, a -> RedJubjub.randomize(ak, a).rk() != null);
    offer(
        "redjubjub_randomize",
        "ak",
        ak,
        JubjubMutants.of(ak),
        k -> RedJubjub.randomize(k, alpha).rk() != null);
    byte[] rk = RedJubjub.randomize(ak, alpha).rk().toByteArray();
    offer(
        "jubjub_decode", "point", rk, JubjubMutants.of(rk), p -> single(Jubjub.decode(p).valid()));
    byte[] signature = RedJubjub.sign(ask, alpha, message);
    List<Mutant> keyMutants = new ArrayList<>(JubjubMutants.of(rk));
    keyMutants.add(JubjubMutants.negated(rk));
    offer(
        "redjubjub_verify",
        "rk",
        rk,
        keyMutants,
        k -> single(RedJubjub.verifyBatch(context, k, signature, message)));
    List<Mutant> nonce = new ArrayList<>(JubjubMutants.of(at(signature, 0)));
    nonce.add(JubjubMutants.negated(at(signature, 0)));
    MutationTable.Door verify = s -> single(RedJubjub.verifyBatch(context, rk, s, message));
    part("redjubjub_verify", "R", signature, 0, nonce, verify);
    part(
        "redjubjub_verify",
        "S",
        signature,
        32,
        Mutant.element(at(signature, 32), JubjubMutants.ORDER),
        verify);
    for (int bit = 0; bit < 512; bit++) {
      byte[] changed = signature.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      TABLE.offer(
          "redjubjub_verify",
          "any byte",
          "bit flip",
          changed,
          verify,
          IllegalArgumentException.class);
    }
  }

  @Test
  void theTestsOwnCurveIsTheRightOne() {
    assertThat(JubjubMutants.smallOrder()).hasSize(8);
    assertThat(JubjubMutants.ORDER.isProbablePrime(64)).isTrue();
    assertThat(BlsMutants.P.isProbablePrime(64)).isTrue();
    assertThat(JubjubMutants.ORDER.bitLength()).isEqualTo(252);
    assertThat(BigInteger.TWO.modPow(BlsMutants.P.subtract(BigInteger.ONE), BlsMutants.P))
        .isEqualTo(BigInteger.ONE);
  }

  /** One valid answer; a batch of none has no answer. */
  private static boolean single(boolean[] valid) {
    return valid.length == 1 && valid[0];
  }
}
