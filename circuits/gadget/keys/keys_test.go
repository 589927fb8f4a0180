package keys

import (
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/frontend"

	"nelumbo.io/circuits/gadget/gadgettest"
	"nelumbo.io/circuits/gadget/row"
)

func TestCircuitAgreesWithPlain(t *testing.T) {
	g := gadgettest.New(t, 4, 2, func(s *row.System, in []frontend.Variable) []frontend.Variable {
		ko := CircuitCommit(s, in[0], in[1], in[2])
		return []frontend.Variable{ko, CircuitOwner(s, ko, in[3])}
	})
	for range 4 {
		in := gadgettest.Random(t, 4)
		ko := Commit(in[0], in[1], in[2])
		out := []fr.Element{ko, Owner(ko, in[3])}
		if !g.Accepts(t, in, out) {
			t.Error("honest derivation refused")
		}
		for i := range in {
			changed := append([]fr.Element(nil), in...)
			changed[i] = gadgettest.Int(3)
			if g.Accepts(t, changed, out) {
				t.Errorf("input %d is not bound", i)
			}
		}
	}
}

func TestDiversifierIsLittleEndian(t *testing.T) {
	var d [16]byte
	d[0], d[1] = 1, 2
	if got, want := Diversifier(d), gadgettest.Int(0x201); !got.Equal(&want) {
		t.Errorf("got %s", got.String())
	}
	for i := range d {
		d[i] = 0xff
	}
	var want fr.Element
	want.SetString("0xffffffffffffffffffffffffffffffff")
	if got := Diversifier(d); !got.Equal(&want) {
		t.Errorf("got %s", got.String())
	}
}
