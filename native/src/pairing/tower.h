// The tower Fp2 - Fp6 - Fp12 over a curve's base field.
//
// Fp6 = Fp2[v] / (v^3 - xi), Fp12 = Fp6[w] / (w^2 - v); xi is that of the curve (parameters.h).
// Products are Karatsuba's.
// No operation branches on a value but those in _vartime.
#ifndef NELUMBO_PAIRING_TOWER_H_
#define NELUMBO_PAIRING_TOWER_H_

#include "pairing/parameters.h"

namespace nelumbo::pairing {
inline namespace NLB_ISA {

// c0 + c1 v + c2 v^2.
template <class C>
struct Fp6 {
  using Fp2 = typename Parameters<C>::Fp2;
  Fp2 c0;
  Fp2 c1;
  Fp2 c2;

  static constexpr NLB_INLINE Fp2 mul_by_xi(const Fp2& a) { return Parameters<C>::mul_by_xi(a); }

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
template <class C>
struct Fp12 {
  using Fp = typename Parameters<C>::Fp;
  using Fp2 = typename Parameters<C>::Fp2;
  using Fp6 = pairing::Fp6<C>;
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

  // a (b0 + b1 v + b4 v w), the form of a line on an M-twist: thirteen products.
  Fp12 mul_by_014(const Fp2& b0, const Fp2& b1, const Fp2& b4) const {
    const Fp6 v0 = c0.mul_by_01(b0, b1);
    const Fp6 v1 = c1.mul_by_1(b4);
    return {v0 + v1.mul_by_v(), (c0 + c1).mul_by_01(b0, b1 + b4) - v0 - v1};
  }

  // a (b0 + b3 w + b4 v w), the form of a line on a D-twist: thirteen products.
  Fp12 mul_by_034(const Fp2& b0, const Fp2& b3, const Fp2& b4) const {
    const Fp6 v0 = {c0.c0 * b0, c0.c1 * b0, c0.c2 * b0};
    const Fp6 v1 = c1.mul_by_01(b3, b4);
    return {v0 + v1.mul_by_v(), (c0 + c1).mul_by_01(b0 + b3, b4) - v0 - v1};
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

 private:
  // (a + b s)^2 = r0 + r1 s with s^2 = xi.
  static NLB_INLINE void square_fp4(const Fp2& a, const Fp2& b, Fp2& r0, Fp2& r1) {
    const Fp2 aa = a.square();
    const Fp2 bb = b.square();
    r0 = aa + Fp6::mul_by_xi(bb);
    r1 = (a + b).square() - aa - bb;
  }

  // 3 t - 2 a and 3 t + 2 a.
  static NLB_INLINE Fp2 triple_minus_twice(const Fp2& t, const Fp2& a) {
    return (t - a).doubled() + t;
  }
  static NLB_INLINE Fp2 triple_plus_twice(const Fp2& t, const Fp2& a) {
    return (t + a).doubled() + t;
  }
};

template <class C>
Fp12<C> Fp12<C>::frobenius() const {
  constexpr auto& kFrobenius = Parameters<C>::kFrobenius;
  return {{c0.c0.conjugate(), c0.c1.conjugate() * kFrobenius[2], c0.c2.conjugate() * kFrobenius[4]},
          {c1.c0.conjugate() * kFrobenius[1], c1.c1.conjugate() * kFrobenius[3],
           c1.c2.conjugate() * kFrobenius[5]}};
}

template <class C>
Fp12<C> Fp12<C>::frobenius_squared() const {
  // With z^2 = z - 1: the powers of z are 1, z, z - 1, -1, -z, 1 - z.
  constexpr Fp z = Parameters<C>::kFrobeniusSquared;
  constexpr Fp z2 = z - Fp::one();
  return {{c0.c0, c0.c1 * z2, -(c0.c2 * z)}, {c1.c0 * z, -c1.c1, -(c1.c2 * z2)}};
}

template <class C>
Fp12<C> Fp12<C>::cyclotomic_square() const {
  Fp12 r;
  Fp2 t0;
  Fp2 t1;
  square_fp4(c0.c0, c1.c1, t0, t1);
  r.c0.c0 = triple_minus_twice(t0, c0.c0);
  r.c1.c1 = triple_plus_twice(t1, c1.c1);
  square_fp4(c1.c0, c0.c2, t0, t1);
  r.c0.c1 = triple_minus_twice(t0, c0.c1);
  r.c1.c2 = triple_plus_twice(t1, c1.c2);
  square_fp4(c0.c1, c1.c2, t0, t1);
  r.c0.c2 = triple_minus_twice(t0, c0.c2);
  r.c1.c0 = triple_plus_twice(Fp6::mul_by_xi(t1), c1.c0);
  return r;
}

}  // namespace NLB_ISA
}  // namespace nelumbo::pairing

#endif  // NELUMBO_PAIRING_TOWER_H_
