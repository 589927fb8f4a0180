// Verifying keys and proofs in the encodings of others (docs/protocol/formats.md).
#ifndef NELUMBO_FORMAT_FOREIGN_H_
#define NELUMBO_FORMAT_FOREIGN_H_

#include <cstdint>
#include <span>
#include <vector>

#include "format/point_reader.h"

namespace nelumbo::format {

// NLB_FORMAT_*.
enum class Format : std::uint32_t { kNelumbo = 0, kGnark = 1, kAffine = 2 };

// Why bytes were refused: a status of nelumbo.h and the place.
struct Refusal {
  std::int32_t status = 0;  // NLB_OK: nothing is wrong
  KeyProblem problem;
};

// Puts the key's own bytes (docs/protocol/keys.md 6) into out. C is curve::Bls12381 or curve::Bn254.
// Memory and work are bounded by the length of the input. Not for kNelumbo.
template <class C>
Refusal convert_verifying_key(std::span<const std::uint8_t> in, Format format,
                              std::vector<std::uint8_t>& out);

// Puts the proof's own bytes into out, which has room for them.
template <class C>
Refusal convert_proof(std::span<const std::uint8_t> in, Format format, std::uint8_t* out);

}  // namespace nelumbo::format

#endif  // NELUMBO_FORMAT_FOREIGN_H_
