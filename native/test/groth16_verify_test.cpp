// Groth16 verification over both curves on every kernel of this machine, and through the C ABI.
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

template <class C>
class KernelTest : public ::testing::Test {
 protected:
  using Fr = typename C::Scalar;
  using G1 = typename C::G1;
  using G2 = typename C::G2;
  using At = ProofLayout<C>;
  using Key = std::unique_ptr<kernels::PreparedKey, void (*)(kernels::PreparedKey*)>;

  // The simulated key as one kernel has opened it.
  struct Subject {
    const char* name;
    const kernels::CurveTable* table;
    Key key;

    bool verify(const Bytes& proof, const Bytes& inputs) const {
      return table->verify(key.get(), proof.data(), inputs.data());
    }
  };

  KernelTest() : simulation_(kInputs) {
    const Bytes bytes = format::write_verifying_key(simulation_.key());
    for (const KernelTable* kernel : kernels::runnable_kernels()) {
      const kernels::CurveTable* const table = kernel->of(C::kId);
      format::KeyProblem problem;
      subjects_.push_back(
          {kernel->name, table, Key(table->key_open(bytes, problem), table->key_close)});
      EXPECT_FALSE(problem.found());
    }
  }

  Bytes prove(const Bytes& inputs, std::uint64_t seed) const {
    const auto proof = simulation_.prove(inputs, seed);
    return Bytes(proof.begin(), proof.end());
  }

  Simulation<C> simulation_;
  std::vector<Subject> subjects_;
};

using Curves = ::testing::Types<curve::Bls12381, curve::Bn254>;
TYPED_TEST_SUITE(KernelTest, Curves);

TEST(KernelSelfTest, Passes) {
  for (const KernelTable* kernel : kernels::runnable_kernels()) {
    EXPECT_EQ(kernel->self_test(), nullptr) << kernel->name;
    EXPECT_EQ(kernel->of(0), nullptr);
    EXPECT_EQ(kernel->of(3), nullptr);
  }
}

TYPED_TEST(KernelTest, AcceptsProofsAndOnlyForTheirInputs) {
  for (const auto& k : this->subjects_) {
    SCOPED_TRACE(k.name);
    test::Random random(30);
    for (int i = 0; i < 5; ++i) {
      const Bytes inputs = this->simulation_.some_inputs(random.u64() >> 8);
      const Bytes proof = this->prove(inputs, random.u64() >> 8);
      ASSERT_TRUE(k.verify(proof, inputs));
      for (std::size_t j = 0; j < kInputs; ++j) {
        Bytes other = inputs;
        other[32 * j] ^= 1;
        ASSERT_FALSE(k.verify(proof, other)) << j;
      }
    }
  }
}

TYPED_TEST(KernelTest, AcceptsExtremeInputs) {
  using F = KernelTest<TypeParam>;
  for (const auto& k : this->subjects_) {
    SCOPED_TRACE(k.name);
    const typename F::Fr minus_one = -F::Fr::one();
    Bytes inputs(32 * kInputs, 0);
    ASSERT_TRUE(k.verify(this->prove(inputs, 1), inputs));
    for (std::size_t i = 0; i < kInputs; ++i) {
      minus_one.to_bytes_le(std::span<std::uint8_t, 32>(inputs.data() + 32 * i, 32));
    }
    EXPECT_TRUE(k.verify(this->prove(inputs, 1), inputs));
  }
}

TYPED_TEST(KernelTest, EveryFlippedBitOfAProofIsRefused) {
  for (const auto& k : this->subjects_) {
    SCOPED_TRACE(k.name);
    const Bytes inputs = this->simulation_.some_inputs(1);
    const Bytes proof = this->prove(inputs, 2);
    ASSERT_TRUE(k.verify(proof, inputs));
    for (std::size_t bit = 0; bit < 8 * proof.size(); bit += bit % 384 < 8 ? 1 : 37) {
      Bytes bad = proof;
      bad[bit / 8] ^= static_cast<std::uint8_t>(1 << (bit % 8));
      ASSERT_FALSE(k.verify(bad, inputs)) << bit;
    }
  }
}

