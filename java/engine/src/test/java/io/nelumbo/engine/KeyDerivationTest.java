package io.nelumbo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.key.Address;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.junit.jupiter.api.Test;

/** docs/protocol/keys.md 1 to 5, the hash steps against BLAKE2b of Bouncy Castle. */
class KeyDerivationTest {
  private final Arb arb = Arb.seeded("KeyDerivationTest");

  private static byte[] blake(String tag, byte[]... parts) {
    Blake2bDigest digest =
        new Blake2bDigest(null, 64, null, tag.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] out = new byte[64];
    digest.doFinal(out, 0);
    return out;
  }

  private static byte[] first(byte[] bytes) {
    return Arrays.copyOf(bytes, 32);
  }

  @Test
  void derive_isTheHashChain() {
    byte[] seed = arb.bytes(64);
    byte[] master = blake("Nelumbo_Master__", seed);
    assertThat(KeyDerivation.derive(seed)).isEqualTo(first(master));
    byte[] chain = Arrays.copyOfRange(master, 32, 64);
    byte[] index = {(byte) 0x80, 0, 0, 5};
    byte[] child = blake("Nelumbo_Child___", chain, first(master), index);
    assertThat(KeyDerivation.derive(seed, 5)).isEqualTo(first(child));
    assertThat(KeyDerivation.derive(seed, 32, 7761, 0))
        .isNotEqualTo(KeyDerivation.derive(seed, 32, 7761, 1));
  }

  @Test
  void derive_bounds() {
    assertThat(KeyDerivation.derive(new byte[16], Integer.MAX_VALUE)).hasSize(32);
    for (int length : new int[] {15, 65}) {
      assertThatThrownBy(() -> KeyDerivation.derive(new byte[length]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("seed has " + length + " bytes, not 16 to 64");
    }
    assertThatThrownBy(() -> KeyDerivation.derive(new byte[32], -1))
        .hasMessageContaining("not below 2^31");
  }

  @Test
  void expand_isTheTable() {
    byte[] sk = arb.bytes(32);
    byte[] keys = KeyDerivation.expand(sk);
    assertThat(keys).hasSize(384);
    assertThat(KeyPart.IVK.of(keys))
        .isEqualTo(first(blake("Nelumbo_Expand__", sk, new byte[] {2})));
    assertThat(KeyPart.OVK.of(keys))
        .isEqualTo(first(blake("Nelumbo_Expand__", sk, new byte[] {3})));
    assertThat(KeyPart.DK.of(keys)).isEqualTo(first(blake("Nelumbo_Expand__", sk, new byte[] {4})));
    assertThat(KeyPart.INTERNAL_IVK.of(keys))
        .isEqualTo(first(blake("Nelumbo_Expand__", sk, new byte[] {5})));
    assertThat(KeyPart.INTERNAL_DK.of(keys))
        .isEqualTo(first(blake("Nelumbo_Expand__", sk, new byte[] {7})));
    assertThat(KeyDerivation.transparentSeed(sk))
        .isEqualTo(first(blake("Nelumbo_Expand__", sk, new byte[] {8})));
    byte[] qsk = first(blake("Nelumbo_Expand__", sk, new byte[] {1}));
    assertThat(KeyPart.NK.of(keys)).isEqualTo(ProtocolHash.reduce(blake("Nelumbo_nk______", qsk)));
    assertThat(KeyPart.KO.of(keys))
        .isEqualTo(
            ProtocolHash.compress(
                Vectors.concat(
                    Vectors.tagged(1, 0, 0),
                    KeyPart.AK_X.of(keys),
                    KeyPart.AK_Y.of(keys),
                    KeyPart.NK.of(keys))));
    DecodedPoints ak = Jubjub.decode(KeyPart.AK.of(keys));
    assertThat(ak.valid()).containsExactly(true);
    assertThat(ak.x(0).toByteArray()).isEqualTo(KeyPart.AK_X.of(keys));
    assertThat(ak.y(0).toByteArray()).isEqualTo(KeyPart.AK_Y.of(keys));
  }

  @Test
  void address_derivesAndChecks() throws DecodeException {
    byte[] keys = KeyDerivation.expand(arb.bytes(32));
    Set<String> seen = new HashSet<>();
    for (long index : new long[] {0, 1, -1}) {
      byte[] bytes =
          KeyDerivation.addressDerive(
              KeyPart.IVK.of(keys), KeyPart.DK.of(keys), KeyPart.KO.of(keys), index);
      Address address = Address.parse(bytes);
      assertThat(KeyDerivation.addressCheck(bytes)).isTrue();
      assertThat(seen.add(address.text("nlbdev"))).isTrue();
      assertThat(address.o().toByteArray())
          .isEqualTo(
              ProtocolHash.compress(
                  Vectors.concat(
                      Vectors.tagged(2, 0, 0),
                      KeyPart.KO.of(keys),
                      Vectors.padded(address.d().toByteArray()),
                      new byte[32])));
    }
  }

  @Test
  void address_check() throws DecodeException {
    byte[] random = KeyDerivation.randomAddress();
    assertThat(random).isNotEqualTo(KeyDerivation.randomAddress());
    assertThat(KeyDerivation.addressCheck(random)).isTrue();
    assertThat(Address.parse(random).bytes()).isEqualTo(random);
    byte[] owner = random.clone();
    Arrays.fill(owner, 16, 48, (byte) 0xff);
    assertThat(KeyDerivation.addressCheck(owner)).isFalse();
    byte[] lowOrder = random.clone();
    Arrays.fill(lowOrder, 48, 80, (byte) 0);
    assertThat(KeyDerivation.addressCheck(lowOrder)).isFalse();
    byte[] topBit = random.clone();
    topBit[79] |= (byte) 0x80;
    assertThat(KeyDerivation.addressCheck(topBit)).isFalse();
  }

  @Test
  void address_checkAgreesWithTheParser() {
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = arb.bytes(80);
      boolean parses = true;
      try {
        Address.parse(bytes);
      } catch (DecodeException e) {
        parses = false;
      }
      assertThat(KeyDerivation.addressCheck(bytes)).isEqualTo(parses);
    }
  }

  @Test
  void lengths() {
    byte[] ok = new byte[32];
    for (int length : new int[] {31, 33}) {
      byte[] bad = new byte[length];
      String text = " has " + length + " bytes, 32 are needed";
      assertThatThrownBy(() -> KeyDerivation.expand(bad)).hasMessage("sk" + text);
      assertThatThrownBy(() -> KeyDerivation.transparentSeed(bad)).hasMessage("sk" + text);
      assertThatThrownBy(() -> KeyDerivation.addressDerive(bad, ok, ok, 0))
          .hasMessage("ivk" + text);
      assertThatThrownBy(() -> KeyDerivation.addressDerive(ok, bad, ok, 0)).hasMessage("dk" + text);
      assertThatThrownBy(() -> KeyDerivation.addressDerive(ok, ok, bad, 0)).hasMessage("ko" + text);
    }
    for (int length : new int[] {79, 81}) {
      assertThatThrownBy(() -> KeyDerivation.addressCheck(new byte[length]))
          .hasMessageStartingWith("address has " + length);
    }
    assertThatThrownBy(() -> KeyPart.AK.of(new byte[383])).hasMessageStartingWith("keys has 383");
  }
}
