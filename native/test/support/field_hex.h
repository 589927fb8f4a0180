// Field elements of the project's own vectors: big-endian hex.
#ifndef NELUMBO_TEST_SUPPORT_FIELD_HEX_H_
#define NELUMBO_TEST_SUPPORT_FIELD_HEX_H_

#include <algorithm>
#include <stdexcept>
#include <string>

#include "field/prime_field.h"
#include "support/json.h"

namespace nelumbo::test {

// The element of 0x and at most 64 digits.
inline field::Bls12381Fr element_of(const Json& x) {
  const std::string digits = x.text().substr(2);
  const auto bytes = Json::from_hex(std::string(64 - digits.size(), '0') + digits);
  std::array<std::uint8_t, 32> array;
  std::copy(bytes.begin(), bytes.end(), array.begin());
  field::Bls12381Fr out;
  if (!field::Bls12381Fr::from_bytes_be(array, out)) throw std::runtime_error("not canonical");
  return out;
}

}  // namespace nelumbo::test

#endif  // NELUMBO_TEST_SUPPORT_FIELD_HEX_H_
