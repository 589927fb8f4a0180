package keys

import (
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"

	"nelumbo.io/circuits/gadget/poseidon2"
	"nelumbo.io/circuits/gadget/tag"
)

// Commit returns ko, the commitment to a spend validating key (akX, akY) and a nullifier key nk.
func Commit(akX, akY, nk fr.Element) fr.Element {
	return poseidon2.C4(tag.Element(tag.Key, 0, 0), akX, akY, nk)
}

// Owner returns o, the owner field of the address of ko with diversifier d.
func Owner(ko, d fr.Element) fr.Element {
	return poseidon2.C4(tag.Element(tag.Owner, 0, 0), ko, d, fr.Element{})
}

// Diversifier reads the 16 bytes of a diversifier as a little-endian integer below 2^128.
func Diversifier(d [16]byte) fr.Element {
	var b [fr.Bytes]byte
	for i, v := range d {
		b[fr.Bytes-1-i] = v
	}
	var e fr.Element
	e.SetBytes(b[:])
	return e
}
