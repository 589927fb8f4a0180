// Reading, writing and comparing bytes.
#ifndef NELUMBO_PLATFORM_BYTES_H_
#define NELUMBO_PLATFORM_BYTES_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace nelumbo::platform {

static_assert(std::endian::native == std::endian::little, "little-endian machines only");

using ByteView = std::span<const std::uint8_t>;
template <std::size_t N>
using Bytes = std::array<std::uint8_t, N>;

// Integers of fixed width at an unaligned place.
inline std::uint32_t load_le32(const std::uint8_t* in) {
  std::uint32_t x;
  std::memcpy(&x, in, sizeof(x));
  return x;
}
inline std::uint64_t load_le64(const std::uint8_t* in) {
  std::uint64_t x;
  std::memcpy(&x, in, sizeof(x));
  return x;
}
inline std::uint64_t load_be64(const std::uint8_t* in) { return __builtin_bswap64(load_le64(in)); }
inline void store_le32(std::uint8_t* out, std::uint32_t x) { std::memcpy(out, &x, sizeof(x)); }
inline void store_le64(std::uint8_t* out, std::uint64_t x) { std::memcpy(out, &x, sizeof(x)); }
inline void store_be32(std::uint8_t* out, std::uint32_t x) {
  store_le32(out, __builtin_bswap32(x));
}
inline void store_be64(std::uint8_t* out, std::uint64_t x) {
  store_le64(out, __builtin_bswap64(x));
}

// The integer's bytes, most significant first.
inline Bytes<4> be32(std::uint32_t x) {
  Bytes<4> out;
  store_be32(out.data(), x);
  return out;
}
inline Bytes<8> be64(std::uint64_t x) {
  Bytes<8> out;
  store_be64(out.data(), x);
  return out;
}

// All ones if n bytes are equal, else zero, in a time that depends on n only.
inline std::uint64_t equal_mask(const std::uint8_t* a, const std::uint8_t* b, std::size_t n) {
  std::uint32_t difference = 0;
  for (std::size_t i = 0; i < n; ++i) {
    difference |= static_cast<std::uint32_t>(a[i] ^ b[i]);
  }
  __asm__("" : "+r"(difference));
  return 0 - static_cast<std::uint64_t>((difference - 1) >> 31);
}

}  // namespace nelumbo::platform

#endif  // NELUMBO_PLATFORM_BYTES_H_
