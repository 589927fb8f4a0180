#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "platform/random.h"
#include "platform/wipe.h"

namespace nelumbo::platform {
namespace {

TEST(RandomTest, FillsEveryByteEventually) {
  std::vector<std::uint8_t> seen(1 << 20, 0);
  for (int i = 0; i < 8; ++i) {
    std::vector<std::uint8_t> bytes(seen.size(), 0);
    fill_random(bytes);
    for (std::size_t j = 0; j < seen.size(); ++j) {
      seen[j] |= bytes[j];
    }
  }
  // A byte stays zero over eight draws with probability 2^-64.
  EXPECT_EQ(std::count(seen.begin(), seen.end(), 0), 0);
}

TEST(RandomTest, EmptyRequestIsFine) { EXPECT_NO_THROW(fill_random({})); }

TEST(WipeTest, ErasesMemory) {
  std::array<std::uint8_t, 33> bytes;
  bytes.fill(0xa5);
  secure_wipe(bytes.data(), 32);
  EXPECT_EQ(std::count(bytes.begin(), bytes.end(), 0), 32);
  EXPECT_EQ(bytes[32], 0xa5);
  secure_wipe(nullptr, 0);
}

TEST(WipeTest, SecretHoldsItsValue) {
  const Secret<std::array<std::uint8_t, 4>> secret(std::array<std::uint8_t, 4>{1, 2, 3, 4});
  EXPECT_EQ(secret.get()[3], 4);
}

}  // namespace
}  // namespace nelumbo::platform
