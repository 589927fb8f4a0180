package io.nelumbo.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.mutation.Fuzz;
import io.nelumbo.core.value.Bytes32;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateProofTest {
  private final Arb arb = Arb.seeded("StateProofTest");

  @Test
  void bytesAreReadBackAndNothingElseIs() throws Exception {
    for (int i = 0; i < 50; i++) {
      StateProof proof =
          new StateProof(
              arb.list(20, arb::bytes32),
              arb.flip()
                  ? Optional.empty()
                  : Optional.of(new StateProof.Leaf(arb.bytes32(), arb.bytes32())));
      byte[] bytes = proof.bytes();
      assertThat(StateProof.parse(bytes)).isEqualTo(proof);
      assertThatThrownBy(() -> StateProof.parse(Arrays.copyOf(bytes, bytes.length + 1)))
          .isInstanceOf(DecodeException.class);
      assertThatThrownBy(() -> StateProof.parse(Arrays.copyOf(bytes, bytes.length - 1)))
          .isInstanceOf(DecodeException.class);
    }
  }

  @Test
  void fuzzedBytesAreRefusedOrGivenBack() {
    List<byte[]> good =
        arb.exactly(
            8,
            () ->
                new StateProof(
                        arb.list(20, arb::bytes32),
                        arb.flip()
                            ? Optional.empty()
                            : Optional.of(new StateProof.Leaf(arb.bytes32(), arb.bytes32())))
                    .bytes());
    new Fuzz<>("state proof", arb, StateProof::parse, StateProof::bytes, DecodeException.class)
        .run(good, Integer.getInteger("nelumbo.fuzz.rounds", 20_000))
        .allocatesLittleForLargeCounts(good);
  }

  @Test
  void aCountAboveTheBoundIsRefused() {
    byte[] bytes = new byte[3];
    bytes[0] = 1;
    bytes[1] = 1;
    assertThatThrownBy(() -> StateProof.parse(bytes)).isInstanceOf(DecodeException.class);
  }

  @Test
  void oneLeafIsTheRoot() {
    StateKey key = StateKey.parameters();
    byte[] value = {1, 2, 3};
    StateProof.Leaf leaf = new StateProof.Leaf(key.hash(), StateHash.value(value));
    StateProof proof = new StateProof(List.of(), Optional.of(leaf));
    Bytes32 root = leaf.hash();
    assertThat(proof.provesPresence(root, key, value)).isTrue();
    assertThat(proof.provesPresence(root, key, new byte[] {1, 2})).isFalse();
    assertThat(proof.provesPresence(arb.bytes32(), key, value)).isFalse();
    assertThat(proof.provesAbsence(root, key)).isFalse();
    assertThat(proof.provesAbsence(root, StateKey.noteTree(1))).isTrue();
    StateProof empty = new StateProof(List.of(), Optional.empty());
    assertThat(empty.provesAbsence(Bytes32.ZERO, key)).isTrue();
    assertThat(empty.provesAbsence(root, key)).isFalse();
  }
}
