package io.nelumbo.core.tree;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.value.FieldElement;
import java.util.List;

/**
 * The way from a leaf to the root (docs/protocol/notes.md 4).
 *
 * @param position the leaf's position, less than 2^32
 * @param siblings 48 elements: for each level, leaves first, the three siblings in ascending child
 *     index
 */
public record MerklePath(long position, List<FieldElement> siblings) {
  /** How many siblings a path holds. */
  public static final int SIBLINGS = TreeShape.LEVELS * TreeShape.SIBLINGS;

  /** Length of {@link #siblingBytes} in bytes. */
  public static final int SIBLING_BYTES = SIBLINGS * FieldElement.LENGTH;

  /** Checks position and count. */
  public MerklePath {
    if (position < 0 || position >= TreeShape.CAPACITY) {
      throw new InvalidValueException("position", "is not in 0 to 2^32 - 1");
    }
    siblings = List.copyOf(siblings);
    if (siblings.size() != SIBLINGS) {
      throw new InvalidValueException("siblings", "are " + siblings.size() + ", not " + SIBLINGS);
    }
  }

  /** A path from its position and the 1,536 bytes of its siblings. */
  public static MerklePath parse(long position, byte[] siblingBytes) throws DecodeException {
    ByteReader reader = ByteReader.bounded("path", siblingBytes, SIBLING_BYTES);
    List<FieldElement> siblings = reader.list("siblings", SIBLINGS, r -> FieldElement.read(r, ""));
    reader.finish();
    return reader.build("", 0, () -> new MerklePath(position, siblings));
  }

  /** The siblings back to back, 1,536 bytes, in the order of an assignment. */
  public byte[] siblingBytes() {
    ByteWriter writer = new ByteWriter(SIBLING_BYTES);
    writer.each(siblings, FieldElement::write);
    return writer.toByteArray();
  }

  /** The three siblings of a level, 0 = leaves. */
  public List<FieldElement> level(int level) {
    return siblings.subList(level * TreeShape.SIBLINGS, (level + 1) * TreeShape.SIBLINGS);
  }
}
