#include <gtest/gtest.h>

#include "curve/x25519.h"
#include "protocol/account.h"

namespace nelumbo::test {
namespace {

class NoteEncryption : public testing::Test {
 protected:
  // What one call says of some outputs.
  struct Found {
    std::vector<std::int32_t> found;
    Buffer notes, memos, pk_d;

    explicit Found(std::size_t n)
        : found(n, -1), notes(120 * n, 0xaa), memos(512 * n, 0xaa), pk_d(32 * n, 0xaa) {}
    bool empty() const {
      const auto zero = [](auto x) { return x == 0; };
      return std::all_of(found.begin(), found.end(), zero) &&
             std::all_of(notes.begin(), notes.end(), zero) &&
             std::all_of(memos.begin(), memos.end(), zero);
    }
  };

  Found decrypt(const Account& a, const Buffer& outputs, std::uint32_t chain = kChain,
                std::uint32_t pool = kPool) {
    Found f(outputs.size() / 841);
    EXPECT_EQ(
        nlb_note_decrypt(context_, f.found.data(), f.notes.data(), f.memos.data(), f.found.size(),
                         a.ivk(), a.ko(), outputs.data(), outputs.size(), chain, pool),
        NLB_OK);
    return f;
  }

  Found recover(const Account& a, const Buffer& outputs, std::uint32_t chain = kChain,
                std::uint32_t pool = kPool) {
    Found f(outputs.size() / 841);
    EXPECT_EQ(
        nlb_note_recover(context_, f.found.data(), f.notes.data(), f.memos.data(), f.pk_d.data(),
                         f.found.size(), a.ovk(), outputs.data(), outputs.size(), chain, pool),
        NLB_OK);
    return f;
  }

  template <std::size_t N>
  static Buffer buffer(const Bytes<N>& x) {
    return Buffer(x.begin(), x.end());
  }

