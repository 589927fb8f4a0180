package poseidon2

import (
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/frontend"

	"nelumbo.io/circuits/gadget/gadgettest"
	"nelumbo.io/circuits/gadget/row"
)

func permutationGadget(t *testing.T) *gadgettest.Gadget {
	return gadgettest.New(t, Width, Width, func(s *row.System, in []frontend.Variable) []frontend.Variable {
		out := permute(s, [Width]frontend.Variable(in))
		return out[:]
	})
}

func TestCircuitPermutesAsPlain(t *testing.T) {
	g := permutationGadget(t)
	if g.Rows != Cost || Cost != 264 {
		t.Errorf("%d rows, want 264", g.Rows)
	}
	states := [][]fr.Element{
		gadgettest.Random(t, Width), gadgettest.Random(t, Width), make([]fr.Element, Width),
		{gadgettest.Int(-1), gadgettest.Int(-1), gadgettest.Int(-1), gadgettest.Int(-1)},
		{gadgettest.Int(0), gadgettest.Int(1), gadgettest.Int(2), gadgettest.Int(3)},
	}
	for _, in := range states {
		out := [Width]fr.Element(in)
		Permute(&out)
		if !g.Accepts(t, in, out[:]) {
			t.Errorf("permutation of %v refused", in)
		}
		for i := range out {
			wrong := out
			one := gadgettest.Int(1)
			wrong[i].Add(&wrong[i], &one)
			if g.Accepts(t, in, wrong[:]) {
				t.Errorf("wrong output %d accepted", i)
			}
		}
	}
}

func TestCircuitCompressionsAgreeWithPlain(t *testing.T) {
	g := gadgettest.New(t, Width, 2, func(s *row.System, in []frontend.Variable) []frontend.Variable {
		return []frontend.Variable{
			CircuitC4(s, in[0], in[1], in[2], in[3]), CircuitNode(s, [Width]frontend.Variable(in)),
		}
	})
	in := gadgettest.Random(t, Width)
	c4, node := C4(in[0], in[1], in[2], in[3]), Node([Width]fr.Element(in))
	if !g.Accepts(t, in, []fr.Element{c4, node}) {
		t.Error("right outputs refused")
	}
	if g.Accepts(t, in, []fr.Element{node, c4}) {
		t.Error("C4 and Node are the same")
	}
}

func TestCircuitTakesConstants(t *testing.T) {
	g := gadgettest.New(t, 1, 1, func(s *row.System, in []frontend.Variable) []frontend.Variable {
		return []frontend.Variable{CircuitC4(s, 5, in[0], 0, 7)}
	})
	in := gadgettest.Random(t, 1)
	out := C4(gadgettest.Int(5), in[0], fr.Element{}, gadgettest.Int(7))
	if !g.Accepts(t, in, []fr.Element{out}) {
		t.Error("constants among the inputs change the hash")
	}
}
