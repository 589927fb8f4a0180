// The blinding scalars of a Groth16 proof.
#ifndef NELUMBO_GROTH16_BLINDING_H_
#define NELUMBO_GROTH16_BLINDING_H_

#include <array>
#include <span>

#include "platform/random.h"
#include "platform/wipe.h"

namespace nelumbo::groth16 {

// Blinding scalars of one proof: uniform, secret and never used again.
template <class C>
struct Blinding {
  typename C::Scalar r;
  typename C::Scalar s;
};

// Draws r and s from the operating system, in constant time; throws platform::RandomError. C is
// curve::Bls12381 or curve::Bn254. Take the result as a secret without a second copy:
// platform::Secret<Blinding<C>> b([] { return random_blinding<C>(); }).
template <class C>
Blinding<C> random_blinding() {
  platform::Secret<std::array<std::uint8_t, 128>> bytes;
  platform::fill_random(bytes.get());
  const std::span<const std::uint8_t, 128> all(bytes.get());
  return {C::Scalar::from_wide_le(all.template first<64>()),
          C::Scalar::from_wide_le(all.template last<64>())};
}

}  // namespace nelumbo::groth16

#endif  // NELUMBO_GROTH16_BLINDING_H_