  nlb_context pool_{2};
  nlb_context* context_ = &pool_;
  const Account sender_{1}, receiver_{2}, other_{3};
  const Bytes<80> address_ = receiver_.address(9);
  const Bytes<120> note_ = note_for(address_, 123456789);
  const Bytes<841> output_ = seal(note_, address_, sender_.ovk());
};

TEST_F(NoteEncryption, ReceiverAndSenderReadTheNote) {
  for (const Found& f : {decrypt(receiver_, buffer(output_)), recover(sender_, buffer(output_))}) {
    EXPECT_EQ(f.found[0], 1);
    EXPECT_EQ(f.notes, buffer(note_));
    EXPECT_EQ(f.memos, buffer(memo_of(0xf6)));
  }
  EXPECT_EQ(recover(sender_, buffer(output_)).pk_d, Buffer(address_.begin() + 48, address_.end()));
}

TEST_F(NoteEncryption, OutputHoldsTheCommitmentOfTheNote) {
  Bytes<32> cm{}, rcm{};
  ASSERT_EQ(nlb_note_commit(cm.data(), rcm.data(), 1, note_.data(), 120, kPool), NLB_OK);
  EXPECT_TRUE(std::equal(cm.begin(), cm.end(), output_.begin()));
}

TEST_F(NoteEncryption, OtherKeysFindNothing) {
  EXPECT_TRUE(decrypt(other_, buffer(output_)).empty());
  EXPECT_TRUE(decrypt(sender_, buffer(output_)).empty());
  EXPECT_TRUE(recover(other_, buffer(output_)).empty());
  EXPECT_TRUE(recover(receiver_, buffer(output_)).empty());
}

TEST_F(NoteEncryption, OtherChainOrPoolFindsNothing) {
  EXPECT_TRUE(decrypt(receiver_, buffer(output_), kChain + 1).empty());
  EXPECT_TRUE(decrypt(receiver_, buffer(output_), kChain, kPool + 1).empty());
  EXPECT_TRUE(recover(sender_, buffer(output_), kChain + 1).empty());
  EXPECT_TRUE(recover(sender_, buffer(output_), kChain, kPool + 1).empty());
}

// The right ivk with another ko: the owner does not fit, so the note is not the key's own.
TEST_F(NoteEncryption, OwnerOfAnotherKeyIsIgnored) {
  Found f(1);
  ASSERT_EQ(nlb_note_decrypt(context_, f.found.data(), f.notes.data(), f.memos.data(), 1,
                             receiver_.ivk(), other_.ko(), output_.data(), 841, kChain, kPool),
            NLB_OK);
  EXPECT_TRUE(f.empty());
}

// A sender who pairs the diversifier and owner of one address with the pk_d of another learns nothing.
TEST_F(NoteEncryption, PartsOfTwoAddressesOfOneWalletAreIgnored) {
  const auto second = receiver_.address(10);
  EXPECT_TRUE(decrypt(receiver_, buffer(seal(note_, second, sender_.ovk()))).empty());
}

TEST_F(NoteEncryption, EveryFlippedByteIsFound) {
  Buffer all;
  for (std::size_t i = 0; i < output_.size(); ++i) {
    auto bad = output_;
    bad[i] ^= static_cast<std::uint8_t>(1 << (i % 8));
    all.insert(all.end(), bad.begin(), bad.end());
  }
  const Found sent = recover(sender_, all);
  EXPECT_TRUE(sent.empty());
  // The receiver does not read C_out, the last 128 bytes.
  const Found received = decrypt(receiver_, all);
  for (std::size_t i = 0; i < output_.size(); ++i) {
    EXPECT_EQ(received.found[i], i < 841 - 128 ? 0 : 1) << i;
  }
}

TEST_F(NoteEncryption, MalleatedEphemeralKeysAreRefused) {
  auto bad = output_;
  bad[63] |= 0x80;  // the same u-coordinate for a masking X25519
  EXPECT_TRUE(decrypt(receiver_, buffer(bad)).empty());
  for (const std::uint8_t low : {0, 1}) {
    bad = output_;
    std::fill_n(bad.begin() + 32, 32, std::uint8_t{0});
    bad[32] = low;
    EXPECT_TRUE(decrypt(receiver_, buffer(bad)).empty());
    EXPECT_TRUE(recover(sender_, buffer(bad)).empty());
  }
  // p + 9 with p = 2^255 - 19: the non-canonical form of 9.
  std::fill_n(bad.begin() + 32, 32, std::uint8_t{0xff});
  bad[32] = 0xf6;
  bad[63] = 0x7f;
  EXPECT_TRUE(decrypt(receiver_, buffer(bad)).empty());
}

TEST_F(NoteEncryption, WithoutAnOutgoingKeyOnlyTheReceiverReads) {
  const auto output = seal(note_, address_, nullptr);
  EXPECT_EQ(decrypt(receiver_, buffer(output)).found[0], 1);
  EXPECT_TRUE(recover(sender_, buffer(output)).empty());
}

TEST_F(NoteEncryption, ManyOutputsAreSortedOut) {
  Buffer all;
  constexpr std::size_t kCount = 60;
  for (std::size_t i = 0; i < kCount; ++i) {
    const Account& to = i % 3 == 0 ? receiver_ : other_;
    const auto address = to.address(i);
    const auto output = seal(note_for(address, i), address, sender_.ovk());
    all.insert(all.end(), output.begin(), output.end());
  }
  const Found mine = decrypt(receiver_, all), sent = recover(sender_, all);
  for (std::size_t i = 0; i < kCount; ++i) {
    EXPECT_EQ(mine.found[i], i % 3 == 0 ? 1 : 0) << i;
    EXPECT_EQ(sent.found[i], 1) << i;
    EXPECT_EQ(platform::load_be64(sent.notes.data() + 120 * i + 32), i);
  }
}

TEST_F(NoteEncryption, BadInputsAreNamed) {
  Bytes<841> out{};
  auto note = note_;
  std::fill_n(note.begin(), 32, std::uint8_t{0});  // asset zero
  const auto memo = memo_of(0);
  const std::uint8_t* pk_d = address_.data() + 48;
  EXPECT_EQ(nlb_note_encrypt(out.data(), note.data(), memo.data(), pk_d, nullptr, 1, 1),
            NLB_BAD_ENCODING);
  note = note_;
  std::fill_n(note.begin() + 56, 32, std::uint8_t{0xff});  // o not canonical
  EXPECT_EQ(nlb_note_encrypt(out.data(), note.data(), memo.data(), pk_d, nullptr, 1, 1),
            NLB_BAD_ENCODING);
  const Bytes<32> low{1};
  EXPECT_EQ(nlb_note_encrypt(out.data(), note_.data(), memo.data(), low.data(), nullptr, 1, 1),
            NLB_BAD_ENCODING);
  for (const std::uint32_t pool : {0U, 256U, 0xffffffffU}) {
    EXPECT_EQ(nlb_note_encrypt(out.data(), note_.data(), memo.data(), pk_d, nullptr, 1, pool),
              NLB_BAD_ARGUMENT);
  }
  Bytes<32> cm{}, rcm{}, nf{};
  ASSERT_EQ(nlb_note_commit(cm.data(), rcm.data(), 1, note_.data(), 120, kPool), NLB_OK);
  std::uint64_t position = 0xffffffff;
  EXPECT_EQ(nlb_note_nullify(nf.data(), 1, receiver_.nk(), &position, cm.data(), rcm.data(), kPool),
            NLB_OK);
  ++position;
  EXPECT_EQ(nlb_note_nullify(nf.data(), 1, receiver_.nk(), &position, cm.data(), rcm.data(), kPool),
            NLB_BAD_ARGUMENT);
}

}  // namespace
}  // namespace nelumbo::test
