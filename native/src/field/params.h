// The five primes. A field is its modulus and a non-residue; everything else is computed from them.
#ifndef NELUMBO_FIELD_PARAMS_H_
#define NELUMBO_FIELD_PARAMS_H_

#include "field/limbs.h"

namespace nelumbo::field {
inline namespace NLB_ISA {

// Each struct gives
//   kModulus     the prime, least significant limb first; its top bit must be free,
//   kNonResidue  a small quadratic non-residue. Where the field has an FFT it is also the generator
//                whose power (p-1)/2^s is the 2^s-th root of unity that gnark and Zcash use.

// Scalar field of BLS12-381 and base field of Jubjub.
struct Bls12381FrParams {
  static constexpr Limbs<4> kModulus = {0xffffffff00000001, 0x53bda402fffe5bfe, 0x3339d80809a1d805,
                                        0x73eda753299d7d48};
  static constexpr std::uint64_t kNonResidue = 7;
};

// Base field of BLS12-381.
struct Bls12381FpParams {
  static constexpr Limbs<6> kModulus = {0xb9feffffffffaaab, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624,
                                        0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a};
  static constexpr std::uint64_t kNonResidue = 2;
};

// Scalar field of Jubjub's prime-order subgroup (Zcash protocol specification 5.4.9.3).
struct JubjubFsParams {
  static constexpr Limbs<4> kModulus = {0xd0970e5ed6f72cb7, 0xa6682093ccc81082, 0x06673b0101343b00,
                                        0x0e7db4ea6533afa9};
  static constexpr std::uint64_t kNonResidue = 3;
};

// Scalar field of BN254 (alt_bn128, EIP-196).
struct Bn254FrParams {
  static constexpr Limbs<4> kModulus = {0x43e1f593f0000001, 0x2833e84879b97091, 0xb85045b68181585d,
                                        0x30644e72e131a029};
  static constexpr std::uint64_t kNonResidue = 5;
};

// Base field of BN254.
struct Bn254FpParams {
  static constexpr Limbs<4> kModulus = {0x3c208c16d87cfd47, 0x97816a916871ca8d, 0xb85045b68181585d,
                                        0x30644e72e131a029};
  static constexpr std::uint64_t kNonResidue = 3;
};

}  // namespace NLB_ISA
}  // namespace nelumbo::field

#endif  // NELUMBO_FIELD_PARAMS_H_
