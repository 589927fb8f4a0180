// Decoding of the operands of EIP-2537's test vectors: 64-byte big-endian field elements.
#ifndef NELUMBO_TEST_EIP2537_H_
#define NELUMBO_TEST_EIP2537_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "curve/bls12_381.h"

namespace nelumbo::test {

using Bytes = std::vector<std::uint8_t>;

inline bool read_eip(std::span<const std::uint8_t> in, field::Bls12381Fp& out) {
  std::array<std::uint8_t, 48> bytes;
  std::copy(in.begin() + 16, in.begin() + 64, bytes.begin());
  return std::all_of(in.begin(), in.begin() + 16, [](std::uint8_t b) { return b == 0; }) &&
         field::Bls12381Fp::from_bytes_be(bytes, out);
}
inline bool read_eip(std::span<const std::uint8_t> in, field::Bls12381Fp2& out) {
  return read_eip(in, out.c0) && read_eip(in.subspan(64), out.c1);
}

template <class C>
inline constexpr std::size_t kEipPointBytes = sizeof(typename C::Field) / 48 * 128;

// A point of the curve, or nothing; the subgroup is checked on request.
template <class C>
std::optional<curve::Affine<C>> read_eip_point(std::span<const std::uint8_t> in, bool subgroup) {
  curve::Affine<C> p;
  if (!read_eip(in, p.x) || !read_eip(in.subspan(kEipPointBytes<C> / 2), p.y) || !p.is_on_curve()) {
    return std::nullopt;
  }
  if (subgroup && !C::is_in_subgroup_vartime(p)) {
    return std::nullopt;
  }
  return p;
}

inline void write_eip(Bytes& out, const field::Bls12381Fp& x) {
  std::array<std::uint8_t, 48> bytes;
  x.to_bytes_be(bytes);
  out.insert(out.end(), 16, 0);
  out.insert(out.end(), bytes.begin(), bytes.end());
}
inline void write_eip(Bytes& out, const field::Bls12381Fp2& x) {
  write_eip(out, x.c0);
  write_eip(out, x.c1);
}
template <class C>
Bytes write_eip_point(const curve::Affine<C>& p) {
  Bytes out;
  write_eip(out, p.x);
  write_eip(out, p.y);
  return out;
}

// A big-endian scalar of 32 bytes, not reduced: EIP-2537 takes any.
inline field::Limbs<4> read_eip_scalar(std::span<const std::uint8_t> in) {
  field::Limbs<4> k{};
  for (std::size_t i = 0; i < 32; ++i) {
    k[(31 - i) / 8] |= static_cast<std::uint64_t>(in[i]) << (8 * ((31 - i) % 8));
  }
  return k;
}

}  // namespace nelumbo::test

#endif  // NELUMBO_TEST_EIP2537_H_
