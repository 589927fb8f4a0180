package row_test

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/consensys/gnark-crypto/ecc"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/frontend"
	"github.com/consensys/gnark/frontend/cs/r1cs"

	"nelumbo.io/circuits/gadget/gadgettest"
	"nelumbo.io/circuits/gadget/row"
)

func TestEachOperationCostsOneRow(t *testing.T) {
	type operation struct {
		define  gadgettest.Define
		in, out []fr.Element
		bad     [][]fr.Element // inputs that are refused
	}
	i := gadgettest.Int
	one := func(v frontend.Variable) []frontend.Variable { return []frontend.Variable{v} }
	operations := map[string]operation{
		"Product": {
			func(s *row.System, in []frontend.Variable) []frontend.Variable { return one(s.Product(in[0], in[1])) },
			[]fr.Element{i(3), i(5)}, []fr.Element{i(15)}, [][]fr.Element{{i(3), i(4)}},
		},
		"ProductLess": {
			func(s *row.System, in []frontend.Variable) []frontend.Variable {
				return one(s.ProductLess(in[0], in[1], s.API().Add(in[2], 1)))
			},
			[]fr.Element{i(3), i(5), i(20)}, []fr.Element{i(-6)}, [][]fr.Element{{i(3), i(5), i(19)}},
		},
		"Quotient": {
			func(s *row.System, in []frontend.Variable) []frontend.Variable { return one(s.Quotient(in[0], in[1])) },
			[]fr.Element{i(15), i(5)}, []fr.Element{i(3)}, [][]fr.Element{{i(15), i(0)}, {i(14), i(5)}},
		},
		"AssertProduct": {
			func(s *row.System, in []frontend.Variable) []frontend.Variable {
				s.AssertProduct(in[0], in[1], in[2])
				return nil
			},
			[]fr.Element{i(3), i(5), i(15)}, nil, [][]fr.Element{{i(3), i(5), i(14)}, {i(0), i(5), i(15)}},
		},
		"AssertEqual": {
			func(s *row.System, in []frontend.Variable) []frontend.Variable {
				s.AssertEqual(in[0], in[1])
				return nil
			},
			[]fr.Element{i(3), i(3)}, nil, [][]fr.Element{{i(3), i(-3)}},
		},
		"AssertBoolean": {
			func(s *row.System, in []frontend.Variable) []frontend.Variable {
				s.AssertBoolean(in[0])
				return nil
			},
			[]fr.Element{i(1)}, nil, [][]fr.Element{{i(2)}, {i(-1)}},
		},
		"AssertNonZero": {
			func(s *row.System, in []frontend.Variable) []frontend.Variable {
				s.AssertNonZero(in[0])
				return nil
			},
			[]fr.Element{i(-7)}, nil, [][]fr.Element{{i(0)}},
		},
	}
	for name, o := range operations {
		g := gadgettest.New(t, len(o.in), len(o.out), o.define)
		if g.Rows != 1 {
			t.Errorf("%s costs %d rows", name, g.Rows)
		}
		if !g.Accepts(t, o.in, o.out) {
			t.Errorf("%s refuses what is right", name)
		}
		for _, bad := range o.bad {
			if g.Accepts(t, bad, o.out) {
				t.Errorf("%s accepts %v", name, bad)
			}
		}
	}
}

// tiny is x * x = y with an unused coefficient order, to pin the dump byte by byte.
type tiny struct {
	Y frontend.Variable `gnark:",public"`
	X frontend.Variable
}

func (c *tiny) Define(api frontend.API) error {
	s := row.New(api)
	s.AssertProduct(api.Add(c.X, 2), c.X, c.Y)
	return nil
}

func TestDumpIsTheDocumentedBytes(t *testing.T) {
	cs, err := frontend.Compile(ecc.BLS12_381.ScalarField(), r1cs.NewBuilder, &tiny{})
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := row.Dump(&got, cs); err != nil {
		t.Fatal(err)
	}
	coefficient := func(v byte) string { return hex.EncodeToString(append([]byte{v}, make([]byte, 31)...)) }
	want := hex.EncodeToString([]byte("NLBROWS1")) + "02000000" + "01000000" + "00000000" + "01000000" +
		"02000000" + "00000000" + coefficient(2) + "02000000" + coefficient(1) + // A = 2 + x
		"01000000" + "02000000" + coefficient(1) + // B = x
		"01000000" + "01000000" + coefficient(1) // C = y
	if hex.EncodeToString(got.Bytes()) != want {
		t.Errorf("got  %x\nwant %s", got.Bytes(), want)
	}
}

func TestDumpRefusesOtherFields(t *testing.T) {
	cs, err := frontend.Compile(ecc.BN254.ScalarField(), r1cs.NewBuilder, &tiny{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := row.Fingerprint(cs); err == nil {
		t.Error("a circuit over BN254 has a fingerprint over BLS12-381")
	}
}
