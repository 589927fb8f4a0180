#include "kernels/prove_kernel_of.h"

namespace nelumbo::kernels {

const ProveKernel kProvePortable = prove_kernel();

}  // namespace nelumbo::kernels
