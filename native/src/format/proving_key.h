// The proving key file of docs/protocol/keys.md 8 and 9, mapped and used in place.
#ifndef NELUMBO_FORMAT_PROVING_KEY_H_
#define NELUMBO_FORMAT_PROVING_KEY_H_

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "curve/bls12_381.h"
#include "curve/bn254.h"
#include "ntt/domain.h"
#include "platform/buffer.h"
#include "platform/mapped_file.h"

namespace nelumbo::format {

inline constexpr std::size_t kProvingKeyHeaderBytes = 192;
inline constexpr std::size_t kSectionEntryBytes = 32;
inline constexpr std::uint32_t kProvingKeySections = 13;
inline constexpr std::uint32_t kFlagUnsafeDev = 1;

// Kinds of sections, which stand in the file in this order.
enum class Section : std::uint32_t {
  kAlphaG1 = 1,
  kBetaG1,
  kDeltaG1,
  kBetaG2,
  kDeltaG2,
  kA,
  kB1,
  kK,
  kZ,
  kB2,
  kInfinityA,
  kInfinityB,
  kVerifyingKey,
};

// The numbers of the header.
struct ProvingKeyHeader {
  std::uint32_t curve;
  std::uint64_t domain_size;
  std::uint64_t wires;          // the one-wire counted
  std::uint64_t public_inputs;  // the one-wire not counted
  std::uint64_t constraints;
  std::array<std::uint8_t, 32> fingerprint;
  std::array<std::uint8_t, 32> verifying_key_hash;
  std::uint32_t flags;
};

// A checked key file with what every proof needs of it. Immutable: threads may share it.
class ProvingKey {
 public:
  // Maps and checks the file at path (UTF-8). Returns NLB_OK with a key in `out`, or a status with
  // a message that names the field. Points of the long sections are covered by the digest only.
  static std::int32_t open(const std::string& path, std::unique_ptr<ProvingKey>& out);

  const ProvingKeyHeader& header() const { return header_; }
  std::uint64_t file_bytes() const { return file_.bytes().size(); }
  std::span<const std::uint8_t> verifying_key() const { return section(Section::kVerifyingKey); }

  // Elements of a section of points; C is the key's curve (header().curve).
  template <class C>
  std::span<const curve::Affine<typename C::G1>> g1(Section s) const {
    return points<typename C::G1>(s);
  }
  template <class C>
  std::span<const curve::Affine<typename C::G2>> g2(Section s) const {
    return points<typename C::G2>(s);
  }

  // The wire of each point of A, and of B1 and B2.
  std::span<const std::uint32_t> wires_of_a() const {
    return {wires_.as<std::uint32_t>(), count_a_};
  }
  std::span<const std::uint32_t> wires_of_b() const {
    return {wires_.as<std::uint32_t>() + count_a_, count_b_};
  }
  const ntt::DomainTables& domain() const { return *tables_; }

 private:
  ProvingKey() = default;

  std::int32_t read_header();
  std::int32_t check_digest() const;
  std::int32_t read_sections();
  std::int32_t check_gaps() const;
  std::int32_t check_counts() const;
  std::int32_t check_curve_and_derive();
  template <class C>
  std::int32_t check_points() const;
  template <class C>
  std::int32_t check_verifying_key() const;
  template <class C>
  void derive();

  template <class G>
  std::span<const curve::Affine<G>> points(Section s) const {
    const std::span<const std::uint8_t> bytes = section(s);
    return {reinterpret_cast<const curve::Affine<G>*>(bytes.data()),
            bytes.size() / sizeof(curve::Affine<G>)};
  }

  std::span<const std::uint8_t> section(Section s) const {
    return sections_[static_cast<std::size_t>(s) - 1];
  }

  platform::MappedFile file_;
  ProvingKeyHeader header_{};
  std::array<std::span<const std::uint8_t>, kProvingKeySections> sections_;
  platform::Buffer wires_;
  std::size_t count_a_ = 0;
  std::size_t count_b_ = 0;
  std::shared_ptr<const void> domain_;  // of the curve's scalar field; owns tables_
  const ntt::DomainTables* tables_ = nullptr;
};

}  // namespace nelumbo::format

#endif  // NELUMBO_FORMAT_PROVING_KEY_H_
