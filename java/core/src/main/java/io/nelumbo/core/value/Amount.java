package io.nelumbo.core.value;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import java.math.BigInteger;

/**
 * An amount of one asset in its smallest unit: an unsigned 64-bit integer.
 *
 * @param units the 64 bits; read them as unsigned
 */
public record Amount(long units) implements Comparable<Amount> {
  /** Nothing. */
  public static final Amount ZERO = new Amount(0);

  /** 2^64 - 1. */
  public static final Amount MAX = new Amount(-1);

  /** The amount whose unsigned 64 bits are {@code units}. */
  public static Amount of(long units) {
    return units == 0 ? ZERO : new Amount(units);
  }

  /** Reads decimal digits; {@code field} names them in the error. */
  public static Amount parse(String field, String text) throws DecodeException {
    boolean digits = !text.isEmpty() && text.length() <= 20;
    for (int i = 0; i < text.length() && digits; i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!digits || new BigInteger(text).bitLength() > 64) {
      throw new DecodeException(
          field, "must be a whole number from 0 to 18446744073709551615, in decimal digits", -1);
    }
    return of(Long.parseUnsignedLong(text));
  }

  /** Reads a u64. */
  public static Amount read(ByteReader reader, String field) throws DecodeException {
    return of(reader.u64(field));
  }

  /** Appends a u64. */
  public void write(ByteWriter writer) {
    writer.u64(units);
  }

  /** Whether this is nothing. */
  public boolean isZero() {
    return units == 0;
  }

  /** The sum; ArithmeticException when it is 2^64 or more. */
  public Amount plus(Amount other) {
    long sum = units + other.units;
    if (Long.compareUnsigned(sum, units) < 0) {
      throw new ArithmeticException("sum of amounts is 2^64 or more");
    }
    return of(sum);
  }

  /** The difference; ArithmeticException when {@code other} is greater. */
  public Amount minus(Amount other) {
    if (compareTo(other) < 0) {
      throw new ArithmeticException("difference of amounts is below zero");
    }
    return of(units - other.units);
  }

  /** The same number, for sums that may pass 2^64. */
  public BigInteger toBigInteger() {
    return new BigInteger(toString());
  }

  @Override
  public int compareTo(Amount other) {
    return Long.compareUnsigned(units, other.units);
  }

  /** Decimal digits. */
  @Override
  public String toString() {
    return Long.toUnsignedString(units);
  }
}
