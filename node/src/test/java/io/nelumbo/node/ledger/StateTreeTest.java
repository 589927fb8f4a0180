package io.nelumbo.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.verifier.StateHash;
import io.nelumbo.verifier.StateKey;
import io.nelumbo.verifier.StateProof;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The stored tree against docs/protocol/chain.md 5 written down word by word. */
class StateTreeTest {
  private final Arb arb = Arb.seeded("StateTreeTest");
  private final TreeMap<byte[], byte[]> stored = new TreeMap<>(Arrays::compareUnsigned);
  private final StateTree tree = new StateTree(stored::get);
  private final TreeMap<Bytes32, Bytes32> model = new TreeMap<>();

  @Test
  void agreesWithTheDefinitionOverRandomUpdates() {
    List<Bytes32> universe = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      universe.add(
          i % 2 == 0 ? arb.bytes32() : neighbour(universe.get(arb.below(universe.size()))));
    }
    for (int round = 0; round < 200; round++) {
      TreeMap<Bytes32, Optional<Bytes32>> changes = new TreeMap<>();
      for (int i = arb.below(12); i >= 0; i--) {
        Bytes32 key = universe.get(arb.below(universe.size()));
        changes.put(key, arb.flip() ? Optional.of(arb.bytes32()) : Optional.empty());
      }
      Bytes32 root = apply(changes);
      assertThat(root).isEqualTo(naive(model, 0)).isEqualTo(tree.root());
    }
  }

  @Test
  void leavesNothingBehindWhenAllIsRemoved() {
    TreeMap<Bytes32, Optional<Bytes32>> changes = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      changes.put(arb.bytes32(), Optional.of(arb.bytes32()));
    }
    apply(changes);
    assertThat(stored).isNotEmpty();
    changes.replaceAll((key, value) -> Optional.empty());
    assertThat(apply(changes)).isEqualTo(Bytes32.ZERO);
    assertThat(stored).isEmpty();
  }

  @Test
  void theOrderOfUpdatesDoesNotMatter() {
    TreeMap<Bytes32, Optional<Bytes32>> all = new TreeMap<>();
    for (int i = 0; i < 50; i++) {
      all.put(arb.bytes32(), Optional.of(arb.bytes32()));
    }
    Bytes32 atOnce = apply(all);
    TreeMap<byte[], byte[]> atOnceNodes = new TreeMap<>(stored);
    stored.clear();
    all.descendingMap().forEach((key, value) -> apply(new TreeMap<>(Map.of(key, value))));
    assertThat(tree.root()).isEqualTo(atOnce);
    assertThat(stored.keySet())
        .usingElementComparator(Arrays::compareUnsigned)
        .containsExactlyElementsOf(atOnceNodes.keySet());
  }

  @Test
  void provesPresenceAndAbsenceAndNothingFalse() throws Exception {
    List<StateKey> keys = new ArrayList<>();
    Map<StateKey, byte[]> values = new TreeMap<>();
    TreeMap<Bytes32, Optional<Bytes32>> changes = new TreeMap<>();
    for (int i = 0; i < 80; i++) {
      StateKey key = StateKey.nonce(arb.accountKey());
      keys.add(key);
      if (arb.flip()) {
        values.put(key, arb.bytes(8));
        changes.put(key.hash(), Optional.of(StateHash.value(values.get(key))));
      }
    }
    Bytes32 root = apply(changes);
    for (StateKey key : keys) {
      StateProof proof = StateProof.parse(tree.prove(key.hash()).bytes());
      byte[] value = values.get(key);
      assertThat(proof.provesAbsence(root, key)).isEqualTo(value == null);
      if (value != null) {
        assertThat(proof.provesPresence(root, key, value)).isTrue();
        assertThat(proof.provesPresence(root, key, arb.bytes(8))).isFalse();
      }
      StateKey other = keys.get(arb.below(keys.size()));
      if (!other.equals(key)) {
        assertThat(proof.provesAbsence(root, other)).isEqualTo(provesAbsenceToo(proof, other));
      }
      assertThat(proof.provesAbsence(arb.bytes32(), key)).isFalse();
      if (!proof.siblings().isEmpty()) {
        List<Bytes32> altered = new ArrayList<>(proof.siblings());
        altered.set(arb.below(altered.size()), arb.bytes32());
        StateProof bad = new StateProof(altered, proof.leaf());
        assertThat(bad.provesAbsence(root, key)).isFalse();
        assertThat(value != null && bad.provesPresence(root, key, value)).isFalse();
      }
    }
  }

  /** One path shows absence of every absent key that shares it. */
  private boolean provesAbsenceToo(StateProof proof, StateKey other) {
    return !model.containsKey(other.hash()) && tree.prove(other.hash()).equals(proof);
  }

  private Bytes32 apply(TreeMap<Bytes32, Optional<Bytes32>> changes) {
    StateTree.Update update = tree.update(changes);
    update
        .nodes()
        .forEach((path, node) -> {
          if (node.isPresent()) {
            stored.put(path, node.get());
          } else {
            stored.remove(path);
          }
        });
    changes.forEach((key, value) -> {
      if (value.isPresent()) {
        model.put(key, value.get());
      } else {
        model.remove(key);
      }
    });
    return update.root();
  }

  /** A key that differs late, so that branches with one empty half appear. */
  private Bytes32 neighbour(Bytes32 key) {
    byte[] bytes = key.toByteArray();
    int bit = 8 + arb.below(248);
    bytes[bit >> 3] ^= (byte) (0x80 >> (bit & 7));
    return Bytes32.of(bytes);
  }

  private static Bytes32 naive(TreeMap<Bytes32, Bytes32> leaves, int depth) {
    if (leaves.isEmpty()) {
      return Bytes32.ZERO;
    }
    if (leaves.size() == 1) {
      return StateHash.leaf(leaves.firstKey(), leaves.firstEntry().getValue());
    }
    TreeMap<Bytes32, Bytes32> left = new TreeMap<>();
    TreeMap<Bytes32, Bytes32> right = new TreeMap<>();
    leaves.forEach((key, value) ->
        (StateHash.bit(key.toByteArray(), depth) == 0 ? left : right).put(key, value));
    return StateHash.branch(naive(left, depth + 1), naive(right, depth + 1));
  }
}
