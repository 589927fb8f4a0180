package io.nelumbo.engine;

/**
 * Wall-clock times of the phases of a proof, in nanoseconds; phases may overlap, so that they need
 * not add up.
 *
 * @param h the quotient polynomial
 * @param a the MSM of A
 * @param b1 the MSM of B in G1
 * @param b2 the MSM of B in G2
 * @param k the MSM over the private wires
 * @param z the MSM over the quotient
 * @param finish blinding and encoding
 * @param total all of it
 */
public record ProveTimings(
    long h, long a, long b1, long b2, long k, long z, long finish, long total) {

  static ProveTimings of(long[] nanos) {
    return new ProveTimings(
        nanos[0], nanos[1], nanos[2], nanos[3], nanos[4], nanos[5], nanos[6], nanos[7]);
  }
}
