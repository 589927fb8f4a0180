#include "msm/digits.h"

#include <array>

#include "field/limbs.h"

namespace nelumbo::msm {
namespace {

using Scalar = field::Limbs<4>;

// Bits [at, at + bits) of x; bits beyond the top are zero.
std::uint64_t bits_at(const Scalar& x, unsigned at, unsigned bits) {
  const unsigned limb = at / 64;
  const unsigned shift = at % 64;
  std::uint64_t v = x[limb] >> shift;
  if (shift + bits > 64 && limb + 1 < x.size()) {
    v |= x[limb + 1] << (64 - shift);
  }
  return v & ((std::uint64_t{1} << bits) - 1);
}

}  // namespace

unsigned window_count(unsigned modulus_bits, unsigned bits) {
  // |scalar| has modulus_bits - 1 bits, and the top window must be able to take a carry.
  return (modulus_bits - 1) / bits + 1;
}

unsigned choose_window_bits(std::size_t n, unsigned modulus_bits) {
  // Products: six for an affine addition, about 23 for the two additions of a bucket.
  constexpr double kAddition = 6.3;
  constexpr double kBucket = 23;
  unsigned best = kMinWindowBits;
  double best_cost = 0;
  for (unsigned bits = kMinWindowBits; bits <= kMaxWindowBits; ++bits) {
    const double buckets = static_cast<double>(std::size_t{1} << (bits - 1));
    const double cost =
        window_count(modulus_bits, bits) * (kAddition * static_cast<double>(n) + kBucket * buckets);
    if (bits == kMinWindowBits || cost < best_cost) {
      best = bits;
      best_cost = cost;
    }
  }
  return best;
}

Digits::Digits(platform::WorkerPool& pool, const platform::Control& control,
               const std::uint64_t* scalars, std::size_t n, const std::uint64_t modulus[4],
               unsigned bits) {
  const Scalar r = {modulus[0], modulus[1], modulus[2], modulus[3]};
  const unsigned windows = window_count(field::bit_length_vartime(r), bits);
  memory_ =
      platform::Buffer(sizeof(std::uint16_t) * windows * n, platform::Buffer::Contents::kSecret);
  std::uint16_t* const out = memory_.as<std::uint16_t>();
  view_ = {out, n, bits, windows};
  const Scalar half = field::shift_right(r, 1);
  constexpr std::size_t kGrain = 1024;
  parallel_for(pool, n, kGrain, control, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const Scalar s = {scalars[4 * i], scalars[4 * i + 1], scalars[4 * i + 2], scalars[4 * i + 3]};
      Scalar negated{};
      field::sub(negated, r, s);
      const std::uint64_t negative = field::less_mask(half, s);
      const Scalar magnitude = field::select(negative, negated, s);
      std::uint64_t carry = 0;
      for (unsigned w = 0; w < windows; ++w) {
        const std::uint64_t d = bits_at(magnitude, w * bits, bits) + carry;
        carry = d > std::uint64_t{1} << (bits - 1) ? 1 : 0;
        const std::uint64_t size = carry != 0 ? (std::uint64_t{1} << bits) - d : d;
        const std::uint64_t sign = (carry ^ (negative & 1)) & static_cast<std::uint64_t>(size != 0);
        out[w * n + i] = static_cast<std::uint16_t>(2 * size + sign);
      }
    }
  });
}

}  // namespace nelumbo::msm
