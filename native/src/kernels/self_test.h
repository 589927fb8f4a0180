// Known answers that a kernel must give before it is used.
#ifndef NELUMBO_KERNELS_SELF_TEST_H_
#define NELUMBO_KERNELS_SELF_TEST_H_

#include "groth16/simulate.h"
#include "groth16/verify.h"

namespace nelumbo::kernels {
inline namespace NLB_ISA {

// The first coefficient of e(G1, G2), as other libraries publish it.
template <class C>
constexpr auto known_pairing() {
  using Fp = typename pairing::Parameters<C>::Fp;
  if constexpr (C::kId == curve::Bls12381::kId) {
    return Fp::from_hex(
        "1250ebd871fc0a92a7b2d83168d0d727272d441befa15c503dd8e90ce98db3e7"
        "b6d194f60839c508a84305aaca1789b6");
  } else {
    return Fp::from_hex("262b253feda94cfe0da01bde280a3ed6f87e5feb898578b55e1f63739d870e95");
  }
}

template <class C>
bool pairing_is_known() {
  constexpr auto kExpected = known_pairing<C>();
  const pairing::PreparedG2<C> q(C::G2::generator());
  const pairing::Pair<C> pair = {C::G1::generator(), &q};
  return pairing::pairing_product<C>({&pair, 1}).c0.c0.c0 == kExpected;
}

// Null if every answer of a curve is right, else what is wrong.
template <class C>
const char* self_test_of() {
  constexpr auto x = known_pairing<C>();
  if (!(x * x.inverse() == x.one()) || !(x.inverse() == x.inverse_vartime())) {
    return "an inverse in Fp is wrong";
  }
  if (!pairing_is_known<C>()) {
    return "the pairing of the generators is wrong";
  }
  const groth16::Simulation<C> simulation(1);
  const auto inputs = simulation.some_inputs(7);
  const auto proof = simulation.prove(inputs, 11);
  const groth16::Verifier<C> verifier(simulation.key());
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

// Null if every answer is right, else what is wrong.
inline const char* self_test() {
  const char* const problem = self_test_of<curve::Bls12381>();
  return problem != nullptr ? problem : self_test_of<curve::Bn254>();
}

}  // namespace NLB_ISA
}  // namespace nelumbo::kernels

#endif  // NELUMBO_KERNELS_SELF_TEST_H_
