// F[u] / (u^2 + 1) over a prime field with p = 3 mod 4: the field Fp2 of both pairing curves.
#ifndef NELUMBO_FIELD_QUADRATIC_H_
#define NELUMBO_FIELD_QUADRATIC_H_

#include "field/prime_field.h"

namespace nelumbo::field {
inline namespace NLB_ISA {

// c0 + c1 u. The interface is the one of PrimeField; the same rule on branches holds.
template <class F>
struct Quadratic {
  using Base = F;
  using M = Montgomery<typename F::Params>;
  using L2 = typename F::L2;
  static_assert((F::kModulus[0] & 3) == 3, "-1 must be a non-residue");
  static constexpr std::size_t kBytes = 2 * F::kBytes;

  F c0;
  F c1;

  static constexpr Quadratic zero() { return {}; }
  static constexpr Quadratic one() { return {F::one(), F::zero()}; }
  static constexpr Quadratic from_hex(const char* c0, const char* c1) {
    return {F::from_hex(c0), F::from_hex(c1)};
  }

  friend constexpr NLB_INLINE Quadratic operator+(const Quadratic& a, const Quadratic& b) {
    return {a.c0 + b.c0, a.c1 + b.c1};
  }
  friend constexpr NLB_INLINE Quadratic operator-(const Quadratic& a, const Quadratic& b) {
    return {a.c0 - b.c0, a.c1 - b.c1};
  }
  constexpr NLB_INLINE Quadratic operator-() const { return {-c0, -c1}; }
  constexpr NLB_INLINE Quadratic doubled() const { return {c0.doubled(), c1.doubled()}; }
  constexpr NLB_INLINE Quadratic conjugate() const { return {c0, -c1}; }
  friend constexpr NLB_INLINE Quadratic operator*(const Quadratic& a, const Quadratic& b) {
    Quadratic r;
    product(r, a, b);
    return r;
  }
  friend constexpr NLB_INLINE Quadratic operator*(const Quadratic& a, const F& b) {
    return {a.c0 * b, a.c1 * b};
  }
  constexpr NLB_INLINE Quadratic& operator+=(const Quadratic& b) { return *this = *this + b; }
  constexpr NLB_INLINE Quadratic& operator-=(const Quadratic& b) { return *this = *this - b; }
  constexpr NLB_INLINE Quadratic& operator*=(const Quadratic& b) { return *this = *this * b; }

  // (c0 + c1)(c0 - c1) + 2 c0 c1 u.
  constexpr Quadratic square() const {
    const F t = c0 * c1;
    return {(c0 + c1) * (c0 - c1), t.doubled()};
  }

  // c0^2 + c1^2, the norm to F.
  constexpr F norm() const { return c0.square() + c1.square(); }

  constexpr NLB_INLINE std::uint64_t is_zero_mask() const {
    return c0.is_zero_mask() & c1.is_zero_mask();
  }
  constexpr NLB_INLINE std::uint64_t equal_mask(const Quadratic& b) const {
    return c0.equal_mask(b.c0) & c1.equal_mask(b.c1);
  }
  constexpr NLB_INLINE bool is_zero() const { return is_zero_mask() != 0; }
  friend constexpr NLB_INLINE bool operator==(const Quadratic& a, const Quadratic& b) {
    return a.equal_mask(b) != 0;
  }

  static constexpr NLB_INLINE Quadratic select(std::uint64_t mask, const Quadratic& if_set,
                                               const Quadratic& if_clear) {
    return {F::select(mask, if_set.c0, if_clear.c0), F::select(mask, if_set.c1, if_clear.c1)};
  }
  constexpr NLB_INLINE Quadratic negated_if(std::uint64_t mask) const {
    return {c0.negated_if(mask), c1.negated_if(mask)};
  }

  // All ones if this is the larger of x and -x in Zcash's order: c1 decides, then c0.
  constexpr std::uint64_t is_large_mask() const {
    return c1.is_large_mask() | (c1.is_zero_mask() & c0.is_large_mask());
  }

  // x^-1; zero for zero.
  Quadratic inverse() const {
    const F n = norm().inverse();
    return {c0 * n, -(c1 * n)};
  }
  Quadratic inverse_vartime() const {
    const F n = norm().inverse_vartime();
    return {c0 * n, -(c1 * n)};
  }

  // Puts a square root of x into out and returns true, or returns false if there is none.
  //
  // With s = sqrt(norm) and d = (c0 + s) / 2, one power w = d^((p-3)/4) gives both sqrt(+-d) and
  // its inverse, so that two exponentiations are enough.
  bool sqrt_vartime(Quadratic& out) const {
    constexpr typename F::L kExponent = shift_right(F::kModulus, 2);  // (p - 3) / 4
    const F n = norm();
    const F s = n.pow_vartime(kExponent) * n;
    F d = halve(c0 + s);
    if (d.is_zero()) {
      d = halve(c0 - s);
    }
    const F w = d.pow_vartime(kExponent);
    const F root = d * w;
    const F other = halve(c1 * w);
    out = root.square() == d ? Quadratic{root, other} : Quadratic{-other, root};
    return out.square() == *this;
  }

 private:
  static constexpr F halve(const F& x) {
    constexpr F kHalf = F::half();
    return x * kHalf;
  }

  // Karatsuba's product on double-length values with two reductions instead of three.
  static constexpr __attribute__((noinline)) void product(Quadratic& r, const Quadratic& a,
                                                          const Quadratic& b) {
#if defined(NLB_FIELD_ADX)
    if constexpr (F::kLimbs == 4) {
      if (!std::is_constant_evaluated()) {
        product_adx(r, a, b);
        return;
      }
    }
#endif
    typename F::L a_sum{};
    typename F::L b_sum{};
    add(a_sum, a.c0.montgomery(), a.c1.montgomery());
    add(b_sum, b.c0.montgomery(), b.c1.montgomery());
    // Filled by mul_wide; clearing them first would cost a third of the product.
    L2 low;
    L2 high;
    L2 cross;
    mul_wide(cross, a_sum, b_sum);
    mul_wide(low, a.c0.montgomery(), b.c0.montgomery());
    mul_wide(high, a.c1.montgomery(), b.c1.montgomery());
    sub(cross, cross, low);
    sub(cross, cross, high);
    subtract_lifted(low, high);
    typename F::L t{};
    M::reduce_wide(t, low);
    r.c0 = F::from_montgomery(t);
    M::reduce_wide(t, cross);
    r.c1 = F::from_montgomery(t);
  }

#if defined(NLB_FIELD_ADX)
  // Karatsuba's product on reduced values, for four limbs: without double-length functions of its
  // own, three fast products beat two reductions. The sums stay below 2 p, which the product allows.
  static NLB_INLINE void product_adx(Quadratic& r, const Quadratic& a, const Quadratic& b) {
    static_assert(F::kModulus[F::kLimbs - 1] >> 62 == 0, "4 p must be below R");
    typename F::L a_sum{};
    typename F::L b_sum{};
    typename F::L cross{};
    add(a_sum, a.c0.montgomery(), a.c1.montgomery());
    add(b_sum, b.c0.montgomery(), b.c1.montgomery());
    M::mul(cross, a_sum, b_sum);
    const F low = a.c0 * b.c0;
    const F high = a.c1 * b.c1;
    r.c1 = F::from_montgomery(cross) - low - high;
    r.c0 = low - high;
  }
#endif

  // a = a - b, plus p R if that is below zero.
  static constexpr NLB_INLINE void subtract_lifted(L2& a, const L2& b) {
    const std::uint64_t below = mask_of(sub(a, a, b));
    unsigned char carry = 0;
#pragma GCC unroll 16
    for (std::size_t i = 0; i < F::kLimbs; ++i) {
      a[F::kLimbs + i] = add_carry(a[F::kLimbs + i], F::kModulus[i] & below, carry);
    }
  }
};

using Bls12381Fp2 = Quadratic<Bls12381Fp>;
using Bn254Fp2 = Quadratic<Bn254Fp>;

}  // namespace NLB_ISA
}  // namespace nelumbo::field

#endif  // NELUMBO_FIELD_QUADRATIC_H_
