// Flags in the top bits of the first byte of an encoded point.
//
// BLS12-381's prime leaves three bits, which Zcash uses (Zcash protocol specification 5.4.9.2);
// BN254's leaves two, which gnark uses (gnark-crypto, ecc/bn254/marshal.go).
#ifndef NELUMBO_CURVE_FLAGS_H_
#define NELUMBO_CURVE_FLAGS_H_

#include <cstdint>

namespace nelumbo::curve {

struct EncodingFlags {
  std::uint8_t mask;
  std::uint8_t smaller_y;              // compressed
  std::uint8_t larger_y;               // compressed
  std::uint8_t infinity;               // compressed
  std::uint8_t uncompressed_infinity;  // a finite uncompressed point has no flag
};

inline constexpr EncodingFlags kThreeBitFlags = {0xe0, 0x80, 0xa0, 0xc0, 0x40};
inline constexpr EncodingFlags kTwoBitFlags = {0xc0, 0x80, 0xc0, 0x40, 0x00};

}  // namespace nelumbo::curve

#endif  // NELUMBO_CURVE_FLAGS_H_
