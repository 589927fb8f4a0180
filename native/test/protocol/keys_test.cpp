#include "protocol/keys.h"

#include <gtest/gtest.h>

#include <set>

#include "curve/x25519.h"
#include "hash/poseidon2.h"
#include "protocol/account.h"
#include "protocol/notes.h"
#include "support/field_hex.h"
#include "support/vectors.h"

namespace nelumbo::test {
namespace {

using hash::Tag;
using protocol::F;

TEST(ProtocolKeys, OwnersAgreeWithGo) {
  const Json file = own_vectors("keys.json");
  for (const Json& v : file) {
    const F ko = hash::poseidon2_c4({hash::tagged(Tag::kKey, 0, 0), element_of(v["ak_x"]),
                                     element_of(v["ak_y"]), element_of(v["nk"])});
    EXPECT_EQ(ko, element_of(v["ko"]));
    protocol::Diversifier d;
    const Buffer bytes = v["d"].hex();
    ASSERT_EQ(bytes.size(), d.size());
    std::copy(bytes.begin(), bytes.end(), d.begin());
    EXPECT_EQ(protocol::address_owner(ko, d), element_of(v["o"]));
  }
  EXPECT_GE(file.size(), 20U);
}

TEST(ProtocolNotes, CommitmentsAndNullifiersAgreeWithGo) {
  const Json file = own_vectors("notes.json");
  for (const Json& v : file) {
    protocol::Note note;
    note.asset = element_of(v["asset"]);
    note.value = v["value"].u64();
    note.o = element_of(v["o"]);
    const auto pool = static_cast<std::uint8_t>(v["pool"].u64());
    const F rcm = element_of(v["rcm"]);
    const F cm = protocol::note_commitment(note, rcm, pool);
    EXPECT_EQ(cm, element_of(v["cm"]));
    EXPECT_EQ(protocol::note_nullifier(pool, v["position"].u64(), element_of(v["nk"]), cm, rcm),
              element_of(v["nf"]));
  }
  EXPECT_GE(file.size(), 20U);
}

TEST(ProtocolKeys, DerivationIsAChainOfHardenedSteps) {
  const Buffer seed(64, 3);
  const std::uint32_t path[3] = {32, 7761, 5};
  std::set<Bytes<32>> seen;
  for (std::uint64_t n = 0; n <= 3; ++n) {
    Bytes<32> sk{}, again{};
    ASSERT_EQ(nlb_key_derive(sk.data(), seed.data(), seed.size(), path, n), NLB_OK);
    ASSERT_EQ(nlb_key_derive(again.data(), seed.data(), seed.size(), path, n), NLB_OK);
    EXPECT_EQ(sk, again);
    seen.insert(sk);
  }
  EXPECT_EQ(seen.size(), 4U);
}

TEST(ProtocolKeys, ExpandedKeysBelongTogether) {
  const Account a(1);
  Bytes<64> xy{};
  std::int32_t valid = 0;
  ASSERT_EQ(nlb_jubjub_decode(xy.data(), &valid, 1, a.ak()), NLB_OK);
  EXPECT_EQ(valid, 1);
  EXPECT_TRUE(std::equal(xy.begin(), xy.end(), a.key(2)));
  std::set<Buffer> distinct;
  for (std::size_t i = 0; i < 12; ++i) distinct.insert(Buffer(a.key(i), a.key(i) + 32));
  // ak's bytes are those of ak.y unless ak.x is odd.
  EXPECT_GE(distinct.size(), 11U);
  Bytes<32> seed{};
  ASSERT_EQ(nlb_key_transparent(seed.data(), a.sk.data()), NLB_OK);
  EXPECT_FALSE(distinct.contains(Buffer(seed.begin(), seed.end())));
}

TEST(ProtocolKeys, AddressesDifferAndPass) {
  const Account a(1);
  std::set<Bytes<80>> seen;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const auto address = a.address(i);
    std::int32_t valid = 0;
    ASSERT_EQ(nlb_address_check(&valid, address.data()), NLB_OK);
    EXPECT_EQ(valid, 1);
    seen.insert(address);
  }
  Bytes<80> random{}, other{};
  ASSERT_EQ(nlb_address_random(random.data()), NLB_OK);
  ASSERT_EQ(nlb_address_random(other.data()), NLB_OK);
  std::int32_t valid = 0;
  ASSERT_EQ(nlb_address_check(&valid, random.data()), NLB_OK);
  EXPECT_EQ(valid, 1);
  seen.insert(random);
  seen.insert(other);
  EXPECT_EQ(seen.size(), 22U);
}

TEST(ProtocolKeys, AddressCheckRefusesBadParts) {
  const auto good = Account(1).address(0);
  std::int32_t valid = 1;
  auto bad = good;
  std::fill_n(bad.begin() + 16, 32, std::uint8_t{0xff});  // o not canonical
  ASSERT_EQ(nlb_address_check(&valid, bad.data()), NLB_OK);
  EXPECT_EQ(valid, 0);
  for (const std::uint8_t low : {0, 1}) {  // of low order
    bad = good;
    std::fill_n(bad.begin() + 48, 32, std::uint8_t{0});
    bad[48] = low;
    ASSERT_EQ(nlb_address_check(&valid, bad.data()), NLB_OK);
    EXPECT_EQ(valid, 0);
  }
  bad = good;
  bad[79] |= 0x80;  // not canonical
  ASSERT_EQ(nlb_address_check(&valid, bad.data()), NLB_OK);
  EXPECT_EQ(valid, 0);
}

TEST(RedJubjub, RandomizedKeysVerifyThroughTheAbi) {
  const Account a(1);
  nlb_context pool(2);
  nlb_context* context = &pool;
  constexpr std::size_t kCount = 20;
  Buffer rks, signatures, messages;
  for (std::size_t i = 0; i < kCount; ++i) {
    Bytes<32> alpha{}, rk{}, message{};
    Bytes<64> xy{}, signature{}, decoded{};
    message.fill(static_cast<std::uint8_t>(i));
    ASSERT_EQ(nlb_redjubjub_alpha(alpha.data()), NLB_OK);
    ASSERT_EQ(nlb_redjubjub_randomize(rk.data(), xy.data(), a.ak(), alpha.data()), NLB_OK);
    ASSERT_EQ(nlb_redjubjub_sign(signature.data(), a.ask(), alpha.data(), message.data(), 32),
              NLB_OK);
    std::int32_t valid = 0;
    ASSERT_EQ(nlb_jubjub_decode(decoded.data(), &valid, 1, rk.data()), NLB_OK);
    EXPECT_EQ(valid, 1);
    EXPECT_EQ(decoded, xy);
    if (i == 7) signature[40] ^= 1;
    rks.insert(rks.end(), rk.begin(), rk.end());
    signatures.insert(signatures.end(), signature.begin(), signature.end());
    messages.insert(messages.end(), message.begin(), message.end());
  }
  std::vector<std::int32_t> valid(kCount, -1);
  ASSERT_EQ(nlb_redjubjub_verify(context, valid.data(), kCount, rks.data(), signatures.data(),
                                 messages.data()),
            NLB_OK);
  for (std::size_t i = 0; i < kCount; ++i) EXPECT_EQ(valid[i], i == 7 ? 0 : 1) << i;
}

TEST(RedJubjub, DegenerateKeysAreRefused) {
  const Account a(1);
  // alpha = -ask: the sum is zero.
  field::JubjubFs ask;
  ASSERT_TRUE(field::JubjubFs::from_bytes_le(std::span<const std::uint8_t, 32>(a.ask(), 32), ask));
  Bytes<32> alpha{}, rk{};
  (-ask).to_bytes_le(alpha);
  Bytes<64> out{};
  EXPECT_EQ(nlb_redjubjub_sign(out.data(), a.ask(), alpha.data(), nullptr, 0), NLB_BAD_KEY);
  EXPECT_EQ(nlb_redjubjub_randomize(rk.data(), out.data(), a.ak(), alpha.data()), NLB_BAD_KEY);
  Bytes<32> identity{1};
  EXPECT_EQ(nlb_redjubjub_randomize(rk.data(), out.data(), identity.data(), alpha.data()),
            NLB_BAD_ENCODING);
  alpha.fill(0xff);
  EXPECT_EQ(nlb_redjubjub_randomize(rk.data(), out.data(), a.ak(), alpha.data()), NLB_BAD_ENCODING);
  EXPECT_EQ(nlb_redjubjub_sign(out.data(), a.ask(), alpha.data(), nullptr, 0), NLB_BAD_ENCODING);
  alpha.fill(0);
  EXPECT_EQ(nlb_redjubjub_sign(out.data(), a.ask(), alpha.data(), nullptr, 0), NLB_OK);
}

}  // namespace
}  // namespace nelumbo::test
