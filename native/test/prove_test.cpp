#include "groth16/prove.h"

#include <gtest/gtest.h>

#include "kernels/dispatch.h"
#include "nelumbo/nelumbo.h"
#include "platform/error.h"
#include "support/toy_system.h"

namespace nelumbo::groth16 {
namespace {

using test::Fr;
using test::ToyKeyFile;
using test::ToySystem;

template <class C>
std::unique_ptr<format::ProvingKey> open_key(const test::ToySystemOf<C>& system) {
  std::unique_ptr<format::ProvingKey> key;
  EXPECT_EQ(format::ProvingKey::open(test::ToyKeyFileOf<C>(system).write().path(), key), NLB_OK)
      << platform::last_error();
  return key;
}

template <class C>
void fill(const test::ToySystemOf<C>& system, std::uint64_t* w, std::uint64_t* a, std::uint64_t* b,
          std::uint64_t* c) {
  const auto put = [](std::uint64_t* to, std::size_t i, const typename C::Scalar& x) {
    std::memcpy(to + 4 * i, &x, sizeof(x));
  };
  for (std::size_t i = 0; i < system.wires.size(); ++i) {
    put(w, i, system.wires[i]);
  }
  for (std::size_t i = 0; i < system.rows.size(); ++i) {
    put(a, i, system.dot(system.rows[i].a, system.wires));
    put(b, i, system.dot(system.rows[i].b, system.wires));
    put(c, i, system.wires[system.rows[i].c]);
  }
}

template <class C>
void fill(const test::ToySystemOf<C>& system, const Witness& witness) {
  fill(system, witness.wire_values(), witness.row_values(0), witness.row_values(1),
       witness.row_values(2));
}

// The discrete logarithms of a right proof.
template <class C>
struct Exponents {
  using Fr = typename C::Scalar;
  using ToySystem = test::ToySystemOf<C>;
  Fr a, b, c;

  Exponents(const ToySystem& s, const Blinding<C>& blinding) {
    const typename ToySystem::Waste& t = s.waste;
    Fr sum_c;
    Fr u, v, w;
    a = t.alpha + blinding.r * t.delta;
    b = t.beta + blinding.s * t.delta;
    for (std::size_t i = 0; i < s.wires.size(); ++i) {
      u += s.a_at[i] * s.wires[i];
      v += s.b_at[i] * s.wires[i];
      w += s.c_at[i] * s.wires[i];
      if (i > s.public_inputs) {
        sum_c += s.combined(i) * s.wires[i];
      }
    }
    a += u;
    b += v;
    // h (tau^n - 1) = u v - w at tau.
    c = (sum_c + u * v - w) * t.delta.inverse() + blinding.s * a + blinding.r * b -
        blinding.r * blinding.s * t.delta;
  }

  // The verifier's equation, a b = alpha beta + public part + c delta: a check of the test itself.
  bool satisfy(const ToySystem& s) const {
    Fr inputs;
    for (std::size_t i = 0; i <= s.public_inputs; ++i) {
      inputs += s.combined(i) * s.wires[i];
    }
    return a * b == s.waste.alpha * s.waste.beta + inputs + c * s.waste.delta;
  }
};

template <class C>
curve::Affine<C> times_generator(const typename C::Scalar& k) {
  return curve::Jacobian<C>::from_affine(C::generator()).multiply_vartime(k).to_affine_vartime();
}

template <class C>
class ProveTest : public testing::Test {};
using Curves = testing::Types<curve::Bls12381, curve::Bn254>;
TYPED_TEST_SUITE(ProveTest, Curves);

TYPED_TEST(ProveTest, ProofsAreRightInTheExponent) {
  using C = TypeParam;
  test::Random random(1);
  struct Shape {
    std::size_t inputs;
    unsigned log_domain;
    std::size_t constraints;
  };
  for (const Shape shape :
       {Shape{1, 1, 2}, Shape{1, 2, 4}, Shape{3, 4, 9}, Shape{2, 6, 64}, Shape{9, 8, 200}}) {
    const test::ToySystemOf<C> system(random, shape.inputs, shape.log_domain, shape.constraints);
    const auto key = open_key(system);
    ASSERT_NE(key, nullptr);
    const Witness witness(*key);
    fill(system, witness);
    for (const kernels::KernelTable* kernel : kernels::runnable_kernels()) {
      SCOPED_TRACE(kernel->name);
      platform::WorkerPool pool(shape.inputs % 3 + 1);
      const Blinding<C> blinding = random_blinding<C>();
      std::uint64_t progress = 0;
      platform::Control control(nullptr, &progress);
      Proof<C> proof;
      std::array<std::uint64_t, kPhases> nanos;
      ASSERT_EQ(prove_vartime<C>({pool, kernel->of(C::kId)->prove, *key, witness}, blinding,
                                 control, proof, nanos),
                NLB_OK)
          << platform::last_error();
      const Exponents<C> expected(system, blinding);
      ASSERT_TRUE(expected.satisfy(system));
      EXPECT_EQ(proof.a, times_generator<typename C::G1>(expected.a));
      EXPECT_EQ(proof.b, times_generator<typename C::G2>(expected.b));
      EXPECT_EQ(proof.c, times_generator<typename C::G1>(expected.c));
      EXPECT_EQ(progress, 1000u);
      EXPECT_GE(nanos[kTotal], nanos[kH] + nanos[kA] + nanos[kZ]);
    }
  }
}

class ProveAbiTest : public testing::Test {
 protected:
  ProveAbiTest() : random_(2), system_(random_, 2, 5, 30), other_(random_, 2, 5, 31) {}

