#include "format/proving_key.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "curve/encoding.h"
#include "format/verifying_key.h"
#include "hash/sha256.h"
#include "nelumbo/nelumbo.h"
#include "platform/error.h"

namespace nelumbo::format {
namespace {

using platform::set_error;

constexpr char kMagic[] = "NLBPKEY1";
constexpr std::uint64_t kAlignment = 64;
constexpr unsigned kMaxLogDomain = 26;
constexpr std::uint64_t kMaxWires = std::uint64_t{1} << 30;

enum class Element { kG1, kG2, kByte };

struct SectionRule {
  const char* name;
  Element element;
};
constexpr SectionRule kRules[kProvingKeySections] = {{"alpha_g1", Element::kG1},
                                                     {"beta_g1", Element::kG1},
                                                     {"delta_g1", Element::kG1},
                                                     {"beta_g2", Element::kG2},
                                                     {"delta_g2", Element::kG2},
                                                     {"A", Element::kG1},
                                                     {"B1", Element::kG1},
                                                     {"K", Element::kG1},
                                                     {"Z", Element::kG1},
                                                     {"B2", Element::kG2},
                                                     {"infinity of A", Element::kByte},
                                                     {"infinity of B", Element::kByte},
                                                     {"verifying key", Element::kByte}};

// The size of an element in a key over a curve that read_header has accepted.
std::uint64_t element_bytes(std::uint32_t curve, Element element) {
  const bool bls = curve == curve::Bls12381::kId;
  switch (element) {
    case Element::kG1:
      return bls ? sizeof(curve::Affine<curve::Bls12381G1>) : sizeof(curve::Affine<curve::Bn254G1>);
    case Element::kG2:
      return bls ? sizeof(curve::Affine<curve::Bls12381G2>) : sizeof(curve::Affine<curve::Bn254G2>);
    case Element::kByte:
      return 1;
  }
  return 1;
}

// Little-endian integers of the mapped bytes, whatever their alignment.
template <class T>
T load(std::span<const std::uint8_t> bytes, std::size_t at) {
  static_assert(std::endian::native == std::endian::little, "key files are used in place");
  T x;
  std::memcpy(&x, bytes.data() + at, sizeof(T));
  return x;
}

template <class... Values>
std::int32_t bad(const char* format, Values... values) {
  return set_error(NLB_BAD_KEY, format, values...);
}

bool all_zero(std::span<const std::uint8_t> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b == 0; });
}

std::uint64_t count_clear_bits(std::span<const std::uint8_t> bitmap, std::uint64_t bits) {
  std::uint64_t set = 0;
  for (const std::uint8_t b : bitmap) {
    set += static_cast<std::uint64_t>(std::popcount(b));
  }
  return bits - set;
}

template <class P>
bool is_canonical(const field::PrimeField<P>& x) {
  return field::less_mask(x.montgomery(), P::kModulus) != 0;
}
template <class F>
bool is_canonical(const field::Quadratic<F>& x) {
  return is_canonical(x.c0) && is_canonical(x.c1);
}

template <class C>
std::int32_t check_point(const curve::Affine<C>& p, const char* name) {
  if (!is_canonical(p.x) || !is_canonical(p.y)) {
    return bad("proving key: %s has a coordinate that is not below p; make the key again", name);
  }
  if (p.is_infinity()) {
    return bad("proving key: %s is the point at infinity; make the key again", name);
  }
  if (!p.is_on_curve()) {
    return bad("proving key: %s is not on the curve; make the key again", name);
  }
  return NLB_OK;
}

// Whether the compressed point at `at` of the verifying key is p.
template <class C>
bool holds_point(std::span<const std::uint8_t> bytes, std::size_t at, const curve::Affine<C>& p) {
  std::array<std::uint8_t, curve::kCompressedBytes<C>> expected;
  curve::encode_compressed<C>(p, expected);
  return std::equal(expected.begin(), expected.end(), bytes.begin() + static_cast<long>(at));
}

}  // namespace

