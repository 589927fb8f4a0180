// Compiles every algorithm for the instruction set NLB_ISA of the including kernel file.
#ifndef NELUMBO_KERNELS_INSTANTIATE_H_
#define NELUMBO_KERNELS_INSTANTIATE_H_

#include <memory>

#include "kernels/kernel_table.h"
#include "kernels/prove_kernel_of.h"
#include "kernels/self_test.h"

namespace nelumbo::kernels {
inline namespace NLB_ISA {

inline const groth16::Verifier* verifier_of(const PreparedKey* key) {
  return reinterpret_cast<const groth16::Verifier*>(key);
}

inline PreparedKey* key_open(std::span<const std::uint8_t> bytes, format::KeyProblem& problem) {
  format::VerifyingKey key;
  problem = format::read_verifying_key(bytes, key);
  if (problem.found()) {
    return nullptr;
  }
  return reinterpret_cast<PreparedKey*>(new groth16::Verifier(key));
}

inline void key_close(PreparedKey* key) { delete verifier_of(key); }

inline bool verify(const PreparedKey* key, const std::uint8_t* proof, const std::uint8_t* inputs) {
  return verifier_of(key)->verify(proof, inputs);
}

inline void verify_batch(const PreparedKey* key, platform::WorkerPool& pool,
                         const groth16::BatchView& batch, std::int32_t* valid) {
  verifier_of(key)->verify_batch(pool, batch, valid);
}

constexpr KernelTable make_table(const char* name) {
  return {name, key_open, key_close, verify, verify_batch, prove_kernel(), self_test};
}

}  // namespace NLB_ISA
}  // namespace nelumbo::kernels

#endif  // NELUMBO_KERNELS_INSTANTIATE_H_
