#include "platform/random.h"

#include <sys/random.h>

#include <cerrno>

#include "platform/wipe.h"

namespace nelumbo::platform {

void fill_random(std::span<std::uint8_t> out) {
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t got = getrandom(out.data() + done, out.size() - done, 0);
    if (got > 0) {
      done += static_cast<std::size_t>(got);
      continue;
    }
    if (got < 0 && errno == EINTR) {
      continue;
    }
    secure_wipe(out.data(), out.size());
    throw RandomError("the system's random generator failed");
  }
}

}  // namespace nelumbo::platform