std::int32_t ProvingKey::open(const std::string& path, std::unique_ptr<ProvingKey>& out) {
  std::unique_ptr<ProvingKey> key(new ProvingKey());
  if (const char* reason = platform::MappedFile::open(path, key->file_)) {
    return bad("proving key file %s: %s", path.c_str(), reason);
  }
  // In this order: each step relies on those before it.
  std::int32_t status = key->read_header();
  status = status != NLB_OK ? status : key->read_sections();
  for (const auto check :
       {&ProvingKey::check_counts, &ProvingKey::check_gaps, &ProvingKey::check_digest}) {
    status = status != NLB_OK ? status : ((*key).*check)();
  }
  status = status != NLB_OK ? status : key->check_curve_and_derive();
  if (status == NLB_OK) {
    out = std::move(key);
  }
  return status;
}

std::int32_t ProvingKey::check_curve_and_derive() {
  const auto run = [this]<class C>(C) {
    std::int32_t status = check_points<C>();
    status = status != NLB_OK ? status : check_verifying_key<C>();
    if (status == NLB_OK) {
      derive<C>();
    }
    return status;
  };
  return header_.curve == curve::Bls12381::kId ? run(curve::Bls12381()) : run(curve::Bn254());
}

std::int32_t ProvingKey::read_header() {
  const std::span<const std::uint8_t> f = file_.bytes();
  if (f.size() < kProvingKeyHeaderBytes + kProvingKeySections * kSectionEntryBytes) {
    return bad("proving key: the file of %zu bytes is shorter than its header", f.size());
  }
  if (std::memcmp(f.data(), kMagic, 8) != 0) {
    return bad("proving key: magic is not %s; this is no proving key file", kMagic);
  }
  if (const auto version = load<std::uint32_t>(f, 8); version != 1) {
    return bad("proving key: version is %u, this library reads 1; make the key again", version);
  }
  ProvingKeyHeader& h = header_;
  h.curve = load<std::uint32_t>(f, 12);
  h.domain_size = load<std::uint64_t>(f, 16);
  h.wires = load<std::uint64_t>(f, 24);
  h.public_inputs = load<std::uint64_t>(f, 32);
  h.constraints = load<std::uint64_t>(f, 40);
  std::copy_n(f.data() + 48, 32, h.fingerprint.begin());
  std::copy_n(f.data() + 80, 32, h.verifying_key_hash.begin());
  h.flags = load<std::uint32_t>(f, 112);
  if (h.curve != NLB_CURVE_BLS12_381 && h.curve != NLB_CURVE_BN254) {
    return bad("proving key: curve %u is unknown; 1 is BLS12-381, 2 is BN254", h.curve);
  }
  if (!std::has_single_bit(h.domain_size) || h.domain_size < 2 ||
      h.domain_size > std::uint64_t{1} << kMaxLogDomain) {
    return bad("proving key: domain size %llu is not a power of two from 2 to 2^%u",
               static_cast<unsigned long long>(h.domain_size), kMaxLogDomain);
  }
  if (h.wires == 0 || h.wires > kMaxWires) {
    return bad("proving key: %llu wires are not 1 to 2^30",
               static_cast<unsigned long long>(h.wires));
  }
  if (h.public_inputs == 0 || h.public_inputs > kMaxPublicInputs || h.public_inputs >= h.wires) {
    return bad("proving key: public inputs %llu are not 1 to 4096 or not below the wires",
               static_cast<unsigned long long>(h.public_inputs));
  }
  if (h.constraints == 0 || h.constraints > h.domain_size) {
    return bad("proving key: %llu constraints do not fit the domain",
               static_cast<unsigned long long>(h.constraints));
  }
  if ((h.flags & ~kFlagUnsafeDev) != 0) {
    return bad("proving key: flags 0x%x hold unknown bits", h.flags);
  }
  if (const auto count = load<std::uint32_t>(f, 116); count != kProvingKeySections) {
    return bad("proving key: number of sections is %u, not 13", count);
  }
  if (const auto size = load<std::uint64_t>(f, 120); size != f.size()) {
    return bad(
        "proving key: file size in the header is %llu, the file has %zu bytes; copy it again",
        static_cast<unsigned long long>(size), f.size());
  }
  if (!all_zero(f.subspan(160, 32))) {
    return bad("proving key: reserved bytes of the header are not zero");
  }
  return NLB_OK;
}

