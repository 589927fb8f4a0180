// What the native tests share: a seeded generator and small helpers on bytes.
#ifndef NELUMBO_TEST_TEST_SUPPORT_H_
#define NELUMBO_TEST_TEST_SUPPORT_H_

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace nelumbo::test {

// The run's seed: NLB_SEED if set, else new each time. Printed once, so that a failure can be
// rerun.
inline std::uint64_t seed() {
  static const std::uint64_t value = [] {
    const char* given = std::getenv("NLB_SEED");
    const std::uint64_t s =
        given != nullptr ? std::strtoull(given, nullptr, 0)
                         : (std::uint64_t{std::random_device{}()} << 32) ^ std::random_device{}();
    std::cout << "NLB_SEED=" << s << std::endl;
    return s;
  }();
  return value;
}

class Random {
 public:
  explicit Random(std::uint64_t salt = 0) : engine_(seed() ^ (salt * 0x9e3779b97f4a7c15ULL)) {}

  std::uint64_t u64() { return engine_(); }

  template <std::size_t N>
  std::array<std::uint8_t, N> bytes() {
    std::array<std::uint8_t, N> out;
    for (auto& b : out) {
      b = static_cast<std::uint8_t>(engine_());
    }
    return out;
  }

  // A uniform element of a prime field.
  template <class F>
  F element() {
    return F::from_wide_le(bytes<64>());
  }

 private:
  std::mt19937_64 engine_;
};

// A file that no other process and no other file of this one shares, removed with the object; what has
// been mapped of it stays.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::vector<std::uint8_t>& bytes) {
    static std::atomic<unsigned> made{0};
    path_ = testing::TempDir() + "nelumbo_" + std::to_string(getpid()) + "_" +
            std::to_string(made.fetch_add(1));
    std::ofstream out(path_, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
    out.close();
    EXPECT_TRUE(out.good()) << path_;
  }
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline std::vector<std::uint8_t> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::vector<std::uint8_t>(std::istreambuf_iterator<char>(in), {});
}

}  // namespace nelumbo::test

#endif  // NELUMBO_TEST_TEST_SUPPORT_H_
