// Group law and subgroup membership of both curves, encodings of BLS12-381.
#include <gtest/gtest.h>

#include "curve/bls12_381.h"
#include "curve/bn254.h"
#include "curve/encoding.h"
#include "eip2537.h"
#include "support/vectors.h"
#include "test_support.h"

namespace nelumbo::curve {
namespace {

using test::Bytes;

template <class C>
class CurveTest : public ::testing::Test {};

using Curves = ::testing::Types<Bls12381G1, Bls12381G2, Bn254G1, Bn254G2>;
TYPED_TEST_SUITE(CurveTest, Curves);

// What outside vectors and the flags of the encoding hold for BLS12-381 only.
template <class C>
class Bls12381Test : public ::testing::Test {};

using Bls12381Curves = ::testing::Types<Bls12381G1, Bls12381G2>;
TYPED_TEST_SUITE(Bls12381Test, Bls12381Curves);

template <class C>
Jacobian<C> generator() {
  return Jacobian<C>::from_affine(C::generator());
}

template <class P>
void set_random(test::Random& random, field::PrimeField<P>& x) {
  x = random.element<field::PrimeField<P>>();
}
template <class F>
void set_random(test::Random& random, field::Quadratic<F>& x) {
  set_random(random, x.c0);
  set_random(random, x.c1);
}

// A point of the whole curve, hardly ever of the subgroup.
template <class C>
Affine<C> random_curve_point(test::Random& random) {
  for (;;) {
    Affine<C> p;
    set_random(random, p.x);
    if ((p.x.square() * p.x + C::kB).sqrt_vartime(p.y)) {
      return p;
    }
  }
}

template <class C>
Jacobian<C> random_subgroup_point(test::Random& random) {
  return generator<C>().multiply_vartime(random.element<typename C::Scalar>());
}

TYPED_TEST(CurveTest, GeneratorIsOnTheCurveAndOfOrderR) {
  using C = TypeParam;
  EXPECT_TRUE(C::generator().is_on_curve());
  EXPECT_TRUE(generator<C>().multiply_vartime(C::Scalar::kModulus).is_infinity());
  EXPECT_TRUE(C::is_in_subgroup_vartime(C::generator()));
  EXPECT_TRUE(C::is_in_subgroup_vartime(Affine<C>::infinity()));
}

TYPED_TEST(CurveTest, AdditionHandlesEveryCase) {
  using C = TypeParam;
  test::Random random(10);
  const auto o = Jacobian<C>::infinity();
  for (int i = 0; i < 10; ++i) {
    const auto p = random_subgroup_point<C>(random);
    const auto q = random_subgroup_point<C>(random);
    const auto r = random_subgroup_point<C>(random);
    const Affine<C> qa = q.to_affine_vartime();
    ASSERT_TRUE(qa.is_on_curve());
    ASSERT_TRUE(p.plus_vartime(q).equals(q.plus_vartime(p)));
    ASSERT_TRUE(p.plus_vartime(q).plus_vartime(r).equals(p.plus_vartime(q.plus_vartime(r))));
    ASSERT_TRUE(p.plus_vartime(qa).equals(p.plus_vartime(q)));
    ASSERT_TRUE(q.plus_vartime(q).equals(q.doubled()));
    ASSERT_TRUE(q.plus_vartime(qa).equals(q.doubled()));
    ASSERT_TRUE(q.plus_vartime(-q).is_infinity());
    ASSERT_TRUE(q.plus_vartime(-qa).is_infinity());
    ASSERT_TRUE(p.plus_vartime(o).equals(p));
    ASSERT_TRUE(o.plus_vartime(p).equals(p));
    ASSERT_TRUE(o.plus_vartime(qa).equals(q));
    ASSERT_TRUE(p.plus_vartime(Affine<C>::infinity()).equals(p));
    ASSERT_FALSE(p.equals(q));
    ASSERT_FALSE(p.equals(o));
  }
  EXPECT_TRUE(o.doubled().is_infinity());
  EXPECT_TRUE(o.plus_vartime(o).is_infinity());
  EXPECT_TRUE(o.to_affine_vartime().is_infinity());
  EXPECT_TRUE(Affine<C>::infinity().is_on_curve());
}

TYPED_TEST(CurveTest, XyzzAgreesWithJacobian) {
  using C = TypeParam;
  test::Random random(11);
  for (int i = 0; i < 10; ++i) {
    const auto p = random_subgroup_point<C>(random);
    const auto q = random_subgroup_point<C>(random);
    const Affine<C> pa = p.to_affine_vartime();
    const Affine<C> qa = q.to_affine_vartime();
    const auto px = Xyzz<C>::from_affine(pa).doubled().plus_vartime(-pa);
    const auto qx = Xyzz<C>::from_affine(qa).doubled().plus_vartime(-qa);
    ASSERT_TRUE(px.to_jacobian().equals(p));
    ASSERT_TRUE(px.plus_vartime(qa).to_jacobian().equals(p.plus_vartime(q)));
    ASSERT_TRUE(px.plus_vartime(qx).to_jacobian().equals(p.plus_vartime(q)));
    ASSERT_TRUE(px.plus_vartime(px).to_jacobian().equals(p.doubled()));
    ASSERT_TRUE(px.plus_vartime(pa).to_jacobian().equals(p.doubled()));
    ASSERT_TRUE(px.plus_vartime(-pa).is_infinity());
    ASSERT_TRUE(px.plus_vartime(-px).to_jacobian().is_infinity());
    ASSERT_TRUE(Xyzz<C>::infinity().plus_vartime(qa).to_jacobian().equals(q));
    ASSERT_TRUE(Xyzz<C>::infinity().plus_vartime(qx).to_jacobian().equals(q));
    ASSERT_TRUE(qx.plus_vartime(Xyzz<C>::infinity()).to_jacobian().equals(q));
    ASSERT_TRUE(qx.plus_vartime(Affine<C>::infinity()).to_jacobian().equals(q));
  }
}

TYPED_TEST(CurveTest, ScalarMultiplicationIsRepeatedAddition) {
  using C = TypeParam;
  auto sum = Jacobian<C>::infinity();
  const auto g = generator<C>();
  for (std::uint64_t k = 0; k < 200; ++k) {
    ASSERT_TRUE(g.multiply_vartime(C::Scalar::from_u64(k)).equals(sum));
    ASSERT_TRUE(g.multiply_vartime(-C::Scalar::from_u64(k)).equals(-sum));
    sum = sum.plus_vartime(g);
  }
  test::Random random(12);
  for (int i = 0; i < 10; ++i) {
    const auto a = random.element<typename C::Scalar>();
    const auto b = random.element<typename C::Scalar>();
    ASSERT_TRUE(g.multiply_vartime(a).multiply_vartime(b).equals(g.multiply_vartime(a * b)));
    ASSERT_TRUE(g.multiply_vartime(a + b).equals(
        g.multiply_vartime(a).plus_vartime(g.multiply_vartime(b))));
  }
  EXPECT_TRUE(g.multiply_vartime(field::Limbs<4>{~0ULL, ~0ULL, ~0ULL, ~0ULL})
                  .equals(g.multiply_vartime(C::Scalar::from_limbs({~0ULL, ~0ULL, ~0ULL, ~0ULL}))));
}

TYPED_TEST(CurveTest, BatchOfAffinePoints) {
  using C = TypeParam;
  test::Random random(13);
  std::vector<Jacobian<C>> points = {Jacobian<C>::infinity()};
  for (int i = 0; i < 9; ++i) {
    points.push_back(random_subgroup_point<C>(random));
  }
  points.push_back(Jacobian<C>::infinity());
  std::vector<Affine<C>> out(points.size());
  to_affine_batch(points.data(), points.size(), out.data());
  for (std::size_t i = 0; i < points.size(); ++i) {
    ASSERT_EQ(out[i], points[i].to_affine_vartime());
  }
}

TYPED_TEST(CurveTest, SubgroupTestAgreesWithMultiplicationByR) {
  using C = TypeParam;
  test::Random random(14);
  for (int i = 0; i < 20; ++i) {
    const Affine<C> p = random_curve_point<C>(random);
    const auto torsion = Jacobian<C>::from_affine(p).multiply_vartime(C::Scalar::kModulus);
    ASSERT_EQ(C::is_in_subgroup_vartime(p), torsion.is_infinity());
    const Affine<C> t = torsion.to_affine_vartime();
    ASSERT_EQ(C::is_in_subgroup_vartime(t), torsion.is_infinity());
    const auto good = random_subgroup_point<C>(random);
    ASSERT_TRUE(C::is_in_subgroup_vartime(good.to_affine_vartime()));
    if (!torsion.is_infinity()) {
      ASSERT_FALSE(C::is_in_subgroup_vartime(good.plus_vartime(t).to_affine_vartime()));
    }
  }
}

TEST(SubgroupTest, PointOfOrderThreeIsRefused) {
  using Fp = field::Bls12381Fp;
  const G1Affine p = {Fp::zero(), Fp::from_u64(2)};
  ASSERT_TRUE(p.is_on_curve());
  ASSERT_TRUE(G1::from_affine(p).multiply_vartime(field::Limbs<1>{3}).is_infinity());
  EXPECT_FALSE(Bls12381G1::is_in_subgroup_vartime(p));
}

// The twist of BN254 has order r * 10069 * ...: a point of the smallest other subgroup.
TEST(SubgroupTest, Bn254PointsOfSmallOrderAreRefused) {
  using G = Jacobian<Bn254G2>;
  // r (2 p - r) / 10069.
  test::Random random(16);
  const Affine<Bn254G2> p = random_curve_point<Bn254G2>(random);
  field::Limbs<4> cofactor{};
  field::sub(cofactor, field::Bn254Fp::kModulus, Bn254G2::Scalar::kModulus);
  field::add(cofactor, cofactor, field::Bn254Fp::kModulus);
  unsigned __int128 rest = 0;
  for (std::size_t i = 4; i-- > 0;) {
    rest = rest << 64 | cofactor[i];
    cofactor[i] = static_cast<std::uint64_t>(rest / 10069);
    rest %= 10069;
  }
  ASSERT_EQ(static_cast<std::uint64_t>(rest), 0U);
  const G small =
      G::from_affine(p).multiply_vartime(Bn254G2::Scalar::kModulus).multiply_vartime(cofactor);
  ASSERT_FALSE(small.is_infinity());
  ASSERT_TRUE(small.multiply_vartime(field::Limbs<1>{10069}).is_infinity());
  EXPECT_FALSE(Bn254G2::is_in_subgroup_vartime(small.to_affine_vartime()));
  const G shifted = small.plus_vartime(Bn254G2::generator());
  EXPECT_FALSE(Bn254G2::is_in_subgroup_vartime(shifted.to_affine_vartime()));
}

// ---- Encodings ----

template <class C>
std::string file_name(const char* form) {
  return std::string("zkcrypto-bls12_381-serialization/") +
         (std::is_same_v<C, Bls12381G1> ? "g1_" : "g2_") + form + "_valid_test_vectors.dat";
}

TYPED_TEST(Bls12381Test, ZkcryptoSerializationVectors) {
  using C = TypeParam;
  constexpr std::size_t kShort = kCompressedBytes<C>;
  constexpr std::size_t kLong = kUncompressedBytes<C>;
  const Bytes compressed = test::read_file(test::vectors_dir() / file_name<C>("compressed"));
  const Bytes uncompressed = test::read_file(test::vectors_dir() / file_name<C>("uncompressed"));
  ASSERT_EQ(compressed.size(), 1000 * kShort);
  ASSERT_EQ(uncompressed.size(), 1000 * kLong);
  auto expected = Jacobian<C>::infinity();
  for (std::size_t i = 0; i < 1000; ++i) {
    const std::span<const std::uint8_t, kShort> c(compressed.data() + i * kShort, kShort);
    const std::span<const std::uint8_t, kLong> u(uncompressed.data() + i * kLong, kLong);
    const Affine<C> p = expected.to_affine_vartime();
    Affine<C> decoded;
    ASSERT_EQ(decode_compressed_vartime<C>(c, decoded), Decoding::kOk) << i;
    ASSERT_EQ(decoded, p) << i;
    ASSERT_EQ(decode_uncompressed_vartime<C>(u, decoded), Decoding::kOk) << i;
    ASSERT_EQ(decoded, p) << i;
    std::array<std::uint8_t, kShort> c_out;
    std::array<std::uint8_t, kLong> u_out;
    encode_compressed<C>(p, c_out);
    encode_uncompressed<C>(p, u_out);
    ASSERT_TRUE(std::equal(c.begin(), c.end(), c_out.begin())) << i;
    ASSERT_TRUE(std::equal(u.begin(), u.end(), u_out.begin())) << i;
    expected = expected.plus_vartime(C::generator());
  }
  const char* group = std::is_same_v<C, Bls12381G1> ? "G1" : "G2";
  test::record_vectors(std::string("zkcrypto-") + group,
                       {"zkcrypto-bls12_381-serialization", group, 2000});
}

template <class C>
struct Forms {
  std::array<std::uint8_t, kCompressedBytes<C>> compressed;
  std::array<std::uint8_t, kUncompressedBytes<C>> uncompressed;

