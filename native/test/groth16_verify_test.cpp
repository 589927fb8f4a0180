// Groth16 verification on every kernel of this machine, and through the C ABI.
#include <gtest/gtest.h>

#include <cstring>
#include <memory>

#include "format/verifying_key.h"
#include "groth16/fixed_sum.h"
#include "groth16/simulate.h"
#include "hash/sha256.h"
#include "kernels/dispatch.h"
#include "nelumbo/nelumbo.h"
#include "platform/pool.h"
#include "test_support.h"

namespace nelumbo::groth16 {
namespace {

using Bytes = std::vector<std::uint8_t>;
using kernels::KernelTable;

constexpr std::size_t kInputs = 5;

class KernelTest : public ::testing::TestWithParam<const KernelTable*> {
 protected:
  KernelTest() : simulation_(kInputs), key_(open(simulation_)) {}

  using Key = std::unique_ptr<kernels::PreparedKey, void (*)(kernels::PreparedKey*)>;
  static Key open(const Simulation& simulation) {
    format::KeyProblem problem;
    const Bytes bytes = format::write_verifying_key(simulation.key());
    return Key(GetParam()->key_open(bytes, problem), GetParam()->key_close);
  }

  bool verify(const Bytes& proof, const Bytes& inputs) const {
    return GetParam()->verify(key_.get(), proof.data(), inputs.data());
  }
  Bytes prove(const Bytes& inputs, std::uint64_t seed) const {
    const auto proof = simulation_.prove(inputs, seed);
    return Bytes(proof.begin(), proof.end());
  }

