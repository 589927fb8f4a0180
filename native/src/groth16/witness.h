// The solved wires and rows of one system: the secret that a proof is made from.
#ifndef NELUMBO_GROTH16_WITNESS_H_
#define NELUMBO_GROTH16_WITNESS_H_

#include <array>
#include <cstdint>

#include "format/proving_key.h"
#include "platform/buffer.h"

namespace nelumbo::groth16 {

// W (one element a wire), then A, B and C (one a row of the domain), each of four Montgomery limbs
// and 64-byte aligned. Wiped at the end. Written by one thread at a time, then read by any.
class Witness {
 public:
  // A zeroed buffer for the system of this key. Throws std::bad_alloc.
  explicit Witness(const format::ProvingKey& key)
      : fingerprint_(key.header().fingerprint),
        wires_(key.header().wires),
        rows_(key.header().domain_size),
        constraints_(key.header().constraints),
        memory_(32 * (padded(wires_) + 3 * padded(rows_)), platform::Buffer::Contents::kSecret) {}

  std::uint64_t wires() const { return wires_; }
  std::uint64_t rows() const { return rows_; }
  std::uint64_t constraints() const { return constraints_; }

  std::uint64_t* wire_values() const { return memory_.as<std::uint64_t>(); }
  // A, B, C for which = 0, 1, 2.
  std::uint64_t* row_values(unsigned which) const {
    return wire_values() + 4 * (padded(wires_) + which * padded(rows_));
  }

  // Whether this buffer was made for that key's system.
  bool fits(const format::ProvingKey& key) const {
    const format::ProvingKeyHeader& h = key.header();
    return h.fingerprint == fingerprint_ && h.wires == wires_ && h.domain_size == rows_ &&
           h.constraints == constraints_;
  }

 private:
  // Two elements fill 64 bytes.
  static std::uint64_t padded(std::uint64_t elements) { return (elements + 1) / 2 * 2; }

  std::array<std::uint8_t, 32> fingerprint_;
  std::uint64_t wires_;
  std::uint64_t rows_;
  std::uint64_t constraints_;
  platform::Buffer memory_;
};

}  // namespace nelumbo::groth16

#endif  // NELUMBO_GROTH16_WITNESS_H_
