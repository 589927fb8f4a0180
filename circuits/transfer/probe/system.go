// Package probe attacks the transfer circuits: it tells lies that break one clause each and changes single wires of
// solved witnesses, and reports what the rows do about it. Tests and the check of package service share it.
package probe

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/backend/witness"
	"github.com/consensys/gnark/constraint"
	cs "github.com/consensys/gnark/constraint/bls12-381"
	"github.com/consensys/gnark/constraint/solver"

	"nelumbo.io/circuits/gadget/row"
)

// System is a compiled circuit taken apart. It is immutable; all methods may be called from any goroutine.
type System struct {
	Rows    []row.Row
	Users   [][]int  // for each wire, the rows that contain it, ascending
	Defined []int    // for each row, the wire that it determines, or -1
	Names   []string // of the one-wire, the public and the secret wires

	system   *cs.R1CS
	sections []row.Section
}

// New takes a compiled circuit over the scalar field of BLS12-381 apart. Sections may be nil where no clause is asked for.
func New(system constraint.ConstraintSystem, sections []row.Section) (*System, error) {
	r1cs, ok := system.(*cs.R1CS)
	if !ok {
		return nil, errors.New("not a rank-one constraint system over the scalar field of BLS12-381")
	}
	rows, err := row.Rows(system)
	if err != nil {
		return nil, err
	}
	internal, secret, public := system.GetNbVariables()
	s := &System{
		Rows: rows, Users: make([][]int, internal+secret+public),
		Names: slices.Concat(r1cs.Public, r1cs.Secret), system: r1cs, sections: sections,
	}
	for i := range rows {
		for _, side := range sides(&rows[i]) {
			for _, term := range side {
				u := &s.Users[term.Wire]
				if n := len(*u); n == 0 || (*u)[n-1] != i {
					*u = append(*u, i)
				}
			}
		}
	}
	s.findDefinitions()
	return s, nil
}

// findDefinitions finds the wire that each row determines: the one that no input and no earlier row did.
func (s *System) findDefinitions() {
	known := make([]bool, len(s.Users))
	for i := range s.Names {
		known[i] = true
	}
	for i := range s.Rows {
		s.Defined = append(s.Defined, -1)
		for _, side := range sides(&s.Rows[i]) {
			for _, term := range side {
				if !known[term.Wire] {
					known[term.Wire] = true
					s.Defined[i] = int(term.Wire)
				}
			}
		}
	}
}

// SectionOf returns the section of a row; its clause is 0 where the row belongs to none.
func (s *System) SectionOf(rowIndex int) row.Section {
	for _, section := range s.sections {
		if section.From <= rowIndex && rowIndex < section.To {
			return section
		}
	}
	return row.Section{Part: "no part"}
}

// ClausesOf returns the clauses of rows, ascending and without repetition.
func (s *System) ClausesOf(rows []int) []int {
	var out []int
	for _, r := range rows {
		out = append(out, s.SectionOf(r).Clause)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Wire returns the number of a named wire.
func (s *System) Wire(name string) (int, error) {
	i := slices.Index(s.Names, name)
	if i < 0 {
		return 0, fmt.Errorf("no wire is named %q", name)
	}
	return i, nil
}

// Solve lets gnark solve the circuit and returns all wires.
func (s *System) Solve(values witness.Witness) ([]fr.Element, error) {
	solved, err := s.system.Solve(values, solver.WithNbTasks(1))
	if err != nil {
		return nil, err
	}
	return solved.(*cs.R1CSSolution).W, nil
}

// SolveAll solves every wire that a row determines, in order, and returns all wires and all rows that do not hold.
// Unlike gnark's solver it does not stop at the first one.
func (s *System) SolveAll(values witness.Witness) (wires []fr.Element, broken []int) {
	wires = make([]fr.Element, len(s.Users))
	wires[0].SetOne()
	copy(wires[1:], values.Vector().(fr.Vector))
	for i := range s.Rows {
		s.redefine(i, wires)
		if !holds(&s.Rows[i], wires) {
			broken = append(broken, i)
		}
	}
	return wires, broken
}

// Broken returns the rows that do not hold.
func (s *System) Broken(wires []fr.Element) []int {
	var broken []int
	for i := range s.Rows {
		if !holds(&s.Rows[i], wires) {
			broken = append(broken, i)
		}
	}
	return broken
}

// redefine solves the wire that row i determines, if there is one.
func (s *System) redefine(i int, wires []fr.Element) {
	if s.Defined[i] < 0 {
		return
	}
	for k, side := range sides(&s.Rows[i]) {
		for _, term := range side {
			if int(term.Wire) == s.Defined[i] {
				wires[term.Wire].SetZero()
				wires[term.Wire] = solveFor(&s.Rows[i], k, term, wires)
			}
		}
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
