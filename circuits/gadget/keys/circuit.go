package keys

import (
	"github.com/consensys/gnark/frontend"

	"nelumbo.io/circuits/gadget/poseidon2"
	"nelumbo.io/circuits/gadget/row"
	"nelumbo.io/circuits/gadget/tag"
)

// CircuitCommit is Commit in a circuit. One permutation.
func CircuitCommit(s *row.System, akX, akY, nk frontend.Variable) frontend.Variable {
	return poseidon2.CircuitC4(s, tag.Base(tag.Key, 0), akX, akY, nk)
}

// CircuitOwner is Owner in a circuit. One permutation.
func CircuitOwner(s *row.System, ko, d frontend.Variable) frontend.Variable {
	return poseidon2.CircuitC4(s, tag.Base(tag.Owner, 0), ko, d, 0)
}
