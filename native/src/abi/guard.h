// What every entry of the C ABI shares: no exception leaves the library, and nulls are refused.
#ifndef NELUMBO_ABI_GUARD_H_
#define NELUMBO_ABI_GUARD_H_

#include <algorithm>
#include <cstdint>
#include <exception>
#include <new>
#include <span>

#include "nelumbo/nelumbo.h"
#include "platform/error.h"

namespace nelumbo::abi {

// Runs the body of an entry, which returns a status, and turns exceptions into statuses.
template <class F>
std::int32_t guarded(F&& body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return platform::set_error(NLB_OUT_OF_MEMORY, "out of memory");
  } catch (const std::exception& e) {
    return platform::set_error(NLB_INTERNAL, "internal error: %s", e.what());
  } catch (...) {
    return platform::set_error(NLB_INTERNAL, "internal error of an unknown kind");
  }
}

inline std::int32_t null_argument(const char* name) {
  return platform::set_error(NLB_BAD_ARGUMENT, "%s is null", name);
}

// Returns NLB_BAD_ARGUMENT from the enclosing body when the argument is null.
#define NLB_REQUIRE(argument)                            \
  do {                                                   \
    if ((argument) == nullptr) {                         \
      return ::nelumbo::abi::null_argument(#argument);   \
    }                                                    \
  } while (false)

// Gives out bytes by the rule of the text functions: *written is the full length, the copy is cut to
// len; out may be null when len is zero.
inline std::int32_t give_bytes(std::span<const std::uint8_t> bytes, std::uint8_t* out,
                               std::uint64_t len, std::uint64_t* written) {
  NLB_REQUIRE(written);
  if (len != 0) {
    NLB_REQUIRE(out);
  }
  *written = bytes.size();
  std::copy_n(bytes.data(), std::min<std::uint64_t>(len, bytes.size()), out);
  return NLB_OK;
}

}  // namespace nelumbo::abi

#endif  // NELUMBO_ABI_GUARD_H_