  void SetUp() override {
    ASSERT_EQ(nlb_context_new(&context_, 2), NLB_OK);
    open(system_, &key_);
    ASSERT_EQ(nlb_witness_new(&witness_, key_), NLB_OK);
    ASSERT_EQ(nlb_witness_layout(witness_, layout_), NLB_OK);
    fill(system_, at(0), at(2), at(3), at(4));
  }

  void TearDown() override {
    nlb_witness_free(witness_);
    nlb_proving_key_free(key_);
    nlb_context_free(context_);
  }

  static void open(const ToySystem& system, nlb_proving_key** key) {
    const test::TemporaryFile file = ToyKeyFile(system).write();
    const std::string& path = file.path();
    ASSERT_EQ(
        nlb_proving_key_open(key, reinterpret_cast<const std::uint8_t*>(path.data()), path.size()),
        NLB_OK)
        << platform::last_error();
  }

  std::uint64_t* at(unsigned i) const { return reinterpret_cast<std::uint64_t*>(layout_[i]); }

  std::int32_t prove(const std::int32_t* cancel = nullptr, std::uint64_t* progress = nullptr) {
    return nlb_groth16_prove_vartime(context_, proof_, nanos_, progress, key_, witness_, cancel);
  }

  // What the verifier says of proof_ with this first public input.
  bool holds(const Fr& first_input) {
    const std::vector<std::uint8_t> vk = ToyKeyFile::verifying_key(system_);
    nlb_verifying_key* key = nullptr;
    EXPECT_EQ(nlb_verifying_key_open(&key, vk.data(), vk.size()), NLB_OK) << platform::last_error();
    std::vector<std::uint8_t> inputs(32 * system_.public_inputs);
    for (std::size_t i = 0; i < system_.public_inputs; ++i) {
      const Fr x = i == 0 ? first_input : system_.wires[i + 1];
      x.to_bytes_le(std::span<std::uint8_t, 32>(inputs.data() + 32 * i, 32));
    }
    std::int32_t valid = -1;
    EXPECT_EQ(nlb_groth16_verify(key, &valid, proof_, inputs.data(), inputs.size()), NLB_OK);
    nlb_verifying_key_free(key);
    return valid == 1;
  }

  void expect_refused(std::int32_t status, const char* message) {
    EXPECT_EQ(prove(), status);
    EXPECT_NE(platform::last_error().find(message), std::string_view::npos)
        << platform::last_error();
  }

