package io.nelumbo.engine;

import io.nelumbo.core.value.FieldElement;
import java.util.Arrays;

/**
 * Decoded Jubjub points. The arrays are the caller's.
 *
 * @param valid for each point whether it is canonical, on the curve and not of small order
 * @param xy its coordinates, 64 bytes each, back to back
 */
@SuppressWarnings("ArrayRecordComponent")
public record DecodedPoints(boolean[] valid, byte[] xy) {
  /** The first coordinate of a valid point. */
  public FieldElement x(int index) {
    return FieldElement.of(Arrays.copyOfRange(xy, 64 * index, 64 * index + 32));
  }

  /** The second coordinate of a valid point. */
  public FieldElement y(int index) {
    return FieldElement.of(Arrays.copyOfRange(xy, 64 * index + 32, 64 * index + 64));
  }
}
