#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "curve/bls12_381.h"
#include "kernels/dispatch.h"
#include "msm/pair_adder.h"
#include "msm/run.h"
#include "test_support.h"

namespace nelumbo::msm {
namespace {

using field::Bls12381Fr;
using platform::Control;
using platform::WorkerPool;

template <class C>
struct Case {
  std::vector<curve::Affine<C>> points;
  std::vector<Bls12381Fr> scalars;

  void add(const curve::Affine<C>& p, const Bls12381Fr& s) {
    points.push_back(p);
    scalars.push_back(s);
  }
};

struct Shape {
  unsigned bits;
  Split split = {};
  const std::uint32_t* map = nullptr;
};

template <class C>
class MsmTest : public testing::Test {
 protected:
  using Point = curve::Affine<C>;
  using Sum = curve::Jacobian<C>;

  // k G for k = 1.. n, then shuffled by a random multiplier: cheap distinct points.
  static std::vector<Point> points(std::size_t n, std::uint64_t first) {
    std::vector<Sum> sums;
    const Sum step = Sum::from_affine(C::generator());
    Sum p = step.multiply_vartime(Bls12381Fr::from_u64(first));
    for (std::size_t i = 0; i < n; ++i) {
      sums.push_back(p);
      p = p.plus_vartime(step.doubled());
    }
    std::vector<Point> out(n);
    curve::to_affine_batch(sums.data(), n, out.data());
    return out;
  }

  static Sum naive(const Case<C>& c) {
    Sum r = Sum::infinity();
    for (std::size_t i = 0; i < c.points.size(); ++i) {
      r = r.plus_vartime(Sum::from_affine(c.points[i]).multiply_vartime(c.scalars[i]));
    }
    return r;
  }

  static const kernels::MsmKernel& in_group(const kernels::KernelTable& kernel) {
    return std::is_same_v<C, curve::Bls12381G1> ? kernel.bls12_381.prove.g1
                                                : kernel.bls12_381.prove.g2;
  }

  static Sum compute(const kernels::MsmKernel& kernel, WorkerPool& pool, const Case<C>& c,
                     const Shape& shape) {
    std::vector<std::uint64_t> plain;
    for (const auto& s : c.scalars) {
      for (const std::uint64_t limb : s.to_limbs()) {
        plain.push_back(limb);
      }
    }
    Control control;
    const Digits digits(pool, control, plain.data(), c.scalars.size(), Bls12381Fr::kModulus.data(),
                        shape.split, shape.bits);
    Sum sum;
    Job job{&kernel,         reinterpret_cast<const std::uint64_t*>(c.points.data()),
            c.points.size(), shape.map,
            digits.view(),   reinterpret_cast<std::uint64_t*>(&sum)};
    run_vartime(pool, control, 1000, {&job, 1});
    return sum;
  }

  // Computes on every kernel that this machine runs, with split scalars and with whole ones, and
  // expects the same bytes of the affine sum.
  static void expect_sum(const Case<C>& c, const Sum& expected, unsigned threads, unsigned bits,
                         const std::string& what, const std::uint32_t* map = nullptr,
                         bool in_subgroup = true) {
    WorkerPool pool(threads);
    const curve::Affine<C> right = expected.to_affine_vartime();
    for (const kernels::KernelTable* kernel : kernels::runnable_kernels()) {
      const kernels::MsmKernel& group = in_group(*kernel);
      std::vector<Split> splits = {{}};
      if (in_subgroup) {
        splits.push_back(group.split);
        ASSERT_GT(group.split.parts, 1U);
      }
      for (const Split& split : splits) {
        EXPECT_EQ(compute(group, pool, c, {bits, split, map}).to_affine_vartime(), right)
            << what << " kernel=" << kernel->name << " n=" << c.points.size()
            << " threads=" << threads << " bits=" << bits << " parts=" << split.parts;
      }
    }
  }

