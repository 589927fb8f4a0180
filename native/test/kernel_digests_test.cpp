// Every kernel gives the same bytes: one digest over what a proof and a verification are made of.
#include <gtest/gtest.h>

#include "curve/bls12_381.h"
#include "groth16/quotient_task.h"
#include "hash/sha256.h"
#include "kernels/dispatch.h"
#include "msm/run.h"
#include "ntt/domain.h"
#include "test_support.h"

namespace nelumbo::kernels {
namespace {

using field::Bls12381Fr;
using platform::Control;
using platform::WorkerPool;

constexpr unsigned kLogSize = 10;
constexpr std::size_t kSize = std::size_t{1} << kLogSize;

// Fixed inputs, the same for all kernels.
struct Inputs {
  std::vector<Bls12381Fr> rows[3];
  std::vector<std::uint64_t> scalars;
  std::vector<curve::G1Affine> g1;
  std::vector<curve::G2Affine> g2;

  Inputs() {
    test::Random random(51);
    for (std::size_t i = 0; i < kSize; ++i) {
      rows[0].push_back(random.element<Bls12381Fr>());
      rows[1].push_back(random.element<Bls12381Fr>());
      rows[2].push_back(rows[0][i] * rows[1][i]);
      const Bls12381Fr s = i % 3 == 0 ? Bls12381Fr::from_u64(i % 5) : rows[0][i];
      for (const std::uint64_t limb : (i % 7 == 0 ? -s : s).to_limbs()) {
        scalars.push_back(limb);
      }
    }
    points<curve::Bls12381G1>(g1);
    points<curve::Bls12381G2>(g2);
  }

  template <class C>
  static void points(std::vector<curve::Affine<C>>& out) {
    std::vector<curve::Jacobian<C>> sums = {curve::Jacobian<C>::from_affine(C::generator())};
    while (sums.size() < kSize) {
      sums.push_back(sums.back().doubled().plus_vartime(C::generator()));
    }
    out.resize(kSize);
    curve::to_affine_batch(sums.data(), kSize, out.data());
  }
};

void absorb(hash::Sha256& hash, const void* data, std::size_t size) {
  hash.update({static_cast<const std::uint8_t*>(data), size});
}

template <class C>
void absorb_msm(hash::Sha256& hash, const MsmKernel& kernel, WorkerPool& pool,
                const std::vector<curve::Affine<C>>& points, const Inputs& in) {
  Control control;
  for (const msm::Split& split : {msm::Split{}, kernel.split}) {
    const msm::Digits digits(pool, control, in.scalars.data(), kSize, Bls12381Fr::kModulus.data(),
                             split, 9);
    curve::Jacobian<C> sum;
    msm::Job job{&kernel,       reinterpret_cast<const std::uint64_t*>(points.data()),
                 kSize,         nullptr,
                 digits.view(), reinterpret_cast<std::uint64_t*>(&sum)};
    msm::run_vartime(pool, control, 1000, {&job, 1});
    const curve::Affine<C> affine = sum.to_affine_vartime();
    absorb(hash, &affine, sizeof(affine));
  }
}

hash::Sha256::Digest digest_of(const KernelTable& kernel, unsigned threads, const Inputs& in) {
  WorkerPool pool(threads);
  hash::Sha256 hash;
  const ntt::Domain<Bls12381Fr> domain(kLogSize);
  std::vector<std::uint64_t> work(3 * 4 * kSize);
  std::vector<std::uint64_t> scratch(ntt::kScratchWords * threads);
  std::vector<std::uint64_t> quotient(4 * kSize);
  groth16::QuotientTask task{};
  task.domain = &domain.tables();
  for (std::size_t k = 0; k < 3; ++k) {
    task.values[k] = reinterpret_cast<const std::uint64_t*>(in.rows[k].data());
    task.work[k] = work.data() + 4 * kSize * k;
  }
  task.scratch = scratch.data();
  task.quotient = quotient.data();
  kernel.bls12_381.prove.quotient(pool, Control(), task);
  absorb(hash, quotient.data(), 8 * quotient.size());
  absorb_msm<curve::Bls12381G1>(hash, kernel.bls12_381.prove.g1, pool, in.g1, in);
  absorb_msm<curve::Bls12381G2>(hash, kernel.bls12_381.prove.g2, pool, in.g2, in);
  return hash.finish();
}

TEST(KernelDigestsTest, AllKernelsAndNumbersOfThreadsGiveOneDigest) {
  const Inputs in;
  const hash::Sha256::Digest expected = digest_of(*runnable_kernels().front(), 1, in);
  for (const KernelTable* kernel : runnable_kernels()) {
    for (const unsigned threads : {1U, 2U, 7U}) {
      EXPECT_EQ(digest_of(*kernel, threads, in), expected) << kernel->name << " " << threads;
    }
  }
  // The digest does depend on the inputs.
  Inputs other = in;
  other.scalars[4] ^= 1;
  EXPECT_NE(digest_of(*runnable_kernels().front(), 1, other), expected);
}

}  // namespace
}  // namespace nelumbo::kernels
