// The prime fields against schoolbook arithmetic on integers that knows nothing of Montgomery.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "field/batch_inverse.h"
#include "field/prime_field.h"
#include "test_support.h"

namespace nelumbo::field {
namespace {

// Schoolbook reference: add and double modulo p on plain limb vectors.
template <class F>
struct Reference {
  using L = typename F::L;

  static bool at_least(const L& a, const L& b) {
    for (std::size_t i = F::kLimbs; i-- > 0;) {
      if (a[i] != b[i]) {
        return a[i] > b[i];
      }
    }
    return true;
  }
  static L subtract(L a, const L& b) {
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < F::kLimbs; ++i) {
      const std::uint64_t t = a[i] - b[i];
      const std::uint64_t next = (a[i] < b[i]) | (t < borrow);
      a[i] = t - borrow;
      borrow = next;
    }
    return a;
  }
  static L reduce(L a) {
    while (at_least(a, F::kModulus)) {
      a = subtract(a, F::kModulus);
    }
    return a;
  }
  static L plus(const L& a, const L& b) {
    L r{};
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < F::kLimbs; ++i) {
      const std::uint64_t t = a[i] + b[i];
      r[i] = t + carry;
      carry = (t < a[i]) | (r[i] < t);
    }
    return reduce(r);
  }
  static L minus(const L& a, const L& b) { return plus(a, reduce(subtract(F::kModulus, b))); }
  static L times(const L& a, const L& b) {
    L r{};
    for (std::size_t i = 64 * F::kLimbs; i-- > 0;) {
      r = plus(r, r);
      if ((b[i / 64] >> (i % 64)) & 1) {
        r = plus(r, a);
      }
    }
    return r;
  }
};

// 0, 1, p-1, 2^k and 2^k +- 1, all-ones patterns, then random values.
template <class F>
std::vector<typename F::L> samples(test::Random& random, std::size_t count) {
  using L = typename F::L;
  const L one{1};
  const L top = Reference<F>::subtract(F::kModulus, one);
  std::vector<L> out = {L{}, one, L{2}, top, Reference<F>::subtract(top, one)};
  for (unsigned k = 1; k < F::kBits; k += 13) {
    L x{};
    x[k / 64] = std::uint64_t{1} << (k % 64);
    x = Reference<F>::reduce(x);
    out.push_back(x);
    out.push_back(Reference<F>::plus(x, one));
    out.push_back(Reference<F>::minus(x, one));
  }
  for (std::size_t ones = 1; ones <= F::kLimbs; ++ones) {
    L x{};
    for (std::size_t i = 0; i < ones; ++i) {
      x[i] = ~std::uint64_t{0};
    }
    out.push_back(Reference<F>::reduce(x));
  }
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(random.element<F>().to_limbs());
  }
  return out;
}

template <class F>
class FieldTest : public ::testing::Test {};

using Fields = ::testing::Types<Bls12381Fr, Bls12381Fp, JubjubFs, Bn254Fr, Bn254Fp>;
TYPED_TEST_SUITE(FieldTest, Fields);

TYPED_TEST(FieldTest, ArithmeticAgreesWithIntegers) {
  using F = TypeParam;
  using R = Reference<F>;
  test::Random random(1);
  const auto values = samples<F>(random, 20);
  for (const auto& a : values) {
    const F x = F::from_limbs(a);
    ASSERT_EQ(x.to_limbs(), a);
    ASSERT_EQ((-x).to_limbs(), R::minus({}, a));
    ASSERT_EQ(x.doubled().to_limbs(), R::plus(a, a));
    ASSERT_EQ(x.square().to_limbs(), R::times(a, a));
    for (const auto& b : values) {
      const F y = F::from_limbs(b);
      ASSERT_EQ((x + y).to_limbs(), R::plus(a, b));
      ASSERT_EQ((x - y).to_limbs(), R::minus(a, b));
      ASSERT_EQ((x * y).to_limbs(), R::times(a, b));
      ASSERT_EQ(x == y, a == b);
    }
  }
}

TYPED_TEST(FieldTest, WideProductAndReductionAgreeWithTheProduct) {
  using F = TypeParam;
  using M = Montgomery<typename F::Params>;
  test::Random random(2);
  const auto values = samples<F>(random, 40);
  for (const auto& a : values) {
    for (const auto& b : values) {
      const F x = F::from_limbs(a);
      const F y = F::from_limbs(b);
      typename F::L2 wide{};
      mul_wide(wide, x.montgomery(), y.montgomery());
      typename F::L r{};
      M::reduce_wide(r, wide);
      ASSERT_EQ(F::from_montgomery(r), x * y);
    }
  }
}

TYPED_TEST(FieldTest, InverseTimesValueIsOne) {
  using F = TypeParam;
  test::Random random(3);
  for (const auto& a : samples<F>(random, 500)) {
    const F x = F::from_limbs(a);
    const F expected = x.is_zero() ? F::zero() : F::one();
    ASSERT_EQ(x * x.inverse(), expected);
    ASSERT_EQ(x * x.inverse_vartime(), expected);
    ASSERT_EQ(x.inverse().is_zero(), x.is_zero());
  }
}

