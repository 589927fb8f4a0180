// encode_to_curve of the suite curve25519_XMD:SHA-512_ELL2_NU_ (RFC 9380, section 8.5).
#ifndef NELUMBO_HASH_HASH_TO_CURVE25519_H_
#define NELUMBO_HASH_HASH_TO_CURVE25519_H_

#include <string_view>

#include "platform/bytes.h"

namespace nelumbo::hash {

// What the suite computes on the way to its result; for tests.
struct CurveEncoding {
  platform::Bytes<32> u;  // hash_to_field, little-endian
  platform::Bytes<32> q;  // u-coordinate of the mapped point
  platform::Bytes<32> p;  // u-coordinate of 8 q: the result
};

// tag: domain separation tag of 1..255 bytes. Constant time in the message's content.
CurveEncoding encode_to_curve25519(platform::ByteView message, std::string_view tag);

}  // namespace nelumbo::hash

#endif  // NELUMBO_HASH_HASH_TO_CURVE25519_H_
