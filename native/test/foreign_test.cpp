// Verifying keys and proofs of gnark and of bare coordinates, through the C ABI.
#include <gtest/gtest.h>

#include <algorithm>

#include "eip2537.h"
#include "format/verifying_key.h"
#include "groth16/simulate.h"
#include "nelumbo/nelumbo.h"
#include "platform/error.h"
#include "support/vectors.h"
#include "test_support.h"

namespace nelumbo::format {
namespace {

using test::Bytes;

struct Result {
  std::int32_t status;
  Bytes bytes;
  std::string message;
};

Result convert_key(const Bytes& in, std::uint32_t curve, std::uint32_t format) {
  Bytes out(1 << 20);
  std::uint64_t written = 0;
  const std::int32_t status = nlb_verifying_key_convert(out.data(), out.size(), &written, in.data(),
                                                        in.size(), curve, format);
  out.resize(status == NLB_OK ? written : 0);
  return {status, out, std::string(platform::last_error())};
}

Result convert_proof(const Bytes& in, std::uint32_t curve, std::uint32_t format) {
  Bytes out(NLB_PROOF_BYTES);
  const std::int32_t status = nlb_proof_convert(out.data(), in.data(), in.size(), curve, format);
  out.resize(curve == NLB_CURVE_BN254 ? NLB_PROOF_BYTES_BN254 : NLB_PROOF_BYTES);
  return {status, out, std::string(platform::last_error())};
}

// What an encoder of another project would write.
template <class C>
class ForeignTest : public ::testing::Test {
 protected:
  using G1 = typename C::G1;
  using G2 = typename C::G2;

  ForeignTest() : simulation_(2), key_(simulation_.key()) {
    inputs_ = simulation_.some_inputs(5);
    const auto proof = simulation_.prove(inputs_, 6);
    proof_.assign(proof.begin(), proof.end());
    EXPECT_TRUE(groth16::decode_proof<C>(proof_.data(), points_));
  }

  enum class Form { kCompressed, kUncompressed };

  template <class G>
  static void put(Bytes& out, const curve::Affine<G>& p, Form form) {
    std::array<std::uint8_t, curve::kCompressedBytes<G>> compressed;
    std::array<std::uint8_t, curve::kUncompressedBytes<G>> uncompressed;
    curve::encode_compressed<G>(p, compressed);
    curve::encode_uncompressed<G>(p, uncompressed);
    if (form == Form::kCompressed) {
      out.insert(out.end(), compressed.begin(), compressed.end());
    } else {
      out.insert(out.end(), uncompressed.begin(), uncompressed.end());
    }
  }
  static void put_u32(Bytes& out, std::uint32_t x) {
    for (int shift : {24, 16, 8, 0}) {
      out.push_back(static_cast<std::uint8_t>(x >> shift));
    }
  }

  Bytes gnark_key(Form form) const {
    Bytes out;
    put<G1>(out, key_.alpha, form);
    put<G1>(out, key_.ic[1], form);  // beta_1: any point
    put<G2>(out, key_.beta, form);
    put<G2>(out, key_.gamma, form);
    put<G1>(out, key_.ic[2], form);  // delta_1
    put<G2>(out, key_.delta, form);
    put_u32(out, static_cast<std::uint32_t>(key_.ic.size()));
    for (const auto& p : key_.ic) {
      put<G1>(out, p, form);
    }
    put_u32(out, 0);
    put_u32(out, 0);
    return out;
  }

  // Where the count of IC stands in a compressed gnark key.
  static constexpr std::size_t kCountAt =
      3 * curve::kCompressedBytes<G1> + 3 * curve::kCompressedBytes<G2>;

  Bytes affine_key() const {
    Bytes out;
    put_affine(out, key_.alpha);
    put_affine2(out, key_.beta);
    put_affine2(out, key_.gamma);
    put_affine2(out, key_.delta);
    for (const auto& p : key_.ic) {
      put_affine(out, p);
    }
    return out;
  }

  static void put_affine(Bytes& out, const curve::Affine<G1>& p) {
    put<G1>(out, p, Form::kUncompressed);
  }
  static void put_affine2(Bytes& out, const curve::Affine<G2>& p) {
    using Fp = typename G1::Field;
    for (const Fp& x : {p.x.c0, p.x.c1, p.y.c0, p.y.c1}) {
      std::array<std::uint8_t, Fp::kBytes> bytes;
      x.to_bytes_be(bytes);
      out.insert(out.end(), bytes.begin(), bytes.end());
    }
  }

