package jubjub

import (
	"encoding/json"
	"math/big"
	"os"
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/frontend"

	"nelumbo.io/circuits/gadget/gadgettest"
	"nelumbo.io/circuits/gadget/row"
)

const sharedVectors = "../../../../shared/vectors"

// torsion returns the eight points whose order divides eight.
func torsion(t *testing.T) []Point {
	t.Helper()
	for y := int64(2); ; y++ {
		p, ok := pointWithY(gadgettest.Int(y))
		if !ok {
			continue
		}
		p.ScalarMultiplication(&p, Order())
		var four Point
		four.Double(&p)
		four.Double(&four)
		if four.IsZero() {
			continue // not of order eight itself
		}
		all := make([]Point, 8)
		all[0].Y.SetOne()
		for i := 1; i < 8; i++ {
			all[i].Add(&all[i-1], &p)
		}
		return all
	}
}

func pointWithY(y fr.Element) (Point, bool) {
	var yy, top, bottom, one fr.Element
	one.SetOne()
	yy.Square(&y)
	top.Sub(&yy, &one)
	bottom.Mul(&yy, &curve.D).Add(&bottom, &one)
	top.Div(&top, &bottom)
	p := Point{Y: y}
	return p, p.X.Sqrt(&top) != nil
}

func randomPoint(t *testing.T) Point {
	t.Helper()
	k := gadgettest.Random(t, 1)[0]
	var p Point
	return *p.ScalarMultiplication(&Base, k.BigInt(new(big.Int)))
}

func TestBaseIsSaplingsSpendAuthBase(t *testing.T) {
	b, err := os.ReadFile(sharedVectors + "/zcash-test-vectors/sapling_generators.json")
	if err != nil {
		t.Fatalf("vectors not found (%v): see circuits/vectors/README.md for where they come from", err)
	}
	var rows [][]string
	if err := json.Unmarshal(b, &rows); err != nil {
		t.Fatal(err)
	}
	// The file prints big-endian; the first bit is the sign of x.
	want, _ := new(big.Int).SetString(rows[2][0], 16)
	sign := want.Bit(255)
	want.SetBit(want, 255, 0)
	if Base.Y.BigInt(new(big.Int)).Cmp(want) != 0 || Base.X.Bits()[0]&1 != uint64(sign) {
		t.Error("base point differs from Sapling's generator of spending keys")
	}
	var o Point
	if o.ScalarMultiplication(&Base, Order()); !o.IsZero() || !IsValidKey(Base) {
		t.Error("base point is not of prime order")
	}
}

func TestRandomizeAgreesWithSapling(t *testing.T) {
	b, err := os.ReadFile(sharedVectors + "/zcash-test-vectors/sapling_signatures.json")
	if err != nil {
		t.Fatalf("vectors not found (%v): see circuits/vectors/README.md for where they come from", err)
	}
	var rows [][]string
	if err := json.Unmarshal(b, &rows); err != nil {
		t.Fatal(err)
	}
	number := func(s string) *big.Int {
		n, ok := new(big.Int).SetString(s, 16)
		if !ok {
			t.Fatalf("%q is not hex", s)
		}
		return n
	}
	for i, r := range rows[2:] {
		var ak Point
		ak.ScalarMultiplication(&Base, number(r[0]))
		rk := Randomize(ak, number(r[2]))
		for name, c := range map[string]struct {
			p    Point
			want string
		}{"vk": {ak, r[1]}, "rvk": {rk, r[4]}} {
			want := number(c.want)
			sign := want.Bit(255)
			want.SetBit(want, 255, 0)
			if c.p.Y.BigInt(new(big.Int)).Cmp(want) != 0 || c.p.X.Bits()[0]&1 != uint64(sign) {
				t.Errorf("row %d: %s differs", i, name)
			}
		}
	}
}

func keyGadget(t *testing.T) *gadgettest.Gadget {
	return gadgettest.New(t, 2, 0, func(s *row.System, in []frontend.Variable) []frontend.Variable {
		CircuitAssertKey(s, PointVars{in[0], in[1]})
		return nil
	})
}

func TestKeyMustBeOnCurveAndNotOfSmallOrder(t *testing.T) {
	g := keyGadget(t)
	check := func(name string, p Point, want bool) {
		t.Helper()
		if got := g.Accepts(t, []fr.Element{p.X, p.Y}, nil); got != want || IsValidKey(p) != want {
			t.Errorf("%s: circuit %v, twin %v, want %v", name, got, IsValidKey(p), want)
		}
	}
	check("base", Base, true)
	check("random point", randomPoint(t), true)
	small := torsion(t)
	seen := map[Point]bool{}
	for _, p := range small {
		if !p.IsOnCurve() {
			t.Fatal("torsion point off the curve")
		}
		seen[p] = true
		check("point of small order", p, false)
		// Large order, but not in the prime-order subgroup: allowed; signatures are verified with the cofactor.
		mixed := randomPoint(t)
		mixed.Add(&mixed, &p)
		check("sum with a point of small order", mixed, true)
	}
	if len(seen) != 8 {
		t.Errorf("%d distinct points of small order, want 8", len(seen))
	}
	check("(0, 0)", Point{}, false)
	off := randomPoint(t)
	one := gadgettest.Int(1)
	off.X.Add(&off.X, &one)
	check("off the curve", off, false)
	check("swapped coordinates", Point{X: Base.Y, Y: Base.X}, false)
}

