#include "protocol/redjubjub.h"

#include <algorithm>

#include "hash/blake2b.h"
#include "platform/wipe.h"

namespace nelumbo::protocol {
namespace {

using curve::JubjubBytes;
using curve::JubjubPoint;
using field::JubjubFs;
using platform::ByteView;
using platform::Secret;

// H*: a hash to a scalar.
JubjubFs challenge(ByteView first, const JubjubBytes& rk, ByteView message) {
  Secret<platform::Bytes<64>> wide;
  hash::Blake2b(64, "Zcash_RedJubjubH").update(first).update(rk).update(message).finish(wide.get());
  return JubjubFs::from_wide_le(wide.get());
}

}  // namespace

Signature redjubjub_sign(const JubjubFs& sk, const platform::Bytes<80>& randomness,
                         ByteView message) {
  const JubjubBytes rk = JubjubPoint::mul_generator(sk).encode();
  const Secret<JubjubFs> nonce([&] { return challenge(randomness, rk, message); });
  const JubjubBytes r = JubjubPoint::mul_generator(nonce.get()).encode();
  const JubjubFs s = nonce.get() + challenge(r, rk, message) * sk;
  Signature out;
  std::copy(r.begin(), r.end(), out.begin());
  s.to_bytes_le(std::span(out).last<32>());
  return out;
}

bool redjubjub_verify_vartime(const JubjubBytes& rk, const Signature& signature, ByteView message) {
  JubjubBytes r_bytes;
  std::copy_n(signature.begin(), 32, r_bytes.begin());
  JubjubPoint key, r;
  JubjubFs s;
  if (!JubjubPoint::decode(rk, key) || key.is_small_order() || !JubjubPoint::decode(r_bytes, r) ||
      !JubjubFs::from_bytes_le(std::span(signature).last<32>(), s)) {
    return false;
  }
  const JubjubFs c = challenge(r_bytes, rk, message);
  const JubjubPoint difference = r + key.mul_vartime(c) + -JubjubPoint::mul_generator(s);
  return difference.is_small_order();
}

}  // namespace nelumbo::protocol
