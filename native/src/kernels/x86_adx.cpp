// The kernel for x86-64 with BMI2 and ADX (Intel since Broadwell, AMD since Zen): mulx, adcx, adox.
#define NLB_ISA x86_adx
// clang-format off: the specialised functions must be known before anything uses them.
#include "kernels/x86_adx_wide.h"
// clang-format on

#include "kernels/field_probe.h"
#include "kernels/instantiate.h"

namespace nelumbo::kernels {

extern const KernelTable kX86AdxKernel;
const KernelTable kX86AdxKernel = make_table("x86_adx");

extern const FieldProbe kX86AdxProbe;
const FieldProbe kX86AdxProbe = make_probe();

}  // namespace nelumbo::kernels
