// BLAKE2b with one of the personalisations of docs/protocol/hashes.md 5 over several pieces.
#ifndef NELUMBO_PROTOCOL_PERSONAL_HASH_H_
#define NELUMBO_PROTOCOL_PERSONAL_HASH_H_

#include <string_view>

#include "field/prime_field.h"
#include "hash/blake2b.h"
#include "platform/wipe.h"

namespace nelumbo::protocol {

// Fills out (its size is the hash's) from the pieces, one after the other.
template <class... Pieces>
void personal_hash(std::span<std::uint8_t> out, std::string_view personal,
                   const Pieces&... pieces) {
  hash::Blake2b h(out.size(), personal);
  (h.update(pieces), ...);
  h.finish(out);
}

// toF and toJ: a 64-byte hash reduced modulo the order of a field.
template <class Field, class... Pieces>
Field hash_to_field(std::string_view personal, const Pieces&... pieces) {
  platform::Secret<platform::Bytes<64>> wide;
  personal_hash(wide.get(), personal, pieces...);
  return Field::from_wide_le(wide.get());
}

// The first 32 bytes of a 64-byte hash.
template <class... Pieces>
void first_half(platform::Bytes<32>& out, std::string_view personal, const Pieces&... pieces) {
  platform::Secret<platform::Bytes<64>> wide;
  personal_hash(wide.get(), personal, pieces...);
  std::memcpy(out.data(), wide.get().data(), out.size());
}

}  // namespace nelumbo::protocol

#endif  // NELUMBO_PROTOCOL_PERSONAL_HASH_H_
