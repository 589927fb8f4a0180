// Known answers that a kernel must give before it is used.
#ifndef NELUMBO_KERNELS_SELF_TEST_H_
#define NELUMBO_KERNELS_SELF_TEST_H_

#include "groth16/simulate.h"
#include "groth16/verify.h"

namespace nelumbo::kernels {
inline namespace NLB_ISA {

// e(G1, G2): the first coefficient of the value that other libraries publish.
inline bool pairing_is_known() {
  constexpr auto kExpected = pairing::Fp::from_hex(
      "1250ebd871fc0a92a7b2d83168d0d727272d441befa15c503dd8e90ce98db3e7"
      "b6d194f60839c508a84305aaca1789b6");
  const pairing::PreparedG2 q(curve::Bls12381G2::generator());
  const pairing::Pair pair = {curve::Bls12381G1::generator(), &q};
  return pairing::pairing_product({&pair, 1}).c0.c0.c0 == kExpected;
}

// Null if every answer is right, else what is wrong.
inline const char* self_test() {
  using Fp = pairing::Fp;
  const Fp x = Fp::from_hex(
      "17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac58"
      "6c55e83ff97a1aeffb3af00adb22c6bb");
  if (!(x * x.inverse() == Fp::one()) || !(x.inverse() == x.inverse_vartime())) {
    return "an inverse in Fp is wrong";
  }
  if (!pairing_is_known()) {
    return "the pairing of the generators is wrong";
  }
  const groth16::Simulation simulation(1);
  const auto inputs = simulation.some_inputs(7);
  const auto proof = simulation.prove(inputs, 11);
  const groth16::Verifier verifier(simulation.key());
  if (!verifier.verify(proof.data(), inputs.data())) {
    return "a valid proof is refused";
  }
  auto other = inputs;
  other[0] ^= 1;
  if (verifier.verify(proof.data(), other.data())) {
    return "a proof is accepted for other public inputs";
  }
  return nullptr;
}

}  // namespace NLB_ISA
}  // namespace nelumbo::kernels

#endif  // NELUMBO_KERNELS_SELF_TEST_H_
