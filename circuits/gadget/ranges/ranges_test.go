package ranges

import (
	"math/big"
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/frontend"

	"nelumbo.io/circuits/gadget/gadgettest"
	"nelumbo.io/circuits/gadget/row"
)

func rangeGadget(t *testing.T) *gadgettest.Gadget {
	return gadgettest.New(t, 1+Width, 0, func(s *row.System, in []frontend.Variable) []frontend.Variable {
		bits := Bits(in[1:])
		CircuitAssert(s, in[0], &bits)
		return nil
	})
}

func withBits(v fr.Element) []fr.Element {
	in := []fr.Element{v}
	for _, b := range AssignBits(v) {
		in = append(in, gadgettest.Int(int64(b.(uint))))
	}
	return in
}

func fromString(s string) fr.Element {
	var e fr.Element
	if _, err := e.SetString(s); err != nil {
		panic(err)
	}
	return e
}

func TestRangeHoldsExactlyBelowTwoTo64(t *testing.T) {
	g := rangeGadget(t)
	if g.Rows != Cost {
		t.Errorf("%d rows, want %d", g.Rows, Cost)
	}
	for s, want := range map[string]bool{
		"0": true, "1": true, "2": true, "9223372036854775808": true, "18446744073709551615": true,
		"18446744073709551616": false, "18446744073709551617": false, "-1": false, "-18446744073709551615": false,
		// (r + 1) / 2 and (r - 1) / 2
		"26217937587563095239723870254092982918845276250263818911301829349969290592257": false,
		"26217937587563095239723870254092982918845276250263818911301829349969290592256": false,
	} {
		v := fromString(s)
		if got := g.Accepts(t, withBits(v), nil); got != want || Below(v) != want {
			t.Errorf("%s: circuit %v, twin %v, want %v", s, got, Below(v), want)
		}
	}
}

// Bits that spell the value but are not bits are refused one by one.
func TestRangeRefusesLyingBits(t *testing.T) {
	g := rangeGadget(t)
	five := withBits(gadgettest.Int(5)) // 1 + 4
	lies := map[string]func(in []fr.Element){
		"2 * 2 for 4":           func(in []fr.Element) { in[1+1], in[1+2] = gadgettest.Int(2), gadgettest.Int(0) },
		"-1 * 1 for 1 of two":   func(in []fr.Element) { in[1], in[1+1] = gadgettest.Int(-1), gadgettest.Int(1) },
		"5 in one bit":          func(in []fr.Element) { in[1], in[1+2] = gadgettest.Int(5), gadgettest.Int(0) },
		"fraction in top bit":   func(in []fr.Element) { in[1], in[64] = gadgettest.Int(0), topFraction() },
		"other bits, same size": func(in []fr.Element) { in[1] = gadgettest.Int(0) },
	}
	if !g.Accepts(t, five, nil) {
		t.Fatal("honest bits refused")
	}
	for name, tell := range lies {
		in := append([]fr.Element(nil), five...)
		tell(in)
		if g.Accepts(t, in, nil) {
			t.Errorf("%s accepted", name)
		}
	}
}

// topFraction is 1 / 2^63: in the top bit it counts as one.
func topFraction() fr.Element {
	var e fr.Element
	e.SetBigInt(new(big.Int).Lsh(big.NewInt(1), 63))
	return *e.Inverse(&e)
}
