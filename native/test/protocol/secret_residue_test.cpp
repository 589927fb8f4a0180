// What the functions that take secrets leave on the stack: nothing. The frames of an instrumented build lie
// otherwise, so this runs on ordinary builds.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#include "curve/x25519.h"
#include "platform/random.h"
#include "platform/wipe.h"
#include "protocol/account.h"
#include "protocol/note_encryption.h"
#include "protocol/redjubjub.h"
#include "support/residue.h"

namespace nelumbo::test {
namespace {

using field::Bls12381Fr;
using field::JubjubFs;
using Names = std::set<std::string>;

std::span<const std::uint8_t, 32> bytes32(const std::uint8_t* p) {
  return std::span<const std::uint8_t, 32>(p, 32);
}

class SecretResidue : public testing::Test {
 protected:
  SecretResidue() {
    platform::fill_random(seed_);
    EXPECT_EQ(nlb_key_derive(sk_.data(), seed_.data(), seed_.size(), path_, 3), NLB_OK);
    EXPECT_EQ(nlb_key_expand(keys_.data(), sk_.data()), NLB_OK);
    EXPECT_EQ(nlb_redjubjub_alpha(alpha_.data()), NLB_OK);
    EXPECT_EQ(nlb_address_derive(address_.data(), ivk(), keys_.data() + 256, ko(), 3), NLB_OK);
    note_ = note_for(address_, 0x123456789abcdef0);
    platform::fill_random(std::span(note_).last<32>());
    EXPECT_EQ(nlb_note_commit(cm_.data(), rcm_.data(), 1, note_.data(), 120, kPool), NLB_OK);
    EXPECT_EQ(nlb_note_encrypt(output_.data(), note_.data(), memo_.data(), address_.data() + 48,
                               ovk(), kChain, kPool),
              NLB_OK);
    canaries_.add("seed", seed_);
    canaries_.add("sk", sk_);
    canaries_.add_element<JubjubFs>("ask", bytes32(keys_.data()));
    canaries_.add_element<Bls12381Fr>("nk", bytes32(keys_.data() + 128));
    canaries_.add("ivk", bytes32(ivk()));
    canaries_.add("ovk", bytes32(ovk()));
    canaries_.add("dk", bytes32(keys_.data() + 256));
    canaries_.add("internal keys", std::span(keys_).subspan(288));
    canaries_.add_element<JubjubFs>("alpha", bytes32(alpha_.data()));
    canaries_.add("rseed", std::span(note_).last<32>());
    canaries_.add_element<Bls12381Fr>("rcm", rcm_);
    protocol::Note note;
    EXPECT_TRUE(protocol::decode_note(note, note_));
    Bytes<32> esk;
    protocol::note_esk(esk, note, kPool);
    canaries_.add("esk", esk);
    Bytes<32> pk_d;
    std::copy_n(address_.begin() + 48, 32, pk_d.begin());
    canaries_.add("shared secret", curve::x25519(esk, pk_d));
  }

  const std::uint8_t* ko() const { return keys_.data() + 160; }
  const std::uint8_t* ivk() const { return keys_.data() + 192; }
  const std::uint8_t* ovk() const { return keys_.data() + 224; }

  template <class F>
  Names left_by(F&& f) const {
    return residue(canaries_, f);
  }

  const std::uint32_t path_[3] = {32, 7761, 0};
  Bytes<64> seed_{};
  Bytes<32> sk_{}, alpha_{}, cm_{}, rcm_{};
  Bytes<384> keys_{};
  Bytes<80> address_{};
  Bytes<120> note_{};
  Bytes<512> memo_ = memo_of(0xf6);
  Bytes<841> output_{};
  Canaries canaries_;
  nlb_context context_{1};
  // Where the calls write.
  Bytes<1024> out_{};
  Bytes<512> memo_out_{};
  std::int32_t found_ = 0;
};

TEST_F(SecretResidue, SearchFindsASecretThatIsLeftBehind) {
  EXPECT_EQ(left_by([&] {
              // Far enough down that the end of the thread does not overwrite it.
              volatile std::uint64_t frame[1024];
              frame[0] = platform::load_le64(alpha_.data() + 16);
              static_cast<void>(frame[0]);
            }),
            Names{"alpha"});
}

TEST_F(SecretResidue, SigningWithoutTheGuardLeavesSecrets) {
  EXPECT_NE(left_by([&] {
              JubjubFs ask;
              ASSERT_TRUE(JubjubFs::from_bytes_le(bytes32(keys_.data()), ask));
              const auto signature = protocol::redjubjub_sign(ask, Bytes<80>{}, memo_);
              std::copy(signature.begin(), signature.end(), out_.begin());
            }),
            Names{});
}

TEST_F(SecretResidue, KeyDerivationLeavesNothing) {
  EXPECT_EQ(left_by([&] {
              nlb_key_derive(out_.data(), seed_.data(), seed_.size(), path_, 3);
              nlb_key_expand(out_.data(), sk_.data());
              nlb_key_transparent(memo_out_.data(), sk_.data());
              nlb_address_derive(out_.data() + 512, ivk(), keys_.data() + 256, ko(), 3);
            }),
            Names{});
  EXPECT_TRUE(std::equal(keys_.begin(), keys_.end(), out_.begin()));
  EXPECT_TRUE(std::equal(address_.begin(), address_.end(), out_.begin() + 512));
}

TEST_F(SecretResidue, SigningLeavesNothing) {
  EXPECT_EQ(left_by([&] {
              nlb_redjubjub_randomize(out_.data(), out_.data() + 32, keys_.data() + 32,
                                      alpha_.data());
              nlb_redjubjub_sign(out_.data() + 96, keys_.data(), alpha_.data(), memo_.data(), 32);
            }),
            Names{});
  ASSERT_EQ(
      nlb_redjubjub_verify(&context_, &found_, 1, out_.data(), out_.data() + 96, memo_.data()),
      NLB_OK);
  EXPECT_EQ(found_, 1);
}

TEST_F(SecretResidue, NotesLeaveNothing) {
  EXPECT_EQ(left_by([&] {
              nlb_note_commit(out_.data(), out_.data() + 32, 1, note_.data(), 120, kPool);
              const std::uint64_t position = 77;
              nlb_note_nullify(out_.data() + 64, 1, keys_.data() + 128, &position, cm_.data(),
                               rcm_.data(), kPool);
              nlb_note_encrypt(out_.data() + 96, note_.data(), memo_.data(), address_.data() + 48,
                               ovk(), kChain, kPool);
            }),
            Names{});
  EXPECT_TRUE(std::equal(output_.begin(), output_.end(), out_.begin() + 96));
}

TEST_F(SecretResidue, DecryptionLeavesNothing) {
  EXPECT_EQ(left_by([&] {
              nlb_note_decrypt(&context_, &found_, out_.data(), memo_out_.data(), 1, ivk(), ko(),
                               output_.data(), output_.size(), kChain, kPool);
            }),
            Names{});
  EXPECT_EQ(found_, 1);
  found_ = 0;
  EXPECT_EQ(left_by([&] {
              nlb_note_recover(&context_, &found_, out_.data(), memo_out_.data(), out_.data() + 120,
                               1, ovk(), output_.data(), output_.size(), kChain, kPool);
            }),
            Names{});
  EXPECT_EQ(found_, 1);
}

}  // namespace
}  // namespace nelumbo::test

#endif
