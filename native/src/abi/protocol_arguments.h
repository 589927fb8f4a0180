// Reading the arguments of the protocol's functions.
#ifndef NELUMBO_ABI_PROTOCOL_ARGUMENTS_H_
#define NELUMBO_ABI_PROTOCOL_ARGUMENTS_H_

#include <span>

#include "abi/guard.h"
#include "field/prime_field.h"
#include "platform/bytes.h"
#include "platform/declassify.h"

namespace nelumbo::abi {

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
  if (!platform::declassified(Field::from_bytes_le(view<Field::kBytes>(in), out))) {
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