func TestCompleteAddition(t *testing.T) {
	define := func(s *row.System, in []frontend.Variable) []frontend.Variable {
		sum := CircuitAdd(s, PointVars{in[0], in[1]}, PointVars{in[2], in[3]})
		CircuitAssertSum(s, PointVars{in[0], in[1]}, PointVars{in[2], in[3]}, sum)
		return []frontend.Variable{sum.X, sum.Y}
	}
	g := gadgettest.New(t, 4, 2, define)
	if g.Rows != 12 {
		t.Errorf("%d rows, want 12", g.Rows)
	}
	p, q := randomPoint(t), randomPoint(t)
	var minusP, identity Point
	minusP.Neg(&p)
	identity.Y.SetOne()
	points := append(torsion(t), p, q, minusP, identity, Base)
	one := gadgettest.Int(1)
	for _, a := range points {
		for _, b := range points {
			var sum Point
			sum.Add(&a, &b)
			in := []fr.Element{a.X, a.Y, b.X, b.Y}
			if !g.Accepts(t, in, []fr.Element{sum.X, sum.Y}) {
				t.Errorf("%v + %v refused", a, b)
			}
			sum.X.Add(&sum.X, &one)
			if g.Accepts(t, in, []fr.Element{sum.X, sum.Y}) {
				t.Errorf("wrong sum of %v and %v accepted", a, b)
			}
		}
	}
}

const scalarInputs = 3 * Windows

func mulGadget(t *testing.T) *gadgettest.Gadget {
	return gadgettest.New(t, scalarInputs, 2, func(s *row.System, in []frontend.Variable) []frontend.Variable {
		var scalar ScalarVars
		for i := range scalar {
			scalar[i] = DigitVars{Bits: [2]frontend.Variable{in[3*i], in[3*i+1]}, Free: in[3*i+2]}
		}
		p := CircuitMulBase(s, &scalar)
		return []frontend.Variable{p.X, p.Y}
	})
}

func flatten(s *ScalarVars) []fr.Element {
	var in []fr.Element
	for _, d := range s {
		in = append(in, gadgettest.Int(int64(d.Bits[0].(int))), gadgettest.Int(int64(d.Bits[1].(int))), d.Free.(fr.Element))
	}
	return in
}

func edgeScalars() map[string]*big.Int {
	l := Order()
	sub := func(n int64) *big.Int { return new(big.Int).Sub(l, big.NewInt(n)) }
	mul := func(n int64) *big.Int {
		v := new(big.Int).Lsh(big.NewInt(n), 3*(Windows-1))
		return v.Mod(v, l)
	}
	return map[string]*big.Int{
		"0": big.NewInt(0), "1": big.NewInt(1), "2": big.NewInt(2), "l - 1": sub(1), "l - 2": sub(2),
		"half": new(big.Int).Rsh(l, 1), "2^251": new(big.Int).Lsh(big.NewInt(1), 251),
		// The sum of the lower windows equals the last summand, or is its opposite (which is 0 above).
		"doubling in the last window": mul(14),
		"7 * 8^83":                    mul(7),
	}
}

func TestMulBaseAgreesWithPlain(t *testing.T) {
	g := mulGadget(t)
	if g.Rows != 590 {
		t.Errorf("%d rows, want 590", g.Rows)
	}
	scalars := edgeScalars()
	for i := range 12 {
		k := gadgettest.Random(t, 1)[0]
		n := k.BigInt(new(big.Int))
		scalars["random "+string(rune('a'+i))] = n.Mod(n, Order())
	}
	for name, alpha := range scalars {
		s, err := AssignScalar(alpha)
		if err != nil {
			t.Fatal(err)
		}
		var want Point
		want.ScalarMultiplication(&Base, alpha)
		if !g.Accepts(t, flatten(&s), []fr.Element{want.X, want.Y}) {
			t.Errorf("alpha %s refused", name)
		}
	}
}

