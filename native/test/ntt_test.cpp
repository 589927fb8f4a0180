#include <gtest/gtest.h>

#include <vector>

#include "groth16/quotient.h"
#include "ntt/transform.h"
#include "test_support.h"

namespace nelumbo::ntt {
namespace {

using platform::Buffer;
using platform::Control;
using platform::WorkerPool;

template <class F>
class NttTest : public testing::Test {};
using Fields = testing::Types<field::Bls12381Fr, field::Bn254Fr>;
TYPED_TEST_SUITE(NttTest, Fields);

Buffer scratch_for(const WorkerPool& pool) {
  return Buffer(8 * kScratchWords * pool.threads(), Buffer::Contents::kPublic);
}

template <class F>
void forward(WorkerPool& pool, std::vector<F>& x, unsigned log, const StageTable& table) {
  const Buffer scratch = scratch_for(pool);
  F* const array = x.data();
  Transform<F>(pool, Control(), log).forward({&array, 1, scratch.as<std::uint64_t>()}, table);
}

template <class F>
void inverse(WorkerPool& pool, std::vector<F>& x, unsigned log, const StageTable& table) {
  const Buffer scratch = scratch_for(pool);
  F* const array = x.data();
  Transform<F>(pool, Control(), log).inverse({&array, 1, scratch.as<std::uint64_t>()}, table);
  const F scale = F::from_u64(x.size()).inverse();
  for (F& e : x) {
    e *= scale;
  }
}

template <class F>
F evaluate(const std::vector<F>& coefficients, const F& at) {
  F r;
  for (std::size_t i = coefficients.size(); i-- > 0;) {
    r = r * at + coefficients[i];
  }
  return r;
}

template <class F>
std::vector<F> random_vector(test::Random& random, std::size_t n) {
  std::vector<F> v(n);
  for (F& e : v) {
    e = random.element<F>();
  }
  return v;
}

TYPED_TEST(NttTest, ForwardIsDirectEvaluation) {
  using F = TypeParam;
  test::Random random(1);
  WorkerPool pool(2);
  for (unsigned log = 1; log <= 9; ++log) {
    const Domain<F> domain(log);
    const std::size_t n = domain.size();
    const F w = Domain<F>::root(log);
    EXPECT_EQ(w.pow_vartime(n), F::one());
    EXPECT_EQ(w.pow_vartime(n / 2), -F::one());
    const std::vector<F> x = random_vector<F>(random, n);
    std::vector<F> plain = x;
    std::vector<F> coset = x;
    forward(pool, plain, log, domain.tables().forward);
    forward(pool, coset, log, domain.tables().coset_forward);
    F power = F::one();
    for (std::size_t i = 0; i < n; ++i) {
      ASSERT_EQ(plain[reverse_bits(i, log)], evaluate(x, power)) << log << " " << i;
      ASSERT_EQ(coset[reverse_bits(i, log)], evaluate(x, power * Domain<F>::generator()));
      power *= w;
    }
  }
}

TYPED_TEST(NttTest, InverseUndoesForwardForEverySize) {
  using F = TypeParam;
  test::Random random(2);
  for (unsigned threads : {1U, 3U}) {
    WorkerPool pool(threads);
    for (unsigned log = 1; log <= 17; log += log < 12 ? 1 : 5) {
      const Domain<F> domain(log);
      const std::vector<F> x = random_vector<F>(random, domain.size());
      std::vector<F> y = x;
      forward(pool, y, log, domain.tables().forward);
      EXPECT_NE(y, x);
      inverse(pool, y, log, domain.tables().inverse);
      EXPECT_EQ(y, x) << log;
      forward(pool, y, log, domain.tables().coset_forward);
      inverse(pool, y, log, domain.tables().coset_inverse);
      EXPECT_EQ(y, x) << log;
    }
  }
}

TYPED_TEST(NttTest, SpotChecksOfALargeTransform) {
  using F = TypeParam;
  test::Random random(3);
  WorkerPool pool(2);
  const unsigned log = 18;
  const Domain<F> domain(log);
  const std::vector<F> x = random_vector<F>(random, domain.size());
  std::vector<F> y = x;
  forward(pool, y, log, domain.tables().coset_forward);
  for (int k = 0; k < 4; ++k) {
    const std::size_t i = random.u64() % domain.size();
    const F at = Domain<F>::generator() * Domain<F>::root(log).pow_vartime(i);
    EXPECT_EQ(y[reverse_bits(i, log)], evaluate(x, at)) << i;
  }
}

TYPED_TEST(NttTest, IsLinearAndKnowsConstantsAndMonomials) {
  using F = TypeParam;
  test::Random random(4);
  WorkerPool pool(2);
  const unsigned log = 10;
  const Domain<F> domain(log);
  const std::size_t n = domain.size();
  std::vector<F> zero(n);
  forward(pool, zero, log, domain.tables().forward);
  EXPECT_EQ(zero, std::vector<F>(n));
  std::vector<F> constant(n);
  constant[0] = F::from_u64(5);
  forward(pool, constant, log, domain.tables().forward);
  EXPECT_EQ(constant, std::vector<F>(n, F::from_u64(5)));
  std::vector<F> largest(n, -F::one());
  forward(pool, largest, log, domain.tables().forward);
  EXPECT_EQ(largest[0], -F::from_u64(n));
  for (std::size_t i = 1; i < n; ++i) {
    EXPECT_TRUE(largest[i].is_zero());
  }
  std::vector<F> a = random_vector<F>(random, n);
  std::vector<F> b = random_vector<F>(random, n);
  const F k = random.element<F>();
  std::vector<F> sum(n);
  for (std::size_t i = 0; i < n; ++i) {
    sum[i] = a[i] + k * b[i];
  }
  forward(pool, a, log, domain.tables().forward);
  forward(pool, b, log, domain.tables().forward);
  forward(pool, sum, log, domain.tables().forward);
  for (std::size_t i = 0; i < n; ++i) {
    EXPECT_EQ(sum[i], a[i] + k * b[i]);
  }
}

// h (x^n - 1) = a b - c at a random point, and the last coefficient is zero.
TYPED_TEST(NttTest, QuotientDividesExactly) {
  using F = TypeParam;
  test::Random random(5);
  WorkerPool pool(2);
  for (unsigned log = 1; log <= 11; ++log) {
    const Domain<F> domain(log);
    const std::size_t n = domain.size();
    std::vector<F> values[3] = {random_vector<F>(random, n), random_vector<F>(random, n),
                                std::vector<F>(n)};
    for (std::size_t i = 0; i < n; ++i) {
      values[2][i] = values[0][i] * values[1][i];
    }
    std::vector<F> work[3] = {std::vector<F>(n), std::vector<F>(n), std::vector<F>(n)};
    std::vector<F> out(n);
    const Buffer scratch = scratch_for(pool);
    groth16::QuotientTask task{&domain.tables(), {}, {}, scratch.as<std::uint64_t>(), nullptr};
    std::vector<F> coefficients[3];
    for (std::size_t i = 0; i < 3; ++i) {
      task.values[i] = reinterpret_cast<const std::uint64_t*>(values[i].data());
      task.work[i] = reinterpret_cast<std::uint64_t*>(work[i].data());
      coefficients[i].resize(n);
      for (std::size_t j = 0; j < n; ++j) {
        coefficients[i][reverse_bits(j, log)] = values[i][j];
      }
      inverse(pool, coefficients[i], log, domain.tables().inverse);
    }
    task.quotient = reinterpret_cast<std::uint64_t*>(out.data());
    groth16::Quotient<F>(pool, Control(), task).compute();
    std::vector<F> h(n);
    for (std::size_t i = 0; i < n; ++i) {
      h[i] = F::from_limbs(out[i].montgomery());
    }
    EXPECT_TRUE(h[n - 1].is_zero());
    const F x = random.element<F>();
    EXPECT_EQ(
        evaluate(h, x) * (x.pow_vartime(n) - F::one()),
        evaluate(coefficients[0], x) * evaluate(coefficients[1], x) - evaluate(coefficients[2], x))
        << log;
  }
}

}  // namespace
}  // namespace nelumbo::ntt