TYPED_TEST(KernelTest, PublicInputPlusModulusIsRefused) {
  using F = KernelTest<TypeParam>;
  for (const auto& k : this->subjects_) {
    SCOPED_TRACE(k.name);
    Bytes inputs(32 * kInputs, 0);
    const Bytes proof = this->prove(inputs, 2);
    ASSERT_TRUE(k.verify(proof, inputs));
    for (std::size_t i = 0; i < 32; ++i) {
      inputs[32 + i] = static_cast<std::uint8_t>(F::Fr::kModulus[i / 8] >> (8 * (i % 8)));
    }
    EXPECT_FALSE(k.verify(proof, inputs));
  }
}

TYPED_TEST(KernelTest, InfinityAndForeignSubgroupsAreRefused) {
  using F = KernelTest<TypeParam>;
  for (const auto& k : this->subjects_) {
    SCOPED_TRACE(k.name);
    const Bytes inputs = this->simulation_.some_inputs(1);
    const Bytes proof = this->prove(inputs, 2);
    ASSERT_TRUE(k.verify(proof, inputs));
    using At = typename F::At;
    using Part = std::pair<std::size_t, std::size_t>;
    for (const auto& [at, size] :
         {Part{At::kA, At::kG1}, Part{At::kB, At::kG2}, Part{At::kC, At::kG1}}) {
      Bytes bad = proof;
      std::fill_n(bad.begin() + at, size, std::uint8_t{0});
      bad[at] = F::G1::kFlags.infinity;
      EXPECT_FALSE(k.verify(bad, inputs)) << at;
    }
    // The first point of the twist that is found lies outside the subgroup.
    curve::Affine<typename F::G2> outside{};
    do {
      outside.x += F::G2::Field::one();
    } while (!(outside.x.square() * outside.x + F::G2::kB).sqrt_vartime(outside.y));
    Bytes bad = proof;
    curve::encode_compressed<typename F::G2>(
        outside, std::span<std::uint8_t, At::kG2>(bad.data() + At::kB, At::kG2));
    EXPECT_FALSE(k.verify(bad, inputs));
  }
}

// B + T with T of the twist's other subgroup.
TYPED_TEST(KernelTest, TorsionAddedToBIsRefused) {
  using F = KernelTest<TypeParam>;
  using At = typename F::At;
  using G2 = curve::Jacobian<typename F::G2>;
  curve::Affine<typename F::G2> point{};
  do {
    point.x += F::G2::Field::one();
  } while (!(point.x.square() * point.x + F::G2::kB).sqrt_vartime(point.y));
  const G2 torsion = G2::from_affine(point).multiply_vartime(F::Fr::kModulus);
  ASSERT_FALSE(torsion.is_infinity());
  for (const auto& k : this->subjects_) {
    SCOPED_TRACE(k.name);
    const Bytes inputs = this->simulation_.some_inputs(1);
    Bytes proof = this->prove(inputs, 2);
    Proof<TypeParam> decoded;
    ASSERT_TRUE(decode_proof<TypeParam>(proof.data(), decoded));
    const auto b = torsion.plus_vartime(decoded.b).to_affine_vartime();
    curve::encode_compressed<typename F::G2>(
        b, std::span<std::uint8_t, At::kG2>(proof.data() + At::kB, At::kG2));
    EXPECT_FALSE(k.verify(proof, inputs));
  }
}

