// The prover of J. Groth, "On the size of pairing-based non-interactive arguments", EUROCRYPT 2016,
// for keys as gnark makes them, over either curve.
#ifndef NELUMBO_GROTH16_PROVE_H_
#define NELUMBO_GROTH16_PROVE_H_

#include <array>
#include <cstdint>

#include "groth16/blinding.h"
#include "groth16/proof.h"
#include "groth16/witness.h"
#include "kernels/prove_kernel.h"
#include "platform/pool.h"

namespace nelumbo::groth16 {

// Times of a proof. kH, kFinish and kTotal are wall-clock times. The five multiplications share the
// workers without an order, so theirs are the workers' times on each, divided by the workers: about
// what it would take alone. kA includes checking the witness and taking its digits, kZ the digits of
// the quotient.
enum Phase : std::size_t { kH, kA, kB1, kB2, kK, kZ, kFinish, kTotal, kPhases };

// What a proof is made with and from.
struct ProveInput {
  platform::WorkerPool& pool;
  const kernels::ProveKernel& kernel;
  const format::ProvingKey& key;
  const Witness& witness;
};

// Makes a proof; kernel and key are those of the curve C. Returns NLB_OK, NLB_CANCELLED, or
// NLB_BAD_ARGUMENT / NLB_BAD_ENCODING with a message when the witness does not fit the key, is not
// canonical, or does not satisfy A B = C. Time and memory accesses depend on the witness and the
// blinding. All buffers that held parts of them are wiped, and so are the stacks of the pool's workers
// (platform/pool.h); the caller wipes its own.
template <class C>
std::int32_t prove_vartime(const ProveInput& input, const Blinding<C>& blinding,
                           platform::Control& control, Proof<C>& proof,
                           std::array<std::uint64_t, kPhases>& nanos);

}  // namespace nelumbo::groth16

#endif  // NELUMBO_GROTH16_PROVE_H_
