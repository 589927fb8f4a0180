// Package gadgettest compiles single gadgets and solves them for tests, with gnark's constraint solver and with its
// test engine alike.
package gadgettest

import (
	"testing"

	"github.com/consensys/gnark-crypto/ecc"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/constraint"
	"github.com/consensys/gnark/constraint/solver"
	"github.com/consensys/gnark/frontend"
	"github.com/consensys/gnark/frontend/cs/r1cs"
	"github.com/consensys/gnark/test"

	"nelumbo.io/circuits/gadget/row"
)

// Define writes a gadget from its input wires and returns its output wires.
type Define func(s *row.System, in []frontend.Variable) []frontend.Variable

// Gadget is a compiled gadget.
type Gadget struct {
	// Rows is what the gadget costs, the comparison of its outputs not counted.
	Rows    int
	cs      constraint.ConstraintSystem
	in, out int
	define  Define
}

type circuit struct {
	In, Out []frontend.Variable
	gadget  *Gadget
}

func (c *circuit) Define(api frontend.API) error {
	s := row.New(api)
	s.Begin(1, "gadget")
	got := c.gadget.define(s, c.In)
	s.Begin(2, "outputs")
	for i := range got {
		s.AssertEqual(got[i], c.Out[i])
	}
	if sections := s.Sections(); sections != nil {
		c.gadget.Rows = sections[0].To - sections[0].From
	}
	return nil
}

// New compiles a gadget with in inputs and out outputs, all secret.
func New(t *testing.T, in, out int, define Define) *Gadget {
	t.Helper()
	g := &Gadget{in: in, out: out, define: define}
	cs, err := frontend.Compile(ecc.BLS12_381.ScalarField(), r1cs.NewBuilder, g.circuit())
	if err != nil {
		t.Fatal(err)
	}
	g.cs = cs
	return g
}

func (g *Gadget) circuit() *circuit {
	return &circuit{
		In: make([]frontend.Variable, g.in), Out: make([]frontend.Variable, g.out), gadget: g,
	}
}

// Accepts says whether the gadget is satisfied with these inputs and outputs. It fails the test if the constraint
// solver and the test engine disagree.
func (g *Gadget) Accepts(t *testing.T, in, out []fr.Element) bool {
	t.Helper()
	if len(in) != g.in || len(out) != g.out {
		t.Fatalf("%d inputs and %d outputs, want %d and %d", len(in), len(out), g.in, g.out)
	}
	values := g.circuit()
	for i := range in {
		values.In[i] = in[i]
	}
	for i := range out {
		values.Out[i] = out[i]
	}
	w, err := frontend.NewWitness(values, ecc.BLS12_381.ScalarField())
	if err != nil {
		t.Fatal(err)
	}
	_, err = g.cs.Solve(w, solver.WithNbTasks(1))
	engine := test.IsSolved(g.circuit(), values, ecc.BLS12_381.ScalarField())
	if (err == nil) != (engine == nil) {
		t.Fatalf("the solver says %v, the test engine %v", err, engine)
	}
	return err == nil
}

// Random returns n random elements.
func Random(t *testing.T, n int) []fr.Element {
	t.Helper()
	e := make([]fr.Element, n)
	for i := range e {
		if _, err := e[i].SetRandom(); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

// Int returns a small element.
func Int(v int64) fr.Element {
	var e fr.Element
	return *e.SetInt64(v)
}
