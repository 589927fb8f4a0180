// The pairing: algebra of the tower, bilinearity and outside vectors.
#include "pairing/pairing.h"

#include <gtest/gtest.h>

#include <deque>

#include "curve/bls12_381.h"
#include "eip2537.h"
#include "support/vectors.h"
#include "test_support.h"

namespace nelumbo::pairing {
namespace {

using curve::Bls12381;
using curve::Bls12381G1;
using curve::Bls12381G2;
using curve::Bn254;

// a^k by squaring and multiplying.
template <class C, std::size_t N>
Fp12<C> power(const Fp12<C>& a, const field::Limbs<N>& k) {
  Fp12<C> r = Fp12<C>::one();
  for (std::size_t i = 64 * N; i-- > 0;) {
    r = r.square();
    if ((k[i / 64] >> (i % 64)) & 1) {
      r = r * a;
    }
  }
  return r;
}

// The types of one curve, and random elements of them.
template <class C>
class TowerTest : public ::testing::Test {
 protected:
  using P = Parameters<C>;
  using Fp = typename P::Fp;
  using Fp2 = typename P::Fp2;
  using Fp6 = pairing::Fp6<C>;
  using Fp12 = pairing::Fp12<C>;
  using Fr = typename C::Scalar;
  using G1Affine = curve::Affine<typename C::G1>;
  using G2Affine = curve::Affine<typename C::G2>;

  static Fp2 random_fp2(test::Random& random) {
    return {random.element<Fp>(), random.element<Fp>()};
  }
  static Fp6 random_fp6(test::Random& random) {
    return {random_fp2(random), random_fp2(random), random_fp2(random)};
  }
  static Fp12 random_fp12(test::Random& random) { return {random_fp6(random), random_fp6(random)}; }

  static Fp12 plus(const Fp12& a, const Fp12& b) { return {a.c0 + b.c0, a.c1 + b.c1}; }

  static Fp2 xi() { return P::mul_by_xi(Fp2::one()); }

  // a^(p^6 - 1)(p^2 + 1), a member of the cyclotomic subgroup.
  static Fp12 random_cyclotomic(test::Random& random) {
    const Fp12 a = random_fp12(random);
    const Fp12 m = a.conjugate() * a.inverse_vartime();
    return m.frobenius_squared() * m;
  }

