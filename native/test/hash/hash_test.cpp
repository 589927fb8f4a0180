#include <gtest/gtest.h>

#include <numeric>
#include <string>

#include "hash/blake2b.h"
#include "hash/expand_message.h"
#include "hash/hash_to_curve25519.h"
#include "hash/sha512.h"
#include "support/vectors.h"

namespace nelumbo::test {
namespace {

using Buffer = std::vector<std::uint8_t>;

Buffer bytes_of(const std::string& text) { return Buffer(text.begin(), text.end()); }

Buffer counting(std::size_t n) {
  Buffer out(n);
  std::iota(out.begin(), out.end(), std::uint8_t{0});
  return out;
}

Buffer blake2b(std::size_t size, const std::string& personal, const Buffer& in) {
  Buffer out(size);
  hash::Blake2b(size, personal).update(in).finish(out);
  return out;
}

TEST(Blake2b, AnswersOfRfc7693) {
  EXPECT_EQ(blake2b(64, "", bytes_of("abc")),
            Json::from_hex("ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                           "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"));
}

// Expected value: the same loop in Python. The keyed answers of RFC 7693 appendix E do not apply: there is
// no keyed mode here.
TEST(Blake2b, EveryOutputLengthAgreesWithPythonHashlib) {
  hash::Blake2b all(32);
  for (std::size_t size = 1; size <= 64; ++size) {
    for (const std::size_t length : {0, 3, 127, 128, 129, 255, 256, 1024}) {
      all.update(blake2b(size, "Nelumbo_Expand__", counting(length)));
    }
  }
  Buffer out(32);
  all.finish(out);
  EXPECT_EQ(out,
            Json::from_hex("f4ae48028861b7a66fbfd1ccd8c94445e8f15ab20b46201ea23c3ede151e502b"));
}

TEST(Blake2b, PiecesOfAnySizeGiveTheSameHash) {
  const Buffer in = counting(400);
  const Buffer expected = blake2b(64, "Nelumbo_Expand__", in);
  for (std::size_t step = 1; step < 200; ++step) {
    hash::Blake2b h(64, "Nelumbo_Expand__");
    for (std::size_t at = 0; at < in.size(); at += step) {
      h.update(platform::ByteView(in).subspan(at, std::min(step, in.size() - at)));
    }
    Buffer out(64);
    h.finish(out);
    ASSERT_EQ(out, expected) << step;
  }
}

TEST(Blake2b, RefusesOtherSizes) {
  EXPECT_THROW(hash::Blake2b(0), std::invalid_argument);
  EXPECT_THROW(hash::Blake2b(65), std::invalid_argument);
  EXPECT_THROW(hash::Blake2b(32, "short"), std::invalid_argument);
  Buffer out(31);
  EXPECT_THROW(hash::Blake2b(32).finish(out), std::invalid_argument);
}

Buffer sha512(const Buffer& in) {
  const auto digest = hash::Sha512().update(in).finish();
  return Buffer(digest.begin(), digest.end());
}

TEST(Sha512, AnswersOfFips180) {
  EXPECT_EQ(sha512(bytes_of("abc")),
            Json::from_hex("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                           "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"));
  EXPECT_EQ(sha512({}),
            Json::from_hex("cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
                           "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"));
}

TEST(Sha512, EveryLengthAgreesWithPythonHashlib) {
  hash::Sha512 all;
  for (std::size_t length = 0; length <= 300; ++length) {
    all.update(sha512(counting(length)));
  }
  const auto out = all.finish();
  EXPECT_EQ(Buffer(out.begin(), out.end()),
            Json::from_hex("d7ff5323ebbef9438546b104939504d6846f067dc41a135152e616e5fb701a72458ac9c"
                           "e86a32dbf342659cacb0a9237c21653d6bd379bd1f10a5a92f5c3f5d2"));
}

TEST(ExpandMessage, VectorsOfRfc9380) {
  const Json file = outside_vectors("hash-to-curve/expand_message_xmd_SHA512_38.json");
  int count = 0;
  for (const Json& t : file["tests"]) {
    Buffer out(Json::from_hex(t["len_in_bytes"].text()).back());
    hash::expand_message_xmd(out, bytes_of(t["msg"].text()), file["DST"].text());
    EXPECT_EQ(out, t["uniform_bytes"].hex()) << t["msg"].text();
    ++count;
  }
  EXPECT_EQ(count, 10);
  record_vectors("expand-message", {"hash-to-curve", "expand_message_xmd SHA-512", 10});
}

TEST(ExpandMessage, RefusesOtherSizes) {
  Buffer out(16321);
  EXPECT_THROW(hash::expand_message_xmd(out, {}, "tag"), std::invalid_argument);
  EXPECT_THROW(hash::expand_message_xmd({}, {}, "tag"), std::invalid_argument);
  out.resize(16320);
  EXPECT_THROW(hash::expand_message_xmd(out, {}, ""), std::invalid_argument);
  EXPECT_THROW(hash::expand_message_xmd(out, {}, std::string(256, 'x')), std::invalid_argument);
  EXPECT_NO_THROW(hash::expand_message_xmd(out, {}, std::string(255, 'x')));
}

Buffer reversed(const platform::Bytes<32>& x) { return Buffer(x.rbegin(), x.rend()); }

Buffer element_of(const Json& x) {
  std::string digits = x.text().substr(2);
  return Json::from_hex(std::string(64 - digits.size(), '0') + digits);
}

// The y-coordinates of the file are not checked: the protocol uses u-coordinates only, and none are computed.
TEST(HashToCurve25519, VectorsOfRfc9380) {
  const Json file = outside_vectors("hash-to-curve/curve25519_XMD_SHA-512_ELL2_NU_.json");
  int count = 0;
  for (const Json& v : file["vectors"]) {
    const hash::CurveEncoding e =
        hash::encode_to_curve25519(bytes_of(v["msg"].text()), file["dst"].text());
    EXPECT_EQ(reversed(e.u), element_of(v["u"].at(0)));
    EXPECT_EQ(reversed(e.q), element_of(v["Q"]["x"]));
    EXPECT_EQ(reversed(e.p), element_of(v["P"]["x"]));
    ++count;
  }
  EXPECT_EQ(count, 5);
  record_vectors("curve25519-nu", {"hash-to-curve", "curve25519 ELL2 NU", 5});
}

}  // namespace
}  // namespace nelumbo::test
