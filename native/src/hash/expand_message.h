// expand_message_xmd with SHA-512 (RFC 9380, section 5.3.1).
#ifndef NELUMBO_HASH_EXPAND_MESSAGE_H_
#define NELUMBO_HASH_EXPAND_MESSAGE_H_

#include <string_view>

#include "platform/bytes.h"

namespace nelumbo::hash {

// Fills out (1 .. 16320 bytes) with uniform bytes derived from message under a domain separation
// tag of 1..255 bytes. Throws std::invalid_argument on other sizes.
void expand_message_xmd(std::span<std::uint8_t> out, platform::ByteView message,
                        std::string_view tag);

}  // namespace nelumbo::hash

#endif  // NELUMBO_HASH_EXPAND_MESSAGE_H_
