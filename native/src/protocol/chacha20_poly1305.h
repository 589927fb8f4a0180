// The AEAD ChaCha20-Poly1305 (RFC 8439).
#ifndef NELUMBO_PROTOCOL_CHACHA20_POLY1305_H_
#define NELUMBO_PROTOCOL_CHACHA20_POLY1305_H_

#include "platform/bytes.h"

namespace nelumbo::protocol {

inline constexpr std::size_t kAeadTagBytes = 16;
using AeadKey = platform::Bytes<32>;
using AeadNonce = platform::Bytes<12>;

// Encrypts message into out, which has kAeadTagBytes more bytes and may not overlap it. Constant
// time in key and content. A pair of key and nonce must be used once only.
void aead_seal(std::span<std::uint8_t> out, const AeadKey& key, const AeadNonce& nonce,
               platform::ByteView associated, platform::ByteView message);

// Decrypts sealed into out, which has kAeadTagBytes fewer bytes. Returns false, leaving out zero,
// if the tag does not fit. Constant time but for that answer.
[[nodiscard]] bool aead_open(std::span<std::uint8_t> out, const AeadKey& key,
                             const AeadNonce& nonce, platform::ByteView associated,
                             platform::ByteView sealed);

}  // namespace nelumbo::protocol

#endif  // NELUMBO_PROTOCOL_CHACHA20_POLY1305_H_
