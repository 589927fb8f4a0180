package transfer_test

import (
	"fmt"
	"testing"

	"github.com/consensys/gnark/constraint/solver"

	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/transfertest"
)

func TestHonestStatementsSolve(t *testing.T) {
	for _, a := range transfer.Circuits() {
		cs, err := transfer.Compile(a)
		if err != nil {
			t.Fatal(err)
		}
		for kind := range transfertest.Kinds {
			st := transfertest.NewSource(fmt.Sprint("honest ", kind)).Statement(a, kind)
			if broken := st.Claim().Check(); len(broken) != 0 {
				t.Errorf("%s, kind %d: the twin says that clauses %v are broken", a.Name, kind, broken)
			}
			w, err := transfer.Assign(st)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := cs.Solve(w, solver.WithNbTasks(1)); err != nil {
				t.Errorf("%s, kind %d: %v", a.Name, kind, err)
			}
		}
	}
}
