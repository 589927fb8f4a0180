// The one guard around every function of the C ABI, and the checks of their arguments.
#ifndef NELUMBO_ABI_GUARD_H_
#define NELUMBO_ABI_GUARD_H_

#include <cstdint>
#include <exception>
#include <new>
#include <utility>

#include "nelumbo/nelumbo.h"
#include "platform/error.h"
#include "platform/wipe.h"

namespace nelumbo::abi {

// Ends a call with a status other than NLB_OK. The message has been set (platform::set_error).
struct Failure {
  std::int32_t status;
};

// Sets the message (printf format) and ends the call with the status. Never a secret in the message.
#define NLB_FAIL(status, ...) \
  throw ::nelumbo::abi::Failure { ::nelumbo::platform::set_error((status), __VA_ARGS__) }

// Runs the body of an entry; no exception leaves it. The body returns nothing and ends by NLB_FAIL if
// it fails.
template <class Body>
std::int32_t guarded(Body&& body) noexcept {
  try {
    std::forward<Body>(body)();
    return NLB_OK;
  } catch (const Failure& failure) {
    return failure.status;
  } catch (const std::bad_alloc&) {
    return platform::set_error(NLB_OUT_OF_MEMORY, "out of memory");
  } catch (const std::exception& e) {
    return platform::set_error(NLB_INTERNAL, "internal error: %s", e.what());
  } catch (...) {
    return platform::set_error(NLB_INTERNAL, "internal error");
  }
}

// guarded for a body that computes with secrets: nothing of them stays on the stack.
template <class Body>
std::int32_t guarded_secret(Body&& body) noexcept {
  auto whole = [&body]() noexcept { return guarded(body); };
  const std::int32_t status = platform::apart(whole);
  platform::wipe_stack();
  return status;
}

// Refuses a null pointer by its name in the header.
inline void require_pointer(const void* pointer, const char* name) {
  if (pointer == nullptr) {
    NLB_FAIL(NLB_BAD_ARGUMENT, "%s is null", name);
  }
}

// Refuses arrays that cannot hold count elements of `size` bytes: a null one (unless count is zero), or
// one whose address range would wrap.
inline void require_array(const void* pointer, std::uint64_t count, std::uint64_t size,
                          const char* name) {
  if (count == 0) {
    return;
  }
  require_pointer(pointer, name);
  if (count > (UINT64_MAX >> 8) / size) {
    NLB_FAIL(NLB_BAD_ARGUMENT, "count is too large");
  }
}

// The same, and the caller's length in bytes must be exactly count * size.
inline void require_length(const void* pointer, std::uint64_t length, std::uint64_t count,
                           std::uint64_t size, const char* name) {
  require_array(pointer, count, size, name);
  if (length != count * size) {
    NLB_FAIL(NLB_BAD_ARGUMENT, "%s has %llu bytes, but %llu elements of %llu bytes are wanted",
             name, static_cast<unsigned long long>(length), static_cast<unsigned long long>(count),
             static_cast<unsigned long long>(size));
  }
}

}  // namespace nelumbo::abi

#endif  // NELUMBO_ABI_GUARD_H_