  test::Random random_;
  ToySystem system_;
  ToySystem other_;
  nlb_context* context_ = nullptr;
  nlb_proving_key* key_ = nullptr;
  nlb_witness* witness_ = nullptr;
  std::uint64_t layout_[8];
  std::uint8_t proof_[NLB_PROOF_BYTES];
  std::uint64_t nanos_[NLB_PROVE_PHASES];
};

TEST_F(ProveAbiTest, LayoutIsAlignedAndOfTheRightSizes) {
  EXPECT_EQ(layout_[1], system_.wires.size());
  EXPECT_EQ(layout_[5], 32u);
  EXPECT_EQ(layout_[6], 30u);
  EXPECT_EQ(layout_[7], 0u);
  for (unsigned i : {0u, 2u, 3u, 4u}) {
    EXPECT_EQ(layout_[i] % 64, 0u);
  }
}

TEST_F(ProveAbiTest, TwoProofsOfOneWitnessDiffer) {
  std::uint64_t progress = 0;
  std::int32_t cancel = 0;
  ASSERT_EQ(prove(&cancel, &progress), NLB_OK) << platform::last_error();
  EXPECT_EQ(progress, 1000u);
  EXPECT_GT(nanos_[7], 0u);
  const std::vector<std::uint8_t> first(proof_, proof_ + NLB_PROOF_BYTES);
  EXPECT_TRUE(holds(system_.wires[1]));
  EXPECT_FALSE(holds(system_.wires[1] + Fr::one()));
  ASSERT_EQ(prove(), NLB_OK);
  EXPECT_TRUE(holds(system_.wires[1]));
  EXPECT_NE(first, std::vector<std::uint8_t>(proof_, proof_ + NLB_PROOF_BYTES));
}

TEST_F(ProveAbiTest, CancelEndsTheCall) {
  const std::int32_t cancel = 1;
  EXPECT_EQ(prove(&cancel), NLB_CANCELLED);
}

TEST_F(ProveAbiTest, RefusesWitnessesThatAreNone) {
  const Fr one = Fr::one();
  std::memset(at(0), 0xff, 32);
  expect_refused(NLB_BAD_ENCODING, "W[0] is not below");
  std::memset(at(0), 0, 32);
  expect_refused(NLB_BAD_ARGUMENT, "W[0] is not one");
  std::memcpy(at(0), &one, 32);
  ASSERT_EQ(prove(), NLB_OK);
  std::memset(at(0) + 4 * 7, 0xff, 32);
  expect_refused(NLB_BAD_ENCODING, "W[7]");
  std::memcpy(at(0) + 4 * 7, &system_.wires[7], 32);
  at(3)[4 * 11] ^= 1;
  expect_refused(NLB_BAD_ARGUMENT, "row 11");
  at(3)[4 * 11] ^= 1;
  at(4)[4 * 31] = 1;  // a row beyond the constraints
  expect_refused(NLB_BAD_ARGUMENT, "row 31");
  at(4)[4 * 31] = 0;
  std::memset(at(2) + 4 * 5, 0xff, 32);
  expect_refused(NLB_BAD_ENCODING, "row 5");
  fill(system_, at(0), at(2), at(3), at(4));
  EXPECT_EQ(prove(), NLB_OK);
}

TEST_F(ProveAbiTest, RefusesTheWitnessOfAnotherKey) {
  nlb_proving_key* other = nullptr;
  open(other_, &other);
  std::swap(key_, other);
  expect_refused(NLB_BAD_ARGUMENT, "another proving key");
  std::swap(key_, other);
  nlb_proving_key_free(other);
}

TEST_F(ProveAbiTest, RefusesNulls) {
  EXPECT_EQ(nlb_groth16_prove_vartime(nullptr, proof_, nanos_, nullptr, key_, witness_, nullptr),
            NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_groth16_prove_vartime(context_, nullptr, nanos_, nullptr, key_, witness_, nullptr),
            NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_groth16_prove_vartime(context_, proof_, nullptr, nullptr, key_, witness_, nullptr),
            NLB_BAD_ARGUMENT);
  EXPECT_EQ(
      nlb_groth16_prove_vartime(context_, proof_, nanos_, nullptr, nullptr, witness_, nullptr),
      NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_groth16_prove_vartime(context_, proof_, nanos_, nullptr, key_, nullptr, nullptr),
            NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_witness_new(nullptr, key_), NLB_BAD_ARGUMENT);
  nlb_witness* none = nullptr;
  EXPECT_EQ(nlb_witness_new(&none, nullptr), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_witness_layout(witness_, nullptr), NLB_BAD_ARGUMENT);
}

}  // namespace
}  // namespace nelumbo::groth16
