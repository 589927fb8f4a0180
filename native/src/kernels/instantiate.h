// Compiles every algorithm for the instruction set NLB_ISA of the including kernel file.
#ifndef NELUMBO_KERNELS_INSTANTIATE_H_
#define NELUMBO_KERNELS_INSTANTIATE_H_

#include <memory>

#include "kernels/kernel_table.h"
#include "kernels/prove_kernel_of.h"
#include "kernels/self_test.h"

namespace nelumbo::kernels {
inline namespace NLB_ISA {

template <class C>
const groth16::Verifier<C>* verifier_of(const PreparedKey* key) {
  return reinterpret_cast<const groth16::Verifier<C>*>(key);
}

template <class C>
PreparedKey* key_open(std::span<const std::uint8_t> bytes, format::KeyProblem& problem) {
  format::VerifyingKey<C> key;
  problem = format::read_verifying_key<C>(bytes, key);
  if (problem.found()) {
    return nullptr;
  }
  return reinterpret_cast<PreparedKey*>(new groth16::Verifier<C>(key));
}

template <class C>
void key_close(PreparedKey* key) {
  delete verifier_of<C>(key);
}

template <class C>
bool verify(const PreparedKey* key, const std::uint8_t* proof, const std::uint8_t* inputs) {
  return verifier_of<C>(key)->verify(proof, inputs);
}

template <class C>
void verify_batch(const PreparedKey* key, platform::WorkerPool& pool,
                  const groth16::BatchView& batch, std::int32_t* valid) {
  verifier_of<C>(key)->verify_batch(pool, batch, valid);
}

template <class C>
constexpr CurveTable make_curve_table() {
  return {groth16::kProofBytes<C>, key_open<C>,      key_close<C>, verify<C>,
          verify_batch<C>,         prove_kernel<C>()};
}

constexpr KernelTable make_table(const char* name) {
  return {name, make_curve_table<curve::Bls12381>(), make_curve_table<curve::Bn254>(), self_test};
}

}  // namespace NLB_ISA
}  // namespace nelumbo::kernels

#endif  // NELUMBO_KERNELS_INSTANTIATE_H_