  explicit Forms(const Affine<C>& p) {
    encode_compressed<C>(p, compressed);
    encode_uncompressed<C>(p, uncompressed);
  }
  Decoding decode_compressed() const {
    Affine<C> p = C::generator();
    const Decoding d = decode_compressed_vartime<C>(compressed, p);
    EXPECT_TRUE(d == Decoding::kOk || p.is_infinity());
    return d;
  }
  Decoding decode_uncompressed() const {
    Affine<C> p = C::generator();
    const Decoding d = decode_uncompressed_vartime<C>(uncompressed, p);
    EXPECT_TRUE(d == Decoding::kOk || p.is_infinity());
    return d;
  }
};

void add_modulus(std::uint8_t* big_endian) {
  unsigned carry = 0;
  for (std::size_t i = 0; i < 48; ++i) {
    const auto byte =
        static_cast<unsigned>(field::Bls12381Fp::kModulus[i / 8] >> (8 * (i % 8))) & 255;
    carry += big_endian[47 - i] + byte;
    big_endian[47 - i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
}

// Twelve classes of malformed points; every one starts from a point that is accepted.
TYPED_TEST(Bls12381Test, MalformedPointsAreRefused) {
  using C = TypeParam;
  test::Random random(15);
  // A generator multiple whose coordinates leave room for adding the modulus under the flags.
  const Affine<C> good = C::generator();
  const Affine<C> bad = random_curve_point<C>(random);
  const Forms<C> start(good);
  ASSERT_EQ(start.decode_compressed(), Decoding::kOk);
  ASSERT_EQ(start.decode_uncompressed(), Decoding::kOk);
  const Forms<C> zero(Affine<C>::infinity());
  ASSERT_EQ(zero.decode_compressed(), Decoding::kOk);
  ASSERT_EQ(zero.decode_uncompressed(), Decoding::kOk);

  Forms<C> f = start;  // 1: compressed form without its flag
  f.compressed[0] &= 0x7f;
  EXPECT_EQ(f.decode_compressed(), Decoding::kBadFlags);
  f = start;  // 2: uncompressed form with the compressed flag
  f.uncompressed[0] |= 0x80;
  EXPECT_EQ(f.decode_uncompressed(), Decoding::kBadFlags);
  f = start;  // 3: uncompressed form with the sign flag
  f.uncompressed[0] |= 0x20;
  EXPECT_EQ(f.decode_uncompressed(), Decoding::kBadFlags);
  f = start;  // 4: infinity flag over coordinates
  f.compressed[0] |= 0x40;
  f.uncompressed[0] |= 0x40;
  EXPECT_EQ(f.decode_compressed(), Decoding::kBadFlags);
  EXPECT_EQ(f.decode_uncompressed(), Decoding::kBadFlags);
  f = zero;  // 5: infinity with the sign flag
  f.compressed[0] |= 0x20;
  f.uncompressed[0] |= 0x20;
  EXPECT_EQ(f.decode_compressed(), Decoding::kBadFlags);
  EXPECT_EQ(f.decode_uncompressed(), Decoding::kBadFlags);
  f = zero;  // 6: infinity with a stray last bit
  f.compressed.back() = 1;
  f.uncompressed.back() = 1;
  EXPECT_EQ(f.decode_compressed(), Decoding::kBadFlags);
  EXPECT_EQ(f.decode_uncompressed(), Decoding::kBadFlags);
  f = zero;  // 7: infinity without its flag: (0, 0)
  f.uncompressed[0] = 0;
  EXPECT_EQ(f.decode_uncompressed(), Decoding::kNotOnCurve);
  // 8: a coordinate plus the modulus
  for (std::size_t at = 0; at < kUncompressedBytes<C>; at += 48) {
    f = start;
    add_modulus(f.uncompressed.data() + at);
    EXPECT_NE(f.decode_uncompressed(), Decoding::kOk) << at;
    if (at != 0) {
      EXPECT_EQ(f.decode_uncompressed(), Decoding::kNotCanonical) << at;
    }
  }
  f = start;  // 9: a coordinate of all ones
  std::fill(f.compressed.begin(), f.compressed.end(), 0xff);
  f.compressed[0] = 0x9f;
  EXPECT_EQ(f.decode_compressed(), Decoding::kNotCanonical);
  // 10: x with no y
  Affine<C> off = good;
  typename C::Field y;
  do {
    off.x = off.x + C::Field::one();
  } while ((off.x.square() * off.x + C::kB).sqrt_vartime(y));
  EXPECT_EQ(Forms<C>(off).decode_compressed(), Decoding::kNotOnCurve);
  off = good;  // 11: y of another point
  off.y = off.y + C::Field::one();
  EXPECT_EQ(Forms<C>(off).decode_uncompressed(), Decoding::kNotOnCurve);
  // 12: on the curve, outside the subgroup
  ASSERT_TRUE(bad.is_on_curve());
  EXPECT_EQ(Forms<C>(bad).decode_compressed(), Decoding::kNotInSubgroup);
  EXPECT_EQ(Forms<C>(bad).decode_uncompressed(), Decoding::kNotInSubgroup);
}

TYPED_TEST(Bls12381Test, SignFlagChoosesTheOtherPoint) {
  using C = TypeParam;
  Forms<C> f(C::generator());
  f.compressed[0] ^= 0x20;
  Affine<C> p;
  ASSERT_EQ(decode_compressed_vartime<C>(f.compressed, p), Decoding::kOk);
  EXPECT_EQ(p, -C::generator());
}

// ---- EIP-2537 ----

template <class C>
test::Json eip_vectors(const std::string& prefix) {
  const char* group = std::is_same_v<C, Bls12381G1> ? "G1" : "G2";
  return test::outside_vectors("eip-2537/" + prefix + "_" + group + "_bls.json");
}

template <class C>
std::optional<Bytes> eip_add(const Bytes& in) {
  constexpr std::size_t kSize = test::kEipPointBytes<C>;
  if (in.size() != 2 * kSize) {
    return std::nullopt;
  }
  const auto p = test::read_eip_point<C>(in, false);
  const auto q = test::read_eip_point<C>(std::span(in).subspan(kSize), false);
  if (!p || !q) {
    return std::nullopt;
  }
  return test::write_eip_point(Jacobian<C>::from_affine(*p).plus_vartime(*q).to_affine_vartime());
}

// Multi-scalar multiplication; EIP-2537's single multiplication is its case of one pair.
template <class C>
std::optional<Bytes> eip_msm(const Bytes& in) {
  constexpr std::size_t kSize = test::kEipPointBytes<C>;
  constexpr std::size_t kPair = kSize + 32;
  if (in.empty() || in.size() % kPair != 0) {
    return std::nullopt;
  }
  auto sum = Jacobian<C>::infinity();
  for (std::size_t at = 0; at < in.size(); at += kPair) {
    const auto p = test::read_eip_point<C>(std::span(in).subspan(at), true);
    if (!p) {
      return std::nullopt;
    }
    const auto k = test::read_eip_scalar(std::span(in).subspan(at + kSize));
    sum = sum.plus_vartime(Jacobian<C>::from_affine(*p).multiply_vartime(k));
  }
  return test::write_eip_point(sum.to_affine_vartime());
}

TYPED_TEST(Bls12381Test, Eip2537Vectors) {
  using C = TypeParam;
  std::size_t valid = 0;
  for (const test::Json& v : eip_vectors<C>("add")) {
    EXPECT_EQ(eip_add<C>(v["Input"].hex()), v["Expected"].hex()) << v["Name"].text();
    ++valid;
  }
  for (const test::Json& v : eip_vectors<C>("mul")) {
    EXPECT_EQ(eip_msm<C>(v["Input"].hex()), v["Expected"].hex()) << v["Name"].text();
    ++valid;
  }
  std::size_t refused = 0;
  for (const test::Json& v : eip_vectors<C>("fail-add")) {
    EXPECT_EQ(eip_add<C>(v["Input"].hex()), std::nullopt) << v["Name"].text();
    ++refused;
  }
  for (const char* name : {"fail-mul", "fail-msm"}) {
    for (const test::Json& v : eip_vectors<C>(name)) {
      EXPECT_EQ(eip_msm<C>(v["Input"].hex()), std::nullopt) << v["Name"].text();
      ++refused;
    }
  }
  EXPECT_GT(refused, 10U);
  const char* group = std::is_same_v<C, Bls12381G1> ? "G1 add, mul, fail" : "G2 add, mul, fail";
  test::record_vectors(group[1] == '1' ? "eip-2537-G1" : "eip-2537-G2",
                       {"eip-2537", group, valid + refused});
}

}  // namespace
}  // namespace nelumbo::curve
