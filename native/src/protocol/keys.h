// From a seed to the keys of an account and its addresses (docs/protocol/keys.md 1-5).
#ifndef NELUMBO_PROTOCOL_KEYS_H_
#define NELUMBO_PROTOCOL_KEYS_H_

#include "field/prime_field.h"
#include "platform/bytes.h"

namespace nelumbo::protocol {

using F = field::Bls12381Fr;
using Bytes32 = platform::Bytes<32>;
using Diversifier = platform::Bytes<16>;

// Everything that follows from an account's sk, as nlb_key_expand lays it out. Secret.
struct AccountKeys {
  Bytes32 ask, ak, ak_x, ak_y, nk, ko;
  Bytes32 ivk, ovk, dk;
  Bytes32 internal_ivk, internal_ovk, internal_dk;
};
static_assert(sizeof(AccountKeys) == 384);

struct Address {
  Diversifier d;
  Bytes32 o;
  Bytes32 pk_d;
};
static_assert(sizeof(Address) == 80);

// The sk at the end of a path of hardened indices, each below 2^31.
void derive_key(Bytes32& sk, platform::ByteView seed, std::span<const std::uint32_t> path);

// Returns false if ask is zero: this sk is unusable. Constant time.
[[nodiscard]] bool expand_keys(AccountKeys& keys, const Bytes32& sk);

// Seed of the account's Ed25519 key.
void transparent_seed(Bytes32& seed, const Bytes32& sk);

// o, the owner of the address of ko with diversifier d.
F address_owner(const F& ko, const Diversifier& d);

// g_d, the base point of a diversifier, by its u-coordinate.
Bytes32 diversified_base(const Diversifier& d);

// The address of an index. Returns false if the diversifier has no usable base; nobody has ever found
// one. Constant time.
[[nodiscard]] bool derive_address(Address& address, const Bytes32& ivk, const Bytes32& dk,
                                  const F& ko, std::uint64_t index);

inline Bytes32 to_bytes(const F& x) {
  Bytes32 out;
  x.to_bytes_le(out);
  return out;
}

}  // namespace nelumbo::protocol

#endif  // NELUMBO_PROTOCOL_KEYS_H_
