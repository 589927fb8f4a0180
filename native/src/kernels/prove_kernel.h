// The algorithms of a proof that are compiled once per instruction set.
//
// They are whole algorithms, not field operations: a call is worth milliseconds. Data crosses as
// limbs, since the types of different instruction sets are different types.
#ifndef NELUMBO_KERNELS_PROVE_KERNEL_H_
#define NELUMBO_KERNELS_PROVE_KERNEL_H_

#include <span>

#include "groth16/quotient_task.h"
#include "msm/msm_task.h"
#include "platform/pool.h"

namespace nelumbo::kernels {

// Where a multiplication in one group is done. `sum` receives a Jacobian point, x ‖ y ‖ z as
// Montgomery limbs: 18 words in G1, 36 in G2.
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

// The portable one, which every other must agree with.
extern const ProveKernel kProvePortable;
// With mulx, adcx and adox; about 1.7 times as fast.
extern const ProveKernel kProveX86Adx;

// Every prove kernel that this machine can run, with its name, the portable one first.
struct NamedProveKernel {
  const char* name;
  const ProveKernel* kernel;
};
std::span<const NamedProveKernel> runnable_prove_kernels();

// The one in use: the best, or the one that NELUMBO_KERNEL names (another name: the portable one;
// the handshake refuses it). Chosen once.
const ProveKernel& active_prove_kernel();

}  // namespace nelumbo::kernels

#endif  // NELUMBO_KERNELS_PROVE_KERNEL_H_
