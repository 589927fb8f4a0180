// Proofs and verifying keys of both curves with each point malformed in every class, and every bit of some proofs
// flipped: nothing is taken. The counts are rows of .ci/tables.
#include <map>
#include <set>

#include "abi/context.h"
#include "curve/bls12_381.h"
#include "curve/bn254.h"
#include "curve/encoding.h"
#include "format/verifying_key.h"
#include "groth16/simulate.h"
#include "nelumbo/nelumbo.h"
#include "support/vectors.h"
#include "test_support.h"

namespace nelumbo::test {
namespace {

using Bytes = std::vector<std::uint8_t>;
using curve::Decoding;

struct Mutant {
  const char* kind;
  Bytes bytes;
};

// The malformed forms of one compressed point of G, for which fits(valid) holds. Every class is there, and decoding
// refuses each for its own reason.
template <class G>
class PointMutants {
 public:
  static constexpr std::size_t kSize = curve::kCompressedBytes<G>;
  static constexpr curve::EncodingFlags kFlags = G::kFlags;

  explicit PointMutants(const Bytes& valid) : valid_(valid) {
    EXPECT_EQ(decoded(valid_), Decoding::kOk);
    flags();
    coordinates();
    walk("not on curve", Decoding::kNotOnCurve);
    if (has_cofactor()) {
      walk("wrong subgroup", Decoding::kNotInSubgroup);
    }
    Bytes reversed(valid_.rbegin(), valid_.rend());
    add("mixed endianness", flagged(reversed, valid_[0] & kFlags.mask));
    expect_every_class();
  }

  const std::vector<Mutant>& all() const { return all_; }

  // Whether each coordinate of x plus p has room in its bytes, as of about a fifth to a third of all points.
  static bool fits(const Bytes& valid) {
    for (std::size_t at = 0; at < kSize; at += kPart) {
      Bytes sum = valid;
      if (!plus(sum, at, modulus())) {
        return false;
      }
    }
    return true;
  }

 private:
  static constexpr std::size_t kPart = kSize % 48 == 0 ? 48 : 32;

  void add(const char* kind, const Bytes& bytes) { all_.push_back({kind, bytes}); }

  static Decoding decoded(const Bytes& bytes) {
    curve::Affine<G> unused;
    return curve::decode_compressed_vartime<G>(
        std::span<const std::uint8_t, kSize>(bytes.data(), kSize), unused);
  }

  // Adds a mutant that decoding refuses as it must: else another rule might hide that this one is missing.
  void add_refused(const char* kind, const Bytes& bytes, Decoding reason) {
    EXPECT_EQ(decoded(bytes), reason) << kind;
    add(kind, bytes);
  }

  void expect_every_class() const {
    std::map<std::string_view, std::size_t> counts;
    for (const Mutant& m : all_) {
      ++counts[m.kind];
    }
    const std::size_t parts = kSize / kPart;
    EXPECT_EQ(counts["x + p"], parts);
    EXPECT_EQ(counts["x >= p"], 3 * parts);
    EXPECT_EQ(counts["not on curve"], 3u);
    EXPECT_EQ(counts["wrong subgroup"], has_cofactor() ? 3u : 0u);
    EXPECT_EQ(counts["identity"], 3u);
    EXPECT_EQ(counts["negated"], 1u);
    EXPECT_EQ(counts["mixed endianness"], 1u);
    EXPECT_GE(counts["flag bits"], 1u);
  }

  static Bytes flagged(Bytes bytes, unsigned flags) {
    bytes[0] = static_cast<std::uint8_t>((bytes[0] & ~kFlags.mask) | flags);
    return bytes;
  }

  // G1 of BN254 is the whole curve.
  static bool has_cofactor() { return kSize != 32; }

  void flags() {
    const unsigned own = valid_[0] & kFlags.mask;
    const unsigned other = own == kFlags.smaller_y ? kFlags.larger_y : kFlags.smaller_y;
    for (unsigned f = 0; f < 256; f += 32) {
      if ((f & ~unsigned{kFlags.mask}) == 0 && f != own && f != other) {
        add_refused("flag bits", flagged(valid_, f), Decoding::kBadFlags);
      }
    }
    add("negated", flagged(valid_, other));
    add("identity", flagged(Bytes(kSize), kFlags.infinity));
    add("identity", Bytes(kSize));
    add("identity", flagged(Bytes(kSize), kFlags.mask));
  }

