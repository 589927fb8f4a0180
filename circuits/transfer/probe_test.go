package transfer_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/backend/witness"
	"github.com/consensys/gnark/constraint"
	cs381 "github.com/consensys/gnark/constraint/bls12-381"
	"github.com/consensys/gnark/constraint/solver"

	"nelumbo.io/circuits/gadget/row"
	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/transfertest"
)

// compiled is a circuit taken apart.
type compiled struct {
	arity    transfer.Arity
	cs       constraint.ConstraintSystem
	sections []row.Section
	rows     []row.Row
	users    [][]int  // rows that contain a wire
	defined  []int    // for each row, the wire that it determines, or -1
	names    []string // of public and secret wires
}

var (
	cacheLock sync.Mutex
	cache     = map[string]*compiled{}
)

func compile(t *testing.T, a transfer.Arity) *compiled {
	t.Helper()
	cacheLock.Lock()
	defer cacheLock.Unlock()
	if c := cache[a.Name]; c != nil {
		return c
	}
	cs, sections, err := transfer.CompileSections(a)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := row.Rows(cs)
	if err != nil {
		t.Fatal(err)
	}
	c := &compiled{arity: a, cs: cs, sections: sections, rows: rows}
	typed := cs.(*cs381.R1CS)
	c.names = append(slices.Clone(typed.Public), typed.Secret...)
	internal, secret, public := cs.GetNbVariables()
	c.users = make([][]int, internal+secret+public)
	for i, r := range rows {
		for _, side := range sides(&r) {
			for _, term := range side {
				u := &c.users[term.Wire]
				if n := len(*u); n == 0 || (*u)[n-1] != i {
					*u = append(*u, i)
				}
			}
		}
	}
	c.findDefinitions(len(c.names))
	cache[a.Name] = c
	return c
}

// findDefinitions finds the wire that each row determines: the one that no input and no earlier row did.
func (c *compiled) findDefinitions(inputs int) {
	known := make([]bool, len(c.users))
	for i := range inputs {
		known[i] = true
	}
	for i := range c.rows {
		c.defined = append(c.defined, -1)
		for _, side := range sides(&c.rows[i]) {
			for _, term := range side {
				if !known[term.Wire] {
					known[term.Wire] = true
					c.defined[i] = int(term.Wire)
				}
			}
		}
	}
}

func (c *compiled) sectionOf(t *testing.T, rowIndex int) row.Section {
	t.Helper()
	for _, s := range c.sections {
		if s.From <= rowIndex && rowIndex < s.To {
			return s
		}
	}
	t.Fatalf("row %d belongs to no section", rowIndex)
	return row.Section{}
}

func (c *compiled) clauseOf(t *testing.T, rowIndex int) int { return c.sectionOf(t, rowIndex).Clause }

func (c *compiled) partOf(t *testing.T, rowIndex int) string { return c.sectionOf(t, rowIndex).Part }

