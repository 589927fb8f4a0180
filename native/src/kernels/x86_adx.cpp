// The kernel for x86-64 with BMI2 and ADX (Intel since Broadwell, AMD since Zen): mulx, adcx, adox.
#define NLB_ISA x86_adx
#include "kernels/instantiate.h"

namespace nelumbo::kernels {

extern const KernelTable kX86AdxKernel;
const KernelTable kX86AdxKernel = make_table("x86_adx");

}  // namespace nelumbo::kernels
