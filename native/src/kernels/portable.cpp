// The kernel for every machine, and the oracle of all others: plain C++.
#define NLB_ISA portable
#include "kernels/instantiate.h"

namespace nelumbo::kernels {

extern const KernelTable kPortableKernel;
const KernelTable kPortableKernel = make_table("portable");

}  // namespace nelumbo::kernels