std::int32_t ProvingKey::check_digest() const {
  const std::span<const std::uint8_t> f = file_.bytes();
  const hash::Sha256::Digest digest = hash::Sha256::of(f.subspan(kProvingKeyHeaderBytes));
  if (!std::equal(digest.begin(), digest.end(), f.begin() + 128)) {
    return bad(
        "proving key: digest does not match the contents; the file is damaged, copy it again");
  }
  return NLB_OK;
}

std::int32_t ProvingKey::read_sections() {
  const std::span<const std::uint8_t> f = file_.bytes();
  std::uint64_t previous_end = kProvingKeyHeaderBytes + kProvingKeySections * kSectionEntryBytes;
  for (std::uint32_t i = 0; i < kProvingKeySections; ++i) {
    const SectionRule& rule = kRules[i];
    const std::uint64_t element = element_bytes(header_.curve, rule.element);
    const std::size_t entry = kProvingKeyHeaderBytes + i * kSectionEntryBytes;
    const auto offset = load<std::uint64_t>(f, entry + 8);
    const auto count = load<std::uint64_t>(f, entry + 16);
    if (const auto kind = load<std::uint32_t>(f, entry); kind != i + 1) {
      return bad("proving key: section %u has kind %u, not %u (%s)", i, kind, i + 1, rule.name);
    }
    if (const auto size = load<std::uint32_t>(f, entry + 4); size != element) {
      return bad("proving key: section %s has elements of %u bytes, not %llu", rule.name, size,
                 static_cast<unsigned long long>(element));
    }
    if (load<std::uint64_t>(f, entry + 24) != 0) {
      return bad("proving key: section %s: reserved bytes are not zero", rule.name);
    }
    if (offset % kAlignment != 0) {
      return bad("proving key: section %s: offset is not a multiple of 64", rule.name);
    }
    if (offset < previous_end || offset > f.size()) {
      return bad("proving key: section %s: offset overlaps another section or the file's end",
                 rule.name);
    }
    if (count > (f.size() - offset) / element) {
      return bad("proving key: section %s: count reaches beyond the end of the file", rule.name);
    }
    sections_[i] = f.subspan(offset, count * element);
    previous_end = offset + count * element;
  }
  if (previous_end != f.size()) {
    return bad("proving key: the file goes on after its last section");
  }
  return NLB_OK;
}

std::int32_t ProvingKey::check_gaps() const {
  const std::uint8_t* at =
      file_.bytes().data() + kProvingKeyHeaderBytes + kProvingKeySections * kSectionEntryBytes;
  for (std::size_t i = 0; i < kProvingKeySections; ++i) {
    const std::uint8_t* const next = sections_[i].data();
    if (!all_zero({at, next})) {
      return bad("proving key: the gap before section %s is not zero", kRules[i].name);
    }
    at = next + sections_[i].size();
  }
  return NLB_OK;
}

