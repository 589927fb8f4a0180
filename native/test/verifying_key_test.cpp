// The loader's rules for verifying keys over both curves.
#include "format/verifying_key.h"

#include <gtest/gtest.h>

#include "groth16/simulate.h"
#include "test_support.h"

namespace nelumbo::format {
namespace {

using Bytes = std::vector<std::uint8_t>;

template <class C>
class VerifyingKeyTest : public ::testing::Test {
 protected:
  using Key = VerifyingKey<C>;
  using At = VerifyingKeyLayout<C>;
  using G1 = typename C::G1;
  using G2 = typename C::G2;
  using G1Affine = curve::Affine<G1>;
  using G2Affine = curve::Affine<G2>;

  static Key good_key() { return groth16::Simulation<C>(3).key(); }

  // The problem's text, or "" for an accepted key.
  static std::string problem_of(const Bytes& bytes) {
    Key key;
    const KeyProblem p = read_verifying_key<C>(bytes, key);
    return p.found() ? std::string(p.field) + "[" + std::to_string(p.index) + "] " + p.what : "";
  }
  static std::string problem_of(const Key& key) { return problem_of(write_verifying_key(key)); }

  // The first point of the twist that is found lies outside the subgroup.
  static G2Affine outside_g2() {
    G2Affine p{};
    do {
      p.x += G2::Field::one();
    } while (!(p.x.square() * p.x + G2::kB).sqrt_vartime(p.y));
    return p;
  }
};

using Curves = ::testing::Types<curve::Bls12381, curve::Bn254>;
TYPED_TEST_SUITE(VerifyingKeyTest, Curves);

TYPED_TEST(VerifyingKeyTest, GoesThereAndBack) {
  using At = typename TestFixture::At;
  const auto key = this->good_key();
  const Bytes bytes = write_verifying_key(key);
  EXPECT_EQ(bytes.size(), At::kIc + 4 * At::kG1);
  EXPECT_EQ(verifying_key_inputs(bytes), 3U);
  EXPECT_EQ(verifying_key_curve(bytes), TypeParam::kId);
  typename TestFixture::Key read;
  ASSERT_FALSE(read_verifying_key<TypeParam>(bytes, read).found());
  EXPECT_EQ(read.alpha, key.alpha);
  EXPECT_EQ(read.beta, key.beta);
  EXPECT_EQ(read.gamma, key.gamma);
  EXPECT_EQ(read.delta, key.delta);
  EXPECT_EQ(read.ic, key.ic);
  EXPECT_EQ(write_verifying_key(read), bytes);
}

TYPED_TEST(VerifyingKeyTest, HeaderIsExact) {
  const Bytes good = write_verifying_key(this->good_key());
  ASSERT_EQ(this->problem_of(good), "");
  for (std::size_t i = 0; i < 16; ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytes bad = good;
      bad[i] ^= static_cast<std::uint8_t>(1 << bit);
      EXPECT_NE(this->problem_of(bad), "") << i;
    }
  }
  Bytes bad = good;
  bad[8] = 3 - TypeParam::kId;  // the other curve
  EXPECT_EQ(this->problem_of(bad), "curve[0] is not 1 (BLS12-381) or 2 (BN254)");
  for (const std::uint32_t n : {0U, 4097U, 0xffffffffU}) {
    bad = good;
    for (unsigned i = 0; i < 4; ++i) {
      bad[12 + i] = static_cast<std::uint8_t>(n >> (8 * i));
    }
    EXPECT_EQ(this->problem_of(bad), "number of public inputs[0] is not between 1 and 4096");
  }
}

TYPED_TEST(VerifyingKeyTest, EveryOtherLengthIsRefused) {
  const Bytes good = write_verifying_key(this->good_key());
  for (std::size_t n = 0; n < good.size(); ++n) {
    EXPECT_NE(this->problem_of(Bytes(good.begin(), good.begin() + static_cast<long>(n))), "") << n;
  }
  Bytes bad = good;
  bad.push_back(0);
  EXPECT_EQ(this->problem_of(bad), "length[0] does not fit the number of public inputs");
  bad.resize(good.size() + TestFixture::At::kG1);
  EXPECT_NE(this->problem_of(bad), "");
}

TYPED_TEST(VerifyingKeyTest, KnownExponentsAreRefused) {
  const auto good = this->good_key();
  ASSERT_EQ(this->problem_of(good), "");
  const auto expect = [&](const auto& key, const std::string& text) {
    EXPECT_NE(this->problem_of(key).find(text), std::string::npos) << this->problem_of(key);
  };
  const auto g2 = TypeParam::G2::generator();
  auto key = good;
  key.gamma = key.delta;
  expect(key, "gamma_g2[0] equals delta_g2");
  key.gamma = -key.delta;
  expect(key, "gamma_g2[0] equals delta_g2 or its negative");
  key = good;
  key.delta = g2;
  expect(key, "delta_g2[0] is the generator");
  key.delta = -g2;
  expect(key, "delta_g2[0] is the generator");
  key = good;
  key.beta = g2;
  expect(key, "beta_g2[0] is the generator");
  key = good;
  key.alpha = TypeParam::G1::generator();
  expect(key, "alpha_g1[0] is the generator");
  // Every key of snarkjs has the generator as gamma.
  key = good;
  key.gamma = g2;
  EXPECT_EQ(this->problem_of(key), "");
}

TYPED_TEST(VerifyingKeyTest, InfinityIsRefusedEverywhere) {
  const char* text = " is the point at infinity";
  const auto g1 = TestFixture::G1Affine::infinity();
  const auto g2 = TestFixture::G2Affine::infinity();
  auto key = this->good_key();
  key.alpha = g1;
  EXPECT_EQ(this->problem_of(key), std::string("alpha_g1[0]") + text);
  key = this->good_key();
  key.beta = g2;
  EXPECT_EQ(this->problem_of(key), std::string("beta_g2[0]") + text);
  key = this->good_key();
  key.gamma = g2;
  EXPECT_EQ(this->problem_of(key), std::string("gamma_g2[0]") + text);
  key = this->good_key();
  key.delta = g2;
  EXPECT_EQ(this->problem_of(key), std::string("delta_g2[0]") + text);
  for (std::size_t i = 0; i < 4; ++i) {
    key = this->good_key();
    key.ic[i] = g1;
    EXPECT_EQ(this->problem_of(key), "IC[" + std::to_string(i) + "]" + text);
  }
}

TYPED_TEST(VerifyingKeyTest, PointsOutsideTheSubgroupAreRefusedEverywhere) {
  const char* text = " is not in the prime-order subgroup";
  auto key = this->good_key();
  key.beta = this->outside_g2();
  EXPECT_EQ(this->problem_of(key), std::string("beta_g2[0]") + text);
  key = this->good_key();
  key.gamma = this->outside_g2();
  EXPECT_EQ(this->problem_of(key), std::string("gamma_g2[0]") + text);
  key = this->good_key();
  key.delta = this->outside_g2();
  EXPECT_EQ(this->problem_of(key), std::string("delta_g2[0]") + text);
  if constexpr (TypeParam::kId == curve::Bls12381::kId) {
    // On the curve, of order three. BN254's G1 is its whole curve.
    using Field = curve::Bls12381G1::Field;
    const curve::G1Affine outside_g1 = {Field::zero(), Field::from_u64(2)};
    key = this->good_key();
    key.alpha = outside_g1;
    EXPECT_EQ(this->problem_of(key), std::string("alpha_g1[0]") + text);
    key = this->good_key();
    key.ic[3] = outside_g1;
    EXPECT_EQ(this->problem_of(key), std::string("IC[3]") + text);
  }
}

TYPED_TEST(VerifyingKeyTest, MalformedPointsAreRefusedEverywhere) {
  using At = typename TestFixture::At;
  const Bytes good = write_verifying_key(this->good_key());
  for (const std::size_t at :
       {At::kAlpha, At::kBeta, At::kGamma, At::kDelta, At::kIc, At::kIc + 3 * At::kG1}) {
    Bytes bad = good;
    bad[at] &= 0x3f;
    EXPECT_NE(this->problem_of(bad).find("flag"), std::string::npos) << at;
    bad = good;
    const auto begin = bad.begin() + static_cast<long>(at);
    std::fill_n(begin, At::kG1, std::uint8_t{0xff});
    bad[at] = static_cast<std::uint8_t>(TypeParam::G1::kFlags.smaller_y |
                                        (0xff & ~TypeParam::G1::kFlags.mask));
    EXPECT_NE(this->problem_of(bad).find("canonical"), std::string::npos) << at;
  }
}

}  // namespace
}  // namespace nelumbo::format
