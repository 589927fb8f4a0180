#include <gtest/gtest.h>

#include <numeric>

#include "hash/blake2b.h"
#include "protocol/account.h"
#include "support/json.h"

namespace nelumbo::test {
namespace {

// Every byte from a seed to a sealed output, against a separate implementation of docs/protocol in Python
// (big integers, hashlib, hmac), run once; its values are pinned here by their hash.
TEST(ProtocolKnownAnswer, FromSeedToOutput) {
  constexpr std::uint32_t kOtherChain = 0x01020304, kOtherPool = 3;
  Bytes<40> seed;
  std::iota(seed.begin(), seed.end(), std::uint8_t{0});
  const std::uint32_t path[3] = {32, 7761, 3};
  Bytes<32> sk{}, transparent{}, cm{}, rcm{}, nf{};
  Bytes<384> keys{};
  Bytes<80> address{};
  Bytes<841> output{};
  ASSERT_EQ(nlb_key_derive(sk.data(), seed.data(), seed.size(), path, 3), NLB_OK);
  ASSERT_EQ(nlb_key_expand(keys.data(), sk.data()), NLB_OK);
  ASSERT_EQ(nlb_key_transparent(transparent.data(), sk.data()), NLB_OK);
  const std::uint8_t* k = keys.data();
  ASSERT_EQ(nlb_address_derive(address.data(), k + 192, k + 256, k + 160, 0x123456789), NLB_OK);
  auto note = note_for(address, 0xfedcba9876543210);
  note[0] = 12345 % 256;
  note[1] = 12345 / 256;
  std::iota(note.begin() + 88, note.end(), std::uint8_t{100});
  ASSERT_EQ(nlb_note_commit(cm.data(), rcm.data(), 1, note.data(), 120, kOtherPool), NLB_OK);
  const std::uint64_t position = 0xdeadbeef;
  ASSERT_EQ(nlb_note_nullify(nf.data(), 1, k + 128, &position, cm.data(), rcm.data(), kOtherPool),
            NLB_OK);
  auto memo = memo_of(0);
  memo[0] = 0xf6;
  ASSERT_EQ(nlb_note_encrypt(output.data(), note.data(), memo.data(), address.data() + 48, k + 224,
                             kOtherChain, kOtherPool),
            NLB_OK);
  hash::Blake2b h(32);
  h.update(sk).update(keys).update(transparent).update(address).update(cm).update(rcm).update(nf);
  Buffer digest(32);
  h.update(output).finish(digest);
  EXPECT_EQ(digest,
            Json::from_hex("e8927c310355daa51e33e95bc1f314fc38227a6aa62cb3c4cbd5d42d0adfcbb0"));
}

}  // namespace
}  // namespace nelumbo::test
