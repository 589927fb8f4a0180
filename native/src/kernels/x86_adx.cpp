// The kernel for x86-64 with BMI2 and ADX (Intel since Broadwell, AMD since Zen).
#define NLB_ISA x86_adx
#include "kernels/prove_kernel_of.h"

namespace nelumbo::kernels {

const ProveKernel kProveX86Adx = prove_kernel();

}  // namespace nelumbo::kernels
