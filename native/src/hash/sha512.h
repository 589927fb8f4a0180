// SHA-512 (FIPS 180-4).
#ifndef NELUMBO_HASH_SHA512_H_
#define NELUMBO_HASH_SHA512_H_

#include "platform/bytes.h"

namespace nelumbo::hash {

// One hash computation. Constant time in the input's content.
class Sha512 {
 public:
  static constexpr std::size_t kBytes = 64;
  static constexpr std::size_t kBlockBytes = 128;
  using Digest = platform::Bytes<kBytes>;

  Sha512();
  Sha512& update(platform::ByteView in);
  Sha512& update(std::uint8_t byte) { return update(platform::ByteView(&byte, 1)); }
  // Ends the computation. To be called once.
  Digest finish();

 private:
  void compress();

  std::uint64_t h_[8];
  std::uint64_t length_ = 0;
  std::uint8_t block_[kBlockBytes] = {};
  std::size_t fill_ = 0;
};

}  // namespace nelumbo::hash

#endif  // NELUMBO_HASH_SHA512_H_
