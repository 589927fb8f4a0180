#include "platform/wipe.h"

#include <cstring>

namespace nelumbo::platform {

void secure_wipe(void* data, std::size_t size) noexcept {
  if (size != 0) {
    explicit_bzero(data, size);
  }
}

#if defined(__has_attribute)
#if __has_attribute(zero_call_used_regs)
__attribute__((zero_call_used_regs("all")))
#endif
#endif
__attribute__((noinline)) void
wipe_stack() noexcept {
  unsigned char below[48 * 1024];
  secure_wipe(below, sizeof(below));
}

}  // namespace nelumbo::platform