  Simulation simulation_;
  Key key_;
};

std::string kernel_name(const ::testing::TestParamInfo<const KernelTable*>& info) {
  return info.param->name;
}
INSTANTIATE_TEST_SUITE_P(Kernels, KernelTest, ::testing::ValuesIn(kernels::runnable_kernels()),
                         kernel_name);

TEST_P(KernelTest, SelfTestPasses) { EXPECT_EQ(GetParam()->self_test(), nullptr); }

TEST_P(KernelTest, AcceptsProofsAndOnlyForTheirInputs) {
  test::Random random(30);
  for (int i = 0; i < 5; ++i) {
    const Bytes inputs = simulation_.some_inputs(random.u64() >> 8);
    const Bytes proof = prove(inputs, random.u64() >> 8);
    ASSERT_TRUE(verify(proof, inputs));
    for (std::size_t j = 0; j < kInputs; ++j) {
      Bytes other = inputs;
      other[32 * j] ^= 1;
      ASSERT_FALSE(verify(proof, other)) << j;
    }
  }
}

TEST_P(KernelTest, AcceptsExtremeInputs) {
  const Fr minus_one = -Fr::one();
  Bytes inputs(32 * kInputs, 0);
  ASSERT_TRUE(verify(prove(inputs, 1), inputs));
  for (std::size_t i = 0; i < kInputs; ++i) {
    minus_one.to_bytes_le(std::span<std::uint8_t, 32>(inputs.data() + 32 * i, 32));
  }
  EXPECT_TRUE(verify(prove(inputs, 1), inputs));
}

TEST_P(KernelTest, EveryFlippedBitOfAProofIsRefused) {
  const Bytes inputs = simulation_.some_inputs(1);
  const Bytes proof = prove(inputs, 2);
  ASSERT_TRUE(verify(proof, inputs));
  for (std::size_t bit = 0; bit < 8 * proof.size(); bit += bit % 384 < 8 ? 1 : 37) {
    Bytes bad = proof;
    bad[bit / 8] ^= static_cast<std::uint8_t>(1 << (bit % 8));
    ASSERT_FALSE(verify(bad, inputs)) << bit;
  }
}

TEST_P(KernelTest, PublicInputPlusModulusIsRefused) {
  Bytes inputs(32 * kInputs, 0);
  const Bytes proof = prove(inputs, 2);
  ASSERT_TRUE(verify(proof, inputs));
  for (std::size_t i = 0; i < 32; ++i) {
    inputs[32 + i] = static_cast<std::uint8_t>(Fr::kModulus[i / 8] >> (8 * (i % 8)));
  }
  EXPECT_FALSE(verify(proof, inputs));
}

TEST_P(KernelTest, InfinityAndForeignSubgroupsAreRefused) {
  const Bytes inputs = simulation_.some_inputs(1);
  const Bytes proof = prove(inputs, 2);
  ASSERT_TRUE(verify(proof, inputs));
  for (const auto& [at, size] : {std::pair<std::size_t, std::size_t>{0, 48}, {48, 96}, {144, 48}}) {
    Bytes bad = proof;
    std::fill_n(bad.begin() + at, size, std::uint8_t{0});
    bad[at] = 0xc0;
    EXPECT_FALSE(verify(bad, inputs)) << at;
  }
  for (const std::size_t at : {0, 144}) {
    Bytes bad = proof;
    std::fill_n(bad.begin() + at, 48, std::uint8_t{0});
    bad[at] = 0x80;  // (0, +-2), of order three
    EXPECT_FALSE(verify(bad, inputs)) << at;
  }
}

// A + T with T of order three would verify without the subgroup test, since e kills T.
TEST_P(KernelTest, TorsionAddedToAIsRefused) {
  const Bytes inputs = simulation_.some_inputs(1);
  Bytes proof = prove(inputs, 2);
  Proof decoded;
  ASSERT_TRUE(decode_proof(proof.data(), decoded));
  const curve::G1Affine torsion = {curve::Bls12381G1::Field::zero(),
                                   curve::Bls12381G1::Field::from_u64(2)};
  const curve::G1Affine a =
      curve::G1::from_affine(decoded.a).plus_vartime(torsion).to_affine_vartime();
  curve::encode_compressed<curve::Bls12381G1>(a, std::span<std::uint8_t, 48>(proof.data(), 48));
  EXPECT_FALSE(verify(proof, inputs));
}

TEST_P(KernelTest, BatchAgreesWithSingleVerification) {
  test::Random random(31);
  platform::WorkerPool pool(2);
  for (const std::size_t count : {0U, 1U, 2U, 9U, 17U}) {
    for (const bool all_good : {true, false}) {
      Bytes proofs;
      Bytes inputs;
      std::vector<std::int32_t> expected;
      for (std::size_t i = 0; i < count; ++i) {
        Bytes x = simulation_.some_inputs(i);
        Bytes p = prove(x, 100 + i);
        const unsigned kind = all_good ? 0 : static_cast<unsigned>(random.u64() % 6);
        if (kind == 1) {
          x[64] ^= 2;  // another statement
        } else if (kind == 2) {
          p[100] ^= 1;  // no point, or another one
        } else if (kind == 3) {
          std::fill_n(x.begin(), 32, std::uint8_t{0xff});  // not canonical
        }
        expected.push_back(verify(p, x) ? 1 : 0);
        ASSERT_EQ(expected.back(), kind == 0 || kind > 3 ? 1 : 0);
        proofs.insert(proofs.end(), p.begin(), p.end());
        inputs.insert(inputs.end(), x.begin(), x.end());
      }
      std::vector<std::int32_t> valid(count, -1);
      GetParam()->verify_batch(key_.get(), pool, {proofs.data(), inputs.data(), count},
                               valid.data());
      ASSERT_EQ(valid, expected);
    }
  }
}

// Two false proofs whose errors cancel in a plain product of the equations.
TEST_P(KernelTest, CancellingErrorsDoNotPassInABatch) {
  platform::WorkerPool pool(1);
  Bytes proofs;
  Bytes inputs;
  for (int sign : {1, -1}) {
    const Bytes x = simulation_.some_inputs(1);
    Bytes p = prove(x, 2);
    Proof decoded;
    ASSERT_TRUE(decode_proof(p.data(), decoded));
    const auto g = curve::Bls12381G1::generator();
    const curve::G1Affine c =
        curve::G1::from_affine(decoded.c).plus_vartime(sign > 0 ? g : -g).to_affine_vartime();
    curve::encode_compressed<curve::Bls12381G1>(c, std::span<std::uint8_t, 48>(p.data() + 144, 48));
    proofs.insert(proofs.end(), p.begin(), p.end());
    inputs.insert(inputs.end(), x.begin(), x.end());
  }
  std::vector<std::int32_t> valid(2, -1);
  GetParam()->verify_batch(key_.get(), pool, {proofs.data(), inputs.data(), 2}, valid.data());
  EXPECT_EQ(valid, (std::vector<std::int32_t>{0, 0}));
}

TEST(FixedSumTest, AgreesWithMultiplicationForEveryStride) {
  test::Random random(32);
  for (const std::size_t count : {1U, 3U, 101U, 211U}) {
    std::vector<curve::G1Affine> points(count);
    std::vector<Fr> scalars(count);
    curve::G1 expected = curve::G1::infinity();
    for (std::size_t i = 0; i < count; ++i) {
      points[i] = curve::G1::from_affine(curve::Bls12381G1::generator())
                      .multiply_vartime(random.element<Fr>())
                      .to_affine_vartime();
      scalars[i] = i % 7 == 1 ? -Fr::from_u64(i) : i % 7 == 2 ? Fr::zero() : random.element<Fr>();
      expected =
          expected.plus_vartime(curve::G1::from_affine(points[i]).multiply_vartime(scalars[i]));
    }
    ASSERT_TRUE(FixedSum(points).sum_vartime(scalars).equals(expected)) << count;
  }
}

// ---- C ABI ----

class VerifyAbiTest : public ::testing::Test {
 protected:
  VerifyAbiTest() : simulation_(kInputs) {
    bytes_ = format::write_verifying_key(simulation_.key());
    inputs_ = simulation_.some_inputs(3);
    const auto proof = simulation_.prove(inputs_, 4);
    proof_.assign(proof.begin(), proof.end());
    EXPECT_EQ(nlb_verifying_key_open(&key_, bytes_.data(), bytes_.size()), NLB_OK);
    EXPECT_EQ(nlb_context_new(&context_, 1), NLB_OK);
  }
  ~VerifyAbiTest() override {
    nlb_verifying_key_free(key_);
    nlb_context_free(context_);
  }

