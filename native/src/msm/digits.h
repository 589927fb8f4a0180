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

// Digits window by window: digit i of window w is at values[w * stride + i], as 2 |d| + (d < 0) with
// |d| <= 2^(bits - 1). The scalar, or its negative, is the sum of d 2^(w bits).
struct DigitView {
  const std::uint16_t* values;
  std::size_t stride;
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
         std::size_t n, const std::uint64_t modulus[4], unsigned bits);

  DigitView view() const { return view_; }

 private:
  platform::Buffer memory_;
  DigitView view_;
};

// The window size in bits for n scalars whose modulus has modulus_bits, by counting products.
unsigned choose_window_bits(std::size_t n, unsigned modulus_bits);

// Windows that scalars below half a modulus of so many bits need.
unsigned window_count(unsigned modulus_bits, unsigned bits);

}  // namespace nelumbo::msm

#endif  // NELUMBO_MSM_DIGITS_H_
