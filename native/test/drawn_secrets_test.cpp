// What depends on the system's generator: this file puts itself before getrandom(2), to let it fail or repeat.
#include <sys/random.h>
#include <sys/syscall.h>

#include "abi/context.h"
#include "abi/handles.h"
#include "format/verifying_key.h"
#include "groth16/blinding.h"
#include "groth16/prove.h"
#include "groth16/simulate.h"
#include "kernels/dispatch.h"
#include "nelumbo/nelumbo.h"
#include "support/residue.h"
#include "support/toy_system.h"

namespace nelumbo::test {
namespace {

std::atomic<bool> generator_fails{false};
std::atomic<const std::array<std::uint8_t, 128>*> generator_gives{nullptr};

}  // namespace
}  // namespace nelumbo::test

extern "C" ssize_t getrandom(void* out, size_t size, unsigned flags) {
  if (nelumbo::test::generator_fails) {
    errno = EIO;
    return -1;
  }
  const auto* const given = nelumbo::test::generator_gives.load();
  if (given != nullptr && size == given->size()) {
    std::memcpy(out, given->data(), size);
    return static_cast<ssize_t>(size);
  }
  return syscall(SYS_getrandom, out, size, flags);
}

namespace nelumbo::test {
namespace {

template <class C>
class BatchGenerator : public testing::Test {};
using Curves = testing::Types<curve::Bls12381, curve::Bn254>;
TYPED_TEST_SUITE(BatchGenerator, Curves);

// No proof is called valid before it has been checked, also when the check cannot begin.
TYPED_TEST(BatchGenerator, ABatchWhosePowersCannotBeDrawnHoldsNothing) {
  const groth16::Simulation<TypeParam> simulation(3);
  const std::vector<std::uint8_t> key_bytes = format::write_verifying_key(simulation.key());
  nlb_verifying_key* key = nullptr;
  ASSERT_EQ(nlb_verifying_key_open(&key, key_bytes.data(), key_bytes.size()), NLB_OK);
  std::vector<std::uint8_t> proofs, inputs;
  for (std::uint64_t i = 0; i < 3; ++i) {
    const auto x = simulation.some_inputs(i);
    const auto p = simulation.prove(x, 10 + i);
    inputs.insert(inputs.end(), x.begin(), x.end());
    proofs.insert(proofs.end(), p.begin(), p.end());
  }
  nlb_context context(2);
  const auto verify = [&](std::vector<std::int32_t>& valid) {
    return nlb_groth16_verify_batch(&context, valid.data(), 3, key, proofs.data(), proofs.size(),
                                    inputs.data(), inputs.size());
  };
  std::vector<std::int32_t> valid(3, -1);
  EXPECT_EQ(verify(valid), NLB_OK);
  EXPECT_EQ(valid, (std::vector<std::int32_t>{1, 1, 1}));
  generator_fails = true;
  const std::int32_t status = verify(valid);
  generator_fails = false;
  EXPECT_EQ(status, NLB_INTERNAL);
  EXPECT_EQ(valid, (std::vector<std::int32_t>{0, 0, 0}));
  nlb_verifying_key_free(key);
}

// The frames of an instrumented build lie otherwise.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

class ProofResidue : public testing::Test {
 protected:
  using Names = std::set<std::string>;
  using C = curve::Bls12381;

  ProofResidue() : random_(4), system_(random_, 2, 6, 50) {
    const TemporaryFile file = ToyKeyFile(system_).write();
    EXPECT_EQ(nlb_proving_key_open(&key_, reinterpret_cast<const std::uint8_t*>(file.path().data()),
                                   file.path().size()),
              NLB_OK);
    EXPECT_EQ(nlb_witness_new(&witness_, key_), NLB_OK);
    std::uint64_t layout[8];
    EXPECT_EQ(nlb_witness_layout(witness_, layout), NLB_OK);
    const auto put = [&](unsigned part, std::size_t i, const Fr& x) {
      std::memcpy(reinterpret_cast<std::uint64_t*>(layout[part]) + 4 * i, &x, sizeof(x));
    };
    for (std::size_t i = 0; i < system_.wires.size(); ++i) {
      put(0, i, system_.wires[i]);
    }
    for (std::size_t i = 0; i < system_.rows.size(); ++i) {
      put(2, i, ToySystem::dot(system_.rows[i].a, system_.wires));
      put(3, i, ToySystem::dot(system_.rows[i].b, system_.wires));
      put(4, i, system_.wires[system_.rows[i].c]);
    }
    drawn_ = random_.bytes<128>();
    generator_gives = &drawn_;
    const auto blinding = groth16::random_blinding<C>();
    add("r", blinding.r);
    add("s", blinding.s);
    add("r s", blinding.r * blinding.s);
    add("- r s", -(blinding.r * blinding.s));
    // The wires of the rows are uniform; others are small numbers.
    for (std::size_t i = system_.public_inputs + 3; i < system_.wires.size(); ++i) {
      add("wire", system_.wires[i]);
    }
  }
  ~ProofResidue() override {
    generator_gives = nullptr;
    nlb_witness_free(witness_);
    nlb_proving_key_free(key_);
  }

  void add(const std::string& name, const Fr& x) {
    std::array<std::uint8_t, 32> bytes;
    x.to_bytes_le(bytes);
    canaries_.add_element<Fr>(name, bytes);
  }

  Random random_;
  ToySystem system_;
  std::array<std::uint8_t, 128> drawn_;
  Canaries canaries_;
  nlb_proving_key* key_ = nullptr;
  nlb_witness* witness_ = nullptr;
  nlb_context context_{1};
  std::uint8_t proof_[192];
  std::uint64_t nanos_[NLB_PROVE_PHASES];
};

TEST_F(ProofResidue, ProvingLeavesNothing) {
  std::int32_t status = -1;
  EXPECT_EQ(residue(canaries_,
                    [&] {
                      status = nlb_groth16_prove_vartime(&context_, proof_, nanos_, nullptr, key_,
                                                         witness_, nullptr);
                    }),
            Names{});
  EXPECT_EQ(status, NLB_OK);
}

TEST_F(ProofResidue, ProvingWithoutTheGuardLeavesSecrets) {
  const kernels::ProveKernel& kernel = kernels::active_kernel()->of(C::kId)->prove;
  const groth16::ProveInput input{context_.pool, kernel, *key_->key, witness_->witness};
  std::int32_t status = -1;
  EXPECT_NE(residue(canaries_,
                    [&] {
                      platform::Control control;
                      groth16::Proof<C> proof;
                      std::array<std::uint64_t, groth16::kPhases> nanos;
                      const auto blinding = groth16::random_blinding<C>();
                      status = groth16::prove_vartime<C>(input, blinding, control, proof, nanos);
                    }),
            Names{});
  EXPECT_EQ(status, NLB_OK);
}

#endif

}  // namespace
}  // namespace nelumbo::test
