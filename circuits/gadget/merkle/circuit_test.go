package merkle

import (
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/frontend"

	"nelumbo.io/circuits/gadget/gadgettest"
	"nelumbo.io/circuits/gadget/poseidon2"
	"nelumbo.io/circuits/gadget/row"
)

const inputCount = 1 + 2*Levels + Arity*Levels

// pathGadget takes the leaf, the bits and the children, and returns position and root.
func pathGadget(t *testing.T) *gadgettest.Gadget {
	return gadgettest.New(t, inputCount, 2, func(s *row.System, in []frontend.Variable) []frontend.Variable {
		var p PathVars
		for l := range Levels {
			copy(p.Bits[l][:], in[1+2*l:])
			copy(p.Children[l][:], in[1+2*Levels+Arity*l:])
		}
		return []frontend.Variable{CircuitPosition(s, &p), CircuitRoot(s, in[0], &p)}
	})
}

func bitIndex(level, k int) int       { return 1 + 2*level + k }
func childIndex(level, child int) int { return 1 + 2*Levels + Arity*level + child }

func assign(leaf fr.Element, position uint32, path *Path) (in, out []fr.Element) {
	children, root := Expand(leaf, position, path)
	p := AssignPath(position, &children)
	in = []fr.Element{leaf}
	for _, bits := range p.Bits {
		in = append(in, gadgettest.Int(int64(bits[0].(int))), gadgettest.Int(int64(bits[1].(int))))
	}
	for _, c := range children {
		in = append(in, c[:]...)
	}
	return in, []fr.Element{gadgettest.Int(int64(position)), root}
}

func randomPath(t *testing.T) *Path {
	var p Path
	for l := range p {
		copy(p[l][:], gadgettest.Random(t, Arity-1))
	}
	return &p
}

func TestCircuitPathsAgreeWithPlain(t *testing.T) {
	g := pathGadget(t)
	if want := Levels * (DigitCost + MuxCost + poseidon2.Cost); g.Rows != want {
		t.Errorf("%d rows, want %d", g.Rows, want)
	}
	for _, position := range []uint32{0, 1, 2, 3, 4, 0xe4, 0xffffffff, 0x80000000, 0x1b1b1b1b} {
		in, out := assign(gadgettest.Random(t, 1)[0], position, randomPath(t))
		if !g.Accepts(t, in, out) {
			t.Errorf("position %#x refused", position)
		}
	}
}

func TestCircuitPathRefusesLies(t *testing.T) {
	g := pathGadget(t)
	leaf, path := gadgettest.Random(t, 1)[0], randomPath(t)
	const position = 0xe4 // digits 0, 1, 2, 3, 0, ...
	lies := map[string]func(in, out []fr.Element){
		"selector bit of 2":       func(in, _ []fr.Element) { in[bitIndex(4, 0)] = gadgettest.Int(2) },
		"selector bit of -1":      func(in, _ []fr.Element) { in[bitIndex(7, 1)] = gadgettest.Int(-1) },
		"other digit, level 1":    func(in, _ []fr.Element) { in[bitIndex(1, 1)] = gadgettest.Int(1) },
		"another leaf":            func(in, _ []fr.Element) { in[0] = gadgettest.Int(9) },
		"another own child":       func(in, _ []fr.Element) { in[childIndex(2, 2)] = gadgettest.Int(9) },
		"inner node for leaf":     func(in, _ []fr.Element) { in[0] = in[childIndex(1, 1)] },
		"own child of next digit": func(in, _ []fr.Element) { swap(in, childIndex(3, 3), childIndex(3, 2)) },
		"another sibling":         func(in, _ []fr.Element) { in[childIndex(5, 3)] = gadgettest.Int(9) },
		"another root":            func(_, out []fr.Element) { out[1] = gadgettest.Int(9) },
		"another position":        func(_, out []fr.Element) { out[0] = gadgettest.Int(position + 4) },
		"position plus 2^32":      func(_, out []fr.Element) { out[0] = gadgettest.Int(position + 1<<32) },
	}
	if in, out := assign(leaf, position, path); !g.Accepts(t, in, out) {
		t.Fatal("honest path refused")
	}
	for name, tell := range lies {
		in, out := assign(leaf, position, path)
		tell(in, out)
		if g.Accepts(t, in, out) {
			t.Errorf("%s accepted", name)
		}
	}
}

func swap(in []fr.Element, i, j int) { in[i], in[j] = in[j], in[i] }

// A digit whose "bits" are not bits lets the own child be any combination of the four: then a prover could place its
// leaf where no digit points. Everything else is made to fit, so that only the rows of the bits refuse it.
func TestDigitsAreMadeOfBits(t *testing.T) {
	g := pathGadget(t)
	half := gadgettest.Int(2)
	half.Inverse(&half)
	for level := range Levels {
		for k := range 2 {
			leaf, path := gadgettest.Random(t, 1)[0], randomPath(t)
			in, out := assign(leaf, 0, path)
			if !g.Accepts(t, in, out) {
				t.Errorf("level %d: honest path refused", level)
			}
			// The own child is child 0. With the bit at 2 it must be c0 + 2 (c - c0) for c = child 1 or child 2.
			own := in[childIndex(level, 0)]
			other := gadgettest.Random(t, 1)[0]
			var middle fr.Element
			middle.Add(&own, &other).Mul(&middle, &half)
			in[childIndex(level, 0)], in[childIndex(level, 1<<k)] = other, middle
			in[bitIndex(level, k)] = gadgettest.Int(2)
			root := rehash(in, level)
			position := gadgettest.Int(2 << (2*level + k))
			if g.Accepts(t, in, []fr.Element{position, root}) {
				t.Errorf("level %d: bit %d may be 2", level, k)
			}
		}
	}
}

// rehash puts the nodes above a level right, where their digits are zero, and returns the root.
func rehash(in []fr.Element, level int) fr.Element {
	var node fr.Element
	for l := level; l < Levels; l++ {
		if l > level {
			in[childIndex(l, 0)] = node
		}
		node = poseidon2.Node([Arity]fr.Element(in[childIndex(l, 0) : childIndex(l, 0)+Arity]))
	}
	return node
}