// The digits are exactly the odd numbers from -7 to 7, they stand for alpha modulo l, and one alpha of the edge cases
// makes the last two summands equal.
func TestDigitsSpellAlpha(t *testing.T) {
	doubling := false
	for name, alpha := range edgeScalars() {
		ds, err := digits(alpha)
		if err != nil {
			t.Fatal(err)
		}
		sum, lower := new(big.Int), new(big.Int)
		for i, d := range ds {
			if d%2 == 0 || d < -7 || d > 7 {
				t.Errorf("alpha %s: digit %d", name, d)
			}
			term := new(big.Int).Lsh(big.NewInt(int64(d)), uint(3*i))
			if i == Windows-1 {
				difference := new(big.Int).Sub(lower, term)
				doubling = doubling || difference.Mod(difference, Order()).Sign() == 0
			}
			lower.Add(lower, term)
		}
		if sum.Sub(lower, alpha).Mod(sum, Order()).Sign() != 0 {
			t.Errorf("alpha %s: digits spell %s", name, lower)
		}
	}
	if !doubling {
		t.Error("no edge case doubles in the last window")
	}
	for _, bad := range []*big.Int{Order(), big.NewInt(-1), new(big.Int).Lsh(big.NewInt(1), 252)} {
		if _, err := AssignScalar(bad); err == nil {
			t.Errorf("alpha %s accepted", bad)
		}
	}
}

// The premise of the additions without exceptions: 8^(i+1) < l for every window but the last.
func TestPartialSumsCannotCollide(t *testing.T) {
	limit := new(big.Int).Lsh(big.NewInt(1), 3*(Windows-1))
	if limit.Cmp(Order()) >= 0 {
		t.Error("partial sums before the last window reach the order")
	}
	if limit.Lsh(limit, 3).Cmp(Order()) <= 0 {
		t.Error("the last window would not need a complete addition")
	}
}

// A prover that puts another point into any window is refused, whichever point: the windows' points belong to G.
func TestEveryWindowIsTiedToTheBase(t *testing.T) {
	g := mulGadget(t)
	alpha := gadgettest.Random(t, 1)[0]
	n := alpha.BigInt(new(big.Int))
	s, err := AssignScalar(n.Mod(n, Order()))
	if err != nil {
		t.Fatal(err)
	}
	var right Point
	right.ScalarMultiplication(&Base, n)
	honest := flatten(&s)
	if !g.Accepts(t, honest, []fr.Element{right.X, right.Y}) {
		t.Fatal("honest scalar refused")
	}
	for i := range Windows {
		in := append([]fr.Element(nil), honest...)
		in[3*i+2] = windows[(i+1)%Windows].free[1]
		if g.Accepts(t, in, []fr.Element{right.X, right.Y}) {
			t.Errorf("window %d takes a point of another window", i)
		}
		in[3*i+2].Neg(&honest[3*i+2])
		if g.Accepts(t, in, []fr.Element{right.X, right.Y}) {
			t.Errorf("window %d: another sign, the same product", i)
		}
		in[3*i+2], in[3*i] = honest[3*i+2], gadgettest.Int(2)
		if g.Accepts(t, in, []fr.Element{right.X, right.Y}) {
			t.Errorf("window %d takes a bit of 2", i)
		}
	}
}

// A digit whose "bits" are not bits spells a point off the curve. Its square fits, and nothing but the rows of the
// bits refuses it: no product is asked for here.
func TestDigitsAreMadeOfBits(t *testing.T) {
	g := gadgettest.New(t, scalarInputs, 0, func(s *row.System, in []frontend.Variable) []frontend.Variable {
		var scalar ScalarVars
		for i := range scalar {
			scalar[i] = DigitVars{Bits: [2]frontend.Variable{in[3*i], in[3*i+1]}, Free: in[3*i+2]}
		}
		CircuitMulBase(s, &scalar)
		return nil
	})
	s, err := AssignScalar(big.NewInt(12345))
	if err != nil {
		t.Fatal(err)
	}
	honest := flatten(&s)
	if !g.Accepts(t, honest, nil) {
		t.Fatal("honest digits refused")
	}
	for i := range Windows {
		for k := range 2 {
			in := append([]fr.Element(nil), honest...)
			in[3*i+1-k] = fr.Element{}
			in[3*i+k], in[3*i+2] = fakeDigit(t, i, k)
			if g.Accepts(t, in, nil) {
				t.Errorf("window %d takes %s for bit %d", i, in[3*i+k].String(), k)
			}
		}
	}
}

// fakeDigit returns a value for bit k of a window, the other bit being zero, that is not a bit, and the root of what
// the table then gives for the square of the free coordinate.
func fakeDigit(t *testing.T, window, k int) (bit, free fr.Element) {
	t.Helper()
	var zero, one, slope fr.Element
	zero.Square(&windows[window].free[0])
	one.Square(&windows[window].free[1+k])
	slope.Sub(&one, &zero)
	for v := int64(2); v < 200; v++ {
		bit = gadgettest.Int(v)
		free.Mul(&slope, &bit).Add(&free, &zero)
		if free.Sqrt(&free) != nil {
			return bit, free
		}
		free = fr.Element{}
	}
	t.Fatal("no square found")
	return bit, free
}
