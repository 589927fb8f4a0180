// Verifying key bytes and the rules under which they are accepted (docs/protocol/keys.md 6 and 7).
#ifndef NELUMBO_FORMAT_VERIFYING_KEY_H_
#define NELUMBO_FORMAT_VERIFYING_KEY_H_

#include <cstring>
#include <span>
#include <vector>

#include "curve/encoding.h"

namespace nelumbo::format {

inline constexpr std::size_t kVerifyingKeyHeaderBytes = 16;
inline constexpr std::uint32_t kCurveBls12381 = 1;
inline constexpr std::uint32_t kMaxPublicInputs = 4096;

// Why key bytes were refused: the field, its index where it is an array, and what is wrong.
struct KeyProblem {
  const char* field = nullptr;  // null: nothing is wrong
  std::uint32_t index = 0;
  const char* what = "";

  bool found() const { return field != nullptr; }
};

// Length of a key for n public inputs.
constexpr std::size_t verifying_key_bytes(std::size_t n) {
  return kVerifyingKeyHeaderBytes + 48 + 3 * 96 + 48 * (n + 1);
}

// The number of public inputs in the header of bytes that a loader has accepted.
inline std::uint32_t verifying_key_inputs(std::span<const std::uint8_t> bytes) {
  return static_cast<std::uint32_t>(bytes[12]) | static_cast<std::uint32_t>(bytes[13]) << 8 |
         static_cast<std::uint32_t>(bytes[14]) << 16 | static_cast<std::uint32_t>(bytes[15]) << 24;
}

inline namespace NLB_ISA {

// A Groth16 verifying key over BLS12-381 that passed every rule.
struct VerifyingKey {
  curve::G1Affine alpha;
  curve::G2Affine beta;
  curve::G2Affine gamma;
  curve::G2Affine delta;
  std::vector<curve::G1Affine> ic;  // public inputs + 1
};

namespace detail {

// Reads points one after the other and remembers the first problem.
class KeyReader {
 public:
  explicit KeyReader(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  template <class C>
  curve::Affine<C> point(const char* field, std::uint32_t index) {
    constexpr std::size_t kSize = curve::kCompressedBytes<C>;
    curve::Affine<C> p;
    const auto result = curve::decode_compressed_vartime<C>(rest_.first<kSize>(), p);
    rest_ = rest_.subspan(kSize);
    if (result != curve::Decoding::kOk) {
      refuse(field, index, curve::describe(result));
    } else if (p.is_infinity()) {
      refuse(field, index, "is the point at infinity");
    }
    return p;
  }

  void refuse(const char* field, std::uint32_t index, const char* what) {
    if (!problem_.found()) {
      problem_ = {field, index, what};
    }
  }

  const KeyProblem& problem() const { return problem_; }

 private:
  std::span<const std::uint8_t> rest_;
  KeyProblem problem_;
};

inline KeyProblem check_header(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < verifying_key_bytes(1)) {
    return {"length", 0, "is too short for a verifying key"};
  }
  if (std::memcmp(bytes.data(), "NLBVKEY1", 8) != 0) {
    return {"magic", 0, "is not NLBVKEY1"};
  }
  if (bytes[8] != kCurveBls12381 || bytes[9] != 0 || bytes[10] != 0 || bytes[11] != 0) {
    return {"curve", 0, "is not 1 (BLS12-381)"};
  }
  const std::uint32_t n = verifying_key_inputs(bytes);
  if (n < 1 || n > kMaxPublicInputs) {
    return {"number of public inputs", 0, "is not between 1 and 4096"};
  }
  if (bytes.size() != verifying_key_bytes(n)) {
    return {"length", 0, "does not fit the number of public inputs"};
  }
  return {};
}

}  // namespace detail

// Reads a key; on a problem `key` is unspecified. Work is bounded by the length of the bytes.
inline KeyProblem read_verifying_key(std::span<const std::uint8_t> bytes, VerifyingKey& key) {
  using curve::Bls12381G1;
  using curve::Bls12381G2;
  const KeyProblem header = detail::check_header(bytes);
  if (header.found()) {
    return header;
  }
  const std::uint32_t n = verifying_key_inputs(bytes);
  detail::KeyReader in(bytes.subspan(kVerifyingKeyHeaderBytes));
  key.alpha = in.point<Bls12381G1>("alpha_g1", 0);
  key.beta = in.point<Bls12381G2>("beta_g2", 0);
  key.gamma = in.point<Bls12381G2>("gamma_g2", 0);
  key.delta = in.point<Bls12381G2>("delta_g2", 0);
  if (key.gamma == key.delta) {
    in.refuse("gamma_g2", 0, "equals delta_g2");
  }
  key.ic.resize(n + 1);
  for (std::uint32_t i = 0; i <= n && !in.problem().found(); ++i) {
    key.ic[i] = in.point<Bls12381G1>("IC", i);
  }
  return in.problem();
}

// The bytes of a key, without checks.
inline std::vector<std::uint8_t> write_verifying_key(const VerifyingKey& key) {
  using curve::Bls12381G1;
  using curve::Bls12381G2;
  std::vector<std::uint8_t> out(verifying_key_bytes(key.ic.size() - 1));
  std::memcpy(out.data(), "NLBVKEY1", 8);
  out[8] = kCurveBls12381;
  for (unsigned i = 0; i < 4; ++i) {
    out[12 + i] = static_cast<std::uint8_t>((key.ic.size() - 1) >> (8 * i));
  }
  std::span<std::uint8_t> rest = std::span(out).subspan(kVerifyingKeyHeaderBytes);
  const auto put = [&rest]<class C>(const curve::Affine<C>& p) {
    constexpr std::size_t kSize = curve::kCompressedBytes<C>;
    curve::encode_compressed<C>(p, rest.first<kSize>());
    rest = rest.subspan(kSize);
  };
  put(key.alpha);
  put(key.beta);
  put(key.gamma);
  put(key.delta);
  for (const curve::G1Affine& p : key.ic) {
    put(p);
  }
  return out;
}

}  // namespace NLB_ISA
}  // namespace nelumbo::format

#endif  // NELUMBO_FORMAT_VERIFYING_KEY_H_
