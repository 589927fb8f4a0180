package io.nelumbo.core.codec;

/**
 * Bytes or text from outside are not an encoding of the expected value. The message names the field
 * and, for bytes, the offset.
 */
public final class DecodeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final int offset;

  /**
   * @param field the path of the field, as "transaction.actions[1].outputs[0].cm"
   * @param problem what is wrong and, where there is one, the fix
   * @param offset the offset of the field in bytes, or -1 for text
   */
  public DecodeException(String field, String problem, int offset) {
    super(field + ": " + problem + (offset < 0 ? "" : " (at byte " + offset + ")"));
    this.field = field;
    this.offset = offset;
  }

  /** The path of the field. */
  public String field() {
    return field;
  }

  /** The offset of the field in bytes, or -1 when the input is text. */
  public int offset() {
    return offset;
  }
}
