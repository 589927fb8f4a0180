package jubjub

import (
	"fmt"
	"math/big"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/frontend"
)

const (
	// Windows is the number of signed digits of a scalar.
	Windows = 84
	// windowBits is the width of a digit: the digit of window i stands for a multiple of 8^i.
	windowBits = 3
	// magnitudes is the number of absolute values of a digit: 1, 3, 5, 7.
	magnitudes = 4
)

// DigitVars are the wires of one digit d, which is odd and between -7 and 7: |d| = 1 + 2 * Bits[0] + 4 * Bits[1].
// Free is the coordinate of d * 8^i * G that carries its sign: v of the Montgomery form, or x of the Edwards form
// in the last window. It is bound up to sign by its square.
type DigitVars struct {
	Bits [2]frontend.Variable
	Free frontend.Variable
}

// ScalarVars are the wires of a scalar: its digits, lowest first. All 2^252 choices of digits are allowed, and
// they reach every residue modulo l; so a scalar needs no further range check.
type ScalarVars [Windows]DigitVars

// digits writes an integer 0 <= alpha < l as odd digits between -7 and 7. An even alpha is replaced by alpha - l,
// which is the same scalar.
func digits(alpha *big.Int) ([Windows]int, error) {
	var d [Windows]int
	if alpha.Sign() < 0 || alpha.Cmp(&curve.Order) >= 0 {
		return d, fmt.Errorf("alpha is not below the order of the subgroup")
	}
	n := new(big.Int).Set(alpha)
	if n.Bit(0) == 0 {
		n.Sub(n, &curve.Order)
	}
	// The sum of (2 e_i - 7) 8^i is n exactly if the sum of e_i 8^i is (n + 8^84 - 1) / 2.
	n.Add(n, new(big.Int).Lsh(big.NewInt(1), Windows*windowBits))
	n.Sub(n, big.NewInt(1)).Rsh(n, 1)
	for i := range d {
		e := n.Bit(3*i) | n.Bit(3*i+1)<<1 | n.Bit(3*i+2)<<2
		d[i] = 2*int(e) - 7
	}
	return d, nil
}

// AssignScalar returns the wires of 0 <= alpha < l. It is variable-time in alpha.
func AssignScalar(alpha *big.Int) (ScalarVars, error) {
	var s ScalarVars
	ds, err := digits(alpha)
	if err != nil {
		return s, err
	}
	for i, d := range ds {
		s[i] = assignDigit(i, d)
	}
	return s, nil
}

func assignDigit(window, d int) DigitVars {
	magnitude := max(d, -d) / 2
	free := windows[window].free[magnitude]
	if d < 0 {
		free.Neg(&free)
	}
	return DigitVars{Bits: [2]frontend.Variable{magnitude & 1, magnitude >> 1}, Free: free}
}

// window is the table of one window: for each magnitude m, the point (2m + 1) * 8^i * G. fixed is the coordinate
// that does not depend on the sign (u, or y in the last window), free the other one (v, or x).
type window struct {
	fixed, free [magnitudes]fr.Element
}

var windows = newWindows()

func newWindows() *[Windows]window {
	var all [Windows]window
	first := Base
	for i := range all {
		point := first
		var twice Point
		twice.Double(&first)
		for m := range magnitudes {
			if i == Windows-1 {
				all[i].fixed[m], all[i].free[m] = point.Y, point.X
			} else {
				all[i].fixed[m], all[i].free[m] = toMontgomery(point)
			}
			point.Add(&point, &twice)
		}
		for range windowBits {
			first.Double(&first)
		}
	}
	return &all
}

// montgomeryA and montgomeryB are the coefficients of B v^2 = u^3 + A u^2 + u, the Montgomery form of Jubjub:
// A = 2 (a + D) / (a - D) and B = 4 / (a - D) with a = -1.
var montgomeryA, montgomeryB = montgomeryCoefficients()

func montgomeryCoefficients() (a, b fr.Element) {
	var difference fr.Element
	difference.Sub(&curve.A, &curve.D).Inverse(&difference)
	a.Add(&curve.A, &curve.D).Double(&a).Mul(&a, &difference)
	b.SetUint64(4)
	b.Mul(&b, &difference)
	return a, b
}

// toMontgomery maps a point with x != 0 and y != 1: u = (1 + y) / (1 - y), v = u / x.
func toMontgomery(p Point) (u, v fr.Element) {
	var one, numerator, denominator fr.Element
	one.SetOne()
	numerator.Add(&one, &p.Y)
	denominator.Sub(&one, &p.Y).Inverse(&denominator)
	u.Mul(&numerator, &denominator)
	v.Inverse(&p.X).Mul(&v, &u)
	return u, v
}
