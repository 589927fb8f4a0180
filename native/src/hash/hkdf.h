// HKDF with SHA-256 (RFC 5869).
#ifndef NELUMBO_HASH_HKDF_H_
#define NELUMBO_HASH_HKDF_H_

#include "platform/bytes.h"

namespace nelumbo::hash {

// Fills out (at most 8160 bytes, else std::invalid_argument) from ikm, which may be secret.
void hkdf_sha256(std::span<std::uint8_t> out, platform::ByteView salt, platform::ByteView ikm,
                 platform::ByteView info);

}  // namespace nelumbo::hash

#endif  // NELUMBO_HASH_HKDF_H_
