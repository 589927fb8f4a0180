// Montgomery's constants and products for a prime given by a parameter struct (see params.h).
//
// R = 2^(64 N). Products follow the CIOS scheme; since the modulus leaves its top bit free, the
// running carry never exceeds one word (Botrel and El Housni, "Faster Montgomery multiplication and
// multi-scalar-multiplication for SNARKs", TCHES 2023, section 2).
#ifndef NELUMBO_FIELD_MONTGOMERY_H_
#define NELUMBO_FIELD_MONTGOMERY_H_

#include "field/limbs.h"

#if defined(__ADX__) && defined(__BMI2__)
#include "field/montgomery_adx.h"
#define NLB_FIELD_ADX 1
#endif

namespace nelumbo::field {
inline namespace NLB_ISA {

template <class P>
struct Montgomery {
  static constexpr std::size_t kLimbs = std::tuple_size_v<decltype(P::kModulus)>;
  using L = Limbs<kLimbs>;
  using L2 = Limbs<2 * kLimbs>;

  static constexpr const L& kModulus = P::kModulus;
  static_assert(P::kModulus[kLimbs - 1] < 0x7fffffffffffffff, "the top bit must be free");
  static_assert((P::kModulus[0] & 1) == 1, "the modulus must be odd");

  // -p^-1 mod 2^64 by Newton's iteration.
  static constexpr std::uint64_t negated_inverse() {
    std::uint64_t inverse = 1;
    for (int i = 0; i < 6; ++i) {
      inverse *= 2 - P::kModulus[0] * inverse;
    }
    return 0 - inverse;
  }
  static constexpr std::uint64_t kNegatedInverse = negated_inverse();

  // a - p if a >= p, for a < 2p.
  static constexpr NLB_INLINE void reduce_once(L& a) {
#if defined(NLB_FIELD_ADX)
    if (!std::is_constant_evaluated()) {
      reduce_once_adx<P>(a);
      return;
    }
#endif
    L t{};
    const std::uint64_t below = mask_of(sub(t, a, P::kModulus));
    a = select(below, a, t);
  }

  static constexpr NLB_INLINE void add_mod(L& r, const L& a, const L& b) {
    add(r, a, b);
    reduce_once(r);
  }

  static constexpr NLB_INLINE void sub_mod(L& r, const L& a, const L& b) {
    const std::uint64_t below = mask_of(sub(r, a, b));
    L correction{};
#pragma GCC unroll 16
    for (std::size_t i = 0; i < kLimbs; ++i) {
      correction[i] = P::kModulus[i] & below;
    }
    add(r, r, correction);
  }

  // 2^exponent mod p.
  static constexpr L power_of_two(unsigned exponent) {
    L r{};
    r[0] = 1;
    for (unsigned i = 0; i < exponent; ++i) {
      add_mod(r, r, r);
    }
    return r;
  }
  static constexpr L kR = power_of_two(64 * kLimbs);
  static constexpr L kR2 = power_of_two(128 * kLimbs);
  static constexpr L kR3 = power_of_two(192 * kLimbs);

  // r = a b / R mod p, below p. Needs a < p; b may be any value of N limbs.
  static constexpr NLB_INLINE void mul(L& r, const L& a, const L& b) {
    L t{};
#if defined(NLB_FIELD_ADX)
    if (!std::is_constant_evaluated()) {
      montgomery_product_adx<P>(t, a, b, kNegatedInverse);
      reduce_once(t);
      r = t;
      return;
    }
#endif
#pragma GCC unroll 16
    for (std::size_t i = 0; i < kLimbs; ++i) {
      std::uint64_t high = 0;
      std::uint64_t carry = 0;
      const std::uint64_t t0 = mul_add(t[0], a[0], b[i], high);
      const std::uint64_t m = t0 * kNegatedInverse;
      mul_add(t0, m, P::kModulus[0], carry);
#pragma GCC unroll 16
      for (std::size_t j = 1; j < kLimbs; ++j) {
        const std::uint64_t tj = mul_add(t[j], a[j], b[i], high);
        t[j - 1] = mul_add(tj, m, P::kModulus[j], carry);
      }
      t[kLimbs - 1] = high + carry;
    }
    reduce_once(t);
    r = t;
  }

  // r = t / R mod p, below p. Needs t < p R.
  static NLB_INLINE void reduce_wide(L& r, L2 t) {
    unsigned char top = 0;
#pragma GCC unroll 16
    for (std::size_t i = 0; i < kLimbs; ++i) {
      const std::uint64_t m = t[i] * kNegatedInverse;
      std::uint64_t carry = 0;
      mul_add(t[i], m, P::kModulus[0], carry);
#pragma GCC unroll 16
      for (std::size_t j = 1; j < kLimbs; ++j) {
        t[i + j] = mul_add(t[i + j], m, P::kModulus[j], carry);
      }
      t[i + kLimbs] = add_carry(t[i + kLimbs], carry, top);
    }
#pragma GCC unroll 16
    for (std::size_t i = 0; i < kLimbs; ++i) {
      r[i] = t[i + kLimbs];
    }
    reduce_once(r);
  }
};

}  // namespace NLB_ISA
}  // namespace nelumbo::field

#endif  // NELUMBO_FIELD_MONTGOMERY_H_
