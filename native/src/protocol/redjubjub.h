// RedJubjub as in Sapling's spend authorization (Zcash protocol specification 5.4.7;
// docs/protocol/hashes.md 6).
#ifndef NELUMBO_PROTOCOL_REDJUBJUB_H_
#define NELUMBO_PROTOCOL_REDJUBJUB_H_

#include "curve/jubjub.h"
#include "platform/bytes.h"

namespace nelumbo::protocol {

using Signature = platform::Bytes<64>;  // R, S

// Signs message with the secret scalar sk. randomness: 80 fresh uniform bytes. Constant time in both.
Signature redjubjub_sign(const field::JubjubFs& sk, const platform::Bytes<80>& randomness,
                         platform::ByteView message);

// Verification with the cofactor: rk, R and S canonical, rk not of small order. The time depends on
// the input, which is public.
[[nodiscard]] bool redjubjub_verify_vartime(const curve::JubjubBytes& rk,
                                            const Signature& signature, platform::ByteView message);

}  // namespace nelumbo::protocol

#endif  // NELUMBO_PROTOCOL_REDJUBJUB_H_
