#include "msm/digits.h"

#include <array>
#include <cmath>

#include "field/limbs.h"

namespace nelumbo::msm {
namespace {

using Scalar = field::Limbs<4>;

// Bits [at, at + bits) of x; bits beyond the top are zero.
std::uint64_t bits_at(const Scalar& x, unsigned at, unsigned bits) {
  const unsigned limb = at / 64;
  if (limb >= x.size()) {
    return 0;
  }
  const unsigned shift = at % 64;
  std::uint64_t v = x[limb] >> shift;
  if (shift + bits > 64 && limb + 1 < x.size()) {
    v |= x[limb + 1] << (64 - shift);
  }
  return v & ((std::uint64_t{1} << bits) - 1);
}

// Replaces x, of so many limbs, by the quotient of x and base, and returns the remainder. The time
// depends on x.
std::uint64_t divide_vartime(Scalar& x, std::size_t limbs, std::uint64_t base) {
  std::uint64_t rest = 0;
  for (std::size_t i = limbs; i-- > 0;) {
    const field::Wide all = (static_cast<field::Wide>(rest) << 64) | x[i];
    const auto quotient = static_cast<std::uint64_t>(all / base);
    rest = x[i] - quotient * base;
    x[i] = quotient;
  }
  return rest;
}

using Parts = std::array<Scalar, 4>;

Parts split_vartime(const Scalar& magnitude, const Split& split) {
  Parts parts{};
  if (split.parts == 1) {
    parts[0] = magnitude;
    return parts;
  }
  Scalar rest = magnitude;
  std::uint64_t digit[4];
  for (std::size_t i = 0; i < 4; ++i) {
    // Every division takes a limb away: the base is above 2^63, and the scalar below 2^255.
    digit[i] = divide_vartime(rest, 4 - i, split.base);
  }
  for (std::size_t i = 0; i < 4; ++i) {
    if (split.parts == 4) {
      parts[i][0] = digit[i];
    } else if (i % 2 == 0) {
      const field::Wide both = static_cast<field::Wide>(digit[i + 1]) * split.base + digit[i];
      parts[i / 2] = {static_cast<std::uint64_t>(both), static_cast<std::uint64_t>(both >> 64)};
    }
  }
  return parts;
}

}  // namespace

unsigned window_count(unsigned scalar_bits, unsigned bits) { return scalar_bits / bits + 1; }

unsigned choose_window_bits(std::size_t n, unsigned scalar_bits) {
  // A bucket is added twice when the buckets are folded, but its first point is not added at all.
  unsigned best = kMinWindowBits;
  double best_cost = 0;
  for (unsigned bits = kMinWindowBits; bits <= kMaxWindowBits; ++bits) {
    const double buckets = static_cast<double>(std::size_t{1} << (bits - 1));
    // A running sum is about as dear as three and a half additions.
    const double last = bits < 7 ? 3.5 * buckets : 3.5 * 2 * std::sqrt(buckets) + buckets;
    const double cost = window_count(scalar_bits, bits) * (static_cast<double>(n) + last);
    if (bits == kMinWindowBits || cost < best_cost) {
      best = bits;
      best_cost = cost;
    }
  }
  return best;
}

Digits::Digits(platform::WorkerPool& pool, const platform::Control& control,
               const std::uint64_t* scalars, std::size_t n, const std::uint64_t modulus[4],
               const Split& split, unsigned bits) {
  const Scalar r = {modulus[0], modulus[1], modulus[2], modulus[3]};
  const unsigned windows = window_count(split.part_bits(field::bit_length_vartime(r)), bits);
  const std::size_t stride = split.parts * n;
  memory_ = platform::Buffer(sizeof(std::uint16_t) * windows * stride,
                             platform::Buffer::Contents::kSecret);
  std::uint16_t* const out = memory_.as<std::uint16_t>();
  view_ = {out, stride, n, split, bits, windows};
  const Scalar half = field::shift_right(r, 1);
  constexpr std::size_t kGrain = 1024;
  parallel_for(pool, n, kGrain, control, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const Scalar s = {scalars[4 * i], scalars[4 * i + 1], scalars[4 * i + 2], scalars[4 * i + 3]};
      Scalar negated{};
      field::sub(negated, r, s);
      const std::uint64_t negative = field::less_mask(half, s);
      const Parts parts = split_vartime(field::select(negative, negated, s), split);
      for (unsigned part = 0; part < split.parts; ++part) {
        std::uint64_t carry = 0;
        for (unsigned w = 0; w < windows; ++w) {
          const std::uint64_t d = bits_at(parts[part], w * bits, bits) + carry;
          carry = d > std::uint64_t{1} << (bits - 1) ? 1 : 0;
          const std::uint64_t size = carry != 0 ? (std::uint64_t{1} << bits) - d : d;
          const std::uint64_t sign =
              (carry ^ (negative & 1)) & static_cast<std::uint64_t>(size != 0);
          out[w * stride + part * n + i] = static_cast<std::uint16_t>(2 * size + sign);
        }
      }
    }
  });
}

}  // namespace nelumbo::msm
