package io.nelumbo.node.ledger;

import io.nelumbo.core.value.Bytes32;
import io.nelumbo.verifier.StateHash;
import io.nelumbo.verifier.StateProof;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state tree of docs/protocol/chain.md 5: a binary Merkle tree over 256-bit keys in which a
 * subtree of one leaf is that leaf.
 *
 * <p>Nodes stand under their path from the root, so that an update rewrites them in place and
 * leaves nothing behind. {@link #update} reads stored nodes and collects the new ones; it writes
 * nothing.
 */
final class StateTree {
  /** Reads stored nodes. */
  @FunctionalInterface
  interface Nodes {
    /** Returns the node at {@code path}, or null when there is none. */
    byte @Nullable [] read(byte[] path);
  }

  /** The root after an update, and the changed nodes: path to bytes, or empty to remove. */
  record Update(Bytes32 root, SortedMap<byte[], Optional<byte[]>> nodes) {}

  private final Nodes nodes;

  StateTree(Nodes nodes) {
    this.nodes = nodes;
  }

  /** Returns the root of the stored tree. */
  Bytes32 root() {
    return load(Path.TOP).hash();
  }

  /** Returns the tree after changes: key to the hash of its value, or empty to remove the key. */
  Update update(SortedMap<Bytes32, Optional<Bytes32>> changes) {
    Updater updater = new Updater();
    List<Change> sorted = new ArrayList<>(changes.size());
    changes.forEach((key, value) -> sorted.add(new Change(key, key.toByteArray(), value)));
    StateNode root = updater.apply(Path.TOP, load(Path.TOP), sorted);
    updater.store(Path.TOP, root);
    return new Update(root.hash(), updater.written);
  }

  /** Proves presence or absence of {@code key} under the stored root. */
  StateProof prove(Bytes32 key) {
    byte[] bits = key.toByteArray();
    List<Bytes32> siblings = new ArrayList<>();
    Path path = Path.TOP;
    StateNode node = load(path);
    while (node instanceof StateNode.Branch branch) {
      int bit = StateHash.bit(bits, path.depth());
      siblings.add(bit == 0 ? branch.right() : branch.left());
      path = path.child(bit);
      node = load(path);
    }
    return new StateProof(
        siblings,
        node instanceof StateNode.Leaf leaf
            ? Optional.of(new StateProof.Leaf(leaf.key(), leaf.valueHash()))
            : Optional.empty());
  }

  private StateNode load(Path path) {
    byte[] bytes = nodes.read(path.toByteArray());
    return bytes == null ? StateNode.Empty.INSTANCE : StateNode.decode(bytes);
  }

  /** A key with its bits and the hash of its new value, or empty to remove it. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Change(Bytes32 key, byte[] bits, Optional<Bytes32> value) {}

  /** The way from the root to a node: its depth and that many bits, the rest of them zero. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Path(int depth, byte[] bits) {
    static final Path TOP = new Path(0, new byte[0]);

    Path child(int bit) {
      byte[] longer = Arrays.copyOf(bits, (depth >> 3) + 1);
      if (bit == 1) {
        longer[depth >> 3] |= (byte) (0x80 >> (depth & 7));
      }
      return new Path(depth + 1, longer);
    }

    byte[] toByteArray() {
      byte[] bytes = new byte[2 + bits.length];
      bytes[0] = (byte) (depth >> 8);
      bytes[1] = (byte) depth;
      System.arraycopy(bits, 0, bytes, 2, bits.length);
      return bytes;
    }
  }

  /** One update: goes down where keys change and comes up with the new subtrees. */
  private final class Updater {
    private final SortedMap<byte[], Optional<byte[]>> written =
        new TreeMap<>(Arrays::compareUnsigned);

    StateNode apply(Path path, StateNode old, List<Change> changes) {
      if (changes.isEmpty()) {
        return old;
      }
      if (old instanceof StateNode.Branch branch) {
        return applyBelow(path, branch, changes);
      }
      return build(path, merge(old, changes));
    }

    private StateNode applyBelow(Path path, StateNode.Branch old, List<Change> changes) {
      int middle = middle(changes, path.depth());
      List<Change> low = changes.subList(0, middle);
      List<Change> high = changes.subList(middle, changes.size());
      StateNode left = low.isEmpty() ? kept(old.left()) : applyTo(path.child(0), low);
      StateNode right = high.isEmpty() ? kept(old.right()) : applyTo(path.child(1), high);
      if (left instanceof StateNode.Empty && right == null) {
        right = load(path.child(1));
      }
      if (right instanceof StateNode.Empty && left == null) {
        left = load(path.child(0));
      }
      return join(path, old, left, right);
    }

    /** An unchanged half: null, unless its hash alone says what it is. */
    private @Nullable StateNode kept(Bytes32 hash) {
      return hash.equals(StateHash.EMPTY) ? StateNode.Empty.INSTANCE : null;
    }

    private StateNode applyTo(Path path, List<Change> changes) {
      return apply(path, load(path), changes);
    }

    /** Builds the subtree of leaves at a path where nothing but at most one leaf stood before. */
    private StateNode build(Path path, List<Change> leaves) {
      if (leaves.isEmpty()) {
        return StateNode.Empty.INSTANCE;
      }
      if (leaves.size() == 1) {
        Change leaf = leaves.get(0);
        return new StateNode.Leaf(leaf.key(), leaf.value().orElseThrow());
      }
      int middle = middle(leaves, path.depth());
      StateNode left = build(path.child(0), leaves.subList(0, middle));
      StateNode right = build(path.child(1), leaves.subList(middle, leaves.size()));
      return join(path, null, left, right);
    }

    /** Makes one subtree of two halves; null is a half that did not change. */
    private StateNode join(
        Path path,
        StateNode.@Nullable Branch old,
        @Nullable StateNode left,
        @Nullable StateNode right) {
      StateNode single = single(left, right);
      if (single != null) {
        store(path.child(0), StateNode.Empty.INSTANCE);
        store(path.child(1), StateNode.Empty.INSTANCE);
        return single;
      }
      Bytes32 leftHash = half(path.child(0), left, old == null ? null : old.left());
      Bytes32 rightHash = half(path.child(1), right, old == null ? null : old.right());
      return new StateNode.Branch(leftHash, rightHash);
    }

    private Bytes32 half(Path path, @Nullable StateNode node, @Nullable Bytes32 old) {
      if (node != null) {
        store(path, node);
        return node.hash();
      }
      if (old == null) {
        throw new IllegalStateException("a new subtree has both halves");
      }
      return old;
    }

    void store(Path path, StateNode node) {
      written.put(
          path.toByteArray(),
          node instanceof StateNode.Empty ? Optional.empty() : Optional.of(StateNode.encode(node)));
    }
  }

  /** Returns what two halves collapse to when at most one leaf is left in them, else null. */
  private static @Nullable StateNode single(@Nullable StateNode left, @Nullable StateNode right) {
    if (left instanceof StateNode.Empty && !(right instanceof StateNode.Branch)) {
      return right;
    }
    if (right instanceof StateNode.Empty && !(left instanceof StateNode.Branch)) {
      return left;
    }
    return null;
  }

  /** Returns how many of the sorted changes have a zero bit at {@code depth}. */
  private static int middle(List<Change> changes, int depth) {
    int low = 0;
    int high = changes.size();
    while (low < high) {
      int probe = (low + high) >>> 1;
      if (StateHash.bit(changes.get(probe).bits(), depth) == 0) {
        low = probe + 1;
      } else {
        high = probe;
      }
    }
    return low;
  }

  /** Returns the sorted leaves after {@code changes} at a path that held {@code old}. */
  private static List<Change> merge(StateNode old, List<Change> changes) {
    TreeMap<Bytes32, Change> leaves = new TreeMap<>();
    if (old instanceof StateNode.Leaf leaf) {
      leaves.put(
          leaf.key(),
          new Change(leaf.key(), leaf.key().toByteArray(), Optional.of(leaf.valueHash())));
    }
    for (Change change : changes) {
      if (change.value().isPresent()) {
        leaves.put(change.key(), change);
      } else {
        leaves.remove(change.key());
      }
    }
    return new ArrayList<>(leaves.values());
  }
}