std::int32_t ProvingKey::check_counts() const {
  const std::uint64_t bitmap_bytes = (header_.wires + 7) / 8;
  for (const Section s : {Section::kInfinityA, Section::kInfinityB}) {
    const std::span<const std::uint8_t> bitmap = section(s);
    const unsigned spare = static_cast<unsigned>(8 * bitmap_bytes - header_.wires);
    const char* const name = kRules[static_cast<std::size_t>(s) - 1].name;
    if (bitmap.size() != bitmap_bytes) {
      return bad("proving key: section %s has %zu bytes, not one bit a wire", name, bitmap.size());
    }
    if (spare != 0 && bitmap.back() >> (8 - spare) != 0) {
      return bad("proving key: section %s has bits beyond the last wire", name);
    }
  }
  const std::uint64_t a = count_clear_bits(section(Section::kInfinityA), header_.wires);
  const std::uint64_t b = count_clear_bits(section(Section::kInfinityB), header_.wires);
  const std::uint64_t expected[] = {
      1, 1, 1, 1, 1, a, b, header_.wires - header_.public_inputs - 1, header_.domain_size - 1, b};
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    const std::uint64_t count =
        sections_[i].size() / element_bytes(header_.curve, kRules[i].element);
    if (count != expected[i]) {
      return bad("proving key: section %s has %llu elements, the header and the bitmaps say %llu",
                 kRules[i].name, static_cast<unsigned long long>(count),
                 static_cast<unsigned long long>(expected[i]));
    }
  }
  return NLB_OK;
}

template <class C>
std::int32_t ProvingKey::check_points() const {
  for (const Section s : {Section::kAlphaG1, Section::kBetaG1, Section::kDeltaG1}) {
    const char* const name = kRules[static_cast<std::size_t>(s) - 1].name;
    if (const std::int32_t status = check_point(g1<C>(s)[0], name); status != NLB_OK) {
      return status;
    }
  }
  for (const Section s : {Section::kBetaG2, Section::kDeltaG2}) {
    const char* const name = kRules[static_cast<std::size_t>(s) - 1].name;
    if (const std::int32_t status = check_point(g2<C>(s)[0], name); status != NLB_OK) {
      return status;
    }
  }
  return NLB_OK;
}

template <class C>
std::int32_t ProvingKey::check_verifying_key() const {
  using At = VerifyingKeyLayout<C>;
  const std::span<const std::uint8_t> v = verifying_key();
  const hash::Sha256::Digest digest = hash::Sha256::of(v);
  if (digest != header_.verifying_key_hash) {
    return bad("proving key: verifying key hash in the header is not that of the verifying key");
  }
  if (detail::check_header<C>(v).found() || verifying_key_inputs(v) != header_.public_inputs) {
    return bad("proving key: the verifying key's magic, curve, inputs or length do not fit");
  }
  if (!holds_point(v, At::kAlpha, g1<C>(Section::kAlphaG1)[0])) {
    return bad("proving key: alpha_g1 is not the verifying key's alpha");
  }
  if (!holds_point(v, At::kBeta, g2<C>(Section::kBetaG2)[0])) {
    return bad("proving key: beta_g2 is not the verifying key's beta");
  }
  if (!holds_point(v, At::kDelta, g2<C>(Section::kDeltaG2)[0])) {
    return bad("proving key: delta_g2 is not the verifying key's delta");
  }
  return NLB_OK;
}

template <class C>
void ProvingKey::derive() {
  count_a_ = g1<C>(Section::kA).size();
  count_b_ = g1<C>(Section::kB1).size();
  wires_ = platform::Buffer(sizeof(std::uint32_t) * (count_a_ + count_b_),
                            platform::Buffer::Contents::kPublic);
  std::uint32_t* out = wires_.as<std::uint32_t>();
  for (const Section s : {Section::kInfinityA, Section::kInfinityB}) {
    const std::span<const std::uint8_t> bitmap = section(s);
    for (std::uint32_t i = 0; i < header_.wires; ++i) {
      if ((bitmap[i / 8] >> (i % 8) & 1) == 0) {
        *out++ = i;
      }
    }
  }
  const auto domain = std::make_shared<const ntt::Domain<typename C::Scalar>>(
      static_cast<unsigned>(std::countr_zero(header_.domain_size)));
  domain_ = domain;
  tables_ = &domain->tables();
}

}  // namespace nelumbo::format
