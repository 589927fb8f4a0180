// Encodings of points: big-endian coordinates, for Fp2 the u coefficient first, and flags in the top
// bits of the first byte (curve/flags.h). For BLS12-381 it is Zcash's (Zcash protocol specification
// 5.4.9.2; zkcrypto's "Notes on serialization"), for both curves it is gnark's.
#ifndef NELUMBO_CURVE_ENCODING_H_
#define NELUMBO_CURVE_ENCODING_H_

#include <algorithm>
#include <span>

#include "curve/flags.h"
#include "curve/point.h"
#include "field/quadratic.h"

namespace nelumbo::curve {

// Why bytes are not a point.
enum class Decoding {
  kOk,
  kBadFlags,      // flags that do not fit the form, or infinity with other bits set
  kNotCanonical,  // a coordinate is p or more
  kNotOnCurve,
  kNotInSubgroup,
};

// What the result means, for messages: "not on the curve".
constexpr const char* describe(Decoding d) {
  switch (d) {
    case Decoding::kOk:
      return "ok";
    case Decoding::kBadFlags:
      return "has wrong flag bits";
    case Decoding::kNotCanonical:
      return "has a coordinate that is not canonical";
    case Decoding::kNotOnCurve:
      return "is not on the curve";
    case Decoding::kNotInSubgroup:
      return "is not in the prime-order subgroup";
  }
  return "unknown";
}

inline namespace NLB_ISA {

// Lengths of the two forms.
template <class C>
inline constexpr std::size_t kCompressedBytes = C::Field::kBytes;
template <class C>
inline constexpr std::size_t kUncompressedBytes = 2 * C::Field::kBytes;

namespace detail {

// The first byte is taken without its flags.
template <class P>
bool coordinate_from_bytes(const std::uint8_t* in, field::PrimeField<P>& out) {
  using F = field::PrimeField<P>;
  std::array<std::uint8_t, F::kBytes> bytes;
  std::copy_n(in, F::kBytes, bytes.begin());
  return F::from_bytes_be(bytes, out);
}

template <class F>
bool coordinate_from_bytes(const std::uint8_t* in, field::Quadratic<F>& out) {
  const bool c1 = coordinate_from_bytes(in, out.c1);
  const bool c0 = coordinate_from_bytes(in + F::kBytes, out.c0);
  return c1 && c0;
}

// c0 before c1.
template <class P>
bool bare_coordinate(const std::uint8_t* in, field::PrimeField<P>& out) {
  return coordinate_from_bytes(in, out);
}
template <class F>
bool bare_coordinate(const std::uint8_t* in, field::Quadratic<F>& out) {
  const bool c0 = coordinate_from_bytes(in, out.c0);
  const bool c1 = coordinate_from_bytes(in + F::kBytes, out.c1);
  return c0 && c1;
}

template <class P>
void coordinate_to_bytes(std::uint8_t* out, const field::PrimeField<P>& x) {
  using F = field::PrimeField<P>;
  x.to_bytes_be(std::span<std::uint8_t, F::kBytes>(out, F::kBytes));
}

template <class F>
void coordinate_to_bytes(std::uint8_t* out, const field::Quadratic<F>& x) {
  coordinate_to_bytes(out, x.c1);
  coordinate_to_bytes(out + F::kBytes, x.c0);
}

// True if the first byte is exactly `first` and all others are zero.
inline bool is_padding(std::span<const std::uint8_t> in, std::uint8_t first) {
  return in[0] == first &&
         std::all_of(in.begin() + 1, in.end(), [](std::uint8_t b) { return b == 0; });
}

}  // namespace detail

// Decodes the compressed form, flags, canonicity and curve checked, the subgroup not.
template <class C>
Decoding decode_compressed_unchecked_vartime(std::span<const std::uint8_t, kCompressedBytes<C>> in,
                                             Affine<C>& out) {
  constexpr EncodingFlags kFlags = C::kFlags;
  out = Affine<C>::infinity();
  const std::uint8_t flags = in[0] & kFlags.mask;
  if (flags == kFlags.infinity) {
    return detail::is_padding(in, kFlags.infinity) ? Decoding::kOk : Decoding::kBadFlags;
  }
  if (flags != kFlags.smaller_y && flags != kFlags.larger_y) {
    return Decoding::kBadFlags;
  }
  std::array<std::uint8_t, kCompressedBytes<C>> bytes;
  std::copy(in.begin(), in.end(), bytes.begin());
  bytes[0] &= static_cast<std::uint8_t>(~kFlags.mask);
  typename C::Field x;
  if (!detail::coordinate_from_bytes(bytes.data(), x)) {
    return Decoding::kNotCanonical;
  }
  typename C::Field y;
  if (!(x.square() * x + C::kB).sqrt_vartime(y)) {
    return Decoding::kNotOnCurve;
  }
  const bool want_larger = flags == kFlags.larger_y;
  const bool is_larger = y.is_large_mask() != 0;
  // b is no cube's negative in the subgroup's curve, but a y of zero must not hide two encodings.
  if (want_larger && y.is_zero()) {
    return Decoding::kBadFlags;
  }
  out = {x, want_larger == is_larger ? y : -y};
  return Decoding::kOk;
}

// Decodes the uncompressed form, flags, canonicity and curve checked, the subgroup not.
template <class C>
Decoding decode_uncompressed_unchecked_vartime(
    std::span<const std::uint8_t, kUncompressedBytes<C>> in, Affine<C>& out) {
  constexpr EncodingFlags kFlags = C::kFlags;
  out = Affine<C>::infinity();
  if (detail::is_padding(in, kFlags.uncompressed_infinity)) {
    return Decoding::kOk;
  }
  if ((in[0] & kFlags.mask) != 0) {
    return Decoding::kBadFlags;
  }
  Affine<C> p;
  if (!detail::coordinate_from_bytes(in.data(), p.x) ||
      !detail::coordinate_from_bytes(in.data() + kCompressedBytes<C>, p.y)) {
    return Decoding::kNotCanonical;
  }
  if (p.is_infinity() || !p.is_on_curve()) {
    return Decoding::kNotOnCurve;
  }
  out = p;
  return Decoding::kOk;
}

namespace detail {

template <class C>
Decoding check_subgroup(Decoding result, Affine<C>& out) {
  if (result == Decoding::kOk && !C::is_in_subgroup_vartime(out)) {
    out = Affine<C>::infinity();
    return Decoding::kNotInSubgroup;
  }
  return result;
}

}  // namespace detail

// Decode with every check. On anything but kOk, out is infinity. Infinity itself is kOk.
template <class C>
Decoding decode_compressed_vartime(std::span<const std::uint8_t, kCompressedBytes<C>> in,
                                   Affine<C>& out) {
  return detail::check_subgroup(decode_compressed_unchecked_vartime<C>(in, out), out);
}
template <class C>
Decoding decode_uncompressed_vartime(std::span<const std::uint8_t, kUncompressedBytes<C>> in,
                                     Affine<C>& out) {
  return detail::check_subgroup(decode_uncompressed_unchecked_vartime<C>(in, out), out);
}

// Decodes bare big-endian coordinates x, y (for Fp2 c0 before c1, without flags) with every check.
template <class C>
Decoding decode_affine_vartime(std::span<const std::uint8_t, kUncompressedBytes<C>> in,
                               Affine<C>& out) {
  out = Affine<C>::infinity();
  Affine<C> p;
  if (!detail::bare_coordinate(in.data(), p.x) ||
      !detail::bare_coordinate(in.data() + kCompressedBytes<C>, p.y)) {
    return Decoding::kNotCanonical;
  }
  if (!p.is_on_curve()) {
    return Decoding::kNotOnCurve;
  }
  out = p;
  return detail::check_subgroup(Decoding::kOk, out);
}

// Encodings of a point of the curve.
template <class C>
void encode_compressed(const Affine<C>& p, std::span<std::uint8_t, kCompressedBytes<C>> out) {
  const std::uint64_t infinite = p.is_infinity_mask();
  detail::coordinate_to_bytes(out.data(), p.x);
  const auto flag =
      field::select(infinite, C::kFlags.infinity,
                    field::select(p.y.is_large_mask(), C::kFlags.larger_y, C::kFlags.smaller_y));
  out[0] = static_cast<std::uint8_t>(out[0] | flag);
}
template <class C>
void encode_uncompressed(const Affine<C>& p, std::span<std::uint8_t, kUncompressedBytes<C>> out) {
  detail::coordinate_to_bytes(out.data(), p.x);
  detail::coordinate_to_bytes(out.data() + kCompressedBytes<C>, p.y);
  out[0] =
      static_cast<std::uint8_t>(out[0] | (C::kFlags.uncompressed_infinity & p.is_infinity_mask()));
}

}  // namespace NLB_ISA
}  // namespace nelumbo::curve

#endif  // NELUMBO_CURVE_ENCODING_H_
