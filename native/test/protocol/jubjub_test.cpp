#include "curve/jubjub.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "hash/blake2b.h"
#include "protocol/redjubjub.h"
#include "support/vectors.h"
#include "test_support.h"

namespace nelumbo::test {
namespace {

using curve::JubjubBytes;
using curve::JubjubPoint;
using field::JubjubFq;
using field::JubjubFs;

template <std::size_t N>
platform::Bytes<N> array_of(const std::vector<std::uint8_t>& in) {
  if (in.size() != N) throw std::runtime_error("bytes of another length");
  platform::Bytes<N> out;
  std::copy(in.begin(), in.end(), out.begin());
  return out;
}

// The Zcash files write 32-byte values as integers, most significant byte first.
JubjubBytes reversed(const Json& hex) {
  JubjubBytes out = array_of<32>(hex.hex());
  std::reverse(out.begin(), out.end());
  return out;
}

JubjubFs scalar(const Json& hex) {
  JubjubFs out;
  EXPECT_TRUE(JubjubFs::from_bytes_le(reversed(hex), out));
  return out;
}

JubjubPoint point(const Json& hex) {
  JubjubPoint out;
  EXPECT_TRUE(JubjubPoint::decode(reversed(hex), out));
  return out;
}

// Rows of a Zcash vector file as name -> value; the first two rows are the origin and the names.
std::vector<std::vector<std::pair<std::string, const Json*>>> zcash_rows(const Json& file) {
  std::vector<std::string> names;
  std::string joined = file.at(1).at(0).text() + ",";
  for (std::size_t at = 0; at < joined.size();) {
    const std::size_t comma = joined.find(',', at);
    names.push_back(joined.substr(at, comma - at));
    at = joined.find_first_not_of(" ,", comma);
  }
  std::vector<std::vector<std::pair<std::string, const Json*>>> rows;
  for (std::size_t i = 2; i < file.size(); ++i) {
    auto& row = rows.emplace_back();
    for (std::size_t j = 0; j < names.size(); ++j) {
      row.emplace_back(names[j], &file.at(i).at(j));
    }
  }
  return rows;
}

const Json& cell(const std::vector<std::pair<std::string, const Json*>>& row,
                 const std::string& name) {
  for (const auto& [key, value] : row) {
    if (key == name) return *value;
  }
  throw std::runtime_error("no column " + name);
}

TEST(Jubjub, SaplingGenerators) {
  const Json file = outside_vectors("zcash-test-vectors/sapling_generators.json");
  const auto rows = zcash_rows(file);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(point(cell(rows[0], "skb")), JubjubPoint::spending_key_generator());
  for (const auto& [name, value] : rows[0]) {
    const JubjubPoint p = point(*value);
    EXPECT_EQ(p.encode(), reversed(*value)) << name;
    EXPECT_FALSE(p.is_small_order());
    // Each generates the subgroup of order l: (l - 1) P = -P.
    EXPECT_EQ(p.mul_vartime(-JubjubFs::one()), -p) << name;
  }
  record_vectors("sapling-generators",
                 {"zcash-test-vectors", "Sapling generators", rows[0].size()});
}

// Of Sapling's key vectors ask -> ak and nsk -> nk apply; ivk, addresses and notes are made another way here.
TEST(Jubjub, SaplingKeyComponents) {
  const Json generators = outside_vectors("zcash-test-vectors/sapling_generators.json");
  const JubjubPoint proof_generator = point(generators.at(2).at(1));
  int run = 0;
  for (const char* name : {"sapling_key_components.json", "sapling_zip32.json"}) {
    const Json file = outside_vectors(std::string("zcash-test-vectors/") + name);
    for (const auto& row : zcash_rows(file)) {
      if (cell(row, "ask").kind() == Json::Kind::kString) {
        EXPECT_EQ(JubjubPoint::mul_generator(scalar(cell(row, "ask"))).encode(),
                  reversed(cell(row, "ak")));
      }
      if (cell(row, "nsk").kind() == Json::Kind::kString) {
        EXPECT_EQ(proof_generator.mul_vartime(scalar(cell(row, "nsk"))).encode(),
                  reversed(cell(row, "nk")));
      }
      ++run;
    }
  }
  EXPECT_GE(run, 14);
  record_vectors("sapling-keys", {"zcash-test-vectors", "Sapling ask to ak, nsk to nk; ZIP 32",
                                  static_cast<std::size_t>(run)});
}

TEST(RedJubjub, SaplingSignatures) {
  const Json file = outside_vectors("zcash-test-vectors/sapling_signatures.json");
  int run = 0;
  for (const auto& row : zcash_rows(file)) {
    const JubjubFs sk = scalar(cell(row, "sk")), alpha = scalar(cell(row, "alpha"));
    const auto vk = reversed(cell(row, "vk"));
    const auto rvk = reversed(cell(row, "rvk"));
    EXPECT_EQ(JubjubPoint::mul_generator(sk).encode(), vk);
    EXPECT_EQ(sk + alpha, scalar(cell(row, "rsk")));
    EXPECT_EQ((point(cell(row, "vk")) + JubjubPoint::mul_generator(alpha)).encode(), rvk);
    const auto message = reversed(cell(row, "m"));
    const auto signature = array_of<64>(cell(row, "sig").hex());
    const auto randomized = array_of<64>(cell(row, "rsig").hex());
    EXPECT_TRUE(protocol::redjubjub_verify_vartime(vk, signature, message));
    EXPECT_TRUE(protocol::redjubjub_verify_vartime(rvk, randomized, message));
    EXPECT_FALSE(protocol::redjubjub_verify_vartime(vk, randomized, message));
    EXPECT_FALSE(protocol::redjubjub_verify_vartime(rvk, signature, message));
    ++run;
  }
  EXPECT_EQ(run, 10);
  record_vectors("redjubjub", {"zcash-test-vectors", "RedJubjub signatures", 10});
}

TEST(Jubjub, FixedBaseAgreesWithDoubleAndAdd) {
  Random random(1);
  const JubjubPoint& g = JubjubPoint::spending_key_generator();
  std::vector<JubjubFs> scalars = {JubjubFs::zero(), JubjubFs::one(), -JubjubFs::one(),
                                   JubjubFs::from_u64(8), JubjubFs::from_u64(0x88888888)};
  for (int i = 0; i < 100; ++i) scalars.push_back(random.element<JubjubFs>());
  for (const JubjubFs& k : scalars) {
    JubjubPoint slow;
    const auto limbs = k.to_limbs();
    for (int bit = 255; bit >= 0; --bit) {
      slow = slow.doubled();
      if ((limbs[static_cast<std::size_t>(bit / 64)] >> (bit % 64)) & 1) slow = slow + g;
    }
    EXPECT_EQ(JubjubPoint::mul_generator(k), slow);
    EXPECT_EQ(g.mul_vartime(k), slow);
  }
}

// The affine point of order two is (0, -1).
TEST(Jubjub, AdditionIsComplete) {
  const JubjubPoint identity;
  const JubjubPoint two = JubjubPoint::from_affine({JubjubFq::zero(), -JubjubFq::one()});
  const JubjubPoint& g = JubjubPoint::spending_key_generator();
  EXPECT_EQ(two + two, identity);
  EXPECT_EQ(two.doubled(), identity);
  EXPECT_EQ(g + -g, identity);
  EXPECT_EQ(g + g, g.doubled());
  EXPECT_EQ(g + identity, g);
  EXPECT_EQ((g + two) + (g + two), g.doubled());
  EXPECT_TRUE(two.is_small_order());
  EXPECT_FALSE((g + two).is_small_order());
}

TEST(Jubjub, DecodingIsCanonical) {
  JubjubPoint p;
  // y = 1: the identity; with the sign bit it is the non-canonical form of the same point.
  JubjubBytes in{1};
  EXPECT_TRUE(JubjubPoint::decode(in, p));
  EXPECT_TRUE(p.is_identity());
  in[31] = 0x80;
  EXPECT_FALSE(JubjubPoint::decode(in, p));
  // y = r + 1.
  JubjubBytes over;
  (-JubjubFq::one()).to_bytes_le(over);
  EXPECT_TRUE(JubjubPoint::decode(over, p));  // y = -1, order two
  EXPECT_TRUE(p.is_small_order());
  over[31] |= 0x80;
  EXPECT_FALSE(JubjubPoint::decode(over, p));
  over[31] &= 0x7f;
  over[0] = 2;
  EXPECT_FALSE(JubjubPoint::decode(over, p));
  std::fill(over.begin(), over.end(), std::uint8_t{0xff});
  EXPECT_FALSE(JubjubPoint::decode(over, p));

  Random random(2);
  int on_curve = 0;
  for (int i = 0; i < 200; ++i) {
    const auto bytes = random.bytes<32>();
    if (JubjubPoint::decode(bytes, p)) {
      ++on_curve;
      EXPECT_EQ(p.encode(), bytes);
      const auto a = p.to_affine();
      EXPECT_EQ(p, JubjubPoint::from_affine(a));
    }
  }
  EXPECT_GT(on_curve, 20);  // about 200 * 0.91 / 2
}

TEST(RedJubjub, EveryFlippedByteFails) {
  Random random(3);
  const JubjubFs sk = random.element<JubjubFs>();
  const JubjubBytes rk = JubjubPoint::mul_generator(sk).encode();
  const auto message = random.bytes<32>();
  const auto signature = protocol::redjubjub_sign(sk, random.bytes<80>(), message);
  ASSERT_TRUE(protocol::redjubjub_verify_vartime(rk, signature, message));
  for (std::size_t i = 0; i < 64; ++i) {
    auto bad = signature;
    bad[i] ^= 1;
    EXPECT_FALSE(protocol::redjubjub_verify_vartime(rk, bad, message)) << i;
  }
  for (std::size_t i = 0; i < 32; ++i) {
    auto other_key = rk;
    other_key[i] ^= 1;
    EXPECT_FALSE(protocol::redjubjub_verify_vartime(other_key, signature, message)) << i;
    auto other_message = message;
    other_message[i] ^= 1;
    EXPECT_FALSE(protocol::redjubjub_verify_vartime(rk, signature, other_message)) << i;
  }
}

TEST(RedJubjub, RefusesSmallOrderKeysAndLargeScalars) {
  Random random(4);
  const JubjubFs sk = random.element<JubjubFs>();
  const auto message = random.bytes<32>();
  const JubjubBytes rk = JubjubPoint::mul_generator(sk).encode();
  auto signature = protocol::redjubjub_sign(sk, random.bytes<80>(), message);
  // S + l encodes the same scalar and must not pass.
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += signature[32 + i] + ((JubjubFs::kModulus[i / 8] >> (8 * (i % 8))) & 0xff);
    signature[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  ASSERT_EQ(carry, 0U);
  EXPECT_FALSE(protocol::redjubjub_verify_vartime(rk, signature, message));
  // Under the identity as key, R = S G holds for any S: only the check of the order stops it.
  const JubjubFs s = random.element<JubjubFs>();
  const JubjubBytes r = JubjubPoint::mul_generator(s).encode();
  protocol::Signature forged;
  std::copy(r.begin(), r.end(), forged.begin());
  s.to_bytes_le(std::span(forged).last<32>());
  EXPECT_FALSE(protocol::redjubjub_verify_vartime(JubjubPoint().encode(), forged, message));
}

// A point of small order in R changes nothing: verification has the cofactor.
TEST(RedJubjub, VerificationIsCofactored) {
  Random random(5);
  const JubjubFs sk = random.element<JubjubFs>();
  const JubjubFs nonce = random.element<JubjubFs>();
  const JubjubPoint two = JubjubPoint::from_affine({JubjubFq::zero(), -JubjubFq::one()});
  const JubjubBytes r = (JubjubPoint::mul_generator(nonce) + two).encode();
  const JubjubBytes rk = JubjubPoint::mul_generator(sk).encode();
  const auto message = random.bytes<32>();
  std::vector<std::uint8_t> input(r.begin(), r.end());
  input.insert(input.end(), rk.begin(), rk.end());
  input.insert(input.end(), message.begin(), message.end());
  platform::Bytes<64> wide;
  hash::Blake2b(64, "Zcash_RedJubjubH").update(input).finish(wide);
  const JubjubFs s = nonce + JubjubFs::from_wide_le(wide) * sk;
  protocol::Signature signature;
  std::copy(r.begin(), r.end(), signature.begin());
  s.to_bytes_le(std::span(signature).last<32>());
  EXPECT_TRUE(protocol::redjubjub_verify_vartime(rk, signature, message));
}

}  // namespace
}  // namespace nelumbo::test
