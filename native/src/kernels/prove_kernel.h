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

// Multiplications in one group, unit by unit: msm::run_vartime brings the units of several of them
// together.
struct MsmKernel {
  std::size_t point_words;   // of an affine point
  std::size_t result_bytes;  // of a unit's result
  // How scalars are split when all points are in the subgroup of prime order, and the points that
  // belong to the parts: to[part * count + i] from point i, for i in [begin, end).
  msm::Split split;
  void (*multiples)(std::uint64_t* to, const std::uint64_t* from, std::size_t count,
                    std::size_t begin, std::size_t end);

  // As in msm::Msm. `sum` receives a Jacobian point, x ‖ y ‖ z as Montgomery limbs.
  std::size_t (*worker_bytes)(const msm::MsmTask& task);
  void (*unit_vartime)(void* result, const msm::MsmTask& task, std::size_t unit, void* scratch,
                       const platform::Control& control);
  void (*combine_vartime)(std::uint64_t* sum, const void* results, const msm::MsmTask& task);
};

struct ProveKernel {
  void (*quotient)(platform::WorkerPool& pool, const platform::Control& control,
                   const groth16::QuotientTask& task);
  MsmKernel g1;
  MsmKernel g2;
};

}  // namespace nelumbo::kernels

#endif  // NELUMBO_KERNELS_PROVE_KERNEL_H_
