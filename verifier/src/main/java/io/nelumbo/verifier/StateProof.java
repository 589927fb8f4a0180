package io.nelumbo.verifier;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.Bytes32;
import java.util.List;
import java.util.Optional;

/**
 * Shows against a state commitment that an entry has a value, or that it is absent.
 *
 * <p>{@code siblings} are the hashes beside the path from the root down (at most 256); {@code leaf}
 * is the leaf at its end, or empty where the path ends in a subtree without leaves. Absence is
 * shown by an empty end or by the leaf of another key that shares the path. Bytes: u16 siblings,
 * each 32; u8 leaf (0 or 1), then key 32 and value hash 32.
 */
public record StateProof(List<Bytes32> siblings, Optional<Leaf> leaf) {
  private static final int MAX_DEPTH = 256;

  /** A leaf of the state tree. */
  public record Leaf(Bytes32 key, Bytes32 valueHash) {
    /** Returns the leaf's hash. */
    public Bytes32 hash() {
      return StateHash.leaf(key, valueHash);
    }
  }

  /** Copies the list. */
  public StateProof {
    siblings = List.copyOf(siblings);
  }

  /** Returns whether this proof shows that {@code key} has {@code value} under {@code root}. */
  public boolean provesPresence(Bytes32 root, StateKey key, byte[] value) {
    Bytes32 hash = key.hash();
    return leaf.isPresent()
        && leaf.get().key().equals(hash)
        && leaf.get().valueHash().equals(StateHash.value(value))
        && leadsTo(root, hash);
  }

  /** Returns whether this proof shows that {@code key} is absent under {@code root}. */
  public boolean provesAbsence(Bytes32 root, StateKey key) {
    Bytes32 hash = key.hash();
    return leaf.map(found -> !found.key().equals(hash) && sharesPath(found.key(), hash))
            .orElse(true)
        && leadsTo(root, hash);
  }

  private boolean sharesPath(Bytes32 found, Bytes32 key) {
    byte[] foundBits = found.toByteArray();
    byte[] keyBits = key.toByteArray();
    for (int depth = 0; depth < Math.min(siblings.size(), MAX_DEPTH); depth++) {
      if (StateHash.bit(foundBits, depth) != StateHash.bit(keyBits, depth)) {
        return false;
      }
    }
    return true;
  }

  private boolean leadsTo(Bytes32 root, Bytes32 key) {
    if (siblings.size() > MAX_DEPTH) {
      return false;
    }
    byte[] bits = key.toByteArray();
    Bytes32 hash = leaf.map(Leaf::hash).orElse(StateHash.EMPTY);
    for (int depth = siblings.size() - 1; depth >= 0; depth--) {
      Bytes32 sibling = siblings.get(depth);
      hash =
          StateHash.bit(bits, depth) == 0
              ? StateHash.branch(hash, sibling)
              : StateHash.branch(sibling, hash);
    }
    return hash.equals(root);
  }

  /** Returns the proof's bytes. */
  public byte[] bytes() {
    ByteWriter out = new ByteWriter(3 + 32 * (siblings.size() + 2));
    out.u16(siblings.size()).each(siblings, Bytes32::write).u8(leaf.isPresent() ? 1 : 0);
    leaf.ifPresent(found -> {
      found.key().write(out);
      found.valueHash().write(out);
    });
    return out.toByteArray();
  }

  /** Reads a proof; refuses anything but what {@link #bytes} writes. */
  public static StateProof parse(byte[] bytes) throws DecodeException {
    ByteReader in = ByteReader.bounded("state proof", bytes, 3 + 32 * (MAX_DEPTH + 2));
    int count = in.count16("siblings", MAX_DEPTH, Bytes32.LENGTH);
    List<Bytes32> siblings = in.list("siblings", count, reader -> Bytes32.read(reader, ""));
    int start = in.position();
    int leaves = in.u8("leaf");
    if (leaves > 1) {
      throw in.fail("leaf", start, "is " + leaves + ", known are 0 and 1");
    }
    Optional<Leaf> leaf =
        leaves == 1
            ? Optional.of(new Leaf(Bytes32.read(in, "leaf.key"), Bytes32.read(in, "leaf.value")))
            : Optional.empty();
    in.finish();
    return new StateProof(siblings, leaf);
  }
}
