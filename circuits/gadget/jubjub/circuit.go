package jubjub

import (
	"math/big"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/frontend"

	"nelumbo.io/circuits/gadget/row"
)

// PointVars are the wires of an affine point in twisted Edwards form.
type PointVars struct{ X, Y frontend.Variable }

// CircuitAssertKey asserts that p is on the curve and not of small order: IsValidKey in a circuit. Five rows.
func CircuitAssertKey(s *row.System, p PointVars) {
	api := s.API()
	xx := s.Product(p.X, p.X)
	yy := s.Product(p.Y, p.Y)
	// On the curve, x^2 y^2 is this linear expression.
	product := api.Mul(api.Sub(yy, xx, 1), constant(inverse(curve.D)))
	s.AssertProduct(xx, yy, product)
	s.AssertNonZero(s.Product(product, api.Add(xx, yy)))
}

// CircuitMulBase returns scalar * G.
//
// The partial sums up to the last window are added in Montgomery form without exceptions: after i windows the sum
// is an odd multiple of G smaller in size than 8^i, and the next summand is an odd multiple of 8^i; so they are
// neither equal nor opposite, nor is either the identity, as long as 8^(i+1) < l. In the last window this does not
// hold, and the addition is complete.
func CircuitMulBase(s *row.System, scalar *ScalarVars) PointVars {
	u, v := circuitDigit(s, 0, &scalar[0])
	for i := 1; i < Windows-1; i++ {
		u2, v2 := circuitDigit(s, i, &scalar[i])
		u, v = addMontgomery(s, u, v, u2, v2)
	}
	y, x := circuitDigit(s, Windows-1, &scalar[Windows-1])
	return CircuitAdd(s, fromMontgomery(s, u, v), PointVars{x, y})
}

// circuitDigit returns the coordinates of a digit's point: the one without the sign, then the one with it.
// Four rows.
func circuitDigit(s *row.System, i int, d *DigitVars) (fixed, free frontend.Variable) {
	s.AssertBoolean(d.Bits[0])
	s.AssertBoolean(d.Bits[1])
	both := s.Product(d.Bits[0], d.Bits[1])
	var squares [magnitudes]fr.Element
	for m := range squares {
		squares[m].Square(&windows[i].free[m])
	}
	s.AssertProduct(d.Free, d.Free, lookup(s.API(), d.Bits, both, &squares))
	return lookup(s.API(), d.Bits, both, &windows[i].fixed), d.Free
}

// lookup returns the table's entry at the index that the bits spell, as a linear expression of the bits and of
// their product.
func lookup(
	api frontend.API, bits [2]frontend.Variable, both frontend.Variable, t *[magnitudes]fr.Element,
) frontend.Variable {
	var low, high, rest fr.Element
	low.Sub(&t[1], &t[0])
	high.Sub(&t[2], &t[0])
	rest.Sub(&t[3], &t[2]).Sub(&rest, &low)
	return api.Add(
		constant(t[0]),
		api.Mul(bits[0], constant(low)), api.Mul(bits[1], constant(high)), api.Mul(both, constant(rest)),
	)
}

// addMontgomery adds two points that are neither equal nor opposite nor the identity. Three rows.
func addMontgomery(s *row.System, u1, v1, u2, v2 frontend.Variable) (u3, v3 frontend.Variable) {
	api := s.API()
	slope := s.Quotient(api.Sub(v2, v1), api.Sub(u2, u1))
	u3 = s.ProductLess(api.Mul(slope, constant(montgomeryB)), slope, api.Add(u1, u2, constant(montgomeryA)))
	v3 = s.ProductLess(slope, api.Sub(u1, u3), v1)
	return u3, v3
}

// fromMontgomery maps a point of prime order: x = u / v, y = (u - 1) / (u + 1). Two rows. Neither denominator is
// zero: v = 0 only at order two, and u = -1 only at order four.
func fromMontgomery(s *row.System, u, v frontend.Variable) PointVars {
	api := s.API()
	return PointVars{X: s.Quotient(u, v), Y: s.Quotient(api.Sub(u, 1), api.Add(u, 1))}
}

// CircuitAdd returns p + q for any two points of the curve. Six rows.
func CircuitAdd(s *row.System, p, q PointVars) PointVars {
	t := addition(s, p, q)
	return PointVars{X: s.Quotient(t.xTop, t.xBottom), Y: s.Quotient(t.yTop, t.yBottom)}
}

// CircuitAssertSum asserts sum = p + q for any two points p, q of the curve. Six rows.
func CircuitAssertSum(s *row.System, p, q, sum PointVars) {
	t := addition(s, p, q)
	s.AssertProduct(t.xBottom, sum.X, t.xTop)
	s.AssertProduct(t.yBottom, sum.Y, t.yTop)
}

// fractions are the coordinates of a sum. The denominators are not zero for points of the curve, because D is not
// a square.
type fractions struct{ xTop, xBottom, yTop, yBottom frontend.Variable }

func addition(s *row.System, p, q PointVars) fractions {
	api := s.API()
	beta := s.Product(p.X, q.Y)
	gamma := s.Product(p.Y, q.X)
	tau := s.Product(api.Add(p.X, p.Y), api.Add(q.X, q.Y))
	delta := api.Mul(s.Product(beta, gamma), constant(curve.D))
	return fractions{
		xTop:    api.Add(beta, gamma),
		xBottom: api.Add(1, delta),
		yTop:    api.Sub(tau, beta, gamma),
		yBottom: api.Sub(1, delta),
	}
}

func inverse(e fr.Element) fr.Element { return *e.Inverse(&e) }

func constant(e fr.Element) *big.Int { return e.BigInt(new(big.Int)) }