  Simulation simulation_;
  Bytes bytes_;
  Bytes inputs_;
  Bytes proof_;
  nlb_verifying_key* key_ = nullptr;
  nlb_context* context_ = nullptr;
};

std::string last_error() {
  std::uint8_t text[512];
  std::uint64_t written = 0;
  EXPECT_EQ(nlb_error_message(text, sizeof(text), &written), NLB_OK);
  return std::string(text, text + written);
}

TEST_F(VerifyAbiTest, KeyInfoTellsInputsAndIdentity) {
  std::uint64_t info[4] = {9, 9, 9, 9};
  std::uint8_t hash[32];
  ASSERT_EQ(nlb_verifying_key_info(key_, info, hash), NLB_OK);
  EXPECT_EQ(info[0], static_cast<std::uint64_t>(NLB_CURVE_BLS12_381));
  EXPECT_EQ(info[1], kInputs);
  EXPECT_EQ(std::memcmp(hash, hash::Sha256::of(bytes_).data(), 32), 0);
}

TEST_F(VerifyAbiTest, VerifiesAndRefuses) {
  std::int32_t valid = -1;
  ASSERT_EQ(nlb_groth16_verify(key_, &valid, proof_.data(), inputs_.data(), inputs_.size()),
            NLB_OK);
  EXPECT_EQ(valid, 1);
  inputs_[0] ^= 1;
  ASSERT_EQ(nlb_groth16_verify(key_, &valid, proof_.data(), inputs_.data(), inputs_.size()),
            NLB_OK);
  EXPECT_EQ(valid, 0);
}

TEST_F(VerifyAbiTest, BadKeysSayWhy) {
  nlb_verifying_key* key = nullptr;
  bytes_.back() ^= 1;
  EXPECT_EQ(nlb_verifying_key_open(&key, bytes_.data(), bytes_.size()), NLB_BAD_KEY);
  EXPECT_EQ(key, nullptr);
  EXPECT_NE(last_error().find("IC[5]"), std::string::npos) << last_error();
  EXPECT_EQ(nlb_verifying_key_open(&key, bytes_.data(), 0), NLB_BAD_KEY);
  EXPECT_EQ(nlb_verifying_key_open(&key, nullptr, 5), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_verifying_key_open(nullptr, bytes_.data(), 5), NLB_BAD_ARGUMENT);
}

TEST_F(VerifyAbiTest, WrongLengthsAreArguments) {
  std::int32_t valid = -1;
  const std::uint64_t n = inputs_.size();
  for (const std::uint64_t bad : {std::uint64_t{0}, n - 1, n + 1, n - 32, n + 32}) {
    EXPECT_EQ(nlb_groth16_verify(key_, &valid, proof_.data(), inputs_.data(), bad),
              NLB_BAD_ARGUMENT);
    EXPECT_EQ(nlb_groth16_verify_batch(context_, &valid, 1, key_, proof_.data(), 192,
                                       inputs_.data(), bad),
              NLB_BAD_ARGUMENT);
  }
  for (const std::uint64_t bad : {191, 193, 0}) {
    EXPECT_EQ(
        nlb_groth16_verify_batch(context_, &valid, 1, key_, proof_.data(), bad, inputs_.data(), n),
        NLB_BAD_ARGUMENT);
  }
  EXPECT_EQ(nlb_groth16_verify_batch(context_, &valid, UINT64_MAX / 2, key_, proof_.data(), 192,
                                     inputs_.data(), n),
            NLB_BAD_ARGUMENT);
  EXPECT_EQ(
      nlb_groth16_verify_batch(context_, &valid, 1, key_, proof_.data(), 192, inputs_.data(), n),
      NLB_OK);
  EXPECT_EQ(valid, 1);
}

TEST_F(VerifyAbiTest, NullsAreArguments) {
  std::int32_t valid = -1;
  std::uint64_t info[4];
  std::uint8_t hash[32];
  const std::uint64_t n = inputs_.size();
  EXPECT_EQ(nlb_groth16_verify(nullptr, &valid, proof_.data(), inputs_.data(), n),
            NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_groth16_verify(key_, nullptr, proof_.data(), inputs_.data(), n), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_groth16_verify(key_, &valid, nullptr, inputs_.data(), n), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_groth16_verify(key_, &valid, proof_.data(), nullptr, n), NLB_BAD_ARGUMENT);
  EXPECT_EQ(
      nlb_groth16_verify_batch(nullptr, &valid, 1, key_, proof_.data(), 192, inputs_.data(), n),
      NLB_BAD_ARGUMENT);
  EXPECT_EQ(
      nlb_groth16_verify_batch(context_, nullptr, 1, key_, proof_.data(), 192, inputs_.data(), n),
      NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_groth16_verify_batch(context_, nullptr, 0, key_, nullptr, 0, nullptr, 0), NLB_OK);
  EXPECT_EQ(nlb_verifying_key_info(nullptr, info, hash), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_verifying_key_info(key_, nullptr, hash), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_verifying_key_info(key_, info, nullptr), NLB_BAD_ARGUMENT);
  nlb_verifying_key_free(nullptr);
}

TEST(LibraryAbiTest, TextsAreCutButTheirLengthIsTold) {
  for (const auto text_of : {nlb_build_info, nlb_cpu_features, nlb_kernel_name}) {
    std::uint64_t full = 0;
    ASSERT_EQ(text_of(nullptr, 0, &full), NLB_OK);
    ASSERT_GT(full, 3U);
    std::vector<std::uint8_t> text(full + 1, 0xee);
    std::uint64_t written = 0;
    ASSERT_EQ(text_of(text.data(), 3, &written), NLB_OK);
    EXPECT_EQ(written, full);
    EXPECT_EQ(text[3], 0xee);
    ASSERT_EQ(text_of(text.data(), text.size(), &written), NLB_OK);
    EXPECT_EQ(written, full);
    EXPECT_EQ(text[full], 0xee);
    EXPECT_EQ(text_of(nullptr, 3, &written), NLB_BAD_ARGUMENT);
    EXPECT_EQ(text_of(text.data(), 3, nullptr), NLB_BAD_ARGUMENT);
  }
}

TEST(LibraryAbiTest, SelfTestPasses) { EXPECT_EQ(nlb_self_test(), NLB_OK) << last_error(); }

}  // namespace
}  // namespace nelumbo::groth16
