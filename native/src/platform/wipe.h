// Erasing secrets from memory.
#ifndef NELUMBO_PLATFORM_WIPE_H_
#define NELUMBO_PLATFORM_WIPE_H_

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace nelumbo::platform {

// Writes zeros over `size` bytes in a way that the optimiser may not drop.
void secure_wipe(void* data, std::size_t size) noexcept;

// Overwrites the part of the stack that the caller's own callees have used, 48 KiB of it, and the
// registers that a call may change: what the compiler spilled there no scope can wipe. Call it from
// the function that called the ones with secrets, after they have returned.
void wipe_stack() noexcept;

// The frame of a body with secrets, so that wipe_stack in the caller covers it whole.
template <class Body>
__attribute__((noinline)) auto apart(Body& body) noexcept(noexcept(body())) {
  return body();
}

// Holds a secret value and wipes it when the scope ends. Copies are not tracked: a value that a function
// returns goes straight into the Secret when the call is given as a callable, Secret<T> x([&] { return f(); }),
// and leaves a second copy behind when it is given as Secret<T> x(f()).
template <class T>
class Secret {
  static_assert(std::is_trivially_copyable_v<T>, "only plain memory can be wiped");

 public:
  Secret() : value_{} {}
  explicit Secret(const T& value) : value_(value) {}
  template <class Make>
  requires std::is_invocable_r_v<T, Make&>
  explicit Secret(Make make) : value_(make()) {}
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { secure_wipe(&value_, sizeof(value_)); }

  T& get() { return value_; }
  const T& get() const { return value_; }

 private:
  T value_;
};

}  // namespace nelumbo::platform

#endif  // NELUMBO_PLATFORM_WIPE_H_
