// Poly1305 (RFC 8439, section 2.5) in three limbs of 44, 44 and 42 bits.
#ifndef NELUMBO_PROTOCOL_POLY1305_H_
#define NELUMBO_PROTOCOL_POLY1305_H_

#include "platform/bytes.h"

namespace nelumbo::protocol {

// One authenticator under a one-time key. Constant time in key and content.
class Poly1305 {
 public:
  using Tag = platform::Bytes<16>;

  explicit Poly1305(const platform::Bytes<32>& key);
  ~Poly1305();
  Poly1305(const Poly1305&) = delete;
  Poly1305& operator=(const Poly1305&) = delete;

  // Absorbs in, filled up with zeros to a multiple of 16 bytes, as the AEAD construction wants it.
  void update_padded(platform::ByteView in);
  // Ends the computation. To be called once.
  Tag finish();

 private:
  void block(const std::uint8_t* in);

  std::uint64_t r_[3];
  std::uint64_t h_[3] = {};
  std::uint64_t pad_[2];
};

}  // namespace nelumbo::protocol

#endif  // NELUMBO_PROTOCOL_POLY1305_H_
