#include <gtest/gtest.h>

#include <algorithm>

#include "hash/hkdf.h"
#include "protocol/chacha20_poly1305.h"
#include "support/vectors.h"

namespace nelumbo::test {
namespace {

using Buffer = std::vector<std::uint8_t>;

template <std::size_t N>
platform::Bytes<N> array_of(const Buffer& in) {
  if (in.size() != N) throw std::runtime_error("bytes of another length");
  platform::Bytes<N> out;
  std::copy(in.begin(), in.end(), out.begin());
  return out;
}

// The cases with a nonce of another size than 96 bits cannot be stated: the size is in the type.
TEST(ChaCha20Poly1305, Wycheproof) {
  int run = 0, other_nonce = 0;
  const Json file = outside_vectors("wycheproof/chacha20_poly1305_test.json");
  for (const Json& group : file["testGroups"]) {
    for (const Json& t : group["tests"]) {
      if (group["ivSize"].u64() != 96) {
        EXPECT_EQ(t["result"].text(), "invalid");
        ++other_nonce;
        continue;
      }
      const auto key = array_of<32>(t["key"].hex());
      const auto nonce = array_of<12>(t["iv"].hex());
      const Buffer aad = t["aad"].hex(), message = t["msg"].hex();
      Buffer sealed = t["ct"].hex();
      const Buffer tag = t["tag"].hex();
      sealed.insert(sealed.end(), tag.begin(), tag.end());
      const bool valid = t["result"].text() == "valid";

      Buffer opened(message.size(), 0x55);
      EXPECT_EQ(protocol::aead_open(opened, key, nonce, aad, sealed), valid) << t["tcId"].u64();
      EXPECT_EQ(opened, valid ? message : Buffer(message.size()));
      Buffer again(message.size() + 16);
      protocol::aead_seal(again, key, nonce, aad, message);
      EXPECT_EQ(again == sealed, valid) << t["tcId"].u64();
      ++run;
    }
  }
  EXPECT_EQ(run, 316);
  EXPECT_EQ(other_nonce, 9);
  record_vectors("chacha20-poly1305", {"wycheproof", "ChaCha20-Poly1305", 325, 9,
                                       "nonces of another size cannot be stated"});
}

TEST(ChaCha20Poly1305, EveryFlippedByteIsFound) {
  const protocol::AeadKey key{1, 2, 3};
  const Buffer message(100, 7), aad(20, 9);
  Buffer sealed(116), opened(100);
  protocol::aead_seal(sealed, key, {}, aad, message);
  ASSERT_TRUE(protocol::aead_open(opened, key, {}, aad, sealed));
  ASSERT_EQ(opened, message);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Buffer bad = sealed;
    bad[i] ^= 1;
    EXPECT_FALSE(protocol::aead_open(opened, key, {}, aad, bad)) << i;
  }
  for (std::size_t i = 0; i < aad.size(); ++i) {
    Buffer bad = aad;
    bad[i] ^= 0x80;
    EXPECT_FALSE(protocol::aead_open(opened, key, {}, bad, sealed)) << i;
  }
  EXPECT_THROW(protocol::aead_seal(opened, key, {}, aad, message), std::invalid_argument);
}

TEST(Hkdf, Wycheproof) {
  int run = 0;
  const Json file = outside_vectors("wycheproof/hkdf_sha256_test.json");
  for (const Json& group : file["testGroups"]) {
    for (const Json& t : group["tests"]) {
      Buffer out(t["size"].u64());
      const Buffer salt = t["salt"].hex(), ikm = t["ikm"].hex(), info = t["info"].hex();
      if (t["result"].text() == "valid") {
        hash::hkdf_sha256(out, salt, ikm, info);
        EXPECT_EQ(out, t["okm"].hex()) << t["tcId"].u64();
      } else {
        EXPECT_THROW(hash::hkdf_sha256(out, salt, ikm, info), std::invalid_argument);
      }
      ++run;
    }
  }
  EXPECT_EQ(run, 86);
  record_vectors("hkdf", {"wycheproof", "HKDF-SHA-256", 86});
}

}  // namespace
}  // namespace nelumbo::test
