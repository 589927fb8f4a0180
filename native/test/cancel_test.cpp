// A proof that is cancelled at any moment ends cleanly, and the pool, key and witness stay usable: the case where a
// parallel computation ends early, which the sanitizers watch.
#include <atomic>
#include <thread>

#include "abi/context.h"
#include "nelumbo/nelumbo.h"
#include "platform/error.h"
#include "support/toy_system.h"

namespace nelumbo::test {
namespace {

using Clock = std::chrono::steady_clock;

// One solved system behind the C ABI.
class Prover {
 public:
  explicit Prover(Random& random) : system_(random, 3, 7, 100), context_(4) {
    const TemporaryFile file = ToyKeyFile(system_).write();
    const std::string& path = file.path();
    EXPECT_EQ(nlb_proving_key_open(&key_, reinterpret_cast<const std::uint8_t*>(path.data()),
                                   path.size()),
              NLB_OK)
        << platform::last_error();
    EXPECT_EQ(nlb_witness_new(&witness_, key_), NLB_OK);
    std::uint64_t layout[8];
    EXPECT_EQ(nlb_witness_layout(witness_, layout), NLB_OK);
    for (std::size_t i = 0; i < system_.wires.size(); ++i) {
      put(layout[0], i, system_.wires[i]);
    }
    for (std::size_t i = 0; i < system_.rows.size(); ++i) {
      put(layout[2], i, ToySystem::dot(system_.rows[i].a, system_.wires));
      put(layout[3], i, ToySystem::dot(system_.rows[i].b, system_.wires));
      put(layout[4], i, system_.wires[system_.rows[i].c]);
    }
  }
  ~Prover() {
    nlb_witness_free(witness_);
    nlb_proving_key_free(key_);
  }
  Prover(const Prover&) = delete;
  Prover& operator=(const Prover&) = delete;

  std::int32_t prove(const std::int32_t* cancel) {
    std::uint64_t nanos[NLB_PROVE_PHASES];
    std::uint64_t progress = 0;
    return nlb_groth16_prove_vartime(&context_, proof_, nanos, &progress, key_, witness_, cancel);
  }

  bool holds() const {
    const std::vector<std::uint8_t> bytes = ToyKeyFile::verifying_key(system_);
    nlb_verifying_key* key = nullptr;
    EXPECT_EQ(nlb_verifying_key_open(&key, bytes.data(), bytes.size()), NLB_OK);
    std::vector<std::uint8_t> inputs(32 * system_.public_inputs);
    for (std::size_t i = 0; i < system_.public_inputs; ++i) {
      system_.wires[i + 1].to_bytes_le(std::span<std::uint8_t, 32>(inputs.data() + 32 * i, 32));
    }
    std::int32_t valid = 0;
    EXPECT_EQ(nlb_groth16_verify(key, &valid, proof_, inputs.data(), inputs.size()), NLB_OK);
    nlb_verifying_key_free(key);
    return valid == 1;
  }

 private:
  static void put(std::uint64_t base, std::size_t i, const Fr& x) {
    std::memcpy(reinterpret_cast<std::uint8_t*>(base) + 32 * i, &x, sizeof(x));
  }

  ToySystem system_;
  nlb_context context_;
  nlb_proving_key* key_ = nullptr;
  nlb_witness* witness_ = nullptr;
  std::uint8_t proof_[NLB_PROOF_BYTES] = {};
};

TEST(CancelTest, TwoHundredProofsAtRandomMoments) {
  constexpr int kRounds = 200;
  Random random(77);
  Prover prover(random);
  const auto begin = Clock::now();
  ASSERT_EQ(prover.prove(nullptr), NLB_OK) << platform::last_error();
  const auto whole = Clock::now() - begin;
  ASSERT_TRUE(prover.holds());
  int cancelled = 0;
  for (int i = 0; i < kRounds; ++i) {
    std::int32_t cancel = 0;
    const auto moment = whole * static_cast<std::int64_t>(random.u64() % 1000) / 1000;
    std::atomic<bool> started{false};
    std::thread other([&] {
      started = true;
      std::this_thread::sleep_for(moment);
      __atomic_store_n(&cancel, 1, __ATOMIC_RELAXED);
    });
    while (!started) {
      std::this_thread::yield();
    }
    const std::int32_t status = prover.prove(&cancel);
    other.join();
    ASSERT_TRUE(status == NLB_OK || status == NLB_CANCELLED) << platform::last_error();
    cancelled += status == NLB_CANCELLED ? 1 : 0;
    if (status == NLB_OK) {
      EXPECT_TRUE(prover.holds()) << i;
    }
  }
  std::cout << "cancelled: " << cancelled << " of " << kRounds << std::endl;
  EXPECT_GE(cancelled, kRounds / 10);
  EXPECT_EQ(prover.prove(nullptr), NLB_OK);
  EXPECT_TRUE(prover.holds());
}

}  // namespace
}  // namespace nelumbo::test
