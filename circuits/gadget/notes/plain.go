package notes

import (
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"

	"nelumbo.io/circuits/gadget/poseidon2"
	"nelumbo.io/circuits/gadget/tag"
)

// Note is the part of a note's opening that its commitment binds.
type Note struct {
	Value             uint64
	Asset, Owner, Rcm fr.Element
}

// Commitment returns cm of n in the given pool.
func Commitment(pool uint8, n Note) fr.Element {
	var value fr.Element
	value.SetUint64(n.Value)
	return FieldCommitment(pool, Opening{value, n.Asset, n.Owner, n.Rcm})
}

// Opening is a note whose value may be any field element, as in a circuit before its range check.
type Opening struct{ Value, Asset, Owner, Rcm fr.Element }

// FieldCommitment is Commitment for an opening. It binds the value only below 2^64.
func FieldCommitment(pool uint8, n Opening) fr.Element {
	tagged := tag.Element(tag.Note, pool, 0)
	tagged.Add(&tagged, &n.Value)
	return poseidon2.C4(tagged, n.Asset, n.Owner, n.Rcm)
}

// Nullifier returns nf of the note with commitment cm and randomness rcm at a leaf position.
func Nullifier(pool uint8, position uint32, nk, cm, rcm fr.Element) fr.Element {
	return poseidon2.C4(tag.Element(tag.Nullifier, pool, uint64(position)), nk, cm, rcm)
}