  static Bytes modulus() {
    Bytes out(kPart);
    using Base = std::conditional_t<kPart == 48, field::Bls12381Fp, field::Bn254Fp>;
    for (std::size_t i = 0; i < kPart; ++i) {
      out[kPart - 1 - i] = static_cast<std::uint8_t>(Base::kModulus[i / 8] >> (8 * (i % 8)));
    }
    return out;
  }

  // The big-endian part at `at` plus `addend`, with the flags of the first byte left alone; false if it does not fit.
  static bool plus(Bytes& bytes, std::size_t at, const Bytes& addend) {
    unsigned carry = 0;
    const unsigned flags = at == 0 ? bytes[0] & kFlags.mask : 0;
    if (at == 0) {
      bytes[0] = static_cast<std::uint8_t>(bytes[0] & ~kFlags.mask);
    }
    for (std::size_t i = kPart; i-- > 0;) {
      carry += bytes[at + i] + addend[i];
      bytes[at + i] = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
    const bool fits = carry == 0 && (at != 0 || (bytes[0] & kFlags.mask) == 0);
    bytes[0] = static_cast<std::uint8_t>(bytes[0] | flags);
    return fits;
  }

  void coordinates() {
    const Bytes p = modulus();
    for (std::size_t at = 0; at < kSize; at += kPart) {
      Bytes sum = valid_;
      ASSERT_TRUE(plus(sum, at, p));
      add_refused("x + p", sum, Decoding::kNotCanonical);
      for (std::uint8_t more = 0; more < 2; ++more) {
        Bytes exact = p;
        exact.back() = static_cast<std::uint8_t>(exact.back() + more);
        put_coordinate(at, exact);
      }
      Bytes largest(kPart, 0xff);
      largest[0] = static_cast<std::uint8_t>(0xff & ~kFlags.mask);
      put_coordinate(at, largest);
    }
  }

  void put_coordinate(std::size_t at, const Bytes& coordinate) {
    Bytes bytes = valid_;
    std::copy(coordinate.begin(), coordinate.end(),
              bytes.begin() + static_cast<std::ptrdiff_t>(at));
    add_refused("x >= p", flagged(bytes, valid_[0] & kFlags.mask), Decoding::kNotCanonical);
  }

  // Counts x up until decoding says `wanted`, some times.
  void walk(const char* kind, Decoding wanted) {
    Bytes x = valid_;
    Bytes one(kPart);
    one.back() = 1;
    for (int found = 0; found < 3;) {
      ASSERT_TRUE(plus(x, kSize - kPart, one)) << kind;
      if (decoded(x) == wanted) {
        add(kind, x);
        ++found;
      }
    }
  }

  Bytes valid_;
  std::vector<Mutant> all_;
};

// Counts by parser, field and class.
class Counts {
 public:
  void add(const std::string& parser, const std::string& field, const std::string& kind,
           bool accepted, bool escaped) {
    Row& row = rows_[parser + "\t" + field + "\t" + kind];
    ++row.tried;
    row.accepted += accepted ? 1 : 0;
    row.escaped += escaped ? 1 : 0;
    EXPECT_FALSE(accepted) << parser << " " << field << " " << kind;
    EXPECT_FALSE(escaped) << parser << " " << field << " " << kind;
  }

  void write(const std::string& name) const {
    std::ostringstream out;
    out << "parser\tfield\tclass\ttried\taccepted\tescaped\n";
    for (const auto& [key, row] : rows_) {
      out << key << '\t' << row.tried << '\t' << row.accepted << '\t' << row.escaped << '\n';
    }
    write_table("mutations-" + name, out.str());
  }

 private:
  struct Row {
    int tried = 0, accepted = 0, escaped = 0;
  };
  std::map<std::string, Row> rows_;
};

template <class C>
class MutationTest : public testing::Test {
 protected:
  static constexpr std::size_t kG1 = curve::kCompressedBytes<typename C::G1>;
  static constexpr std::size_t kG2 = curve::kCompressedBytes<typename C::G2>;
  static constexpr std::size_t kInputs = 3;
  static constexpr bool kIsBn254 = kG1 == 32;
  const std::string curve_ = kIsBn254 ? "bn254" : "bls12_381";

  MutationTest()
      : simulation_(kInputs), key_bytes_(format::write_verifying_key(simulation_.key())) {
    EXPECT_EQ(nlb_verifying_key_open(&key_, key_bytes_.data(), key_bytes_.size()), NLB_OK);
    inputs_ = simulation_.some_inputs(5);
    const auto made = simulation_.prove(inputs_, 11);
    proof_.assign(made.begin(), made.end());
    EXPECT_EQ(verify(proof_, inputs_), 1);
  }
  ~MutationTest() override { nlb_verifying_key_free(key_); }

