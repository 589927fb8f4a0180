#include "platform/error.h"

#include <algorithm>
#include <cstdarg>
#include <cstddef>
#include <cstdio>

namespace nelumbo::platform {
namespace {

constexpr std::size_t kCapacity = 512;
thread_local char message[kCapacity];
thread_local std::size_t length = 0;

}  // namespace

std::int32_t set_error(std::int32_t status, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int written = std::vsnprintf(message, kCapacity, format, arguments);
  va_end(arguments);
  length = written < 0 ? 0 : std::min(static_cast<std::size_t>(written), kCapacity - 1);
  return status;
}

std::string_view last_error() { return {message, length}; }

}  // namespace nelumbo::platform
