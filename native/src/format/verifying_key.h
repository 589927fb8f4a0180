// Verifying key bytes and the rules under which they are accepted (docs/protocol/keys.md 6 and 7).
#ifndef NELUMBO_FORMAT_VERIFYING_KEY_H_
#define NELUMBO_FORMAT_VERIFYING_KEY_H_

#include <cstring>
#include <span>
#include <vector>

#include "format/point_reader.h"

namespace nelumbo::format {

inline constexpr std::size_t kVerifyingKeyHeaderBytes = 16;
inline constexpr std::uint32_t kMaxPublicInputs = 4096;

// A little-endian integer.
inline std::uint32_t load_u32(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at]) | static_cast<std::uint32_t>(bytes[at + 1]) << 8 |
         static_cast<std::uint32_t>(bytes[at + 2]) << 16 |
         static_cast<std::uint32_t>(bytes[at + 3]) << 24;
}

// The number of public inputs in the header of bytes that a loader has accepted.
inline std::uint32_t verifying_key_inputs(std::span<const std::uint8_t> bytes) {
  return load_u32(bytes, 12);
}

// The curve that bytes of any origin name, or 0 if they are too short to name one.
inline std::uint32_t verifying_key_curve(std::span<const std::uint8_t> bytes) {
  return bytes.size() < kVerifyingKeyHeaderBytes ? 0 : load_u32(bytes, 8);
}

inline namespace NLB_ISA {

// Where the parts of a key over the curve C stand in its bytes.
template <class C>
struct VerifyingKeyLayout {
  static constexpr std::size_t kG1 = curve::kCompressedBytes<typename C::G1>;
  static constexpr std::size_t kG2 = curve::kCompressedBytes<typename C::G2>;
  static constexpr std::size_t kAlpha = kVerifyingKeyHeaderBytes;
  static constexpr std::size_t kBeta = kAlpha + kG1;
  static constexpr std::size_t kGamma = kBeta + kG2;
  static constexpr std::size_t kDelta = kGamma + kG2;
  static constexpr std::size_t kIc = kDelta + kG2;

  // Length of a key for n public inputs.
  static constexpr std::size_t bytes(std::size_t n) { return kIc + kG1 * (n + 1); }
};

// A Groth16 verifying key over the curve C that passed every rule.
template <class C>
struct VerifyingKey {
  using G1Affine = curve::Affine<typename C::G1>;
  using G2Affine = curve::Affine<typename C::G2>;
  G1Affine alpha;
  G2Affine beta;
  G2Affine gamma;
  G2Affine delta;
  std::vector<G1Affine> ic;  // public inputs + 1
};

namespace detail {

template <class C>
KeyProblem check_header(std::span<const std::uint8_t> bytes) {
  using At = VerifyingKeyLayout<C>;
  if (bytes.size() < At::bytes(1)) {
    return {"length", 0, "is too short for a verifying key"};
  }
  if (std::memcmp(bytes.data(), "NLBVKEY1", 8) != 0) {
    return {"magic", 0, "is not NLBVKEY1"};
  }
  if (verifying_key_curve(bytes) != C::kId) {
    return {"curve", 0, "is not 1 (BLS12-381) or 2 (BN254)"};
  }
  const std::uint32_t n = verifying_key_inputs(bytes);
  if (n < 1 || n > kMaxPublicInputs) {
    return {"number of public inputs", 0, "is not between 1 and 4096"};
  }
  if (bytes.size() != At::bytes(n)) {
    return {"length", 0, "does not fit the number of public inputs"};
  }
  return {};
}

// A key whose ratio of gamma and delta is known, or whose beta or delta has a known exponent, lets
// anyone forge: such keys come from setups that left their second phase out. The generator as gamma
// is allowed, since every key of snarkjs has it.
template <class C>
KeyProblem check_exponents(const VerifyingKey<C>& key) {
  const auto same = [](const auto& p, const auto& q) { return p == q || p == -q; };
  if (same(key.gamma, key.delta)) {
    return {"gamma_g2", 0, "equals delta_g2 or its negative: anyone can forge proofs for this key"};
  }
  if (same(key.delta, C::G2::generator())) {
    return {"delta_g2", 0, "is the generator or its negative: the setup was never completed"};
  }
  if (same(key.beta, C::G2::generator())) {
    return {"beta_g2", 0, "is the generator or its negative: the setup was never completed"};
  }
  if (same(key.alpha, C::G1::generator())) {
    return {"alpha_g1", 0, "is the generator or its negative: the setup was never completed"};
  }
  return {};
}

}  // namespace detail

// Reads a key; on a problem `key` is unspecified. Work is bounded by the length of the bytes.
template <class C>
KeyProblem read_verifying_key(std::span<const std::uint8_t> bytes, VerifyingKey<C>& key) {
  using G1 = typename C::G1;
  using G2 = typename C::G2;
  const KeyProblem header = detail::check_header<C>(bytes);
  if (header.found()) {
    return header;
  }
  const std::uint32_t n = verifying_key_inputs(bytes);
  PointReader in(bytes.subspan(kVerifyingKeyHeaderBytes), PointForm::kCompressed);
  key.alpha = in.point<G1>("alpha_g1", 0);
  key.beta = in.point<G2>("beta_g2", 0);
  key.gamma = in.point<G2>("gamma_g2", 0);
  key.delta = in.point<G2>("delta_g2", 0);
  if (const KeyProblem problem = detail::check_exponents(key); problem.found()) {
    in.refuse(problem.field, problem.index, problem.what);
  }
  key.ic.resize(n + 1);
  for (std::uint32_t i = 0; i <= n && !in.problem().found(); ++i) {
    key.ic[i] = in.point<G1>("IC", i);
  }
  return in.problem();
}

// The bytes of a key, without checks.
template <class C>
std::vector<std::uint8_t> write_verifying_key(const VerifyingKey<C>& key) {
  std::vector<std::uint8_t> out(VerifyingKeyLayout<C>::bytes(key.ic.size() - 1));
  std::memcpy(out.data(), "NLBVKEY1", 8);
  out[8] = C::kId;
  for (unsigned i = 0; i < 4; ++i) {
    out[12 + i] = static_cast<std::uint8_t>((key.ic.size() - 1) >> (8 * i));
  }
  std::span<std::uint8_t> rest = std::span(out).subspan(kVerifyingKeyHeaderBytes);
  const auto put = [&rest]<class G>(const curve::Affine<G>& p) {
    constexpr std::size_t kSize = curve::kCompressedBytes<G>;
    curve::encode_compressed<G>(p, rest.first<kSize>());
    rest = rest.subspan(kSize);
  };
  put(key.alpha);
  put(key.beta);
  put(key.gamma);
  put(key.delta);
  for (const auto& p : key.ic) {
    put(p);
  }
  return out;
}

}  // namespace NLB_ISA
}  // namespace nelumbo::format

#endif  // NELUMBO_FORMAT_VERIFYING_KEY_H_