func (c *compiled) clausesOf(t *testing.T, rows []int) []int {
	t.Helper()
	var out []int
	for _, r := range rows {
		out = append(out, c.clauseOf(t, r))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (c *compiled) wire(t *testing.T, name string) int {
	t.Helper()
	i := slices.Index(c.names, name)
	if i < 0 {
		t.Fatalf("no wire %q among %v ...", name, c.names[:40])
	}
	return i
}

// inputs returns the values of the one-wire, the public and the secret wires.
func inputs(t *testing.T, w witness.Witness) []fr.Element {
	t.Helper()
	var one fr.Element
	one.SetOne()
	return append([]fr.Element{one}, w.Vector().(fr.Vector)...)
}

func sides(r *row.Row) [3][]row.Term { return [3][]row.Term{r.A, r.B, r.C} }

func evaluate(side []row.Term, wires []fr.Element) fr.Element {
	var sum fr.Element
	for _, term := range side {
		var p fr.Element
		sum.Add(&sum, p.Mul(&term.Coeff, &wires[term.Wire]))
	}
	return sum
}

func holds(r *row.Row, wires []fr.Element) bool {
	a, b, c := evaluate(r.A, wires), evaluate(r.B, wires), evaluate(r.C, wires)
	return a.Mul(&a, &b).Equal(&c)
}

// solveAll solves every wire that a row determines, in order, and returns all wires and all rows that do not hold.
// Unlike gnark's solver it does not stop at the first one.
func (c *compiled) solveAll(in []fr.Element) (wires []fr.Element, broken []int) {
	wires = make([]fr.Element, len(c.users))
	copy(wires, in)
	for i := range c.rows {
		c.redefine(i, wires)
		if !holds(&c.rows[i], wires) {
			broken = append(broken, i)
		}
	}
	return wires, broken
}

// redefine solves the wire that row i determines, if there is one.
func (c *compiled) redefine(i int, wires []fr.Element) {
	if c.defined[i] < 0 {
		return
	}
	for k, side := range sides(&c.rows[i]) {
		for _, term := range side {
			if int(term.Wire) == c.defined[i] {
				wires[term.Wire].SetZero()
				wires[term.Wire] = solveFor(&c.rows[i], k, term, wires)
			}
		}
	}
}

// satisfiedWith says whether a solved witness still satisfies all rows after one wire has become v and everything
// that follows from it has been solved anew. It leaves the witness as it was.
func (c *compiled) satisfiedWith(wires []fr.Element, wire int, v fr.Element) bool {
	before := map[int]fr.Element{wire: wires[wire]}
	defer func() {
		for w, e := range before {
			wires[w] = e
		}
	}()
	pending := make([]bool, len(c.rows))
	wires[wire] = v
	c.mark(pending, wire)
	for i := c.users[wire][0]; i < len(c.rows); i++ {
		if !pending[i] {
			continue
		}
		d := c.defined[i]
		if d >= 0 && d != wire {
			old := wires[d]
			c.redefine(i, wires)
			if !wires[d].Equal(&old) {
				before[d] = old
				c.mark(pending, d)
			}
		}
		if !holds(&c.rows[i], wires) {
			return false
		}
	}
	return true
}

// mark notes that the rows of a wire must be looked at.
func (c *compiled) mark(pending []bool, wire int) {
	for _, i := range c.users[wire] {
		pending[i] = true
	}
}

// solveFor returns the value of the missing wire, whose current value is zero. A division by zero gives zero.
func solveFor(r *row.Row, side int, missing row.Term, wires []fr.Element) fr.Element {
	a, b, c := evaluate(r.A, wires), evaluate(r.B, wires), evaluate(r.C, wires)
	var v fr.Element
	switch side {
	case 0:
		v.Div(&c, &b).Sub(&v, &a)
	case 1:
		v.Div(&c, &a).Sub(&v, &b)
	default:
		v.Mul(&a, &b).Sub(&v, &c)
	}
	if missing.Coeff.IsOne() {
		return v
	}
	return *v.Div(&v, &missing.Coeff)
}

func (c *compiled) statement(kind transfertest.Kind, seed any) *transfer.Statement {
	return transfertest.NewSource(fmt.Sprint("test ", seed)).Statement(c.arity, kind)
}

// wiresOf solves the assignment of a true claim and returns all wires.
func (c *compiled) wiresOf(t *testing.T, st *transfer.Statement) []fr.Element {
	t.Helper()
	w, err := transfer.Assign(st)
	if err != nil {
		t.Fatal(err)
	}
	solved, err := c.cs.Solve(w, solver.WithNbTasks(1))
	if err != nil {
		t.Fatal(err)
	}
	return solved.(*cs381.R1CSSolution).W
}

func eachCircuit(t *testing.T, f func(t *testing.T, c *compiled)) {
	t.Helper()
	for _, a := range transfer.Circuits() {
		t.Run(a.Name, func(t *testing.T) { f(t, compile(t, a)) })
	}
}
