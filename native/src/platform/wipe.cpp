#include "platform/wipe.h"

#include <cstring>

namespace nelumbo::platform {

void secure_wipe(void* data, std::size_t size) noexcept {
  if (size != 0) {
    explicit_bzero(data, size);
  }
}

}  // namespace nelumbo::platform
