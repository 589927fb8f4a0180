// The operating system's random generator.
#ifndef NELUMBO_PLATFORM_RANDOM_H_
#define NELUMBO_PLATFORM_RANDOM_H_

#include <cstdint>
#include <span>
#include <stdexcept>

namespace nelumbo::platform {

// The system gave no randomness. Nothing may go on without it.
class RandomError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Fills `out` with bytes of getrandom(2), blocking until the kernel's pool is seeded.
//
// Fails closed: on any error `out` is wiped and RandomError is thrown. Any thread may call.
void fill_random(std::span<std::uint8_t> out);

}  // namespace nelumbo::platform

#endif  // NELUMBO_PLATFORM_RANDOM_H_
