// What the native tests share: a seeded generator and the folder of outside vectors.
#ifndef NELUMBO_TEST_TEST_SUPPORT_H_
#define NELUMBO_TEST_TEST_SUPPORT_H_

#include <gtest/gtest.h>

#include <array>
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

// The run's seed: NLB_SEED if set, else new each time. Printed once, so that a failure can be rerun.
inline std::uint64_t seed() {
  static const std::uint64_t value = [] {
    const char* given = std::getenv("NLB_SEED");
    const std::uint64_t s = given != nullptr
                                ? std::strtoull(given, nullptr, 0)
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

// Path of an outside vector file; fails with what to do if the folder is not there.
inline std::filesystem::path vector_path(const std::string& name) {
  const char* given = std::getenv("NLB_VECTORS");
  const std::filesystem::path root = given != nullptr ? given : NLB_VECTORS_DEFAULT;
  const std::filesystem::path path = root / name;
  if (!std::filesystem::exists(path)) {
    throw std::runtime_error("test vectors not found: " + path.string() +
                             " (set NLB_VECTORS to the folder of outside vectors)");
  }
  return path;
}

inline std::vector<std::uint8_t> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::vector<std::uint8_t>(std::istreambuf_iterator<char>(in), {});
}

inline std::string to_hex(const std::vector<std::uint8_t>& bytes) {
  static const char* digits = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t b : bytes) {
    out += digits[b >> 4];
    out += digits[b & 15];
  }
  return out;
}

inline std::vector<std::uint8_t> from_hex(std::string hex) {
  if (hex.rfind("0x", 0) == 0) {
    hex = hex.substr(2);
  }
  if (hex.size() % 2 != 0) {
    throw std::runtime_error("odd number of hex digits");
  }
  std::vector<std::uint8_t> out;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    out.push_back(static_cast<std::uint8_t>(std::stoul(hex.substr(i, 2), nullptr, 16)));
  }
  return out;
}

}  // namespace nelumbo::test

#endif  // NELUMBO_TEST_TEST_SUPPORT_H_
