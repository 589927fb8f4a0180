// Which kernel runs on this machine.
#ifndef NELUMBO_KERNELS_DISPATCH_H_
#define NELUMBO_KERNELS_DISPATCH_H_

#include <string>
#include <vector>

#include "kernels/kernel_table.h"

namespace nelumbo::kernels {

// The kernel in use: the best that the CPU can run, or the one that NELUMBO_KERNEL names. Chosen once,
// at the first call. Null if NELUMBO_KERNEL names a kernel that is not built in or that this CPU cannot
// run; selection_problem() then says which.
const KernelTable* active_kernel();
const char* selection_problem();

// Every kernel that this machine can run, the portable one first.
std::vector<const KernelTable*> runnable_kernels();

// The CPU's model name and the features that matter here, comma separated.
std::string cpu_features();

}  // namespace nelumbo::kernels

#endif  // NELUMBO_KERNELS_DISPATCH_H_
