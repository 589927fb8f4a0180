// Package ranges shows that values are below 2^64, by their bits (docs/protocol/transfer.md, clause 6).
package ranges

import (
	"math/big"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/frontend"

	"nelumbo.io/circuits/gadget/row"
)

// Width is the number of bits of a value.
const Width = 64

// Cost is the number of rows of one range check.
const Cost = Width + 1

// Bits are the wires of a value's bits, low first.
type Bits [Width]frontend.Variable

// Below says whether v is below 2^64: the plain twin of CircuitAssert.
func Below(v fr.Element) bool {
	return v.BigInt(new(big.Int)).BitLen() <= Width
}

// AssignBits returns the low 64 bits of v, which are all its bits if it is below 2^64.
func AssignBits(v fr.Element) Bits {
	n := v.BigInt(new(big.Int))
	var b Bits
	for i := range b {
		b[i] = n.Bit(i)
	}
	return b
}

// CircuitAssert asserts that bits are bits and that they spell v.
func CircuitAssert(s *row.System, v frontend.Variable, bits *Bits) {
	api := s.API()
	var sum frontend.Variable = 0
	for i, b := range bits {
		s.AssertBoolean(b)
		sum = api.Add(sum, api.Mul(b, new(big.Int).Lsh(big.NewInt(1), uint(i))))
	}
	s.AssertEqual(sum, v)
}
