// The C ABI: keys and addresses.
#include "abi/protocol_arguments.h"
#include "curve/x25519.h"
#include "platform/random.h"
#include "platform/wipe.h"
#include "protocol/keys.h"

using namespace nelumbo;
using platform::Secret;
using protocol::Bytes32;

int32_t nlb_key_derive(uint8_t sk[32], const uint8_t* seed, uint64_t seed_len, const uint32_t* path,
                       uint64_t path_len) {
  return abi::guarded_secret([&] {
    abi::require_pointer(sk, "sk");
    abi::require_pointer(seed, "seed");
    if (seed_len < 16 || seed_len > 64) {
      NLB_FAIL(NLB_BAD_ARGUMENT, "seed has %llu bytes, but must have 16..64",
               static_cast<unsigned long long>(seed_len));
    }
    abi::require_array(path, path_len, sizeof(std::uint32_t), "path");
    for (std::uint64_t i = 0; i < path_len; ++i) {
      if (path[i] >= 0x80000000) {
        NLB_FAIL(NLB_BAD_ARGUMENT, "path[%llu] must be below 2^31",
                 static_cast<unsigned long long>(i));
      }
    }
    Secret<Bytes32> key;
    protocol::derive_key(key.get(), {seed, seed_len}, {path, path_len});
    std::memcpy(sk, key.get().data(), 32);
  });
}

int32_t nlb_key_expand(uint8_t keys[384], const uint8_t sk[32]) {
  return abi::guarded_secret([&] {
    abi::require_pointer(keys, "keys");
    abi::require_pointer(sk, "sk");
    const Secret<Bytes32> key([&] { return abi::copy<32>(sk); });
    Secret<protocol::AccountKeys> all;
    if (!platform::declassified(protocol::expand_keys(all.get(), key.get()))) {
      NLB_FAIL(NLB_BAD_KEY, "this sk has no spend authorizing key; use another account index");
    }
    std::memcpy(keys, &all.get(), sizeof(all.get()));
  });
}

int32_t nlb_key_transparent(uint8_t seed[32], const uint8_t sk[32]) {
  return abi::guarded_secret([&] {
    abi::require_pointer(seed, "seed");
    abi::require_pointer(sk, "sk");
    const Secret<Bytes32> key([&] { return abi::copy<32>(sk); });
    Secret<Bytes32> out;
    protocol::transparent_seed(out.get(), key.get());
    std::memcpy(seed, out.get().data(), 32);
  });
}

int32_t nlb_address_derive(uint8_t address[80], const uint8_t ivk[32], const uint8_t dk[32],
                           const uint8_t ko[32], uint64_t index) {
  return abi::guarded_secret([&] {
    abi::require_pointer(address, "address");
    abi::require_pointer(ivk, "ivk");
    abi::require_pointer(dk, "dk");
    abi::require_pointer(ko, "ko");
    const Secret<Bytes32> ivk_copy([&] { return abi::copy<32>(ivk); });
    const Secret<Bytes32> dk_copy([&] { return abi::copy<32>(dk); });
    const Secret<abi::F> owner([&] { return abi::read_element<abi::F>(ko, "ko"); });
    protocol::Address out;
    if (!protocol::derive_address(out, ivk_copy.get(), dk_copy.get(), owner.get(), index)) {
      NLB_FAIL(NLB_BAD_KEY, "this index has no address; use the next one");
    }
    std::memcpy(address, &out, sizeof(out));
  });
}

int32_t nlb_address_check(int32_t* valid, const uint8_t address[80]) {
  return abi::guarded([&] {
    abi::require_pointer(valid, "valid");
    abi::require_pointer(address, "address");
    abi::F o;
    const bool owner = abi::F::from_bytes_le(abi::view<32>(address + 16), o);
    const bool key = curve::x25519_is_valid(abi::copy<32>(address + 48));
    *valid = owner && key ? 1 : 0;
  });
}

int32_t nlb_address_random(uint8_t address[80]) {
  return abi::guarded_secret([&] {
    abi::require_pointer(address, "address");
    Secret<platform::Bytes<128>> random;  // ivk, dk, and 64 bytes for ko
    platform::fill_random(random.get());
    const std::uint8_t* r = random.get().data();
    const Secret<Bytes32> ivk([&] { return abi::copy<32>(r); });
    const Secret<Bytes32> dk([&] { return abi::copy<32>(r + 32); });
    const Secret<abi::F> owner([&] { return abi::F::from_wide_le(abi::view<64>(r + 64)); });
    protocol::Address out;
    if (!protocol::derive_address(out, ivk.get(), dk.get(), owner.get(), 0)) {
      NLB_FAIL(NLB_INTERNAL, "the random generator repeats itself");
    }
    std::memcpy(address, &out, sizeof(out));
  });
}
