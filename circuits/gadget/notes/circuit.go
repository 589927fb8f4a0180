package notes

import (
	"github.com/consensys/gnark/frontend"

	"nelumbo.io/circuits/gadget/poseidon2"
	"nelumbo.io/circuits/gadget/row"
	"nelumbo.io/circuits/gadget/tag"
)

// NoteVars are the wires of a note's opening. The value must be shown to be below 2^64 elsewhere: only then do
// tag and value not overlap.
type NoteVars struct{ Value, Asset, Owner, Rcm frontend.Variable }

// CircuitCommitment is Commitment in a circuit. One permutation.
func CircuitCommitment(s *row.System, pool uint8, n NoteVars) frontend.Variable {
	tagged := s.API().Add(n.Value, tag.Base(tag.Note, pool))
	return poseidon2.CircuitC4(s, tagged, n.Asset, n.Owner, n.Rcm)
}

// NullifierVars are the inputs of a nullifier. The position must be built from bits.
type NullifierVars struct{ Position, Nk, Cm, Rcm frontend.Variable }

// CircuitNullifier is Nullifier in a circuit. One permutation.
func CircuitNullifier(s *row.System, pool uint8, n NullifierVars) frontend.Variable {
	tagged := s.API().Add(n.Position, tag.Base(tag.Nullifier, pool))
	return poseidon2.CircuitC4(s, tagged, n.Nk, n.Cm, n.Rcm)
}
