// Every protocol function of the C ABI with a null pointer in each place and with wrong lengths.
#include <gtest/gtest.h>

#include "protocol/account.h"

namespace nelumbo::test {
namespace {

class ProtocolArguments : public testing::Test {
 protected:
  // Calls f(pointers) once as given, then once with each pointer null.
  template <std::size_t N, class Call>
  void each_null(const std::uint8_t* (&pointers)[N], Call&& call) {
    EXPECT_EQ(call(pointers), NLB_OK);
    for (std::size_t i = 0; i < N; ++i) {
      const std::uint8_t* kept = pointers[i];
      pointers[i] = nullptr;
      EXPECT_EQ(call(pointers), NLB_BAD_ARGUMENT) << "pointer " << i;
      pointers[i] = kept;
    }
  }

  static std::uint8_t* out(const std::uint8_t* p) { return const_cast<std::uint8_t*>(p); }
  template <class T>
  static T* as(const std::uint8_t* p) {
    return reinterpret_cast<T*>(out(p));
  }

  nlb_context pool_{2};
  nlb_context* context_ = &pool_;
  const Account account_{1};
  const Bytes<80> address_ = account_.address(0);
  const Bytes<120> note_ = note_for(address_, 1);
  const Bytes<841> output_ = seal(note_, address_, account_.ovk());
  alignas(8) std::uint8_t a_[1024] = {}, b_[1024] = {}, c_[1024] = {}, d_[1024] = {};
  const Bytes<128> zeros_{};
};

TEST_F(ProtocolArguments, Hashes) {
  const std::uint8_t* p[] = {a_, zeros_.data()};
  each_null(p, [&](auto& x) { return nlb_field_reduce(out(x[0]), 1, x[1], 64); });
  each_null(p, [&](auto& x) { return nlb_poseidon2_compress(out(x[0]), 1, x[1], 128); });
  each_null(p, [&](auto& x) { return nlb_merkle_node(out(x[0]), 1, x[1], 128); });
  for (const std::uint64_t length : {0, 127, 129, 256}) {
    EXPECT_EQ(nlb_field_reduce(a_, 2, b_, length), length == 128 ? NLB_OK : NLB_BAD_ARGUMENT);
    EXPECT_EQ(nlb_poseidon2_compress(a_, 1, b_, length), NLB_BAD_ARGUMENT);
    EXPECT_EQ(nlb_merkle_node(a_, 1, b_, length), NLB_BAD_ARGUMENT);
  }
  EXPECT_EQ(nlb_poseidon2_compress(a_, UINT64_MAX / 64, b_, 128), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_field_reduce(nullptr, 0, nullptr, 0), NLB_OK);
  EXPECT_EQ(nlb_field_reduce(nullptr, 0, b_, 1), NLB_BAD_ARGUMENT);
  Bytes<128> large;
  large.fill(0xff);
  EXPECT_EQ(nlb_poseidon2_compress(a_, 1, large.data(), 128), NLB_BAD_ENCODING);
  EXPECT_EQ(nlb_merkle_node(a_, 1, large.data(), 128), NLB_BAD_ENCODING);

  EXPECT_EQ(nlb_merkle_empty(a_, 1), NLB_OK);
  EXPECT_EQ(nlb_merkle_empty(nullptr, 1), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_merkle_empty(a_, 0), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_merkle_empty(a_, 256), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_random_bytes(a_, 32), NLB_OK);
  EXPECT_EQ(nlb_random_bytes(nullptr, 32), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_random_bytes(nullptr, 0), NLB_OK);
}

TEST_F(ProtocolArguments, Keys) {
  const std::uint32_t path[2] = {0x7fffffff, 0x80000000};
  const std::uint8_t* seed[] = {a_, b_};
  each_null(seed, [&](auto& x) { return nlb_key_derive(out(x[0]), x[1], 16, path, 1); });
  EXPECT_EQ(nlb_key_derive(a_, b_, 15, path, 1), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_key_derive(a_, b_, 65, path, 1), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_key_derive(a_, b_, 64, path, 2), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_key_derive(a_, b_, 64, nullptr, 1), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_key_derive(a_, b_, 64, nullptr, 0), NLB_OK);
  each_null(seed, [&](auto& x) { return nlb_key_expand(out(x[0]), x[1]); });
  each_null(seed, [&](auto& x) { return nlb_key_transparent(out(x[0]), x[1]); });
  const std::uint8_t* derive[] = {a_, account_.ivk(), account_.dk(), account_.ko()};
  each_null(derive, [&](auto& x) { return nlb_address_derive(out(x[0]), x[1], x[2], x[3], 0); });
  Bytes<32> large;
  large.fill(0xff);
  EXPECT_EQ(nlb_address_derive(a_, account_.ivk(), account_.dk(), large.data(), 0),
            NLB_BAD_ENCODING);
  const std::uint8_t* check[] = {a_, address_.data()};
  each_null(check, [&](auto& x) { return nlb_address_check(as<std::int32_t>(x[0]), x[1]); });
  EXPECT_EQ(nlb_address_random(nullptr), NLB_BAD_ARGUMENT);
}

TEST_F(ProtocolArguments, Notes) {
  const std::uint8_t* commit[] = {a_, b_, note_.data()};
  each_null(commit,
            [&](auto& x) { return nlb_note_commit(out(x[0]), out(x[1]), 1, x[2], 120, kPool); });
  EXPECT_EQ(nlb_note_commit(a_, b_, 1, note_.data(), 119, kPool), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_note_commit(a_, b_, 1, note_.data(), 121, kPool), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_note_commit(a_, b_, 1, note_.data(), 120, 0), NLB_BAD_ARGUMENT);
  const std::uint8_t* nullify[] = {a_, account_.nk(), zeros_.data(), zeros_.data(), zeros_.data()};
  each_null(nullify, [&](auto& x) {
    return nlb_note_nullify(out(x[0]), 1, x[1], as<const std::uint64_t>(x[2]), x[3], x[4], kPool);
  });
  const std::uint8_t* encrypt[] = {a_, note_.data(), zeros_.data(), address_.data() + 48};
  const auto memo = memo_of(0);
  encrypt[2] = memo.data();
  each_null(encrypt, [&](auto& x) {
    return nlb_note_encrypt(out(x[0]), x[1], x[2], x[3], nullptr, kChain, kPool);
  });
}

TEST_F(ProtocolArguments, Opening) {
  const std::uint8_t* open[] = {as<std::uint8_t>(reinterpret_cast<std::uint8_t*>(context_)),
                                a_,
                                b_,
                                c_,
                                account_.ivk(),
                                account_.ko(),
                                output_.data()};
  const auto decrypt = [&](auto& x, std::uint64_t length) {
    return nlb_note_decrypt(as<nlb_context>(x[0]), as<std::int32_t>(x[1]), out(x[2]), out(x[3]), 1,
                            x[4], x[5], x[6], length, kChain, kPool);
  };
  each_null(open, [&](auto& x) { return decrypt(x, 841); });
  const auto recover = [&](auto& x, std::uint64_t length) {
    return nlb_note_recover(as<nlb_context>(x[0]), as<std::int32_t>(x[1]), out(x[2]), out(x[3]),
                            out(x[4]), 1, x[5], x[6], length, kChain, kPool);
  };
  open[4] = d_;
  each_null(open, [&](auto& x) { return recover(x, 841); });
  for (const std::uint64_t length : {0, 840, 842, 1682}) {
    EXPECT_EQ(recover(open, length), NLB_BAD_ARGUMENT);
    open[4] = account_.ivk();
    EXPECT_EQ(decrypt(open, length), NLB_BAD_ARGUMENT);
    open[4] = d_;
  }
  EXPECT_EQ(nlb_note_decrypt(context_, nullptr, nullptr, nullptr, 0, account_.ivk(), account_.ko(),
                             nullptr, 0, kChain, kPool),
            NLB_OK);
}

TEST_F(ProtocolArguments, Signatures) {
  EXPECT_EQ(nlb_redjubjub_alpha(nullptr), NLB_BAD_ARGUMENT);
  const std::uint8_t* randomize[] = {a_, b_, account_.ak(), zeros_.data()};
  each_null(randomize,
            [&](auto& x) { return nlb_redjubjub_randomize(out(x[0]), out(x[1]), x[2], x[3]); });
  const std::uint8_t* sign[] = {a_, account_.ask(), zeros_.data(), zeros_.data()};
  each_null(sign, [&](auto& x) { return nlb_redjubjub_sign(out(x[0]), x[1], x[2], x[3], 32); });
  const std::uint8_t* verify[] = {reinterpret_cast<std::uint8_t*>(context_), a_, account_.ak(),
                                  zeros_.data(), zeros_.data()};
  each_null(verify, [&](auto& x) {
    return nlb_redjubjub_verify(as<nlb_context>(x[0]), as<std::int32_t>(x[1]), 1, x[2], x[3], x[4]);
  });
  const std::uint8_t* decode[] = {a_, b_, account_.ak()};
  each_null(decode,
            [&](auto& x) { return nlb_jubjub_decode(out(x[0]), as<std::int32_t>(x[1]), 1, x[2]); });
}

}  // namespace
}  // namespace nelumbo::test
