package transfer_test

import (
	"fmt"
	"testing"

	"github.com/consensys/gnark/constraint/solver"

	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/transfertest"
)

func TestHonestStatementsSolve(t *testing.T) {
	eachCircuit(t, func(t *testing.T, c *compiled) {
		for i := range 8 * transfertest.Kinds {
			c.checkTrue(t, c.Statement(i%transfertest.Kinds, fmt.Sprint("honest ", i)))
		}
	})
}

func (c *compiled) checkTrue(t *testing.T, st *transfer.Statement) {
	t.Helper()
	if broken := st.Claim().Check(); len(broken) != 0 {
		t.Errorf("the twin says that clauses %v are broken", broken)
	}
	w, err := transfer.Assign(st)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.cs.Solve(w, solver.WithNbTasks(1)); err != nil {
		t.Error(err)
	}
}

// The circuit lets a note be spent twice in one action; then both nullifiers are equal, and the verifier refuses them
// (docs/protocol/transfer.md 3).
func TestEqualNullifiersAreLeftToTheVerifier(t *testing.T) {
	c := compile(t, transfer.TwoByTwo)
	st := c.Statement(transfertest.Inside, "twice")
	st.Inputs[1] = st.Inputs[0]
	st.Outputs[0].Value, st.Outputs[1].Value = st.Inputs[0].Value, st.Inputs[0].Value
	c.checkTrue(t, st)
	if nf := st.Claim().Public.Nf; nf[0] != nf[1] {
		t.Error("one note at one position has two nullifiers")
	}
}

func BenchmarkAssignAndSolve(b *testing.B) {
	for _, a := range transfer.Circuits() {
		cs, err := transfer.Compile(a)
		if err != nil {
			b.Fatal(err)
		}
		raw := transfertest.NewSource("benchmark").Statement(a, transfertest.Unshield).Bytes()
		b.Run(a.Name, func(b *testing.B) {
			for range b.N {
				st, err := transfer.Parse(raw)
				if err != nil {
					b.Fatal(err)
				}
				w, err := transfer.Assign(st)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := cs.Solve(w, solver.WithNbTasks(1)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
