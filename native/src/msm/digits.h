// Signed digits of secret scalars, and the choice of their size.
#ifndef NELUMBO_MSM_DIGITS_H_
#define NELUMBO_MSM_DIGITS_H_

#include <cstddef>
#include <cstdint>

#include "platform/buffer.h"
#include "platform/pool.h"

namespace nelumbo::msm {

inline constexpr unsigned kMinWindowBits = 2;
inline constexpr unsigned kMaxWindowBits = 15;  // a digit's size and sign share 16 bits
inline constexpr unsigned kMaxWindows = 128;

// How a scalar s is written as s_0 + s_1 e + s_2 e^2 + ... where multiplying a point by e is cheap:
// by an endomorphism, as in R. Gallant, R. Lambert, S. Vanstone, "Faster point multiplication on
// elliptic curves with efficient endomorphisms", CRYPTO 2001. One part stands for itself.
struct Split {
  unsigned parts = 1;      // 1, 2 or 4
  std::uint64_t base = 0;  // e is base^(4 / parts), and base^4 is above the modulus

  // Bits that every part of a scalar below a modulus of so many bits, or of its negative, fits in.
  constexpr unsigned part_bits(unsigned modulus_bits) const {
    return parts == 1 ? modulus_bits - 1 : 256 / parts;
  }
  friend bool operator==(const Split&, const Split&) = default;
};

// Digits window by window: digit i of a part in window w is at values[w * stride + part *
// part_stride + i], as 2 |d| + (d < 0) with |d| <= 2^(bits - 1). The part, or its negative, is the
// sum of d 2^(w bits).
struct DigitView {
  const std::uint16_t* values;
  std::size_t stride;
  std::size_t part_stride;
  Split split;
  unsigned bits;
  unsigned windows;

  NLB_INLINE std::size_t buckets() const { return std::size_t{1} << (bits - 1); }
};

// Owns the digits of n scalars; the memory is wiped at the end.
//
// A scalar above r / 2 is written as the digits of r - s with all signs turned: one bit less, and
// small negative numbers become as cheap as small positive ones. Zero digits cost nothing later, so
// zeros and small scalars, which fill most witnesses, need no class of their own.
class Digits {
 public:
  // scalars: n plain integers of four limbs, below the modulus (at most 255 bits).
  Digits(platform::WorkerPool& pool, const platform::Control& control, const std::uint64_t* scalars,
         std::size_t n, const std::uint64_t modulus[4], const Split& split, unsigned bits);

  DigitView view() const { return view_; }

 private:
  platform::Buffer memory_;
  DigitView view_;
};

// The window size in bits for n points whose scalars have at most scalar_bits bits, by counting
// additions.
unsigned choose_window_bits(std::size_t n, unsigned scalar_bits);

// Windows that scalars of at most so many bits need; the top one can take a carry.
unsigned window_count(unsigned scalar_bits, unsigned bits);

}  // namespace nelumbo::msm

#endif  // NELUMBO_MSM_DIGITS_H_
