package io.nelumbo.core.codec;

/**
 * A value breaks a rule of its type. Constructors throw it; a {@link ByteReader} turns it into a
 * {@link DecodeException} with the full path and the offset, so that each rule is written once.
 */
public final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String problem;

  /**
   * @param field the field inside the value, "" when the value has no fields
   * @param problem what is wrong, without the field
   */
  public InvalidValueException(String field, String problem) {
    super(field.isEmpty() ? problem : field + ": " + problem);
    this.field = field;
    this.problem = problem;
  }

  /** The field inside the value, "" when the value has no fields. */
  public String field() {
    return field;
  }

  /** What is wrong, without the field. */
  public String problem() {
    return problem;
  }
}
