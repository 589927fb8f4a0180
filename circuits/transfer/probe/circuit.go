package probe

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/constraint"

	"nelumbo.io/circuits/gadget/merkle"
	"nelumbo.io/circuits/gadget/row"
	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/transfertest"
)

// Circuit is a transfer circuit under attack.
type Circuit struct {
	*System
	Arity transfer.Arity
}

// Of takes a compiled transfer circuit apart.
func Of(a transfer.Arity, system constraint.ConstraintSystem, sections []row.Section) (*Circuit, error) {
	s, err := New(system, sections)
	if err != nil {
		return nil, err
	}
	return &Circuit{s, a}, nil
}

// Statement returns the true statement of a kind and a seed, always the same.
func (c *Circuit) Statement(kind transfertest.Kind, seed string) *transfer.Statement {
	return transfertest.NewSource("probe "+seed).Statement(c.Arity, kind)
}

// WiresOf solves a true statement.
func (c *Circuit) WiresOf(st *transfer.Statement) ([]fr.Element, error) {
	values, err := transfer.Assign(st)
	if err != nil {
		return nil, err
	}
	return c.Solve(values)
}

// Cases are the witnesses whose wires are attacked. Together they attack every wire alone, where value crosses, where
// none does and where all inputs are dummies, and every secret input with all that follows from it.
func (c *Circuit) Cases() ([]Case, error) {
	var cases []Case
	for _, attack := range []struct {
		kind    transfertest.Kind
		resolve bool
	}{
		{transfertest.Unshield, false}, {transfertest.Inside, false}, {transfertest.Dummies, false},
		{transfertest.Unshield, true}, {transfertest.OneDummy, true},
	} {
		one, err := c.Case(attack.kind, attack.resolve)
		if err != nil {
			return nil, err
		}
		cases = append(cases, one)
	}
	return cases, nil
}

// Case solves a statement of a kind for an attack.
func (c *Circuit) Case(kind transfertest.Kind, resolve bool) (Case, error) {
	st := c.Statement(kind, "wires")
	wires, err := c.WiresOf(st)
	if err != nil {
		return Case{}, fmt.Errorf("statement of kind %d: %w", kind, err)
	}
	reason := func(m Mutant) string { return aloneReason(st, c.name(m.Wire), &m) }
	if resolve {
		reason = func(m Mutant) string { return resolvedReason(st, c.name(m.Wire)) }
	}
	return Case{Wires: wires, Resolve: resolve, Reason: reason}, nil
}

const quotientReason = "no value crosses: it multiplies zero, and asset_pub is zero whatever it is"

// aloneReason explains the wires that may change alone.
func aloneReason(st *transfer.Statement, name string, m *Mutant) string {
	var negated fr.Element
	negated.Neg(&m.Own)
	switch {
	case name == "Context" && m.Value.Equal(&negated):
		return "negated: it has the same square; every context is true, its row only puts it into the proof"
	case name == "AssetQuotient" && crossesNothing(st):
		return quotientReason
	case name == "Anchor" && onlyDummies(st):
		return "all inputs are dummies: clause 1 says nothing"
	default:
		return ""
	}
}

// resolvedReason explains the secret inputs that a prover may change. Below the top of a dummy's path, a sibling's
// change asks for another node above.
func resolvedReason(st *transfer.Statement, name string) string {
	if name == "AssetQuotient" && crossesNothing(st) {
		return quotientReason
	}
	const top = merkle.Levels - 1
	for i := range st.Inputs {
		own := merkle.Digit(st.Inputs[i].Position, top)
		prefix := fmt.Sprintf("In_%d_Path_Children_%d_", i, top)
		if st.Inputs[i].Value == 0 && strings.HasPrefix(name, prefix) && name != prefix+strconv.Itoa(own) {
			return "sibling at the top of a dummy's path: clause 1 says nothing of dummies"
		}
	}
	return ""
}

func crossesNothing(st *transfer.Statement) bool { return st.VIn == 0 && st.VOut == 0 }

func onlyDummies(st *transfer.Statement) bool {
	for i := range st.Inputs {
		if st.Inputs[i].Value != 0 {
			return false
		}
	}
	return true
}
