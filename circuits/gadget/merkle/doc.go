// Package merkle holds paths in the note commitment tree: quaternary, 16 levels, the child index at level l of
// a position is (position >> 2l) & 3 (docs/protocol/notes.md 3 and 4). It has a plain Go part and a circuit.
package merkle
