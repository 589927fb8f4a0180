// The algorithms of a proof that are compiled once per instruction set.
//
// They are whole algorithms, not field operations: a call is worth milliseconds. Data crosses as
// limbs, since the types of different instruction sets are different types.
#ifndef NELUMBO_KERNELS_PROVE_KERNEL_H_
#define NELUMBO_KERNELS_PROVE_KERNEL_H_

#include "groth16/quotient_task.h"
#include "msm/msm_task.h"
#include "platform/pool.h"

namespace nelumbo::kernels {

// Where a multiplication in one group is done. `sum` receives a Jacobian point, x ‖ y ‖ z as
// Montgomery limbs: 18 words in BLS12-381's G1, 36 in its G2; 12 and 24 in those of BN254.
struct MsmKernel {
  std::size_t (*scratch_bytes)(std::size_t count, const msm::DigitView& digits, unsigned threads);
  std::size_t (*units)(std::size_t count, const msm::DigitView& digits, unsigned threads);
  void (*compute_vartime)(std::uint64_t* sum, platform::WorkerPool& pool,
                          platform::Control& control, const msm::MsmTask& task);
};

struct ProveKernel {
  void (*quotient)(platform::WorkerPool& pool, const platform::Control& control,
                   const groth16::QuotientTask& task);
  MsmKernel g1;
  MsmKernel g2;
};

}  // namespace nelumbo::kernels

#endif  // NELUMBO_KERNELS_PROVE_KERNEL_H_
