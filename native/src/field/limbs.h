// Fixed-size arrays of 64-bit limbs, least significant first: the arithmetic under every field.
//
// Everything is constexpr and free of data-dependent branches unless its name ends in _vartime.
#ifndef NELUMBO_FIELD_LIMBS_H_
#define NELUMBO_FIELD_LIMBS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "platform/isa.h"

namespace nelumbo::field {
inline namespace NLB_ISA {

template <std::size_t N>
using Limbs = std::array<std::uint64_t, N>;

using Wide = unsigned __int128;

// Returns a + b + carry and replaces carry (0 or 1).
constexpr NLB_INLINE std::uint64_t add_carry(std::uint64_t a, std::uint64_t b,
                                             unsigned char& carry) {
#if defined(__x86_64__)
  if (!std::is_constant_evaluated()) {
    unsigned long long out;  // NOLINT: the intrinsic's type
    carry = _addcarry_u64(carry, a, b, &out);
    return out;
  }
#endif
  const Wide t = static_cast<Wide>(a) + b + carry;
  carry = static_cast<unsigned char>(t >> 64);
  return static_cast<std::uint64_t>(t);
}

// Returns a - b - borrow and replaces borrow (0 or 1).
constexpr NLB_INLINE std::uint64_t sub_borrow(std::uint64_t a, std::uint64_t b,
                                              unsigned char& borrow) {
#if defined(__x86_64__)
  if (!std::is_constant_evaluated()) {
    unsigned long long out;  // NOLINT: the intrinsic's type
    borrow = _subborrow_u64(borrow, a, b, &out);
    return out;
  }
#endif
  const Wide t = static_cast<Wide>(a) - b - borrow;
  borrow = static_cast<unsigned char>((t >> 64) & 1);
  return static_cast<std::uint64_t>(t);
}

// Returns the low word of t + a * b + carry and puts the high word into carry. Cannot overflow.
constexpr NLB_INLINE std::uint64_t mul_add(std::uint64_t t, std::uint64_t a, std::uint64_t b,
                                           std::uint64_t& carry) {
  const Wide r = static_cast<Wide>(a) * b + t + carry;
  carry = static_cast<std::uint64_t>(r >> 64);
  return static_cast<std::uint64_t>(r);
}

// Hides a mask from the optimiser, so that it cannot turn a selection back into a branch.
constexpr NLB_INLINE std::uint64_t opaque(std::uint64_t mask) {
  if (!std::is_constant_evaluated()) {
    __asm__("" : "+r"(mask));
  }
  return mask;
}

// All ones if bit is 1, zero if it is 0.
constexpr NLB_INLINE std::uint64_t mask_of(std::uint64_t bit) { return opaque(0 - bit); }

// All ones if x is zero, else zero.
constexpr NLB_INLINE std::uint64_t zero_mask(std::uint64_t x) {
  return mask_of(((~x & (x - 1)) >> 63) & 1);
}

// if_set where the mask is all ones, if_clear where it is zero.
constexpr NLB_INLINE std::uint64_t select(std::uint64_t mask, std::uint64_t if_set,
                                          std::uint64_t if_clear) {
  return if_clear ^ (mask & (if_set ^ if_clear));
}

template <std::size_t N>
constexpr NLB_INLINE Limbs<N> select(std::uint64_t mask, const Limbs<N>& if_set,
                                     const Limbs<N>& if_clear) {
  Limbs<N> r{};
#pragma GCC unroll 16
  for (std::size_t i = 0; i < N; ++i) {
    r[i] = select(mask, if_set[i], if_clear[i]);
  }
  return r;
}

// r = a + b; returns the carry out.
template <std::size_t N>
constexpr NLB_INLINE unsigned char add(Limbs<N>& r, const Limbs<N>& a, const Limbs<N>& b) {
  unsigned char carry = 0;
#pragma GCC unroll 16
  for (std::size_t i = 0; i < N; ++i) {
    r[i] = add_carry(a[i], b[i], carry);
  }
  return carry;
}

// r = a - b; returns the borrow out.
template <std::size_t N>
constexpr NLB_INLINE unsigned char sub(Limbs<N>& r, const Limbs<N>& a, const Limbs<N>& b) {
  unsigned char borrow = 0;
#pragma GCC unroll 16
  for (std::size_t i = 0; i < N; ++i) {
    r[i] = sub_borrow(a[i], b[i], borrow);
  }
  return borrow;
}

// All ones if a < b, else zero.
template <std::size_t N>
constexpr NLB_INLINE std::uint64_t less_mask(const Limbs<N>& a, const Limbs<N>& b) {
  Limbs<N> unused{};
  return mask_of(sub(unused, a, b));
}

// All ones if every limb is zero, else zero.
template <std::size_t N>
constexpr NLB_INLINE std::uint64_t zero_mask(const Limbs<N>& a) {
  std::uint64_t any = 0;
#pragma GCC unroll 16
  for (std::size_t i = 0; i < N; ++i) {
    any |= a[i];
  }
  return zero_mask(any);
}

// All ones if a equals b, else zero.
template <std::size_t N>
constexpr NLB_INLINE std::uint64_t equal_mask(const Limbs<N>& a, const Limbs<N>& b) {
  std::uint64_t any = 0;
#pragma GCC unroll 16
  for (std::size_t i = 0; i < N; ++i) {
    any |= a[i] ^ b[i];
  }
  return zero_mask(any);
}

// a / 2^bits, 0 < bits < 64.
template <std::size_t N>
constexpr Limbs<N> shift_right(const Limbs<N>& a, unsigned bits) {
  Limbs<N> r{};
  for (std::size_t i = 0; i < N; ++i) {
    r[i] = a[i] >> bits;
    if (i + 1 < N) {
      r[i] |= a[i + 1] << (64 - bits);
    }
  }
  return r;
}

// Number of significant bits of a public value.
template <std::size_t N>
constexpr unsigned bit_length_vartime(const Limbs<N>& a) {
  for (std::size_t i = N; i-- > 0;) {
    for (unsigned b = 64; b-- > 0;) {
      if ((a[i] >> b) & 1) {
        return static_cast<unsigned>(64 * i + b + 1);
      }
    }
  }
  return 0;
}

// r = a * b, all 2N limbs.
template <std::size_t N>
constexpr NLB_INLINE void mul_wide(Limbs<2 * N>& r, const Limbs<N>& a, const Limbs<N>& b) {
  std::uint64_t carry = 0;
#pragma GCC unroll 16
  for (std::size_t j = 0; j < N; ++j) {
    r[j] = mul_add(0, a[j], b[0], carry);
  }
  r[N] = carry;
#pragma GCC unroll 16
  for (std::size_t i = 1; i < N; ++i) {
    carry = 0;
#pragma GCC unroll 16
    for (std::size_t j = 0; j < N; ++j) {
      r[i + j] = mul_add(r[i + j], a[j], b[i], carry);
    }
    r[i + N] = carry;
  }
}

}  // namespace NLB_ISA
}  // namespace nelumbo::field

#endif  // NELUMBO_FIELD_LIMBS_H_