// A + T with T of order three would verify without the subgroup test, since e kills T.
TEST(Bls12381VerifyTest, TorsionAddedToAIsRefused) {
  using C = curve::Bls12381;
  const Simulation<C> simulation(kInputs);
  const Bytes inputs = simulation.some_inputs(1);
  auto proof = simulation.prove(inputs, 2);
  const Verifier<C> verifier(simulation.key());
  ASSERT_TRUE(verifier.verify(proof.data(), inputs.data()));
  Proof<C> decoded;
  ASSERT_TRUE(decode_proof<C>(proof.data(), decoded));
  const curve::G1Affine torsion = {C::G1::Field::zero(), C::G1::Field::from_u64(2)};
  ASSERT_TRUE(torsion.is_on_curve());
  decoded.a = curve::G1::from_affine(decoded.a).plus_vartime(torsion).to_affine_vartime();
  encode_proof<C>(decoded, proof.data());
  EXPECT_FALSE(verifier.verify(proof.data(), inputs.data()));
}

TYPED_TEST(KernelTest, BatchAgreesWithSingleVerification) {
  for (const auto& k : this->subjects_) {
    SCOPED_TRACE(k.name);
    test::Random random(31);
    platform::WorkerPool pool(2);
    for (const std::size_t count : {0U, 1U, 2U, 9U, 17U}) {
      for (const bool all_good : {true, false}) {
        Bytes proofs;
        Bytes inputs;
        std::vector<std::int32_t> expected;
        for (std::size_t i = 0; i < count; ++i) {
          Bytes x = this->simulation_.some_inputs(i);
          Bytes p = this->prove(x, 100 + i);
          const unsigned kind = all_good ? 0 : static_cast<unsigned>(random.u64() % 6);
          if (kind == 1) {
            x[64] ^= 2;  // another statement
          } else if (kind == 2) {
            p[100] ^= 1;  // no point, or another one
          } else if (kind == 3) {
            std::fill_n(x.begin(), 32, std::uint8_t{0xff});  // not canonical
          }
          expected.push_back(k.verify(p, x) ? 1 : 0);
          ASSERT_EQ(expected.back(), kind == 0 || kind > 3 ? 1 : 0);
          proofs.insert(proofs.end(), p.begin(), p.end());
          inputs.insert(inputs.end(), x.begin(), x.end());
        }
        std::vector<std::int32_t> valid(count, -1);
        k.table->verify_batch(k.key.get(), pool, {proofs.data(), inputs.data(), count},
                              valid.data());
        ASSERT_EQ(valid, expected);
      }
    }
  }
}

// Two false proofs whose errors cancel in a plain product of the equations.
TYPED_TEST(KernelTest, CancellingErrorsDoNotPassInABatch) {
  using F = KernelTest<TypeParam>;
  using G1 = curve::Jacobian<typename F::G1>;
  for (const auto& k : this->subjects_) {
    SCOPED_TRACE(k.name);
    platform::WorkerPool pool(1);
    Bytes proofs;
    Bytes inputs;
    for (int sign : {1, -1}) {
      const Bytes x = this->simulation_.some_inputs(1);
      Bytes p = this->prove(x, 2);
      Proof<TypeParam> decoded;
      ASSERT_TRUE(decode_proof<TypeParam>(p.data(), decoded));
      const auto g = F::G1::generator();
      decoded.c = G1::from_affine(decoded.c).plus_vartime(sign > 0 ? g : -g).to_affine_vartime();
      encode_proof<TypeParam>(decoded, p.data());
      proofs.insert(proofs.end(), p.begin(), p.end());
      inputs.insert(inputs.end(), x.begin(), x.end());
    }
    std::vector<std::int32_t> valid(2, -1);
    k.table->verify_batch(k.key.get(), pool, {proofs.data(), inputs.data(), 2}, valid.data());
    EXPECT_EQ(valid, (std::vector<std::int32_t>{0, 0}));
  }
}

TEST(FixedSumTest, AgreesWithMultiplicationForEveryStride) {
  using Fr = field::Bls12381Fr;
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
    ASSERT_TRUE(FixedSum<curve::Bls12381>(points).sum_vartime(scalars).equals(expected)) << count;
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

  Simulation<curve::Bls12381> simulation_;
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
