// Package row writes constraints one row at a time.
//
// The frontend of gnark spends a row on every product and another on comparing it with an expression. A System
// adds the row a * b = c directly instead, and records which rows belong to which clause of a statement. Under
// gnark's test engine, which has no rows, it falls back to the frontend's own operations.
package row

import (
	"github.com/consensys/gnark/constraint"
	"github.com/consensys/gnark/frontend"
)

// Section is a run of rows, From included and To excluded, that belongs to one part of one clause.
type Section struct {
	Clause   int
	Part     string
	From, To int
}

// System adds rows to the circuit being compiled. It is for one call of Define and one goroutine.
type System struct {
	api      frontend.API
	builder  rawBuilder
	rows     constraint.R1CS[constraint.U64]
	gate     constraint.BlueprintID
	sections []Section
}

// rawBuilder is what gnark's R1CS builder offers beyond frontend.API.
type rawBuilder interface {
	frontend.Builder[constraint.U64]
	InternalVariable(wireID uint32) frontend.Variable
}

// New returns a System over the API that Define was given.
func New(api frontend.API) *System {
	s := &System{api: api}
	builder, ok := api.Compiler().(rawBuilder)
	if !ok {
		return s
	}
	// The builder's Compile returns the live system, to which rows are still being added.
	live, err := builder.Compile()
	if err != nil {
		return s
	}
	rows, ok := live.(constraint.R1CS[constraint.U64])
	if !ok {
		return s
	}
	s.builder, s.rows = builder, rows
	s.gate = rows.AddBlueprint(&constraint.BlueprintGenericR1C{})
	return s
}

// API returns the frontend's API, for linear expressions, which cost no rows.
func (s *System) API() frontend.API { return s.api }

// Begin ends the current section and starts the next one.
func (s *System) Begin(clause int, part string) {
	s.end()
	s.sections = append(s.sections, Section{Clause: clause, Part: part, From: s.count()})
}

// Sections ends the current section and returns all of them in order. It is empty under the test engine.
func (s *System) Sections() []Section {
	s.end()
	if s.rows == nil {
		return nil
	}
	return s.sections
}

func (s *System) end() {
	if n := len(s.sections); n > 0 && s.sections[n-1].To == 0 {
		s.sections[n-1].To = s.count()
	}
}

func (s *System) count() int {
	if s.rows == nil {
		return 0
	}
	return s.rows.GetNbConstraints()
}

// Product returns a new wire that equals a * b. One row, unless a or b is constant.
func (s *System) Product(a, b frontend.Variable) frontend.Variable {
	return s.api.Mul(a, b)
}

// ProductLess returns a new wire w bound by a * b = w + rest. One row.
func (s *System) ProductLess(a, b, rest frontend.Variable) frontend.Variable {
	if s.rows == nil {
		return s.api.Sub(s.api.Mul(a, b), rest)
	}
	w := s.builder.InternalVariable(uint32(s.rows.AddInternalVariable()))
	s.add(a, b, s.api.Add(w, rest))
	return w
}

// Quotient returns a new wire w bound by w * d = n. One row. The caller must have shown that d is not zero:
// otherwise w is free when n is zero too.
func (s *System) Quotient(n, d frontend.Variable) frontend.Variable {
	return s.api.DivUnchecked(n, d)
}

// AssertNonZero shows that v is not zero. One row and one wire, its inverse.
func (s *System) AssertNonZero(v frontend.Variable) {
	s.api.Inverse(v)
}

// AssertProduct asserts a * b = c. One row.
func (s *System) AssertProduct(a, b, c frontend.Variable) {
	if s.rows == nil {
		s.api.AssertIsEqual(s.api.Mul(a, b), c)
		return
	}
	s.add(a, b, c)
}

// AssertEqual asserts a = b. One row.
func (s *System) AssertEqual(a, b frontend.Variable) {
	s.AssertProduct(a, 1, b)
}

// AssertBoolean asserts that b is 0 or 1. One row.
func (s *System) AssertBoolean(b frontend.Variable) {
	s.AssertProduct(s.api.Sub(b, 1), b, 0)
}

// add appends a raw row. The shorter factor goes to B, whose points the prover multiplies in both groups.
func (s *System) add(a, b, c frontend.Variable) {
	l, r := s.linear(a), s.linear(b)
	if len(r) > len(l) {
		l, r = r, l
	}
	s.rows.AddR1C(constraint.R1C{L: l, R: r, O: s.linear(c)}, s.gate)
}

func (s *System) linear(v frontend.Variable) constraint.LinearExpression {
	// Adding zero turns a plain constant into an expression over the one-wire.
	return s.builder.ToCanonicalVariable(s.api.Add(v, 0)).(constraint.LinearExpression)
}