  Bytes gnark_proof(Form form) const {
    Bytes out;
    put<G1>(out, points_.a, form);
    put<G2>(out, points_.b, form);
    put<G1>(out, points_.c, form);
    put_u32(out, 0);
    put<G1>(out, curve::Affine<G1>::infinity(), form);
    return out;
  }

  groth16::Simulation<C> simulation_;
  VerifyingKey<C> key_;
  Bytes inputs_;
  Bytes proof_;
  groth16::Proof<C> points_;
};

using Curves = ::testing::Types<curve::Bls12381, curve::Bn254>;
TYPED_TEST_SUITE(ForeignTest, Curves);

TYPED_TEST(ForeignTest, KeysOfBothFormsBecomeTheSameBytes) {
  using F = typename TestFixture::Form;
  const Bytes expected = write_verifying_key<TypeParam>(this->key_);
  for (const F form : {F::kCompressed, F::kUncompressed}) {
    const Result r = convert_key(this->gnark_key(form), TypeParam::kId, NLB_FORMAT_GNARK);
    ASSERT_EQ(r.status, NLB_OK) << r.message;
    EXPECT_EQ(r.bytes, expected);
  }
  const Result r = convert_key(this->affine_key(), TypeParam::kId, NLB_FORMAT_AFFINE);
  ASSERT_EQ(r.status, NLB_OK) << r.message;
  EXPECT_EQ(r.bytes, expected);
}

TYPED_TEST(ForeignTest, ProofsOfEveryFormBecomeTheSameBytes) {
  using F = typename TestFixture::Form;
  using G1 = typename TypeParam::G1;
  using G2 = typename TypeParam::G2;
  for (const F form : {F::kCompressed, F::kUncompressed}) {
    const Result r = convert_proof(this->gnark_proof(form), TypeParam::kId, NLB_FORMAT_GNARK);
    ASSERT_EQ(r.status, NLB_OK) << r.message;
    EXPECT_EQ(r.bytes, this->proof_);
  }
  EXPECT_EQ(convert_proof(this->proof_, TypeParam::kId, NLB_FORMAT_NELUMBO).bytes, this->proof_);
  Bytes uncompressed;
  this->template put<G1>(uncompressed, this->points_.a, F::kUncompressed);
  this->template put<G2>(uncompressed, this->points_.b, F::kUncompressed);
  this->template put<G1>(uncompressed, this->points_.c, F::kUncompressed);
  EXPECT_EQ(convert_proof(uncompressed, TypeParam::kId, NLB_FORMAT_NELUMBO).bytes, this->proof_);
  Bytes affine;
  this->put_affine(affine, this->points_.a);
  this->put_affine2(affine, this->points_.b);
  this->put_affine(affine, this->points_.c);
  EXPECT_EQ(convert_proof(affine, TypeParam::kId, NLB_FORMAT_AFFINE).bytes, this->proof_);
}

TYPED_TEST(ForeignTest, EveryOtherLengthIsRefused) {
  using F = typename TestFixture::Form;
  for (const F form : {F::kCompressed, F::kUncompressed}) {
    const Bytes key = this->gnark_key(form);
    for (std::size_t n = 0; n < key.size(); n += n + 16 < key.size() ? 11 : 1) {
      const Bytes cut(key.begin(), key.begin() + static_cast<long>(n));
      ASSERT_EQ(convert_key(cut, TypeParam::kId, NLB_FORMAT_GNARK).status, NLB_BAD_KEY) << n;
    }
    const Bytes proof = this->gnark_proof(form);
    for (std::size_t n = 0; n < proof.size(); n += n + 16 < proof.size() ? 11 : 1) {
      const Bytes cut(proof.begin(), proof.begin() + static_cast<long>(n));
      ASSERT_NE(convert_proof(cut, TypeParam::kId, NLB_FORMAT_GNARK).status, NLB_OK) << n;
    }
    Bytes longer = key;
    longer.push_back(0);
    EXPECT_EQ(convert_key(longer, TypeParam::kId, NLB_FORMAT_GNARK).status, NLB_BAD_KEY);
    longer = proof;
    longer.push_back(0);
    EXPECT_EQ(convert_proof(longer, TypeParam::kId, NLB_FORMAT_GNARK).status, NLB_BAD_ARGUMENT);
  }
  // No proof at all, but with flags: the length says so before any point does.
  EXPECT_EQ(convert_proof(Bytes(320, 0xa1), TypeParam::kId, NLB_FORMAT_GNARK).status,
            NLB_BAD_ARGUMENT);
  const Bytes key = this->affine_key();
  for (std::size_t n = 0; n < key.size(); n += 31) {
    const Bytes cut(key.begin(), key.begin() + static_cast<long>(n));
    ASSERT_EQ(convert_key(cut, TypeParam::kId, NLB_FORMAT_AFFINE).status, NLB_BAD_KEY) << n;
  }
  Bytes longer = this->proof_;
  longer.push_back(0);
  EXPECT_EQ(convert_proof(longer, TypeParam::kId, NLB_FORMAT_NELUMBO).status, NLB_BAD_ARGUMENT);
}

// A count never sizes memory before it is compared with the bytes that are there.
TYPED_TEST(ForeignTest, CountsBeyondTheBytesAreRefused) {
  const Bytes good = this->gnark_key(TestFixture::Form::kCompressed);
  for (const std::uint32_t count : {0U, 1U, 2U, 4U, 5U, 4097U, 4098U, 0x7fffffffU, 0xffffffffU}) {
    Bytes bad = good;
    for (unsigned i = 0; i < 4; ++i) {
      bad[TestFixture::kCountAt + i] = static_cast<std::uint8_t>(count >> (8 * (3 - i)));
    }
    EXPECT_EQ(convert_key(bad, TypeParam::kId, NLB_FORMAT_GNARK).status, NLB_BAD_KEY) << count;
  }
}

TYPED_TEST(ForeignTest, CommitmentsAreUnsupportedAndSaySo) {
  Bytes key = this->gnark_key(TestFixture::Form::kCompressed);
  key[key.size() - 5] = 1;
  Result r = convert_key(key, TypeParam::kId, NLB_FORMAT_GNARK);
  EXPECT_EQ(r.status, NLB_UNSUPPORTED);
  EXPECT_NE(r.message.find("commitments"), std::string::npos) << r.message;
  key = this->gnark_key(TestFixture::Form::kCompressed);
  key[key.size() - 1] = 1;
  EXPECT_EQ(convert_key(key, TypeParam::kId, NLB_FORMAT_GNARK).status, NLB_BAD_KEY);
  Bytes proof = this->gnark_proof(TestFixture::Form::kCompressed);
  proof[this->proof_.size() + 3] = 1;
  r = convert_proof(proof, TypeParam::kId, NLB_FORMAT_GNARK);
  EXPECT_EQ(r.status, NLB_UNSUPPORTED);
  EXPECT_NE(r.message.find("commitments"), std::string::npos) << r.message;
}

TYPED_TEST(ForeignTest, BadPointsAreNamed) {
  using F = typename TestFixture::Form;
  using G1 = typename TypeParam::G1;
  auto spoiled = this->points_;
  spoiled.c.y = spoiled.c.y + G1::Field::one();
  std::swap(spoiled, this->points_);
  const Bytes off_curve = this->gnark_proof(F::kUncompressed);
  Result r = convert_proof(off_curve, TypeParam::kId, NLB_FORMAT_GNARK);
  EXPECT_EQ(r.status, NLB_BAD_ENCODING);
  EXPECT_NE(r.message.find("C is not on the curve"), std::string::npos) << r.message;
  this->points_ = spoiled;
  this->points_.a = curve::Affine<G1>::infinity();
  r = convert_proof(this->gnark_proof(F::kCompressed), TypeParam::kId, NLB_FORMAT_GNARK);
  EXPECT_EQ(r.status, NLB_BAD_ENCODING);
  EXPECT_NE(r.message.find("A is the point at infinity"), std::string::npos) << r.message;
  this->points_ = spoiled;
  Bytes affine;
  this->put_affine(affine, this->points_.a);
  this->put_affine2(affine, this->points_.b);
  this->put_affine(affine, this->points_.c);
  ASSERT_EQ(convert_proof(affine, TypeParam::kId, NLB_FORMAT_AFFINE).status, NLB_OK);
  // Each of the eight coordinates as all ones.
  constexpr std::size_t kSize = G1::Field::kBytes;
  for (std::size_t at = 0; at < affine.size(); at += kSize) {
    Bytes bad = affine;
    std::fill_n(bad.begin() + static_cast<long>(at), kSize, std::uint8_t{0xff});
    r = convert_proof(bad, TypeParam::kId, NLB_FORMAT_AFFINE);
    EXPECT_EQ(r.status, NLB_BAD_ENCODING) << at;
    EXPECT_NE(r.message.find("canonical"), std::string::npos) << r.message;
  }
}

TYPED_TEST(ForeignTest, PublicInputsBelowTheModulus) {
  using Fr = typename TypeParam::Scalar;
  Bytes inputs(96, 0);
  (-Fr::one()).to_bytes_le(std::span<std::uint8_t, 32>(inputs.data() + 32, 32));
  EXPECT_EQ(nlb_public_inputs_check(inputs.data(), inputs.size(), TypeParam::kId), NLB_OK);
  EXPECT_EQ(nlb_public_inputs_check(nullptr, 0, TypeParam::kId), NLB_OK);
  ++inputs[32];  // r - 1 is even, so that this is r
  EXPECT_EQ(nlb_public_inputs_check(inputs.data(), inputs.size(), TypeParam::kId),
            NLB_BAD_ENCODING);
  EXPECT_NE(platform::last_error().find("public input 1"), std::string_view::npos);
  EXPECT_EQ(nlb_public_inputs_check(inputs.data(), 33, TypeParam::kId), NLB_BAD_ARGUMENT);
}

TEST(ForeignAbiTest, WrongArgumentsAreRefused) {
  Bytes bytes(1000);
  std::uint64_t written = 0;
  std::uint8_t* const p = bytes.data();
  for (const std::uint32_t curve : {0U, 3U, ~0U}) {
    EXPECT_EQ(nlb_verifying_key_convert(p, 9, &written, p, 9, curve, 1), NLB_BAD_ARGUMENT);
    EXPECT_EQ(nlb_proof_convert(p, p, 9, curve, 1), NLB_BAD_ARGUMENT);
    EXPECT_EQ(nlb_public_inputs_check(p, 32, curve), NLB_BAD_ARGUMENT);
  }
  for (const std::uint32_t format : {0U, 3U, ~0U}) {
    EXPECT_EQ(nlb_verifying_key_convert(p, 9, &written, p, 9, 1, format), NLB_BAD_ARGUMENT);
  }
  EXPECT_EQ(nlb_proof_convert(p, p, 9, 1, 3), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_verifying_key_convert(p, 9, nullptr, p, 9, 1, 1), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_verifying_key_convert(nullptr, 9, &written, p, 9, 1, 1), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_verifying_key_convert(p, 9, &written, nullptr, 9, 1, 1), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_proof_convert(nullptr, p, 9, 1, 1), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_proof_convert(p, nullptr, 9, 1, 1), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_public_inputs_check(nullptr, 32, 1), NLB_BAD_ARGUMENT);
}

// gnark's own keys: two usable ones, two with the commitment extension, each under both curves.
TEST(ForeignVectorTest, GnarkKeys) {
  std::size_t rows = 0;
  for (const std::string curve : {"bls12381", "bn254"}) {
    const std::uint32_t id = curve == "bn254" ? NLB_CURVE_BN254 : NLB_CURVE_BLS12_381;
    for (const std::string kind : {"nocommit", "commit"}) {
      const Bytes file = test::read_file(test::vectors_dir() / "gnark-groth16-vk" /
                                         ("blank_groth16_" + curve + "_" + kind + ".vk"));
      const Result r = convert_key(file, id, NLB_FORMAT_GNARK);
      ++rows;
      EXPECT_EQ(convert_key(file, 3 - id, NLB_FORMAT_GNARK).status, NLB_BAD_KEY);
      if (kind == "commit") {
        EXPECT_EQ(r.status, NLB_UNSUPPORTED) << r.message;
        EXPECT_NE(r.message.find("commitments"), std::string::npos) << r.message;
        continue;
      }
      ASSERT_EQ(r.status, NLB_OK) << r.message;
      nlb_verifying_key* key = nullptr;
      ASSERT_EQ(nlb_verifying_key_open(&key, r.bytes.data(), r.bytes.size()), NLB_OK)
          << platform::last_error();
      std::uint64_t info[4];
      std::uint8_t hash[32];
      ASSERT_EQ(nlb_verifying_key_info(key, info, hash), NLB_OK);
      EXPECT_EQ(info[0], id);
      EXPECT_EQ(info[2], id == NLB_CURVE_BN254 ? 128U : 192U);
      nlb_verifying_key_free(key);
    }
  }
  EXPECT_EQ(rows, 4U);
}

}  // namespace
}  // namespace nelumbo::format
