// A Groth16 proof and its bytes.
#ifndef NELUMBO_GROTH16_PROOF_H_
#define NELUMBO_GROTH16_PROOF_H_

#include "curve/encoding.h"

namespace nelumbo::groth16 {

inline constexpr std::size_t kInputBytes = 32;

inline namespace NLB_ISA {

// The points of a proof over the curve C.
template <class C>
struct Proof {
  curve::Affine<typename C::G1> a;
  curve::Affine<typename C::G2> b;
  curve::Affine<typename C::G1> c;
};

// A, B and C compressed: 192 bytes over BLS12-381, 128 over BN254.
template <class C>
inline constexpr std::size_t kProofBytes =
    2 * curve::kCompressedBytes<typename C::G1> + curve::kCompressedBytes<typename C::G2>;

// Where the points stand in a proof's bytes.
template <class C>
struct ProofLayout {
  static constexpr std::size_t kG1 = curve::kCompressedBytes<typename C::G1>;
  static constexpr std::size_t kG2 = curve::kCompressedBytes<typename C::G2>;
  static constexpr std::size_t kA = 0;
  static constexpr std::size_t kB = kG1;
  static constexpr std::size_t kC = kG1 + kG2;
};

// False unless all three points are canonical, of the subgroup and not infinity.
template <class C>
bool decode_proof(const std::uint8_t* bytes, Proof<C>& proof) {
  using At = ProofLayout<C>;
  using curve::Decoding;
  const std::span<const std::uint8_t, kProofBytes<C>> in(bytes, kProofBytes<C>);
  return curve::decode_compressed_vartime<typename C::G1>(in.template subspan<At::kA, At::kG1>(),
                                                          proof.a) == Decoding::kOk &&
         curve::decode_compressed_vartime<typename C::G1>(in.template subspan<At::kC, At::kG1>(),
                                                          proof.c) == Decoding::kOk &&
         curve::decode_compressed_vartime<typename C::G2>(in.template subspan<At::kB, At::kG2>(),
                                                          proof.b) == Decoding::kOk &&
         !proof.a.is_infinity() && !proof.b.is_infinity() && !proof.c.is_infinity();
}

template <class C>
void encode_proof(const Proof<C>& proof, std::uint8_t* bytes) {
  using At = ProofLayout<C>;
  const std::span<std::uint8_t, kProofBytes<C>> out(bytes, kProofBytes<C>);
  curve::encode_compressed<typename C::G1>(proof.a, out.template subspan<At::kA, At::kG1>());
  curve::encode_compressed<typename C::G2>(proof.b, out.template subspan<At::kB, At::kG2>());
  curve::encode_compressed<typename C::G1>(proof.c, out.template subspan<At::kC, At::kG1>());
}

}  // namespace NLB_ISA
}  // namespace nelumbo::groth16

#endif  // NELUMBO_GROTH16_PROOF_H_
