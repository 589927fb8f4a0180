// Package jubjub holds the curve arithmetic of clause 4 of the transfer statement: a spend validating key on
// Jubjub that is not of small order, and its randomisation rk = ak + alpha * G (docs/protocol/hashes.md 6,
// transfer.md clause 4), in plain Go and in a circuit.
//
// Sources: the Zcash protocol specification, section 5.4.9.3 (Jubjub) and 5.4.7.1 (RedJubjub) for curve and base
// point; Bernstein et al., "Twisted Edwards Curves" (ePrint 2008/013) for the complete addition and for the map
// to Montgomery form.
package jubjub

import (
	"math/big"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/twistededwards"
)

// Point is an affine point of Jubjub in twisted Edwards form. Sapling's names of its coordinates are u and v.
type Point = twistededwards.PointAffine

// curve has the coefficients of Jubjub: -x^2 + y^2 = 1 + D x^2 y^2. Its base point is not Sapling's.
var curve = twistededwards.GetEdwardsCurve()

// Base is G, Sapling's generator of spending keys (SpendAuthBase).
var Base = mustPoint(
	"0x0926d4f32059c712d418a7ff26753b6ad5b9a7d3ef8e282747bf46920a95a753",
	"0x57a1019e6de9b67553bb37d0c21cfd056d65674dcedbddbc305632adaaf2b530",
)

// Order returns l, the order of the subgroup that Base generates.
func Order() *big.Int { return new(big.Int).Set(&curve.Order) }

func mustPoint(x, y string) Point {
	var p Point
	if _, err := p.X.SetString(x); err != nil {
		panic("jubjub: malformed constant: " + err.Error())
	}
	if _, err := p.Y.SetString(y); err != nil {
		panic("jubjub: malformed constant: " + err.Error())
	}
	return p
}

// Randomize returns rk = ak + alpha * G. It is variable-time in alpha.
func Randomize(ak Point, alpha *big.Int) Point {
	var p Point
	p.ScalarMultiplication(&Base, alpha)
	return *p.Add(&p, &ak)
}

// IsValidKey says whether p may stand for a spend validating key: on the curve and not of small order.
func IsValidKey(p Point) bool {
	if !p.IsOnCurve() {
		return false
	}
	// The order divides 8 exactly if x = 0, y = 0 or x^2 + y^2 = 0: the points of order 1 and 2, 4, and 8.
	var xx, yy fr.Element
	xx.Square(&p.X)
	yy.Square(&p.Y)
	yy.Add(&xx, &yy)
	return !p.X.IsZero() && !p.Y.IsZero() && !yy.IsZero()
}
