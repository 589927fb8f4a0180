// Package poseidon2 holds the Poseidon2 permutation over the scalar field of BLS12-381 (width 4, S-box x^5,
// 8 full and 56 partial rounds), the two compressions that the protocol builds on it, and their circuits.
//
// Sources: Grassi, Khovratovich, Schofnegger, "Poseidon2: A Faster Version of the Poseidon Hash Function"
// (ePrint 2023/323), sections 5 and 6; constants of its reference implementation. The protocol's own words are
// docs/protocol/hashes.md 1 to 3.
package poseidon2
