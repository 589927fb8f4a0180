// The tower Fp2 - Fp6 - Fp12 over BLS12-381's base field.
//
// Fp6 = Fp2[v] / (v^3 - xi), Fp12 = Fp6[w] / (w^2 - v), xi = 1 + u. Products are Karatsuba's.
// No operation branches on a value but those in _vartime.
#ifndef NELUMBO_PAIRING_TOWER_H_
#define NELUMBO_PAIRING_TOWER_H_

#include "field/quadratic.h"

namespace nelumbo::pairing {
inline namespace NLB_ISA {

using Fp = field::Bls12381Fp;
using Fp2 = field::Bls12381Fp2;

// (1 + u) a.
constexpr NLB_INLINE Fp2 mul_by_xi(const Fp2& a) { return {a.c0 - a.c1, a.c0 + a.c1}; }

// c0 + c1 v + c2 v^2.
struct Fp6 {
  Fp2 c0;
  Fp2 c1;
  Fp2 c2;

  static constexpr Fp6 zero() { return {}; }
  static constexpr Fp6 one() { return {Fp2::one(), Fp2::zero(), Fp2::zero()}; }

  friend NLB_INLINE Fp6 operator+(const Fp6& a, const Fp6& b) {
    return {a.c0 + b.c0, a.c1 + b.c1, a.c2 + b.c2};
  }
  friend NLB_INLINE Fp6 operator-(const Fp6& a, const Fp6& b) {
    return {a.c0 - b.c0, a.c1 - b.c1, a.c2 - b.c2};
  }
  Fp6 operator-() const { return {-c0, -c1, -c2}; }
  Fp6 doubled() const { return {c0.doubled(), c1.doubled(), c2.doubled()}; }
  std::uint64_t equal_mask(const Fp6& b) const {
    return c0.equal_mask(b.c0) & c1.equal_mask(b.c1) & c2.equal_mask(b.c2);
  }

  // v a.
  NLB_INLINE Fp6 mul_by_v() const { return {mul_by_xi(c2), c0, c1}; }

  friend Fp6 operator*(const Fp6& a, const Fp6& b) {
    const Fp2 v0 = a.c0 * b.c0;
    const Fp2 v1 = a.c1 * b.c1;
    const Fp2 v2 = a.c2 * b.c2;
    return {mul_by_xi((a.c1 + a.c2) * (b.c1 + b.c2) - v1 - v2) + v0,
            (a.c0 + a.c1) * (b.c0 + b.c1) - v0 - v1 + mul_by_xi(v2),
            (a.c0 + a.c2) * (b.c0 + b.c2) - v0 - v2 + v1};
  }

  // a (b0 + b1 v): five products.
  Fp6 mul_by_01(const Fp2& b0, const Fp2& b1) const {
    const Fp2 v0 = c0 * b0;
    const Fp2 v1 = c1 * b1;
    return {mul_by_xi((c1 + c2) * b1 - v1) + v0, (c0 + c1) * (b0 + b1) - v0 - v1,
            (c0 + c2) * b0 - v0 + v1};
  }

  // a b1 v: three products.
  Fp6 mul_by_1(const Fp2& b1) const { return {mul_by_xi(c2 * b1), c0 * b1, c1 * b1}; }

  // Zero for zero.
  Fp6 inverse_vartime() const {
    const Fp2 t0 = c0.square() - mul_by_xi(c1 * c2);
    const Fp2 t1 = mul_by_xi(c2.square()) - c0 * c1;
    const Fp2 t2 = c1.square() - c0 * c2;
    const Fp2 n = (c0 * t0 + mul_by_xi(c2 * t1 + c1 * t2)).inverse_vartime();
    return {t0 * n, t1 * n, t2 * n};
  }
};

// c0 + c1 w. As a vector over Fp2 in powers of w: c0.c0, c1.c0, c0.c1, c1.c1, c0.c2, c1.c2.
struct Fp12 {
  Fp6 c0;
  Fp6 c1;

  static constexpr Fp12 one() { return {Fp6::one(), Fp6::zero()}; }

  friend Fp12 operator*(const Fp12& a, const Fp12& b) {
    const Fp6 v0 = a.c0 * b.c0;
    const Fp6 v1 = a.c1 * b.c1;
    return {v0 + v1.mul_by_v(), (a.c0 + a.c1) * (b.c0 + b.c1) - v0 - v1};
  }

  Fp12 square() const {
    const Fp6 t = c0 * c1;
    return {(c0 + c1) * (c0 + c1.mul_by_v()) - t - t.mul_by_v(), t.doubled()};
  }

  friend bool operator==(const Fp12& a, const Fp12& b) {
    return (a.c0.equal_mask(b.c0) & a.c1.equal_mask(b.c1)) != 0;
  }

  // a (b0 + b1 v + b4 v w), the form of a line: thirteen products.
  Fp12 mul_by_014(const Fp2& b0, const Fp2& b1, const Fp2& b4) const {
    const Fp6 v0 = c0.mul_by_01(b0, b1);
    const Fp6 v1 = c1.mul_by_1(b4);
    return {v0 + v1.mul_by_v(), (c0 + c1).mul_by_01(b0, b1 + b4) - v0 - v1};
  }

  // a^(p^6). The inverse, for an element of the cyclotomic subgroup.
  Fp12 conjugate() const { return {c0, -c1}; }

  // Zero for zero.
  Fp12 inverse_vartime() const {
    const Fp6 n = (c0 * c0 - (c1 * c1).mul_by_v()).inverse_vartime();
    return {c0 * n, -(c1 * n)};
  }

  // a^p and a^(p^2).
  Fp12 frobenius() const;
  Fp12 frobenius_squared() const;

  // a^2 for an element of the cyclotomic subgroup (R. Granger and M. Scott, "Faster squaring in the
  // cyclotomic subgroup of sixth degree extensions", PKC 2010).
  Fp12 cyclotomic_square() const;
};

// xi^(i (p - 1) / 6) for i = 1..5; entry 0 is one.
inline constexpr Fp2 kFrobenius[6] = {
    Fp2::one(),
    Fp2::from_hex("1904d3bf02bb0667c231beb4202c0d1f0fd603fd3cbd5f4f7b2443d784bab9c4"
                  "f67ea53d63e7813d8d0775ed92235fb8",
                  "00fc3e2b36c4e03288e9e902231f9fb854a14787b6c7b36fec0c8ec971f63c5f"
                  "282d5ac14d6c7ec22cf78a126ddc4af3"),
    Fp2::from_hex("0",
                  "1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b"
                  "409427eb4f49fffd8bfd00000000aaac"),
    Fp2::from_hex("06af0e0437ff400b6831e36d6bd17ffe48395dabc2d3435e77f76e17009241c5"
                  "ee67992f72ec05f4c81084fbede3cc09",
                  "06af0e0437ff400b6831e36d6bd17ffe48395dabc2d3435e77f76e17009241c5"
                  "ee67992f72ec05f4c81084fbede3cc09"),
    Fp2::from_hex("1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b"
                  "409427eb4f49fffd8bfd00000000aaad",
                  "0"),
    Fp2::from_hex("05b2cfd9013a5fd8df47fa6b48b1e045f39816240c0b8fee8beadf4d8e9c0566"
                  "c63a3e6e257f87329b18fae980078116",
                  "144e4211384586c16bd3ad4afa99cc9170df3560e77982d0db45f3536814f0bd"
                  "5871c1908bd478cd1ee605167ff82995"),
};

// xi^((p^2 - 1) / 6), a primitive sixth root of unity; its powers are sums of it and one.
inline constexpr Fp kFrobeniusSquared = Fp::from_hex(
    "5f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a0002"
    "2e01fffffffeffff");

inline Fp12 Fp12::frobenius() const {
  return {{c0.c0.conjugate(), c0.c1.conjugate() * kFrobenius[2], c0.c2.conjugate() * kFrobenius[4]},
          {c1.c0.conjugate() * kFrobenius[1], c1.c1.conjugate() * kFrobenius[3],
           c1.c2.conjugate() * kFrobenius[5]}};
}

inline Fp12 Fp12::frobenius_squared() const {
  // With z^2 = z - 1: the powers of z are 1, z, z - 1, -1, -z, 1 - z.
  constexpr Fp z = kFrobeniusSquared;
  constexpr Fp z2 = z - Fp::one();
  return {{c0.c0, c0.c1 * z2, -(c0.c2 * z)}, {c1.c0 * z, -c1.c1, -(c1.c2 * z2)}};
}

namespace detail {

// (a + b s)^2 = r0 + r1 s with s^2 = xi.
NLB_INLINE void square_fp4(const Fp2& a, const Fp2& b, Fp2& r0, Fp2& r1) {
  const Fp2 aa = a.square();
  const Fp2 bb = b.square();
  r0 = aa + mul_by_xi(bb);
  r1 = (a + b).square() - aa - bb;
}

// 3 t - 2 a and 3 t + 2 a.
NLB_INLINE Fp2 triple_minus_twice(const Fp2& t, const Fp2& a) { return (t - a).doubled() + t; }
NLB_INLINE Fp2 triple_plus_twice(const Fp2& t, const Fp2& a) { return (t + a).doubled() + t; }

}  // namespace detail

inline Fp12 Fp12::cyclotomic_square() const {
  Fp12 r;
  Fp2 t0;
  Fp2 t1;
  detail::square_fp4(c0.c0, c1.c1, t0, t1);
  r.c0.c0 = detail::triple_minus_twice(t0, c0.c0);
  r.c1.c1 = detail::triple_plus_twice(t1, c1.c1);
  detail::square_fp4(c1.c0, c0.c2, t0, t1);
  r.c0.c1 = detail::triple_minus_twice(t0, c0.c1);
  r.c1.c2 = detail::triple_plus_twice(t1, c1.c2);
  detail::square_fp4(c0.c1, c1.c2, t0, t1);
  r.c0.c2 = detail::triple_minus_twice(t0, c0.c2);
  r.c1.c0 = detail::triple_plus_twice(mul_by_xi(t1), c1.c0);
  return r;
}

}  // namespace NLB_ISA
}  // namespace nelumbo::pairing

#endif  // NELUMBO_PAIRING_TOWER_H_