  static Fp12 pair(const G1Affine& p, const G2Affine& q) {
    const PreparedG2<C> prepared(q);
    const Pair<C> one = {p, &prepared};
    return pairing_product<C>({&one, 1});
  }
};

using Curves = ::testing::Types<Bls12381, Bn254>;
TYPED_TEST_SUITE(TowerTest, Curves);
TYPED_TEST(TowerTest, IsARing) {
  using T = TowerTest<TypeParam>;
  using Fp12 = typename T::Fp12;
  test::Random random(20);
  for (int i = 0; i < 20; ++i) {
    const Fp12 a = T::random_fp12(random);
    const Fp12 b = T::random_fp12(random);
    const Fp12 c = T::random_fp12(random);
    ASSERT_TRUE(a * b == b * a);
    ASSERT_TRUE(a * (b * c) == (a * b) * c);
    ASSERT_TRUE(a * T::plus(b, c) == T::plus(a * b, a * c));
    ASSERT_TRUE(a.square() == a * a);
    ASSERT_TRUE(a * a.inverse_vartime() == Fp12::one());
    ASSERT_TRUE(a * Fp12::one() == a);
    ASSERT_FALSE(a == b);
  }
}

TYPED_TEST(TowerTest, GeneratorsSatisfyTheirEquations) {
  using T = TowerTest<TypeParam>;
  using Fp = typename T::Fp;
  using Fp2 = typename T::Fp2;
  using Fp6 = typename T::Fp6;
  using Fp12 = typename T::Fp12;
  const Fp2 zero = Fp2::zero();
  const Fp6 v = {zero, Fp2::one(), zero};
  const Fp12 w = {Fp6::zero(), Fp6::one()};
  const Fp12 w2 = w * w;
  EXPECT_TRUE((w2 == Fp12{v, Fp6::zero()}));
  const Fp2 xi = T::xi();
  EXPECT_TRUE((w2 * w2 * w2 == Fp12{{xi, zero, zero}, Fp6::zero()}));
  const Fp2 u = {Fp::zero(), Fp::one()};
  EXPECT_EQ(u.square(), -Fp2::one());
  EXPECT_EQ(Fp6::mul_by_xi(u), xi * u);
}

TYPED_TEST(TowerTest, SparseProductsAgree) {
  using T = TowerTest<TypeParam>;
  using Fp2 = typename T::Fp2;
  using Fp12 = typename T::Fp12;
  test::Random random(21);
  for (int i = 0; i < 20; ++i) {
    const Fp12 a = T::random_fp12(random);
    const Fp2 b0 = T::random_fp2(random);
    const Fp2 b1 = T::random_fp2(random);
    const Fp2 b4 = T::random_fp2(random);
    const Fp12 b = {{b0, b1, Fp2::zero()}, {Fp2::zero(), b4, Fp2::zero()}};
    ASSERT_TRUE(a.mul_by_014(b0, b1, b4) == a * b);
    const Fp12 c = {{b0, Fp2::zero(), Fp2::zero()}, {b1, b4, Fp2::zero()}};
    ASSERT_TRUE(a.mul_by_034(b0, b1, b4) == a * c);
  }
}

TYPED_TEST(TowerTest, FrobeniusIsThePowerOfP) {
  using T = TowerTest<TypeParam>;
  using Fp = typename T::Fp;
  using Fp12 = typename T::Fp12;
  test::Random random(22);
  const Fp12 a = T::random_fp12(random);
  EXPECT_TRUE(a.frobenius() == power(a, Fp::kModulus));
  EXPECT_TRUE(a.frobenius_squared() == a.frobenius().frobenius());
  EXPECT_TRUE(a.conjugate() == a.frobenius_squared().frobenius_squared().frobenius_squared());
}

TYPED_TEST(TowerTest, CyclotomicOperationsAgree) {
  using T = TowerTest<TypeParam>;
  using Fp12 = typename T::Fp12;
  test::Random random(23);
  for (int i = 0; i < 10; ++i) {
    const Fp12 a = T::random_cyclotomic(random);
    ASSERT_TRUE(a.cyclotomic_square() == a.square());
    ASSERT_TRUE(a.conjugate() * a == Fp12::one());
    const field::Limbs<2> k = {random.u64(), random.u64()};
    ASSERT_TRUE(cyclotomic_power_vartime(a, k) == power(a, k));
    if constexpr (TypeParam::kId == Bls12381::kId) {
      ASSERT_TRUE(cyclotomic_power_x(a) ==
                  power(a, field::Limbs<1>{curve::kBls12381X}).conjugate());
    } else {
      ASSERT_TRUE(cyclotomic_power_x(a) == power(a, field::Limbs<1>{curve::kBn254X}));
    }
  }
}

TYPED_TEST(TowerTest, Fp2SquareRootsAndInverses) {
  using T = TowerTest<TypeParam>;
  using Fp = typename T::Fp;
  using Fp2 = typename T::Fp2;
  test::Random random(24);
  std::vector<Fp2> values = {Fp2::zero(), Fp2::one(), {Fp::zero(), Fp::one()}};
  for (int i = 0; i < 50; ++i) {
    values.push_back(T::random_fp2(random));
    values.push_back({random.element<Fp>(), Fp::zero()});
    values.push_back({Fp::zero(), random.element<Fp>()});
  }
  const Fp2 xi = T::xi();  // a non-residue
  for (const Fp2& a : values) {
    Fp2 root;
    ASSERT_TRUE(a.square().sqrt_vartime(root));
    ASSERT_TRUE(root == a || root == -a);
    ASSERT_EQ(a.square(), a * a);
    if (a.is_zero()) {
      ASSERT_TRUE(a.inverse().is_zero());
      continue;
    }
    ASSERT_FALSE((a.square() * xi).sqrt_vartime(root));
    ASSERT_EQ(a * a.inverse(), Fp2::one());
    ASSERT_EQ(a.inverse(), a.inverse_vartime());
    ASSERT_NE(a.is_large_mask(), (-a).is_large_mask());
    if (a.c1.is_zero()) {
      ASSERT_TRUE(a.sqrt_vartime(root));  // every element of Fp has a root in Fp2
      ASSERT_EQ(root.square(), a);
    }
  }
}

TYPED_TEST(TowerTest, IsBilinearAndNotDegenerate) {
  using T = TowerTest<TypeParam>;
  using Fp12 = typename T::Fp12;
  using Fr = typename T::Fr;
  using G1Affine = typename T::G1Affine;
  using G2Affine = typename T::G2Affine;
  using G1 = typename TypeParam::G1;
  using G2 = typename TypeParam::G2;
  test::Random random(25);
  const Fp12 e = T::pair(G1::generator(), G2::generator());
  EXPECT_FALSE(e == Fp12::one());
  EXPECT_TRUE(power(e, Fr::kModulus) == Fp12::one());
  for (int i = 0; i < 5; ++i) {
    const Fr a = random.element<Fr>();
    const Fr b = random.element<Fr>();
    const G1Affine p =
        curve::Jacobian<G1>::from_affine(G1::generator()).multiply_vartime(a).to_affine_vartime();
    const G2Affine q =
        curve::Jacobian<G2>::from_affine(G2::generator()).multiply_vartime(b).to_affine_vartime();
    const Fp12 both = T::pair(p, q);
    ASSERT_TRUE(both == power(e, (a * b).to_limbs()));
    ASSERT_TRUE(both * T::pair(-p, q) == Fp12::one());
    ASSERT_TRUE(T::pair(p, -q) == T::pair(-p, q));
  }
}

TYPED_TEST(TowerTest, InfinityGivesOne) {
  using T = TowerTest<TypeParam>;
  using Fp12 = typename T::Fp12;
  using G1Affine = typename T::G1Affine;
  using G2Affine = typename T::G2Affine;
  using G1 = typename TypeParam::G1;
  using G2 = typename TypeParam::G2;
  EXPECT_TRUE(T::pair(G1Affine::infinity(), G2::generator()) == Fp12::one());
  EXPECT_TRUE(T::pair(G1::generator(), G2Affine::infinity()) == Fp12::one());
  EXPECT_TRUE(pairing_product<TypeParam>({}) == Fp12::one());
}

// EIP-2537's pairing check: true, false, or nothing for bytes that it must refuse.
std::optional<bool> eip_pairing(const test::Bytes& in) {
  constexpr std::size_t kPair = 128 + 256;
  if (in.empty() || in.size() % kPair != 0) {
    return std::nullopt;
  }
  std::deque<PreparedG2<Bls12381>> prepared;
  std::vector<Pair<Bls12381>> pairs;
  for (std::size_t at = 0; at < in.size(); at += kPair) {
    const auto p = test::read_eip_point<Bls12381G1>(std::span(in).subspan(at), true);
    const auto q = test::read_eip_point<Bls12381G2>(std::span(in).subspan(at + 128), true);
    if (!p || !q) {
      return std::nullopt;
    }
    prepared.emplace_back(*q);
    pairs.push_back({*p, &prepared.back()});
  }
  return pairing_product<Bls12381>(pairs) == Fp12<Bls12381>::one();
}

TEST(PairingTest, Eip2537Vectors) {
  std::size_t valid = 0;
  for (const test::Json& v : test::outside_vectors("eip-2537/pairing_check_bls.json")) {
    const bool expected = v["Expected"].hex().back() == 1;
    EXPECT_EQ(eip_pairing(v["Input"].hex()), expected) << v["Name"].text();
    ++valid;
  }
  EXPECT_EQ(valid, 15U);
  std::size_t refused = 0;
  for (const test::Json& v : test::outside_vectors("eip-2537/fail-pairing_check_bls.json")) {
    EXPECT_EQ(eip_pairing(v["Input"].hex()), std::nullopt) << v["Name"].text();
    ++refused;
  }
  EXPECT_EQ(refused, 25U);
  const std::size_t maps = test::outside_vectors("eip-2537/map_fp_to_G1_bls.json").size() +
                           test::outside_vectors("eip-2537/map_fp2_to_G2_bls.json").size() +
                           test::outside_vectors("eip-2537/fail-map_fp_to_G1_bls.json").size() +
                           test::outside_vectors("eip-2537/fail-map_fp2_to_G2_bls.json").size();
  test::record_vectors("eip-2537-pairing", {"eip-2537", "pairing check, fail", valid + refused});
  test::record_vectors("eip-2537-map", {"eip-2537", "map to curve, fail", maps, maps,
                                        "no hash to BLS12-381 in this software"});
}

void append(test::Bytes& out, const field::Bls12381Fp2& a) {
  for (const field::Bls12381Fp& x : {a.c1, a.c0}) {
    std::array<std::uint8_t, 48> bytes;
    x.to_bytes_be(bytes);
    out.insert(out.end(), bytes.begin(), bytes.end());
  }
}

// Highest coefficient first, as the vectors have it.
test::Bytes to_bytes(const Fp12<Bls12381>& a) {
  test::Bytes out;
  for (const Fp6<Bls12381>* half : {&a.c1, &a.c0}) {
    append(out, half->c2);
    append(out, half->c1);
    append(out, half->c0);
  }
  return out;
}

// e(k G1, k G2) for k = 1..1000.
TEST(PairingTest, NobleVectors) {
  const test::Json vectors =
      test::outside_vectors("noble-curves/bls12-381/go_pairing_vectors/pairing.json");
  ASSERT_EQ(vectors.size(), 1000U);
  auto p = curve::G1::from_affine(Bls12381G1::generator());
  auto q = curve::G2::from_affine(Bls12381G2::generator());
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    const PreparedG2<Bls12381> prepared(q.to_affine_vartime());
    const Pair<Bls12381> pair = {p.to_affine_vartime(), &prepared};
    ASSERT_EQ(to_bytes(pairing_product<Bls12381>({&pair, 1})), vectors.at(i).hex()) << i;
    p = p.plus_vartime(Bls12381G1::generator());
    q = q.plus_vartime(Bls12381G2::generator());
  }
  test::record_vectors("noble-pairing", {"noble-curves", "BLS12-381 pairings", vectors.size()});
}

}  // namespace
}  // namespace nelumbo::pairing
