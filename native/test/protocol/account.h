// Accounts and notes for the tests of the C ABI's protocol functions.
#ifndef NELUMBO_TEST_PROTOCOL_ACCOUNT_H_
#define NELUMBO_TEST_PROTOCOL_ACCOUNT_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "abi/context.h"
#include "nelumbo/nelumbo.h"
#include "platform/bytes.h"

namespace nelumbo::test {

using platform::Bytes;
using Buffer = std::vector<std::uint8_t>;

inline constexpr std::uint32_t kChain = 7;
inline constexpr std::uint32_t kPool = 1;

// Keys of the account that follows from a seed of one repeated byte.
struct Account {
  explicit Account(std::uint8_t seed_byte) {
    const Buffer seed(32, seed_byte);
    const std::uint32_t path[3] = {32, 7761, 0};
    EXPECT_EQ(nlb_key_derive(sk.data(), seed.data(), seed.size(), path, 3), NLB_OK);
    EXPECT_EQ(nlb_key_expand(keys.data(), sk.data()), NLB_OK);
  }

  // Key i of nlb_key_expand.
  const std::uint8_t* key(std::size_t i) const { return keys.data() + 32 * i; }
  const std::uint8_t* ask() const { return key(0); }
  const std::uint8_t* ak() const { return key(1); }
  const std::uint8_t* nk() const { return key(4); }
  const std::uint8_t* ko() const { return key(5); }
  const std::uint8_t* ivk() const { return key(6); }
  const std::uint8_t* ovk() const { return key(7); }
  const std::uint8_t* dk() const { return key(8); }

  Bytes<80> address(std::uint64_t index) const {
    Bytes<80> out{};
    EXPECT_EQ(nlb_address_derive(out.data(), ivk(), dk(), ko(), index), NLB_OK);
    return out;
  }

  Bytes<32> sk{};
  Bytes<384> keys{};
};

// A note opening for an address: asset 5, the value, a fixed rseed.
inline Bytes<120> note_for(const Bytes<80>& address, std::uint64_t value) {
  Bytes<120> note{};
  note[0] = 5;
  platform::store_be64(note.data() + 32, value);
  std::copy_n(address.begin(), 48, note.begin() + 40);
  std::fill(note.begin() + 88, note.end(), std::uint8_t{0x77});
  return note;
}

inline Bytes<512> memo_of(std::uint8_t byte) {
  Bytes<512> memo;
  memo.fill(byte);
  return memo;
}

// The note sealed for the address, with an outgoing viewing key or null.
inline Bytes<841> seal(const Bytes<120>& note, const Bytes<80>& address, const std::uint8_t* ovk) {
  Bytes<841> out{};
  EXPECT_EQ(nlb_note_encrypt(out.data(), note.data(), memo_of(0xf6).data(), address.data() + 48,
                             ovk, kChain, kPool),
            NLB_OK);
  return out;
}

}  // namespace nelumbo::test

#endif  // NELUMBO_TEST_PROTOCOL_ACCOUNT_H_
