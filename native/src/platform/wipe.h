// Erasing secrets from memory.
#ifndef NELUMBO_PLATFORM_WIPE_H_
#define NELUMBO_PLATFORM_WIPE_H_

#include <cstddef>
#include <type_traits>

namespace nelumbo::platform {

// Writes zeros over `size` bytes in a way that the optimiser may not drop.
void secure_wipe(void* data, std::size_t size) noexcept;

// Holds a secret value and wipes it when the scope ends. Copies are not tracked.
template <class T>
class Secret {
  static_assert(std::is_trivially_copyable_v<T>, "only plain memory can be wiped");

 public:
  Secret() : value_{} {}
  explicit Secret(const T& value) : value_(value) {}
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