  // 1, 0, or -1 for a status that no proof may cause.
  int verify(const Bytes& proof, const Bytes& inputs) {
    std::int32_t valid = 0;
    const std::int32_t status =
        nlb_groth16_verify(key_, &valid, proof.data(), inputs.data(), inputs.size());
    return status == NLB_OK ? valid : -1;
  }

  // The same between two good proofs.
  int verify_in_batch(const Bytes& proof, const Bytes& inputs) {
    Bytes proofs = proof_, all = inputs_;
    proofs.insert(proofs.end(), proof.begin(), proof.end());
    proofs.insert(proofs.end(), proof_.begin(), proof_.end());
    all.insert(all.end(), inputs.begin(), inputs.end());
    all.insert(all.end(), inputs_.begin(), inputs_.end());
    std::int32_t valid[3];
    const std::int32_t status = nlb_groth16_verify_batch(&context_, valid, 3, key_, proofs.data(),
                                                         proofs.size(), all.data(), all.size());
    return status == NLB_OK && valid[0] == 1 && valid[2] == 1 ? valid[1] : -1;
  }

  void count(const std::string& field, const char* kind, const Bytes& proof, const Bytes& inputs) {
    const int single = verify(proof, inputs);
    counts_.add("verify " + curve_, field, kind, single == 1, single < 0);
    const int batch = verify_in_batch(proof, inputs);
    counts_.add("verify_batch " + curve_, field, kind, batch == 1, batch < 0);
  }

  template <class G>
  static Bytes part(const Bytes& whole, std::size_t at) {
    const auto begin = whole.begin() + static_cast<std::ptrdiff_t>(at);
    return Bytes(begin, begin + curve::kCompressedBytes<G>);
  }

  static Bytes with(Bytes whole, std::size_t at, const Bytes& piece) {
    for (std::size_t i = 0; i < piece.size(); ++i) {
      whole.at(at + i) = piece[i];
    }
    return whole;
  }

  // A proof of the fixture's statement whose point of G at `at` PointMutants can be made of.
  template <class G>
  Bytes fitting_proof(std::size_t at) const {
    for (std::uint64_t seed = 11; seed < 511; ++seed) {
      const auto made = simulation_.prove(inputs_, seed);
      const Bytes proof(made.begin(), made.end());
      if (PointMutants<G>::fits(part<G>(proof, at))) {
        return proof;
      }
    }
    ADD_FAILURE() << "no proof fits";
    return proof_;
  }

  template <class G>
  void mutate_proof(const std::string& field, std::size_t at) {
    const Bytes proof = fitting_proof<G>(at);
    ASSERT_EQ(verify(proof, inputs_), 1);
    const PointMutants<G> mutants(part<G>(proof, at));
    for (const Mutant& m : mutants.all()) {
      count(field, m.kind, with(proof, at, m.bytes), inputs_);
    }
  }

  // The fixture's key with another point of G at `at`, which PointMutants can be made of.
  template <class G>
  Bytes fitting_key(std::size_t at) const {
    auto point = curve::Jacobian<G>::from_affine(G::generator());
    for (int i = 0; i < 500; ++i) {
      point = point.doubled().plus_vartime(G::generator());
      Bytes encoded(curve::kCompressedBytes<G>);
      curve::encode_compressed<G>(
          point.to_affine_vartime(),
          std::span<std::uint8_t, curve::kCompressedBytes<G>>(encoded.data(), encoded.size()));
      if (PointMutants<G>::fits(encoded)) {
        return with(key_bytes_, at, encoded);
      }
    }
    ADD_FAILURE() << "no key fits";
    return key_bytes_;
  }

  // A key is the network's when its bytes are: a negated point makes another good key.
  void open_key(const std::string& field, const char* kind, const Bytes& bytes) {
    nlb_verifying_key* handle = nullptr;
    const std::int32_t status = nlb_verifying_key_open(&handle, bytes.data(), bytes.size());
    // So does any x of BN254's G1 that has a point, as half of all have.
    const bool other_key = std::string_view(kind) == "negated" ||
                           (kIsBn254 && std::string_view(kind) == "mixed endianness");
    nlb_verifying_key_free(handle);
    counts_.add("verifying_key_open " + curve_, field, kind, status == NLB_OK && !other_key,
                status != NLB_OK && status != NLB_BAD_KEY);
  }

