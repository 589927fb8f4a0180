// SHA-256 (FIPS 180-4).
#ifndef NELUMBO_HASH_SHA256_H_
#define NELUMBO_HASH_SHA256_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace nelumbo::hash {

// Incremental SHA-256. The time depends on the length only. Not shared between threads.
class Sha256 {
 public:
  static constexpr std::size_t kBytes = 32;
  static constexpr std::size_t kBlockBytes = 64;
  using Digest = std::array<std::uint8_t, kBytes>;

  Sha256();
  // Erases the state: it may have come from a secret.
  ~Sha256();

  Sha256& update(std::span<const std::uint8_t> data);

  // The digest of everything given so far. Use the object no further.
  Digest finish();

  static Digest of(std::span<const std::uint8_t> data) { return Sha256().update(data).finish(); }

 private:
  void compress(const std::uint8_t* blocks, std::size_t count);

  std::array<std::uint32_t, 8> state_;
  std::array<std::uint8_t, kBlockBytes> pending_;
  std::uint64_t length_ = 0;
};

// HMAC (RFC 2104) with SHA-256, for keys of any length.
Sha256::Digest hmac_sha256(std::span<const std::uint8_t> key, std::span<const std::uint8_t> data);

}  // namespace nelumbo::hash

#endif  // NELUMBO_HASH_SHA256_H_
