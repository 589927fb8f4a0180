package setup

import (
	"errors"
	"fmt"
	"math/big"
	"math/bits"

	"github.com/consensys/gnark-crypto/ecc"
	curve "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr/fft"
	groth16 "github.com/consensys/gnark/backend/groth16/bls12-381"
	"github.com/consensys/gnark/constraint"
	cs "github.com/consensys/gnark/constraint/bls12-381"
)

// Keys is one circuit's pair of keys in gnark's form.
type Keys struct {
	Proving   groth16.ProvingKey
	Verifying groth16.VerifyingKey
}

// columns holds, for every wire, its polynomials of A, B and C evaluated at tau.
type columns struct{ a, b, c []fr.Element }

// Generate makes both keys of a system from given toxic waste. It refuses systems with commitments (the pool's circuits have
// none), waste with a zero, and systems with a public input that no row uses: such an input would verify with any value.
func Generate(system *cs.R1CS, waste ToxicWaste) (*Keys, error) {
	if info, ok := system.CommitmentInfo.(constraint.Groth16Commitments); ok && len(info) != 0 {
		return nil, fmt.Errorf("the system has %d commitments; circuits of the pool have none", len(info))
	}
	for _, e := range []fr.Element{waste.Tau, waste.Alpha, waste.Beta, waste.Gamma, waste.Delta} {
		if e.IsZero() {
			return nil, errors.New("toxic waste contains a zero")
		}
	}
	domain := fft.NewDomain(uint64(system.GetNbConstraints()))
	cols, err := evaluate(system, domain, waste.Tau)
	if err != nil {
		return nil, err
	}
	keys := new(Keys)
	keys.Proving.Domain = *domain
	if err := keys.fill(system.GetNbPublicVariables(), cols, waste); err != nil {
		return nil, err
	}
	return keys, nil
}

// evaluate sums, row by row, coefficient times Lagrange polynomial at tau.
func evaluate(system *cs.R1CS, domain *fft.Domain, tau fr.Element) (columns, error) {
	wires := system.GetNbPublicVariables() + system.GetNbSecretVariables() + system.GetNbInternalVariables()
	cols := columns{make([]fr.Element, wires), make([]fr.Element, wires), make([]fr.Element, wires)}
	lagrange, err := lagrangeAt(domain, system.GetNbConstraints(), tau)
	if err != nil {
		return cols, err
	}
	add := func(column []fr.Element, expression constraint.LinearExpression, weight *fr.Element) {
		for _, term := range expression {
			var product fr.Element
			product.Mul(&system.Coefficients[term.CoeffID()], weight)
			wire := &column[term.WireID()]
			wire.Add(wire, &product)
		}
	}
	row := 0
	rows := system.GetR1CIterator()
	for r := rows.Next(); r != nil; r = rows.Next() {
		if row >= len(lagrange) {
			return cols, errors.New("the system iterates over more rows than it counts")
		}
		add(cols.a, r.L, &lagrange[row])
		add(cols.b, r.R, &lagrange[row])
		add(cols.c, r.O, &lagrange[row])
		row++
	}
	if row != len(lagrange) {
		return cols, fmt.Errorf("the system counts %d rows but iterates over %d", len(lagrange), row)
	}
	return cols, nil
}

// lagrangeAt gives the first `rows` Lagrange polynomials of the domain at tau: L_j = w^j (tau^n - 1) / (n (tau - w^j)).
func lagrangeAt(domain *fft.Domain, rows int, tau fr.Element) ([]fr.Element, error) {
	vanishing := vanishingAt(domain, tau)
	if vanishing.IsZero() {
		return nil, errors.New("tau lies in the domain")
	}
	root := fr.One()
	denominators := make([]fr.Element, rows)
	roots := make([]fr.Element, rows)
	for j := range denominators {
		roots[j] = root
		denominators[j].Sub(&tau, &root)
		root.Mul(&root, &domain.Generator)
	}
	values := fr.BatchInvert(denominators)
	var scale fr.Element
	scale.Mul(&vanishing, &domain.CardinalityInv)
	for j := range values {
		values[j].Mul(&values[j], &roots[j]).Mul(&values[j], &scale)
	}
	return values, nil
}

func vanishingAt(domain *fft.Domain, tau fr.Element) fr.Element {
	one := fr.One()
	var value fr.Element
	value.Exp(tau, new(big.Int).SetUint64(domain.Cardinality))
	value.Sub(&value, &one)
	return value
}

