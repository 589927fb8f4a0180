#include "protocol/keys.h"

#include "curve/jubjub.h"
#include "curve/x25519.h"
#include "hash/hash_to_curve25519.h"
#include "hash/poseidon2.h"
#include "platform/wipe.h"
#include "protocol/personal_hash.h"

namespace nelumbo::protocol {
namespace {

using curve::JubjubPoint;
using field::JubjubFs;
using hash::Tag;
using platform::Secret;

constexpr const char* kExpand = "Nelumbo_Expand__";

// The number t of E(t) (docs/protocol/keys.md 2).
enum Expansion : std::uint8_t {
  kAsk,
  kQsk,
  kIvk,
  kOvk,
  kDk,
  kInternalIvk,
  kInternalOvk,
  kInternalDk,
  kTransparent
};

void expand(Bytes32& out, const Bytes32& sk, Expansion t) {
  first_half(out, kExpand, sk, static_cast<std::uint8_t>(t));
}

F nullifier_key(const Bytes32& sk) {
  Secret<Bytes32> qsk;
  expand(qsk.get(), sk, kQsk);
  return hash_to_field<F>("Nelumbo_nk______", qsk.get());
}

}  // namespace

void derive_key(Bytes32& sk, platform::ByteView seed, std::span<const std::uint32_t> path) {
  Secret<platform::Bytes<64>> node;  // sk, chain code
  personal_hash(node.get(), "Nelumbo_Master__", seed);
  for (const std::uint32_t index : path) {
    const auto key = std::span<const std::uint8_t>(node.get()).first<32>();
    const auto chain_code = std::span<const std::uint8_t>(node.get()).last<32>();
    Secret<platform::Bytes<64>> child;
    personal_hash(child.get(), "Nelumbo_Child___", chain_code, key,
                  platform::be32(index + 0x80000000));
    node.get() = child.get();
  }
  std::memcpy(sk.data(), node.get().data(), sk.size());
}

bool expand_keys(AccountKeys& keys, const Bytes32& sk) {
  const Secret<JubjubFs> ask(
      [&] { return hash_to_field<JubjubFs>(kExpand, sk, static_cast<std::uint8_t>(kAsk)); });
  const Secret<F> nk([&] { return nullifier_key(sk); });
  const JubjubPoint::Affine ak = JubjubPoint::mul_generator(ask.get()).to_affine();
  const F ko = hash::poseidon2_c4({hash::tagged(Tag::kKey, 0, 0), ak.x, ak.y, nk.get()});
  ask.get().to_bytes_le(keys.ask);
  keys.ak = JubjubPoint::encode(ak);
  ak.x.to_bytes_le(keys.ak_x);
  ak.y.to_bytes_le(keys.ak_y);
  nk.get().to_bytes_le(keys.nk);
  ko.to_bytes_le(keys.ko);
  expand(keys.ivk, sk, kIvk);
  expand(keys.ovk, sk, kOvk);
  expand(keys.dk, sk, kDk);
  expand(keys.internal_ivk, sk, kInternalIvk);
  expand(keys.internal_ovk, sk, kInternalOvk);
  expand(keys.internal_dk, sk, kInternalDk);
  return !ask.get().is_zero();
}

void transparent_seed(Bytes32& seed, const Bytes32& sk) { expand(seed, sk, kTransparent); }

F address_owner(const F& ko, const Diversifier& d) {
  const F number =
      F::from_limbs({platform::load_le64(d.data()), platform::load_le64(d.data() + 8), 0, 0});
  return hash::poseidon2_c4({hash::tagged(Tag::kOwner, 0, 0), ko, number, F::zero()});
}

Bytes32 diversified_base(const Diversifier& d) {
  return hash::encode_to_curve25519(d, "Nelumbo-V01-CS01-with-curve25519_XMD:SHA-512_ELL2_NU_").p;
}

bool derive_address(Address& address, const Bytes32& ivk, const Bytes32& dk, const F& ko,
                    std::uint64_t index) {
  personal_hash(address.d, "Nelumbo_Divers__", dk, platform::be64(index));
  address_owner(ko, address.d).to_bytes_le(address.o);
  return curve::x25519_checked(address.pk_d, ivk, diversified_base(address.d));
}

}  // namespace nelumbo::protocol
