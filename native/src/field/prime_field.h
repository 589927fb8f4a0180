// Elements of a prime field in Montgomery form.
//
// An element is N little-endian 64-bit limbs of x R mod p with R = 2^(64 N), always below p: the
// same bytes as gnark-crypto's elements. No operation branches or indexes on a value, except those
// whose name ends in _vartime.
#ifndef NELUMBO_FIELD_PRIME_FIELD_H_
#define NELUMBO_FIELD_PRIME_FIELD_H_

#include <span>

#include "field/inverse.h"
#include "field/montgomery.h"
#include "field/params.h"

namespace nelumbo::field {
inline namespace NLB_ISA {

template <class P>
class PrimeField {
  using M = Montgomery<P>;

 public:
  using Params = P;
  static constexpr std::size_t kLimbs = M::kLimbs;
  // Length of the canonical encoding.
  static constexpr std::size_t kBytes = 8 * kLimbs;
  static constexpr unsigned kBits = bit_length_vartime(P::kModulus);
  using L = Limbs<kLimbs>;
  using L2 = Limbs<2 * kLimbs>;
  static constexpr const L& kModulus = P::kModulus;

  // Zero.
  constexpr PrimeField() : limbs_{} {}

  static constexpr PrimeField zero() { return PrimeField(); }
  static constexpr PrimeField one() { return from_montgomery(M::kR); }

  static constexpr PrimeField from_u64(std::uint64_t x) {
    L l{};
    l[0] = x;
    return from_limbs(l);
  }

  // The element that the 64 N bit integer `x` is congruent to; x may be p or more.
  static constexpr PrimeField from_limbs(const L& x) {
    PrimeField r;
    M::mul(r.limbs_, M::kR2, x);
    return r;
  }

  // The element whose Montgomery limbs are `x`, which must be below p (not checked).
  static constexpr PrimeField from_montgomery(const L& x) {
    PrimeField r;
    r.limbs_ = x;
    return r;
  }

  // A constant given as big-endian hexadecimal digits. Not for input: digits are not checked.
  static constexpr PrimeField from_hex(const char* digits) {
    L x{};
    for (; *digits != 0; ++digits) {
      const auto digit =
          static_cast<std::uint64_t>(*digits <= '9' ? *digits - '0' : *digits - 'a' + 10);
      for (std::size_t i = kLimbs; i-- > 0;) {
        x[i] = (x[i] << 4) | (i > 0 ? x[i - 1] >> 60 : digit);
      }
    }
    return from_limbs(x);
  }

  constexpr const L& montgomery() const { return limbs_; }

  // The canonical integer, below p.
  constexpr L to_limbs() const {
    L one_limb{};
    one_limb[0] = 1;
    L r{};
    M::mul(r, limbs_, one_limb);
    return r;
  }

  // Decodes a canonical integer. Returns false, leaving out zero, if it is p or more.
  static constexpr bool from_bytes_le(std::span<const std::uint8_t, kBytes> in, PrimeField& out) {
    return from_integer(load_le(in), out);
  }
  static constexpr bool from_bytes_be(std::span<const std::uint8_t, kBytes> in, PrimeField& out) {
    return from_integer(load_be(in), out);
  }

  constexpr void to_bytes_le(std::span<std::uint8_t, kBytes> out) const {
    const L x = to_limbs();
    for (std::size_t i = 0; i < kBytes; ++i) {
      out[i] = static_cast<std::uint8_t>(x[i / 8] >> (8 * (i % 8)));
    }
  }
  constexpr void to_bytes_be(std::span<std::uint8_t, kBytes> out) const {
    const L x = to_limbs();
    for (std::size_t i = 0; i < kBytes; ++i) {
      out[kBytes - 1 - i] = static_cast<std::uint8_t>(x[i / 8] >> (8 * (i % 8)));
    }
  }

  // The 512-bit little-endian integer modulo p: for hashes and for uniform random elements.
  static constexpr PrimeField from_wide_le(std::span<const std::uint8_t, 64> in) {
    L low{};
    L high{};
    for (std::size_t i = 0; i < 64; ++i) {
      L& half = i < kBytes ? low : high;
      half[(i % kBytes) / 8] |= static_cast<std::uint64_t>(in[i]) << (8 * (i % 8));
    }
    PrimeField l;
    PrimeField h;
    M::mul(l.limbs_, M::kR2, low);
    M::mul(h.limbs_, M::kR3, high);
    return l + h;
  }

  friend constexpr NLB_INLINE PrimeField operator+(const PrimeField& a, const PrimeField& b) {
    PrimeField r;
    M::add_mod(r.limbs_, a.limbs_, b.limbs_);
    return r;
  }
  friend constexpr NLB_INLINE PrimeField operator-(const PrimeField& a, const PrimeField& b) {
    PrimeField r;
    M::sub_mod(r.limbs_, a.limbs_, b.limbs_);
    return r;
  }
  friend constexpr NLB_INLINE PrimeField operator*(const PrimeField& a, const PrimeField& b) {
    PrimeField r;
    if constexpr (kLimbs > 4) {
      product(r, a, b);
    } else {
      M::mul(r.limbs_, a.limbs_, b.limbs_);
    }
    return r;
  }
  constexpr NLB_INLINE PrimeField operator-() const { return PrimeField() - *this; }
  constexpr NLB_INLINE PrimeField& operator+=(const PrimeField& b) { return *this = *this + b; }
  constexpr NLB_INLINE PrimeField& operator-=(const PrimeField& b) { return *this = *this - b; }
  constexpr NLB_INLINE PrimeField& operator*=(const PrimeField& b) { return *this = *this * b; }

  constexpr NLB_INLINE PrimeField doubled() const { return *this + *this; }
  constexpr NLB_INLINE PrimeField square() const { return *this * *this; }

  // All ones if the condition holds, else zero.
  constexpr NLB_INLINE std::uint64_t is_zero_mask() const { return zero_mask(limbs_); }
  constexpr NLB_INLINE std::uint64_t equal_mask(const PrimeField& b) const {
    return field::equal_mask(limbs_, b.limbs_);
  }

  // Compares in constant time; what the caller does with the answer is the caller's.
  constexpr NLB_INLINE bool is_zero() const { return is_zero_mask() != 0; }
  friend constexpr NLB_INLINE bool operator==(const PrimeField& a, const PrimeField& b) {
    return a.equal_mask(b) != 0;
  }

  // if_set where the mask is all ones, if_clear where it is zero.
  static constexpr NLB_INLINE PrimeField select(std::uint64_t mask, const PrimeField& if_set,
                                                const PrimeField& if_clear) {
    return from_montgomery(field::select(mask, if_set.limbs_, if_clear.limbs_));
  }

  // -x where the mask is all ones, x where it is zero.
  constexpr NLB_INLINE PrimeField negated_if(std::uint64_t mask) const {
    return select(mask, -*this, *this);
  }

  // 1 if the canonical integer is odd, else 0.
  constexpr std::uint64_t parity() const { return to_limbs()[0] & 1; }

  // All ones if the canonical integer is above (p - 1) / 2, else zero.
  constexpr std::uint64_t is_large_mask() const {
    constexpr L kHalf = shift_right(P::kModulus, 1);
    return less_mask(kHalf, to_limbs());
  }

  // x^-1; zero for zero.
  PrimeField inverse() const { return from_inverse(BinaryGcd<P>::template inverse<false>(limbs_)); }
  // The same, in a time that depends on x.
  PrimeField inverse_vartime() const {
    return from_inverse(BinaryGcd<P>::template inverse<true>(limbs_));
  }

  // x^e. The time depends on the exponent, not on x.
  template <std::size_t N>
  constexpr PrimeField pow_vartime(const Limbs<N>& exponent) const {
    PrimeField table[16] = {one(), *this};
    for (std::size_t i = 2; i < 16; ++i) {
      table[i] = table[i - 1] * *this;
    }
    const unsigned windows = (bit_length_vartime(exponent) + 3) / 4;
    PrimeField r = one();
    for (unsigned w = windows; w-- > 0;) {
      if (w + 1 != windows) {
        r = r.square().square().square().square();
      }
      const unsigned digit = static_cast<unsigned>(exponent[w / 16] >> (4 * (w % 16))) & 15;
      if (digit != 0) {
        r *= table[digit];
      }
    }
    return r;
  }
  constexpr PrimeField pow_vartime(std::uint64_t exponent) const {
    return pow_vartime(Limbs<1>{exponent});
  }

  // Exponent of two in p - 1.
  static constexpr unsigned two_adicity() {
    L x = P::kModulus;
    x[0] -= 1;
    unsigned s = 0;
    while ((x[s / 64] >> (s % 64) & 1) == 0) {
      ++s;
    }
    return s;
  }
  static constexpr unsigned kTwoAdicity = two_adicity();

  // 1 / 2.
  static constexpr PrimeField half() {
    L x = shift_right(P::kModulus, 1);
    add(x, x, L{1});
    return from_limbs(x);
  }

  // A primitive 2^kTwoAdicity-th root of unity: kNonResidue^((p - 1) / 2^kTwoAdicity).
  static constexpr PrimeField root_of_unity() {
    return from_u64(P::kNonResidue).pow_vartime(odd_part());
  }

  // Puts a square root of x into out and returns true, or returns false if there is none. Which of
  // the two roots comes out is not specified.
  bool sqrt_vartime(PrimeField& out) const {
    if constexpr (kTwoAdicity == 1) {
      constexpr L kExponent = quarter_exponent();
      out = pow_vartime(kExponent);
      return out.square() == *this;
    } else {
      return tonelli_shanks_vartime(out);
    }
  }

 private:
  static constexpr L load_le(std::span<const std::uint8_t, kBytes> in) {
    L x{};
    for (std::size_t i = 0; i < kBytes; ++i) {
      x[i / 8] |= static_cast<std::uint64_t>(in[i]) << (8 * (i % 8));
    }
    return x;
  }
  static constexpr L load_be(std::span<const std::uint8_t, kBytes> in) {
    L x{};
    for (std::size_t i = 0; i < kBytes; ++i) {
      x[i / 8] |= static_cast<std::uint64_t>(in[kBytes - 1 - i]) << (8 * (i % 8));
    }
    return x;
  }

  static constexpr bool from_integer(const L& x, PrimeField& out) {
    const std::uint64_t canonical = less_mask(x, P::kModulus);
    out = select(canonical, from_limbs(x), PrimeField());
    return canonical != 0;
  }

  // A call instead of two kilobytes of code at every product of six limbs.
  static constexpr __attribute__((noinline)) void product(PrimeField& r, const PrimeField& a,
                                                          const PrimeField& b) {
    M::mul(r.limbs_, a.limbs_, b.limbs_);
  }

  // From (x R)^-1 to x^-1 R.
  static PrimeField from_inverse(const L& y) {
    PrimeField r;
    M::mul(r.limbs_, M::kR3, y);
    return r;
  }

  // (p - 1) / 2^kTwoAdicity.
  static constexpr L odd_part() { return shift_right(P::kModulus, two_adicity()); }

  // (p + 1) / 4, for p = 3 mod 4.
  static constexpr L quarter_exponent() {
    L x = shift_right(P::kModulus, 2);
    add(x, x, L{1});
    return x;
  }

  bool tonelli_shanks_vartime(PrimeField& out) const {
    constexpr L kExponent = shift_right(odd_part(), 1);
    static constexpr PrimeField kRoot = root_of_unity();
    const PrimeField w = pow_vartime(kExponent);
    PrimeField x = *this * w;  // x^2 = *this * b
    PrimeField b = x * w;
    PrimeField z = kRoot;
    unsigned order = kTwoAdicity;
    while (!(b == one()) && !b.is_zero()) {
      unsigned k = 0;
      for (PrimeField t = b; !(t == one()); t = t.square()) {
        if (++k == order) {
          return false;
        }
      }
      for (unsigned i = k + 1; i < order; ++i) {
        z = z.square();
      }
      x *= z;
      z = z.square();
      b *= z;
      order = k;
    }
    out = x;
    return true;
  }

  L limbs_;
};

using Bls12381Fr = PrimeField<Bls12381FrParams>;
using Bls12381Fp = PrimeField<Bls12381FpParams>;
using JubjubFq = Bls12381Fr;
using JubjubFs = PrimeField<JubjubFsParams>;
using Bn254Fr = PrimeField<Bn254FrParams>;
using Bn254Fp = PrimeField<Bn254FpParams>;

static_assert(sizeof(Bls12381Fr) == 32 && std::is_trivially_copyable_v<Bls12381Fr>);
static_assert(sizeof(Bls12381Fp) == 48 && std::is_standard_layout_v<Bls12381Fp>);

}  // namespace NLB_ISA
}  // namespace nelumbo::field

#endif  // NELUMBO_FIELD_PRIME_FIELD_H_
