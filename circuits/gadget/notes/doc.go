// Package notes computes note commitments and nullifiers (docs/protocol/notes.md 2 and 5), in plain Go and in
// a circuit.
package notes
