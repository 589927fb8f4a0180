package notes

import (
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"

	"nelumbo.io/circuits/gadget/poseidon2"
	"nelumbo.io/circuits/gadget/tag"
)

// Note is the part of a note's opening that its commitment binds.
type Note struct {
	Value uint64
	Asset fr.Element
	Owner fr.Element
	Rcm   fr.Element
}

// Commitment returns cm of n in the given pool.
func Commitment(pool uint8, n Note) fr.Element {
	return poseidon2.C4(tag.Element(tag.Note, pool, n.Value), n.Asset, n.Owner, n.Rcm)
}

// Nullifier returns nf of the note with commitment cm and randomness rcm at a leaf position.
func Nullifier(pool uint8, position uint32, nk, cm, rcm fr.Element) fr.Element {
	return poseidon2.C4(tag.Element(tag.Nullifier, pool, uint64(position)), nk, cm, rcm)
}
