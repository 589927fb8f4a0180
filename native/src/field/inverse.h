// Modular inversion by the optimised binary GCD of T. Pornin, "Optimized Binary GCD for Modular
// Inversion", IACR ePrint 2020/972: 31 steps at a time on 64-bit approximations.
#ifndef NELUMBO_FIELD_INVERSE_H_
#define NELUMBO_FIELD_INVERSE_H_

#include "field/montgomery.h"

namespace nelumbo::field {
inline namespace NLB_ISA {

// Inverse of a value modulo P's prime.
template <class P>
class BinaryGcd {
  using M = Montgomery<P>;
  static constexpr std::size_t N = M::kLimbs;
  using L = Limbs<N>;
  static constexpr unsigned kInner = 31;
  static constexpr unsigned kOuter =
      (2 * bit_length_vartime(P::kModulus) - 1 + kInner - 1) / kInner;

  // Signed coefficients of one run of inner steps: a' = (a f0 + b g0) / 2^31, b' with f1, g1.
  struct Matrix {
    std::int64_t f0, g0, f1, g1;
  };

 public:
  // y^-1 mod p, or zero for y = 0; y < p. With kVartime the loop ends as soon as it may: the time
  // then depends on y.
  template <bool kVartime>
  static L inverse(const L& y) {
    L a = y;
    L b = P::kModulus;
    L u{1};
    L v{};
    for (unsigned i = 0; i < kOuter; ++i) {
      Matrix m = inner_steps(a, b);
      update_values(a, b, m);
      update_cofactors(u, v, m);
      if constexpr (kVartime) {
        if (zero_mask(a) != 0) {
          break;
        }
      }
    }
    return v;
  }

 private:
  // The 64 bits of the pair (high, middle) that follow its first `zeros` bits, zeros < 64.
  static NLB_INLINE std::uint64_t top_bits(std::uint64_t high, std::uint64_t middle,
                                           std::uint64_t zeros) {
    return (high << zeros) | ((middle >> 1) >> (63 - zeros));
  }

  // The low 31 bits of `low` below the high 33 bits of `top`.
  static NLB_INLINE std::uint64_t approximate(std::uint64_t low, std::uint64_t top) {
    return (low & ((std::uint64_t{1} << kInner) - 1)) | (top >> kInner << kInner);
  }

  static NLB_INLINE Matrix inner_steps(const L& a, const L& b) {
    // Find the highest limb where a or b is not zero, without branching on it.
    std::uint64_t a_high = a[1], b_high = b[1], a_middle = a[0], b_middle = b[0];
#pragma GCC unroll 16
    for (std::size_t i = 2; i < N; ++i) {
      const std::uint64_t empty = zero_mask(a[i] | b[i]);
      a_high = select(empty, a_high, a[i]);
      b_high = select(empty, b_high, b[i]);
      a_middle = select(empty, a_middle, a[i - 1]);
      b_middle = select(empty, b_middle, b[i - 1]);
    }
    const std::uint64_t joint = a_high | b_high;
    const auto shift = static_cast<std::uint64_t>(__builtin_clzll(joint | 1));
    const std::uint64_t exact = zero_mask(joint);  // only the lowest limbs are left
    std::uint64_t x = select(exact, a[0], approximate(a[0], top_bits(a_high, a_middle, shift)));
    std::uint64_t y = select(exact, b[0], approximate(b[0], top_bits(b_high, b_middle, shift)));

    Matrix m{1, 0, 0, 1};
#pragma GCC unroll 1
    for (unsigned i = 0; i < kInner; ++i) {
      step(x, y, m);
    }
    return m;
  }

  static NLB_INLINE void step(std::uint64_t& x, std::uint64_t& y, Matrix& m) {
    const std::uint64_t odd = mask_of(x & 1);
    const std::uint64_t swap = odd & mask_of(static_cast<std::uint64_t>(x < y));
    swap_if(swap, x, y);
    swap_if(swap, m.f0, m.f1);
    swap_if(swap, m.g0, m.g1);
    x -= y & odd;
    m.f0 -= m.f1 & static_cast<std::int64_t>(odd);
    m.g0 -= m.g1 & static_cast<std::int64_t>(odd);
    x >>= 1;
    m.f1 *= 2;
    m.g1 *= 2;
  }

  template <class T>
  static NLB_INLINE void swap_if(std::uint64_t mask, T& x, T& y) {
    const T d = (x ^ y) & static_cast<T>(mask);
    x ^= d;
    y ^= d;
  }

  // The N + 1 limbs of x f + y g in two's complement; |f| + |g| <= 2^31.
  static NLB_INLINE Limbs<N + 1> combine(const L& x, const L& y, std::int64_t f, std::int64_t g) {
    const std::uint64_t f_sign = static_cast<std::uint64_t>(f >> 63);
    const std::uint64_t g_sign = static_cast<std::uint64_t>(g >> 63);
    const std::uint64_t f_abs = (static_cast<std::uint64_t>(f) ^ f_sign) - f_sign;
    const std::uint64_t g_abs = (static_cast<std::uint64_t>(g) ^ g_sign) - g_sign;
    Limbs<N + 1> r{};
    Wide carry = (f_sign & f_abs) + static_cast<Wide>(g_sign & g_abs);
    // -x f = (~x + 1) f modulo 2^(64 (N + 1)); the extension limb of ~x is all ones.
#pragma GCC unroll 16
    for (std::size_t i = 0; i < N; ++i) {
      const Wide t = static_cast<Wide>(x[i] ^ f_sign) * f_abs + (carry & ~std::uint64_t{0});
      const Wide s = static_cast<Wide>(y[i] ^ g_sign) * g_abs + static_cast<std::uint64_t>(t);
      r[i] = static_cast<std::uint64_t>(s);
      carry = (carry >> 64) + (t >> 64) + (s >> 64);
    }
    r[N] = f_sign * f_abs + g_sign * g_abs + static_cast<std::uint64_t>(carry);
    return r;
  }

  // |x| of a two's complement value; all ones in `negative` if it was below zero.
  static NLB_INLINE Limbs<N + 1> absolute(const Limbs<N + 1>& x, std::uint64_t& negative) {
    negative = mask_of(x[N] >> 63);
    Limbs<N + 1> r{};
    unsigned char carry = static_cast<unsigned char>(negative & 1);
#pragma GCC unroll 16
    for (std::size_t i = 0; i <= N; ++i) {
      r[i] = add_carry(x[i] ^ negative, 0, carry);
    }
    return r;
  }

  static NLB_INLINE L shift_inner(const Limbs<N + 1>& x) {
    L r{};
#pragma GCC unroll 16
    for (std::size_t i = 0; i < N; ++i) {
      r[i] = (x[i] >> kInner) | (x[i + 1] << (64 - kInner));
    }
    return r;
  }

  static NLB_INLINE void negate_if(std::uint64_t mask, std::int64_t& f) {
    const auto m = static_cast<std::int64_t>(mask);
    f = (f ^ m) - m;
  }

  // (a, b) = (|a f0 + b g0|, |a f1 + b g1|) / 2^31, exactly; signs move into the matrix.
  static NLB_INLINE void update_values(L& a, L& b, Matrix& m) {
    std::uint64_t a_negative = 0, b_negative = 0;
    const Limbs<N + 1> x = absolute(combine(a, b, m.f0, m.g0), a_negative);
    const Limbs<N + 1> y = absolute(combine(a, b, m.f1, m.g1), b_negative);
    a = shift_inner(x);
    b = shift_inner(y);
    negate_if(a_negative, m.f0);
    negate_if(a_negative, m.g0);
    negate_if(b_negative, m.f1);
    negate_if(b_negative, m.g1);
  }

  // (u, v) = (u f0 + v g0, u f1 + v g1) / 2^31 mod p.
  static NLB_INLINE void update_cofactors(L& u, L& v, const Matrix& m) {
    const L x = divide_inner(combine(u, v, m.f0, m.g0));
    v = divide_inner(combine(u, v, m.f1, m.g1));
    u = x;
  }

  // t / 2^31 mod p for |t| < 2^31 p.
  static NLB_INLINE L divide_inner(Limbs<N + 1> t) {
    const std::uint64_t q = (t[0] * M::kNegatedInverse) & ((std::uint64_t{1} << kInner) - 1);
    std::uint64_t carry = 0;
#pragma GCC unroll 16
    for (std::size_t i = 0; i < N; ++i) {
      t[i] = mul_add(t[i], q, P::kModulus[i], carry);
    }
    t[N] += carry;
    // Now -p < t / 2^31 < 2p.
    const std::uint64_t negative = mask_of(t[N] >> 63);
    L r = shift_inner(t);
    L lifted{};
    add(lifted, r, P::kModulus);
    L lowered = r;
    M::reduce_once(lowered);
    return select(negative, lifted, lowered);
  }
};

}  // namespace NLB_ISA
}  // namespace nelumbo::field

#endif  // NELUMBO_FIELD_INVERSE_H_
