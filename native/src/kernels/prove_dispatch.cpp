#include <cstdlib>
#include <cstring>

#include "kernels/prove_kernel.h"

namespace nelumbo::kernels {

std::span<const NamedProveKernel> runnable_prove_kernels() {
  static const NamedProveKernel kernels[] = {
    {"portable", &kProvePortable},
#if defined(__x86_64__)
    {"x86_adx", &kProveX86Adx}
#endif
  };
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("bmi2") || !__builtin_cpu_supports("adx")) {
    return std::span(kernels).first(1);
  }
#endif
  return kernels;
}

const ProveKernel& active_prove_kernel() {
  static const ProveKernel& chosen = []() -> const ProveKernel& {
    const std::span<const NamedProveKernel> kernels = runnable_prove_kernels();
    const char* const wanted = std::getenv("NELUMBO_KERNEL");
    if (wanted == nullptr || *wanted == 0) {
      return *kernels.back().kernel;
    }
    for (const NamedProveKernel& k : kernels) {
      if (std::strcmp(k.name, wanted) == 0) {
        return *k.kernel;
      }
    }
    return kProvePortable;
  }();
  return chosen;
}

}  // namespace nelumbo::kernels
