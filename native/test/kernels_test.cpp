// Every kernel's base-field products against the portable ones.
#include <gtest/gtest.h>

#include "kernels/dispatch.h"
#include "kernels/field_probe.h"
#include "test_support.h"

namespace nelumbo::kernels {

extern const FieldProbe kX86AdxProbe __attribute__((weak));

namespace {

using field::Bls12381Fp;
using field::Bls12381Fp2;

bool can_run(const char* name) {
  for (const KernelTable* k : runnable_kernels()) {
    if (std::string(k->name) == name) {
      return true;
    }
  }
  return false;
}

// Values whose Montgomery limbs are extreme, then random ones.
std::vector<Bls12381Fp> samples(test::Random& random) {
  const auto minus_one = [](field::Limbs<6> x) {
    x[0] -= 1;
    return x;
  };
  std::vector<Bls12381Fp> out = {
      Bls12381Fp::zero(),
      Bls12381Fp::one(),
      Bls12381Fp::from_montgomery({1}),
      Bls12381Fp::from_montgomery(minus_one(Bls12381Fp::kModulus)),
      Bls12381Fp::from_montgomery({~0ULL, ~0ULL, ~0ULL, ~0ULL, ~0ULL, 0}),
      Bls12381Fp::from_montgomery({0, ~0ULL, 0, ~0ULL, 0, 0x1a0111ea397fe699}),
      Bls12381Fp::from_montgomery({0, 0, 0, 0, 0, 0x1a0111ea397fe699})};
  for (int i = 0; i < 200; ++i) {
    out.push_back(random.element<Bls12381Fp>());
  }
  return out;
}

void compare(const FieldProbe& probe, const FieldProbe& oracle) {
  test::Random random(40);
  const auto values = samples(random);
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = 0; j < values.size(); ++j) {
      const auto* a = values[i].montgomery().data();
      const auto* b = values[j].montgomery().data();
      std::uint64_t r[6];
      std::uint64_t expected[6];
      probe.multiply(r, a, b);
      oracle.multiply(expected, a, b);
      ASSERT_TRUE(std::equal(r, r + 6, expected)) << i << " " << j;
      const Bls12381Fp2 x = {values[i], values[j]};
      const Bls12381Fp2 y = {values[j], values[(i + j) % values.size()]};
      std::uint64_t words[2][12];
      for (std::size_t w = 0; w < 6; ++w) {
        words[0][w] = x.c0.montgomery()[w];
        words[0][w + 6] = x.c1.montgomery()[w];
        words[1][w] = y.c0.montgomery()[w];
        words[1][w + 6] = y.c1.montgomery()[w];
      }
      std::uint64_t r2[12];
      std::uint64_t expected2[12];
      probe.multiply_fp2(r2, words[0], words[1]);
      oracle.multiply_fp2(expected2, words[0], words[1]);
      ASSERT_TRUE(std::equal(r2, r2 + 12, expected2)) << i << " " << j;
    }
  }
}

TEST(KernelsTest, PortableIsAlwaysThere) { EXPECT_TRUE(can_run("portable")); }

TEST(KernelsTest, FieldProductsOfEveryKernelAgree) {
  constexpr FieldProbe kPortable = make_probe();
  compare(kPortable, kPortable);
  if (&kX86AdxProbe != nullptr && can_run("x86_adx")) {
    compare(kX86AdxProbe, kPortable);
  }
}

}  // namespace
}  // namespace nelumbo::kernels