TYPED_TEST(FieldTest, BatchInverseKeepsZeros) {
  using F = TypeParam;
  test::Random random(4);
  std::vector<F> values;
  for (const auto& a : samples<F>(random, 30)) {
    values.push_back(F::from_limbs(a));
    values.push_back(F::zero());
  }
  std::vector<F> inverses = values;
  std::vector<F> scratch(values.size());
  batch_inverse(inverses.data(), inverses.size(), scratch.data());
  for (std::size_t i = 0; i < values.size(); ++i) {
    ASSERT_EQ(inverses[i], values[i].inverse());
  }
}

TYPED_TEST(FieldTest, SquareRootsOfSquaresAndOnlyOfThem) {
  using F = TypeParam;
  test::Random random(5);
  const F non_residue = F::from_u64(F::Params::kNonResidue);
  for (const auto& a : samples<F>(random, 30)) {
    const F x = F::from_limbs(a);
    F root;
    ASSERT_TRUE(x.square().sqrt_vartime(root));
    ASSERT_TRUE(root == x || root == -x);
    if (!x.is_zero()) {
      ASSERT_FALSE((x.square() * non_residue).sqrt_vartime(root));
    }
  }
}

TYPED_TEST(FieldTest, RootOfUnityHasItsOrder) {
  using F = TypeParam;
  F x = F::root_of_unity();
  for (unsigned i = 0; i + 1 < F::kTwoAdicity; ++i) {
    x = x.square();
  }
  EXPECT_EQ(x, -F::one());
}

TYPED_TEST(FieldTest, BytesGoThereAndBack) {
  using F = TypeParam;
  test::Random random(6);
  for (const auto& a : samples<F>(random, 30)) {
    const F x = F::from_limbs(a);
    std::array<std::uint8_t, F::kBytes> le;
    std::array<std::uint8_t, F::kBytes> be;
    x.to_bytes_le(le);
    x.to_bytes_be(be);
    F y;
    ASSERT_TRUE(F::from_bytes_le(le, y));
    ASSERT_EQ(x, y);
    ASSERT_TRUE(F::from_bytes_be(be, y));
    ASSERT_EQ(x, y);
    std::reverse(be.begin(), be.end());
    ASSERT_EQ(le, be);
  }
}

TYPED_TEST(FieldTest, BytesOfTheModulusAndAboveAreRefused) {
  using F = TypeParam;
  std::array<std::uint8_t, F::kBytes> bytes;
  F out = F::one();
  for (std::uint64_t above = 0; above < 5; ++above) {
    auto x = F::kModulus;
    x[0] += above;
    for (std::size_t i = 0; i < F::kBytes; ++i) {
      bytes[i] = static_cast<std::uint8_t>(x[i / 8] >> (8 * (i % 8)));
    }
    EXPECT_FALSE(F::from_bytes_le(bytes, out));
    EXPECT_TRUE(out.is_zero());
  }
  bytes.fill(0xff);
  EXPECT_FALSE(F::from_bytes_le(bytes, out));
  EXPECT_FALSE(F::from_bytes_be(bytes, out));
}

TYPED_TEST(FieldTest, WideBytesReduce) {
  using F = TypeParam;
  using R = Reference<F>;
  test::Random random(7);
  for (int n = 0; n < 50; ++n) {
    auto bytes = random.bytes<64>();
    if (n == 0) {
      bytes.fill(0xff);
    }
    typename F::L expected{};
    for (std::size_t i = 512; i-- > 0;) {
      expected = R::plus(expected, expected);
      if ((bytes[i / 8] >> (i % 8)) & 1) {
        expected = R::plus(expected, {1});
      }
    }
    ASSERT_EQ(F::from_wide_le(bytes).to_limbs(), expected);
  }
}

TYPED_TEST(FieldTest, SelectAndComparisons) {
  using F = TypeParam;
  const F a = F::from_u64(5);
  const F b = F::from_u64(9);
  EXPECT_EQ(F::select(~std::uint64_t{0}, a, b), a);
  EXPECT_EQ(F::select(0, a, b), b);
  EXPECT_EQ(a.negated_if(~std::uint64_t{0}), -a);
  EXPECT_EQ(a.negated_if(0), a);
  EXPECT_EQ(a.is_large_mask(), 0U);
  EXPECT_EQ((-a).is_large_mask(), ~std::uint64_t{0});
  auto half = shift_right(F::kModulus, 1);
  EXPECT_EQ(F::from_limbs(half).is_large_mask(), 0U);
  half[0] += 1;
  EXPECT_EQ(F::from_limbs(half).is_large_mask(), ~std::uint64_t{0});
  EXPECT_EQ(a.parity(), 1U);
}

TEST(FieldConstants, FftRootsAreGnarks) {
  // 7^((r-1)/2^32) of BLS12-381 and 5^((r-1)/2^28) of BN254, canonical integers.
  const Limbs<4> bls = {0x3829971f439f0d2b, 0xb63683508c2280b9, 0xd09b681922c813b4,
                        0x16a2a19edfe81f20};
  EXPECT_EQ(Bls12381Fr::root_of_unity().to_limbs(), bls);
  const Limbs<4> bn = {0x9bd61b6e725b19f0, 0x402d111e41112ed4, 0x00e0a7eb8ef62abc,
                       0x2a3c09f0a58a7e85};
  EXPECT_EQ(Bn254Fr::root_of_unity().to_limbs(), bn);
  EXPECT_EQ(Bls12381Fr::kTwoAdicity, 32U);
  EXPECT_EQ(Bn254Fr::kTwoAdicity, 28U);
}

}  // namespace
}  // namespace nelumbo::field
