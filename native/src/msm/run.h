// Several multi-scalar multiplications as one pile of work.
#ifndef NELUMBO_MSM_RUN_H_
#define NELUMBO_MSM_RUN_H_

#include <span>

#include "kernels/prove_kernel.h"

namespace nelumbo::msm {

// One multiplication of the pile.
struct Job {
  const kernels::MsmKernel* kernel;
  const std::uint64_t* points;  // count of them
  std::size_t count;
  const std::uint32_t* map;  // as in MsmTask
  DigitView digits;    // split like the kernel, if all points are in the subgroup, or not at all
  std::uint64_t* sum;  // out: as combine_vartime says
  std::uint64_t nanos = 0;  // out: time that the workers spent on it, all workers together
};

// Fills sum and nanos of every job. Units are taken from the dearest to the cheapest, whichever job
// they belong to, so that all workers end at about the same time. Takes the control's progress to
// `permille`. When the control is cancelled the sums are unspecified. Time and memory accesses
// depend on scalars and points; what depends on scalars is wiped. Throws std::bad_alloc.
void run_vartime(platform::WorkerPool& pool, platform::Control& control, std::uint64_t permille,
                 std::span<Job> jobs);

}  // namespace nelumbo::msm

#endif  // NELUMBO_MSM_RUN_H_
