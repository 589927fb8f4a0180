// What went wrong in the calling thread's last call, for nlb_error_message.
#ifndef NELUMBO_PLATFORM_ERROR_H_
#define NELUMBO_PLATFORM_ERROR_H_

#include <cstdint>
#include <string_view>

namespace nelumbo::platform {

// Keeps the formatted message (cut at 511 bytes) as the calling thread's last failure and returns
// `status`, so that a failing function can end with `return set_error(NLB_BAD_KEY, ...)`. The
// message names the field and the fix and never holds a secret.
std::int32_t set_error(std::int32_t status, const char* format, ...)
    __attribute__((format(printf, 2, 3)));

// The calling thread's last message; valid until its next set_error.
std::string_view last_error();

}  // namespace nelumbo::platform

#endif  // NELUMBO_PLATFORM_ERROR_H_
