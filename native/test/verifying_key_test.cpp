// The loader's rules for verifying keys.
#include "format/verifying_key.h"

#include <gtest/gtest.h>

#include "groth16/simulate.h"
#include "test_support.h"

namespace nelumbo::format {
namespace {

using Bytes = std::vector<std::uint8_t>;
using curve::G1Affine;
using curve::G2Affine;

VerifyingKey good_key() { return groth16::Simulation(3).key(); }

// The problem's text, or "" for an accepted key.
std::string problem_of(const Bytes& bytes) {
  VerifyingKey key;
  const KeyProblem p = read_verifying_key(bytes, key);
  return p.found() ? std::string(p.field) + "[" + std::to_string(p.index) + "] " + p.what : "";
}
std::string problem_of(const VerifyingKey& key) { return problem_of(write_verifying_key(key)); }

constexpr std::size_t kAlpha = 16;
constexpr std::size_t kBeta = kAlpha + 48;
constexpr std::size_t kGamma = kBeta + 96;
constexpr std::size_t kDelta = kGamma + 96;
constexpr std::size_t kIc = kDelta + 96;

// On the curve, of order three.
G1Affine outside_g1() {
  return {curve::Bls12381G1::Field::zero(), curve::Bls12381G1::Field::from_u64(2)};
}
G2Affine outside_g2() {
  G2Affine p{};
  do {
    p.x += G2Affine::Field::one();
  } while (!(p.x.square() * p.x + curve::Bls12381G2::kB).sqrt_vartime(p.y));
  return p;
}

TEST(VerifyingKeyTest, GoesThereAndBack) {
  const VerifyingKey key = good_key();
  const Bytes bytes = write_verifying_key(key);
  EXPECT_EQ(bytes.size(), kIc + 4 * 48);
  VerifyingKey read;
  ASSERT_FALSE(read_verifying_key(bytes, read).found());
  EXPECT_EQ(read.alpha, key.alpha);
  EXPECT_EQ(read.beta, key.beta);
  EXPECT_EQ(read.gamma, key.gamma);
  EXPECT_EQ(read.delta, key.delta);
  EXPECT_EQ(read.ic, key.ic);
  EXPECT_EQ(write_verifying_key(read), bytes);
}

TEST(VerifyingKeyTest, HeaderIsExact) {
  const Bytes good = write_verifying_key(good_key());
  ASSERT_EQ(problem_of(good), "");
  for (std::size_t i = 0; i < 16; ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytes bad = good;
      bad[i] ^= static_cast<std::uint8_t>(1 << bit);
      EXPECT_NE(problem_of(bad), "") << i;
    }
  }
  Bytes bad = good;
  bad[8] = 2;
  EXPECT_EQ(problem_of(bad), "curve[0] is not 1 (BLS12-381)");
  for (const std::uint32_t n : {0U, 4097U, 0xffffffffU}) {
    bad = good;
    for (unsigned i = 0; i < 4; ++i) {
      bad[12 + i] = static_cast<std::uint8_t>(n >> (8 * i));
    }
    EXPECT_EQ(problem_of(bad), "number of public inputs[0] is not between 1 and 4096");
  }
}

TEST(VerifyingKeyTest, EveryOtherLengthIsRefused) {
  const Bytes good = write_verifying_key(good_key());
  for (std::size_t n = 0; n < good.size(); ++n) {
    EXPECT_NE(problem_of(Bytes(good.begin(), good.begin() + n)), "") << n;
  }
  Bytes bad = good;
  bad.push_back(0);
  EXPECT_EQ(problem_of(bad), "length[0] does not fit the number of public inputs");
  bad.resize(good.size() + 48);
  EXPECT_NE(problem_of(bad), "");
}

TEST(VerifyingKeyTest, GammaEqualToDeltaIsRefused) {
  VerifyingKey key = good_key();
  key.gamma = key.delta;
  EXPECT_EQ(problem_of(key), "gamma_g2[0] equals delta_g2");
}

TEST(VerifyingKeyTest, InfinityIsRefusedEverywhere) {
  const char* text = " is the point at infinity";
  VerifyingKey key = good_key();
  key.alpha = G1Affine::infinity();
  EXPECT_EQ(problem_of(key), std::string("alpha_g1[0]") + text);
  key = good_key();
  key.beta = G2Affine::infinity();
  EXPECT_EQ(problem_of(key), std::string("beta_g2[0]") + text);
  key = good_key();
  key.gamma = G2Affine::infinity();
  EXPECT_EQ(problem_of(key), std::string("gamma_g2[0]") + text);
  key = good_key();
  key.delta = G2Affine::infinity();
  EXPECT_EQ(problem_of(key), std::string("delta_g2[0]") + text);
  for (std::size_t i = 0; i < 4; ++i) {
    key = good_key();
    key.ic[i] = G1Affine::infinity();
    EXPECT_EQ(problem_of(key), "IC[" + std::to_string(i) + "]" + text);
  }
}

TEST(VerifyingKeyTest, PointsOutsideTheSubgroupAreRefusedEverywhere) {
  const char* text = " is not in the prime-order subgroup";
  VerifyingKey key = good_key();
  key.alpha = outside_g1();
  EXPECT_EQ(problem_of(key), std::string("alpha_g1[0]") + text);
  key = good_key();
  key.beta = outside_g2();
  EXPECT_EQ(problem_of(key), std::string("beta_g2[0]") + text);
  key = good_key();
  key.gamma = outside_g2();
  EXPECT_EQ(problem_of(key), std::string("gamma_g2[0]") + text);
  key = good_key();
  key.delta = outside_g2();
  EXPECT_EQ(problem_of(key), std::string("delta_g2[0]") + text);
  key = good_key();
  key.ic[3] = outside_g1();
  EXPECT_EQ(problem_of(key), std::string("IC[3]") + text);
}

TEST(VerifyingKeyTest, MalformedPointsAreRefusedEverywhere) {
  const Bytes good = write_verifying_key(good_key());
  for (const std::size_t at : {kAlpha, kBeta, kGamma, kDelta, kIc, kIc + 144}) {
    Bytes bad = good;
    bad[at] &= 0x7f;
    EXPECT_NE(problem_of(bad).find("flag"), std::string::npos) << at;
    bad = good;
    std::fill_n(bad.begin() + at, 48, std::uint8_t{0xff});
    bad[at] = 0x9f;
    EXPECT_NE(problem_of(bad).find("canonical"), std::string::npos) << at;
  }
}

}  // namespace
}  // namespace nelumbo::format