// fill multiplies the generators by all scalars of the key in one batch per group.
func (k *Keys) fill(public int, cols columns, waste ToxicWaste) error {
	domain := &k.Proving.Domain
	var gammaInverse, deltaInverse fr.Element
	gammaInverse.Inverse(&waste.Gamma)
	deltaInverse.Inverse(&waste.Delta)

	ic := linearCombination(cols, waste, gammaInverse, 0, public)
	for i := range ic {
		if ic[i].IsZero() {
			return fmt.Errorf("public wire %d is used by no row: its IC point would be infinity", i)
		}
	}
	private := linearCombination(cols, waste, deltaInverse, public, len(cols.a))
	z := quotientBasis(domain, waste.Tau, deltaInverse)
	k.Proving.InfinityA, k.Proving.NbInfinityA = zeros(cols.a)
	k.Proving.InfinityB, k.Proving.NbInfinityB = zeros(cols.b)
	a, b := nonZero(cols.a), nonZero(cols.b)

	_, _, g1, g2 := curve.Generators()
	scalars := []fr.Element{waste.Alpha, waste.Beta, waste.Delta}
	for _, part := range [][]fr.Element{a, b, z, ic, private} {
		scalars = append(scalars, part...)
	}
	points := multiplesVartime[curve.G1Affine, curve.G1Jac](&g1, scalars)
	take := func(n int) []curve.G1Affine {
		part := points[:n:n]
		points = points[n:]
		return part
	}
	single := take(3)
	k.Proving.G1.Alpha, k.Proving.G1.Beta, k.Proving.G1.Delta = single[0], single[1], single[2]
	k.Proving.G1.A, k.Proving.G1.B = take(len(a)), take(len(b))
	k.Proving.G1.Z = bitReversed(take(len(z)))[:len(z)-1]
	k.Verifying.G1.K, k.Proving.G1.K = take(len(ic)), take(len(private))

	points2 := multiplesVartime[curve.G2Affine, curve.G2Jac](&g2, append(b, waste.Beta, waste.Delta, waste.Gamma))
	k.Proving.G2.B = points2[:len(b):len(b)]
	k.Proving.G2.Beta, k.Proving.G2.Delta = points2[len(b)], points2[len(b)+1]
	k.Verifying.G2.Gamma = points2[len(b)+2]
	k.Verifying.G1.Alpha, k.Verifying.G1.Beta, k.Verifying.G1.Delta = single[0], single[1], single[2]
	k.Verifying.G2.Beta, k.Verifying.G2.Delta = k.Proving.G2.Beta, k.Proving.G2.Delta
	return k.Verifying.Precompute()
}

// linearCombination gives (beta a + alpha b + c) * scale for the wires from..to.
func linearCombination(cols columns, waste ToxicWaste, scale fr.Element, from, to int) []fr.Element {
	out := make([]fr.Element, to-from)
	for i := range out {
		var left, right fr.Element
		left.Mul(&cols.a[from+i], &waste.Beta)
		right.Mul(&cols.b[from+i], &waste.Alpha)
		out[i].Add(&left, &right).Add(&out[i], &cols.c[from+i]).Mul(&out[i], &scale)
	}
	return out
}

// quotientBasis gives tau^i (tau^n - 1) / delta for i < n, in natural order.
func quotientBasis(domain *fft.Domain, tau, deltaInverse fr.Element) []fr.Element {
	power := vanishingAt(domain, tau)
	power.Mul(&power, &deltaInverse)
	out := make([]fr.Element, domain.Cardinality)
	for i := range out {
		out[i] = power
		power.Mul(&power, &tau)
	}
	return out
}

func zeros(column []fr.Element) ([]bool, uint64) {
	marks := make([]bool, len(column))
	count := uint64(0)
	for i := range column {
		if column[i].IsZero() {
			marks[i] = true
			count++
		}
	}
	return marks, count
}

func nonZero(column []fr.Element) []fr.Element {
	out := make([]fr.Element, 0, len(column)+3)
	for i := range column {
		if !column[i].IsZero() {
			out = append(out, column[i])
		}
	}
	return out
}

// bitReversed permutes a slice whose length is a power of two; the permutation is its own inverse.
func bitReversed[P any](points []P) []P {
	shift := 64 - bits.TrailingZeros(uint(len(points)))
	out := make([]P, len(points))
	for i := range points {
		out[bits.Reverse64(uint64(i))>>shift] = points[i]
	}
	return out
}

// DomainSize is the size of the evaluation domain of a system: the least power of two that holds its rows.
func DomainSize(system *cs.R1CS) uint64 {
	return ecc.NextPowerOfTwo(uint64(system.GetNbConstraints()))
}