  template <class G>
  void mutate_key(const std::string& field, std::size_t at) {
    const Bytes key = fitting_key<G>(at);
    nlb_verifying_key* handle = nullptr;
    ASSERT_EQ(nlb_verifying_key_open(&handle, key.data(), key.size()), NLB_OK) << field;
    nlb_verifying_key_free(handle);
    const PointMutants<G> mutants(part<G>(key, at));
    for (const Mutant& m : mutants.all()) {
      open_key(field, m.kind, with(key, at, m.bytes));
    }
  }

  groth16::Simulation<C> simulation_;
  Bytes key_bytes_, inputs_, proof_;
  nlb_verifying_key* key_ = nullptr;
  nlb_context context_{1};
  Counts counts_;
};

using Curves = testing::Types<curve::Bls12381, curve::Bn254>;
TYPED_TEST_SUITE(MutationTest, Curves);

TYPED_TEST(MutationTest, EveryClassOfEveryPointAndInput) {
  using G1 = typename TypeParam::G1;
  using G2 = typename TypeParam::G2;
  this->template mutate_proof<G1>("A", 0);
  this->template mutate_proof<G2>("B", this->kG1);
  this->template mutate_proof<G1>("C", this->kG1 + this->kG2);
  const std::size_t first = format::kVerifyingKeyHeaderBytes;
  this->template mutate_key<G1>("alpha", first);
  for (int i = 0; i < 3; ++i) {
    constexpr const char* kNames[] = {"beta", "gamma", "delta"};
    this->template mutate_key<G2>(kNames[i],
                                  first + this->kG1 + this->kG2 * static_cast<std::size_t>(i));
  }
  for (std::size_t i = 0; i <= this->kInputs; ++i) {
    this->template mutate_key<G1>("IC", first + this->kG1 * (1 + i) + 3 * this->kG2);
  }
  for (std::size_t length = 0; length < this->key_bytes_.size(); ++length) {
    this->open_key("whole", "cut",
                   Bytes(this->key_bytes_.begin(),
                         this->key_bytes_.begin() + static_cast<std::ptrdiff_t>(length)));
  }
  Bytes longer = this->key_bytes_;
  longer.push_back(0);
  this->open_key("whole", "trailing byte", longer);
  this->counts_.write("native-classes-" + this->curve_);
}

TYPED_TEST(MutationTest, EveryElementOfThePublicInputs) {
  using Fr = typename TypeParam::Scalar;
  for (std::size_t i = 0; i < this->kInputs; ++i) {
    const Bytes valid(this->inputs_.begin() + static_cast<std::ptrdiff_t>(32 * i),
                      this->inputs_.begin() + static_cast<std::ptrdiff_t>(32 * (i + 1)));
    field::Limbs<4> x;
    std::memcpy(x.data(), valid.data(), 32);
    const auto put = [&](const char* kind, const field::Limbs<4>& limbs) {
      Bytes bytes(32);
      std::memcpy(bytes.data(), limbs.data(), 32);
      this->count("public input", kind, this->proof_, this->with(this->inputs_, 32 * i, bytes));
    };
    const field::Limbs<4> r = Fr::kModulus;
    field::Limbs<4> sum{};
    put("r", r);
    field::add(sum, r, field::Limbs<4>{1});
    put("r + 1", sum);
    field::add(sum, r, r);
    put("2 r", sum);
    put("2^256 - 1", {~0ULL, ~0ULL, ~0ULL, ~0ULL});
    if (field::add(sum, x, r) == 0) {
      put("x + r", sum);
    }
    field::add(sum, x, field::Limbs<4>{1});
    put("x + 1", sum);
    field::sub(sum, x, field::Limbs<4>{1});
    put("x - 1", sum);
  }
  this->counts_.write("native-inputs-" + this->curve_);
}

TYPED_TEST(MutationTest, EveryBitOfSomeProofs) {
  for (std::uint64_t seed = 20; seed < 22; ++seed) {
    const auto made = this->simulation_.prove(this->inputs_, seed);
    const Bytes good(made.begin(), made.end());
    ASSERT_EQ(this->verify(good, this->inputs_), 1);
    for (std::size_t bit = 0; bit < 8 * good.size(); ++bit) {
      Bytes bad = good;
      bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ 1 << (bit % 8));
      const int said = this->verify(bad, this->inputs_);
      this->counts_.add("verify " + this->curve_, "any byte", "bit flip", said == 1, said < 0);
    }
  }
  this->counts_.write("native-bits-" + this->curve_);
}

}  // namespace
}  // namespace nelumbo::test
