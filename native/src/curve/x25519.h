// X25519 (RFC 7748) and the map of Elligator 2 to Curve25519 (RFC 9380, section 6.7.1).
#ifndef NELUMBO_CURVE_X25519_H_
#define NELUMBO_CURVE_X25519_H_

#include "field/field25519.h"
#include "platform/bytes.h"

namespace nelumbo::curve {

using X25519Bytes = platform::Bytes<32>;

// The function X25519 of RFC 7748: the scalar is clamped, the top bit of u is ignored, any u is
// taken. Constant time.
X25519Bytes x25519(const X25519Bytes& scalar, const X25519Bytes& u);

// True if u is below p and not the u-coordinate of a point of low order, on the curve or its twist.
// Constant time but for the answer.
[[nodiscard]] bool x25519_is_valid(const X25519Bytes& u);

// x25519 for a u that x25519_is_valid accepts; else returns false and leaves out zero. Then no
// scalar gives the all-zero result.
[[nodiscard]] bool x25519_checked(X25519Bytes& out, const X25519Bytes& scalar,
                                  const X25519Bytes& u);

// The u-coordinate of Elligator 2's point for r. Constant time.
field::Field25519 elligator2(const field::Field25519& r);

// The u-coordinate of 8 P for a point P with coordinate u; zero if that is the identity. Constant
// time.
field::Field25519 clear_cofactor(const field::Field25519& u);

}  // namespace nelumbo::curve

#endif  // NELUMBO_CURVE_X25519_H_
