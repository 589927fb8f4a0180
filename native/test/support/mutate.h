// Seeded changes of bytes, and a bound on what a call may allocate for them.
#ifndef NELUMBO_TEST_SUPPORT_MUTATE_H_
#define NELUMBO_TEST_SUPPORT_MUTATE_H_

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "test_support.h"

namespace nelumbo::test {

// How often a fuzzed parser is called: `usual` times, or NLB_FUZZ times that.
inline std::size_t fuzz_rounds(std::size_t usual) {
  const char* factor = std::getenv("NLB_FUZZ");
  return factor == nullptr ? usual : usual * std::strtoull(factor, nullptr, 10);
}

// One to three changes: a flipped bit, a byte of the edges, a run of ones, a swapped or copied piece.
inline void mutate_in_place(Random& random, std::vector<std::uint8_t>& bytes) {
  for (std::uint64_t changes = 1 + random.u64() % 3; changes > 0; --changes) {
    const std::size_t at = random.u64() % bytes.size();
    const std::size_t rest = bytes.size() - at;
    constexpr std::uint8_t kEdges[] = {0, 1, 0x7f, 0x80, 0xfe, 0xff, 0xc0, 0xe0};
    switch (random.u64() % 5) {
      case 0:
      case 1:
        bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ 1 << (random.u64() % 8));
        break;
      case 2:
        bytes[at] = kEdges[random.u64() % 8];
        break;
      case 3:
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                    std::min<std::size_t>(rest, std::size_t{1} << random.u64() % 6),
                    static_cast<std::uint8_t>(random.u64() % 2 == 0 ? 0xff : 0));
        break;
      default: {
        const std::size_t from = random.u64() % bytes.size();
        for (std::size_t i = 0; i < 32 && at + i < bytes.size() && from + i < bytes.size(); ++i) {
          bytes[at + i] = bytes[from + i];
        }
      }
    }
  }
}

// The same, and at times the length changes too.
inline std::vector<std::uint8_t> mutated(Random& random, std::vector<std::uint8_t> bytes) {
  mutate_in_place(random, bytes);
  switch (random.u64() % 8) {
    case 0:
      bytes.resize(random.u64() % bytes.size());
      break;
    case 1:
      bytes.resize(bytes.size() + 1 + random.u64() % 64, 0x41);
      break;
    default:
      break;
  }
  return bytes;
}

}  // namespace nelumbo::test

#endif  // NELUMBO_TEST_SUPPORT_MUTATE_H_
