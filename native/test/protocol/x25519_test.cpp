#include "curve/x25519.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/vectors.h"

namespace nelumbo::test {
namespace {

using curve::X25519Bytes;

X25519Bytes bytes32(const std::vector<std::uint8_t>& in) {
  X25519Bytes out{};
  std::copy_n(in.begin(), 32, out.begin());
  return out;
}

bool has_flag(const Json& test, const std::string& flag) {
  return std::any_of(test["flags"].begin(), test["flags"].end(),
                     [&](const Json& f) { return f.text() == flag; });
}

// All cases through the plain function of RFC 7748; the checked one refuses exactly the public keys
// that are not canonical or of low order.
TEST(X25519, Wycheproof) {
  int run = 0, refused = 0;
  const Json file = outside_vectors("wycheproof/x25519_test.json");
  for (const Json& group : file["testGroups"]) {
    for (const Json& t : group["tests"]) {
      const X25519Bytes scalar = bytes32(t["private"].hex()), u = bytes32(t["public"].hex());
      const X25519Bytes shared = bytes32(t["shared"].hex());
      EXPECT_EQ(curve::x25519(scalar, u), shared) << t["tcId"].u64();
      const bool bad = has_flag(t, "NonCanonicalPublic") || has_flag(t, "LowOrderPublic") ||
                       shared == X25519Bytes{} || (u[31] & 0x80) != 0;
      X25519Bytes out;
      EXPECT_EQ(curve::x25519_checked(out, scalar, u), !bad) << t["tcId"].u64();
      EXPECT_EQ(out, bad ? X25519Bytes{} : shared);
      refused += bad ? 1 : 0;
      ++run;
    }
  }
  EXPECT_EQ(run, 518);
  EXPECT_GE(refused, 30);
  record_vectors("x25519", {"wycheproof", "X25519", 518});
}

// RFC 7748 section 5.2: the scalar of each round is the result of the one before, u the scalar before.
TEST(X25519, ThousandRoundsOfRfc7748) {
  X25519Bytes k{9}, u{9};
  for (int i = 0; i < 1000; ++i) {
    const X25519Bytes next = curve::x25519(k, u);
    u = k;
    k = next;
  }
  EXPECT_EQ(
      k,
      bytes32(Json::from_hex("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51")));
}

TEST(X25519, ValidityOfEdgeCases) {
  X25519Bytes p{0xed};
  std::fill(p.begin() + 1, p.end(), std::uint8_t{0xff});
  p[31] = 0x7f;
  for (int below = 0; below < 19; ++below) {  // p + 18 .. p: not canonical
    X25519Bytes u = p;
    u[0] = static_cast<std::uint8_t>(0xff - below);
    EXPECT_FALSE(curve::x25519_is_valid(u)) << below;
  }
  X25519Bytes u = p;
  u[0] = 0xec;  // p - 1: order 4 on the twist
  EXPECT_FALSE(curve::x25519_is_valid(u));
  u[0] = 0xeb;
  EXPECT_TRUE(curve::x25519_is_valid(u));
  EXPECT_FALSE(curve::x25519_is_valid(X25519Bytes{}));
  EXPECT_FALSE(curve::x25519_is_valid(X25519Bytes{1}));
  EXPECT_TRUE(curve::x25519_is_valid(X25519Bytes{9}));
  X25519Bytes top{9};
  top[31] = 0x80;
  EXPECT_FALSE(curve::x25519_is_valid(top));
  for (const char* order_eight :
       {"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"}) {
    EXPECT_FALSE(curve::x25519_is_valid(bytes32(Json::from_hex(order_eight))));
  }
}

}  // namespace
}  // namespace nelumbo::test
