// BLAKE2b without a key and with a personalisation (RFC 7693; the parameter block of the BLAKE2
// paper, section 2.8).
#ifndef NELUMBO_HASH_BLAKE2B_H_
#define NELUMBO_HASH_BLAKE2B_H_

#include <string_view>

#include "platform/bytes.h"

namespace nelumbo::hash {

// One hash computation; its state is wiped at the end. Constant time in the input's content.
class Blake2b {
 public:
  static constexpr std::size_t kMaxBytes = 64;

  // size: output length, 1..64 bytes. personal: 16 bytes, or empty for none. Throws
  // std::invalid_argument on any other size.
  explicit Blake2b(std::size_t size, std::string_view personal = {});
  ~Blake2b();
  Blake2b(const Blake2b&) = delete;
  Blake2b& operator=(const Blake2b&) = delete;

  Blake2b& update(platform::ByteView in);
  Blake2b& update(std::uint8_t byte) { return update(platform::ByteView(&byte, 1)); }
  // Ends the computation; out has exactly the length given at the start. To be called once.
  void finish(std::span<std::uint8_t> out);

 private:
  void compress(bool last);

  std::uint64_t h_[8];
  std::uint64_t count_ = 0;
  std::uint8_t block_[128] = {};
  std::size_t fill_ = 0;
  std::size_t size_;
};

}  // namespace nelumbo::hash

#endif  // NELUMBO_HASH_BLAKE2B_H_