  static void expect_right(const Case<C>& c, const char* what) {
    const Sum expected = naive(c);
    for (unsigned threads : {1U, 9U}) {
      for (unsigned bits : {2U, 7U, 10U}) {
        expect_sum(c, expected, threads, bits, what);
      }
    }
  }
};

using Curves = testing::Types<curve::Bls12381G1, curve::Bls12381G2>;
TYPED_TEST_SUITE(MsmTest, Curves);

TYPED_TEST(MsmTest, EverySmallSizeAgreesWithTheNaiveSum) {
  test::Random random(1);
  const auto p = this->points(200, random.u64());
  Case<TypeParam> c;
  auto expected = curve::Jacobian<TypeParam>::infinity();
  for (std::size_t n = 0; n <= 200; ++n) {
    const unsigned bits = choose_window_bits(n, 255);
    this->expect_sum(c, expected, 2, bits, "small");
    if (n < 200) {
      c.add(p[n], random.element<Bls12381Fr>());
      expected = expected.plus_vartime(
          curve::Jacobian<TypeParam>::from_affine(p[n]).multiply_vartime(c.scalars.back()));
    }
  }
}

TYPED_TEST(MsmTest, EveryWindowSize) {
  test::Random random(2);
  const auto p = this->points(40, 3);
  Case<TypeParam> c;
  for (const auto& q : p) {
    c.add(q, random.element<Bls12381Fr>());
  }
  const auto expected = this->naive(c);
  for (unsigned bits = kMinWindowBits; bits <= kMaxWindowBits; ++bits) {
    this->expect_sum(c, expected, 3, bits, "window size");
  }
}

TYPED_TEST(MsmTest, EqualPoints) {
  test::Random random(3);
  const auto p = this->points(1, 77)[0];
  Case<TypeParam> same_scalar;
  Case<TypeParam> random_scalars;
  const auto s = random.element<Bls12381Fr>();
  for (int i = 0; i < 37; ++i) {
    same_scalar.add(p, s);
    random_scalars.add(p, random.element<Bls12381Fr>());
  }
  this->expect_right(same_scalar, "one point, one scalar");
  this->expect_right(random_scalars, "one point, many scalars");
}

TYPED_TEST(MsmTest, OppositePointsAndInfinity) {
  test::Random random(4);
  const auto p = this->points(20, 5);
  Case<TypeParam> cancels;
  Case<TypeParam> mixed;
  Case<TypeParam> infinite;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const auto s = random.element<Bls12381Fr>();
    cancels.add(p[i], s);
    cancels.add(-p[i], s);
    mixed.add(p[i / 4], s);
    mixed.add(-p[i / 4], random.u64() % 2 == 0 ? s : -s);
    mixed.add(curve::Affine<TypeParam>::infinity(), s);
    infinite.add(curve::Affine<TypeParam>::infinity(), s);
  }
  this->expect_right(cancels, "P and -P");
  this->expect_right(mixed, "P, -P, infinity");
  this->expect_right(infinite, "infinity only");
}

TYPED_TEST(MsmTest, ExtremeScalars) {
  const auto p = this->points(24, 9);
  const Bls12381Fr minus_one = -Bls12381Fr::one();
  const Bls12381Fr half = minus_one * Bls12381Fr::from_u64(2).inverse();  // (r - 1) / 2
  Case<TypeParam> zero;
  Case<TypeParam> one;
  Case<TypeParam> mixed;
  for (std::size_t i = 0; i < p.size(); ++i) {
    zero.add(p[i], Bls12381Fr::zero());
    one.add(p[i], Bls12381Fr::one());
    const Bls12381Fr extremes[] = {Bls12381Fr::zero(),
                                   Bls12381Fr::one(),
                                   minus_one,
                                   half,
                                   half + Bls12381Fr::one(),
                                   Bls12381Fr::from_u64(i << 5),
                                   -Bls12381Fr::from_u64(512),
                                   Bls12381Fr::from_u64(~0ULL)};
    mixed.add(p[i], extremes[i % 8]);
  }
  this->expect_right(zero, "zero");
  this->expect_right(one, "one");
  this->expect_right(mixed, "0, 1, r - 1, (r - 1) / 2, small");
}

// Points outside the subgroup, with x = 0, do not upset the others: whole scalars work on any point.
using MsmG1Test = MsmTest<curve::Bls12381G1>;
TEST_F(MsmG1Test, AnXOfZero) {
  using C = curve::Bls12381G1;
  const curve::Affine<C> p{field::Bls12381Fp::zero(), field::Bls12381Fp::from_u64(2)};
  ASSERT_TRUE(p.is_on_curve());
  Case<C> c;
  auto expected = curve::Jacobian<C>::infinity();
  std::uint64_t k = 0;
  for (const auto& q : {p, C::generator(), p, -p, p, p}) {
    c.add(q, Bls12381Fr::from_u64(++k));
    expected = expected.plus_vartime(
        curve::Jacobian<C>::from_affine(q).multiply_vartime(field::Limbs<1>{k}));
  }
  expect_sum(c, expected, 1, 2, "x = 0", nullptr, false);
}

// Every kind of pair in every place of a block of the shared inversion, with other kinds around it.
// All points fall into the bucket of the digit 1, two neighbours to a pair.
TYPED_TEST(MsmTest, EveryKindOfPairInEveryPlaceOfABlock) {
  using Point = curve::Affine<TypeParam>;
  constexpr std::size_t kPairs = kBlockPairs + 3;
  constexpr std::size_t kKinds = 7;
  const auto p = this->points(2 * kPairs, 13);
  const Point infinity = Point::infinity();
  for (std::size_t shift = 0; shift < kKinds; ++shift) {
    Case<TypeParam> c;
    auto expected = curve::Jacobian<TypeParam>::infinity();
    for (std::size_t place = 0; place < kPairs; ++place) {
      const Point& left = p[2 * place];
      const Point& right = p[2 * place + 1];
      const std::array<Point, 2> kinds[kKinds] = {
          {left, right},     {left, left},     {left, -left},       {left, right},
          {infinity, right}, {left, infinity}, {infinity, infinity}};
      for (const Point& q : kinds[(place + shift) % kKinds]) {
        c.add(q, Bls12381Fr::one());
        expected = expected.plus_vartime(q);
      }
    }
    this->expect_sum(c, expected, 1, 5, "shift " + std::to_string(shift), nullptr, false);
  }
}

// sum s_i (a + 2 i) G = (sum s_i (a + 2 i)) G.
TYPED_TEST(MsmTest, ManyRandomPoints) {
  test::Random random(5);
  const std::uint64_t first = random.u64() >> 1;
  Case<TypeParam> c;
  c.points = this->points(1 << 12, first);
  Bls12381Fr k;
  for (std::size_t i = 0; i < c.points.size(); ++i) {
    // A witness's mix: half bits, some bytes, the rest anything.
    const std::uint64_t kind = random.u64() % 8;
    c.scalars.push_back(kind < 4   ? Bls12381Fr::from_u64(kind & 1)
                        : kind < 5 ? Bls12381Fr::from_u64(random.u64() & 255)
                                   : random.element<Bls12381Fr>());
    k += c.scalars.back() * (Bls12381Fr::from_u64(first) + Bls12381Fr::from_u64(2 * i));
  }
  const auto expected =
      curve::Jacobian<TypeParam>::from_affine(TypeParam::generator()).multiply_vartime(k);
  const unsigned bits = choose_window_bits(c.points.size(), 255);
  this->expect_sum(c, expected, 2, bits, "many");
}

TYPED_TEST(MsmTest, MapChoosesTheScalar) {
  test::Random random(6);
  const auto p = this->points(60, 11);
  std::vector<Bls12381Fr> all(100);
  for (auto& s : all) {
    s = random.element<Bls12381Fr>();
  }
  Case<TypeParam> direct;
  std::vector<std::uint32_t> map;
  for (std::size_t i = 0; i < p.size(); ++i) {
    map.push_back(static_cast<std::uint32_t>(i + i / 2));
    direct.add(p[i], all[map.back()]);
  }
  Case<TypeParam> mapped{p, all};
  this->expect_sum(mapped, this->naive(direct), 4, 5, "map", map.data());
}

TEST(DigitsTest, WindowBitsGrowWithTheSize) {
  unsigned last = 0;
  for (unsigned log = 0; log <= 24; log += 2) {
    const unsigned bits = choose_window_bits(std::size_t{1} << log, 255);
    EXPECT_GE(bits, last);
    EXPECT_LE(bits, kMaxWindowBits);
    EXPECT_LE(window_count(255, bits), kMaxWindows);
    last = bits;
  }
  EXPECT_EQ(last, kMaxWindowBits);
}

}  // namespace
}  // namespace nelumbo::msm
