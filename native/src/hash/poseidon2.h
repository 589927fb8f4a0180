// Poseidon2 over the scalar field of BLS12-381, width 4, x^5, 8 full and 56 partial rounds (Grassi,
// Khovratovich, Schofnegger, IACR ePrint 2023/323; docs/protocol/hashes.md 1-4).
#ifndef NELUMBO_HASH_POSEIDON2_H_
#define NELUMBO_HASH_POSEIDON2_H_

#include <array>

#include "field/prime_field.h"

namespace nelumbo::hash {

using F = field::Bls12381Fr;
using Poseidon2State = std::array<F, 4>;

inline constexpr std::size_t kTreeLevels = 16;

// Replaces the state by its permutation. Constant time.
void poseidon2_permute(Poseidon2State& state);

// C4: hashes four elements, the first of them tagged; for everything but tree nodes.
F poseidon2_c4(const Poseidon2State& in);

// N: hashes the four children of a tree node.
F poseidon2_node(const Poseidon2State& children);

// What is hashed (docs/protocol/hashes.md 4).
enum class Tag : std::uint8_t { kKey = 1, kOwner = 2, kNote = 3, kNullifier = 4, kEmptyLeaf = 5 };

// The tagged element (kind * 256 + pool) * 2^64 + payload.
F tagged(Tag kind, std::uint8_t pool, std::uint64_t payload);

// The empty leaf of a pool, then the empty node of each level, the empty root last.
std::array<F, kTreeLevels + 1> empty_nodes(std::uint8_t pool);

}  // namespace nelumbo::hash

#endif  // NELUMBO_HASH_POSEIDON2_H_
