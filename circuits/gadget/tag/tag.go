// Package tag builds the first input of every hash that is not a tree node (docs/protocol/hashes.md 4).
package tag

import (
	"math/big"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
)

// Kind says what is hashed.
type Kind uint8

// The kinds of tagged elements. Key and Owner do not depend on a pool; the others carry its id.
const (
	Key       Kind = 1
	Owner     Kind = 2
	Note      Kind = 3
	Nullifier Kind = 4
	EmptyLeaf Kind = 5
)

// Base returns the tagged element with payload zero, as an integer below 2^80:
// (kind * 256 + pool) * 2^64.
func Base(kind Kind, pool uint8) *big.Int {
	t := big.NewInt(int64(kind)*256 + int64(pool))
	return t.Lsh(t, 64)
}

// Element returns the tagged element with the given payload.
func Element(kind Kind, pool uint8, payload uint64) fr.Element {
	var e, p fr.Element
	e.SetBigInt(Base(kind, pool))
	p.SetUint64(payload)
	return *e.Add(&e, &p)
}
