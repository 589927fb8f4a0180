// Reading the arguments of the protocol's functions.
#ifndef NELUMBO_ABI_PROTOCOL_ARGUMENTS_H_
#define NELUMBO_ABI_PROTOCOL_ARGUMENTS_H_

#include <span>

#include "abi/guard.h"
#include "field/prime_field.h"
#include "platform/bytes.h"

namespace nelumbo::abi {

// Ends a call with a status other than NLB_OK; the message has been set.
struct Failure {
  std::int32_t status;
};

// Sets the message (printf format, never with a secret) and ends the call with the status.
#define NLB_FAIL(status, ...) \
  throw ::nelumbo::abi::Failure { ::nelumbo::platform::set_error((status), __VA_ARGS__) }

// `guarded` for a body that returns nothing and fails by NLB_FAIL.
template <class Body>
std::int32_t checked(Body&& body) noexcept {
  return guarded([&]() -> std::int32_t {
    try {
      body();
      return NLB_OK;
    } catch (const Failure& failure) {
      return failure.status;
    }
  });
}

inline void require_pointer(const void* pointer, const char* name) {
  if (pointer == nullptr) {
    throw Failure{null_argument(name)};
  }
}

// Refuses arrays that cannot hold count elements of `size` bytes: a null one (unless count is zero),
// or one whose address range would wrap.
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

using F = field::Bls12381Fr;

// N bytes behind a pointer that has been checked.
template <std::size_t N>
std::span<const std::uint8_t, N> view(const std::uint8_t* in) {
  return std::span<const std::uint8_t, N>(in, N);
}
template <std::size_t N>
std::span<std::uint8_t, N> view(std::uint8_t* out) {
  return std::span<std::uint8_t, N>(out, N);
}

template <std::size_t N>
platform::Bytes<N> copy(const std::uint8_t* in) {
  platform::Bytes<N> out;
  std::memcpy(out.data(), in, N);
  return out;
}

// A canonical field element, or NLB_BAD_ENCODING.
template <class Field>
Field read_element(const std::uint8_t* in, const char* name, std::uint64_t index = 0) {
  Field out;
  if (!Field::from_bytes_le(view<Field::kBytes>(in), out)) {
    NLB_FAIL(NLB_BAD_ENCODING, "%s[%llu] is not below the modulus", name,
             static_cast<unsigned long long>(index));
  }
  return out;
}

inline std::uint8_t read_pool(std::uint32_t pool) {
  if (pool < 1 || pool > 255) {
    NLB_FAIL(NLB_BAD_ARGUMENT, "pool is %lu, but must be 1..255", static_cast<unsigned long>(pool));
  }
  return static_cast<std::uint8_t>(pool);
}

}  // namespace nelumbo::abi

#endif  // NELUMBO_ABI_PROTOCOL_ARGUMENTS_H_
