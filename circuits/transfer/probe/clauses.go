package probe

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/backend/witness"
	cs "github.com/consensys/gnark/constraint/bls12-381"

	"nelumbo.io/circuits/gadget/merkle"
	"nelumbo.io/circuits/gadget/notes"
	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/transfertest"
)

// Lie makes one clause of a true claim false. Everything that the change drags along is put right again, so that no
// other clause breaks.
type Lie struct {
	Name   string
	Clause int
	Kind   transfertest.Kind
	tell   func(c *transfer.Claim)
	// statement, where set, changes the statement before anything is derived from it.
	statement func(st *transfer.Statement) *transfer.Statement
}

// Lies returns the lies about clauses 1 to 8. Every context is true: for clause 9 see ContextIsBound.
func Lies() []Lie { return slices.Concat(treeLies(), keyLies(), valueLies()) }

const contextClause = 9

// Clause is what the lies about one clause met.
type Clause struct {
	Clause   int
	Lies     int
	Failures []string // of lies that were not refused as they must be
}

// Refused says that lies were told and that all were refused by rows of this clause alone.
func (c *Clause) Refused() bool { return c.Lies > 0 && len(c.Failures) == 0 }

// Clauses tells all lies and returns what happened to them, clause by clause in ascending order.
func (c *Circuit) Clauses() []Clause {
	all := make([]Clause, transfer.Clauses)
	for i := range all {
		all[i].Clause = i + 1
	}
	for _, lie := range Lies() {
		all[lie.Clause-1].Lies++
		if err := c.Refuses(lie); err != nil {
			all[lie.Clause-1].Failures = append(all[lie.Clause-1].Failures, fmt.Sprintf("%s: %v", lie.Name, err))
		}
	}
	context := &all[contextClause-1]
	tried, err := c.ContextIsBound()
	context.Lies = tried
	if err != nil {
		context.Failures = append(context.Failures, err.Error())
	}
	return all
}

// Refuses returns nil when the statement solves before the lie and when, after it, the plain twin and all failing rows,
// the one where gnark's solver stops among them, name the lie's clause and no other.
func (c *Circuit) Refuses(lie Lie) error {
	st := c.Statement(lie.Kind, lie.Name)
	honest, err := valuesOf(st.Claim())
	if err != nil {
		return err
	}
	if _, broken := c.SolveAll(honest); len(broken) != 0 {
		return fmt.Errorf("the true statement breaks clauses %v", c.ClausesOf(broken))
	}
	if lie.statement != nil {
		st = lie.statement(st)
	}
	claim := st.Claim()
	if lie.tell != nil {
		lie.tell(claim)
	}
	want := []int{lie.Clause}
	if twin := claim.Check(); !slices.Equal(twin, want) {
		return fmt.Errorf("the plain twin says that clauses %v are broken, not %v", twin, want)
	}
	values, err := valuesOf(claim)
	if err != nil {
		return err
	}
	_, broken := c.SolveAll(values)
	if got := c.ClausesOf(broken); !slices.Equal(got, want) {
		return fmt.Errorf("rows of clauses %v fail, not of %v", got, want)
	}
	var unsatisfied *cs.UnsatisfiedConstraintError
	if _, err := c.Solve(values); !errors.As(err, &unsatisfied) {
		return errors.New("gnark's solver does not stop at a row")
	}
	if got := c.SectionOf(unsatisfied.CID).Clause; got != lie.Clause {
		return fmt.Errorf("gnark's solver stops in clause %d, not %d", got, lie.Clause)
	}
	return nil
}

// ContextIsBound puts other contexts into a solved witness and returns how many; none may go with the same opening. It
// is the lie about clause 9, which is true of every context.
func (c *Circuit) ContextIsBound() (tried int, err error) {
	wires, err := c.WiresOf(c.Statement(transfertest.Inside, "context"))
	if err != nil {
		return 0, err
	}
	if broken := c.Broken(wires); len(broken) != 0 {
		return 0, fmt.Errorf("the true statement breaks clauses %v", c.ClausesOf(broken))
	}
	context, err := c.Wire("Context")
	if err != nil {
		return 0, err
	}
	for _, v := range []fr.Element{element(0), element(1), element(-1), wires[1]} {
		tried++
		wires[context] = v
		if got := c.ClausesOf(c.Broken(wires)); !slices.Equal(got, []int{contextClause}) {
			return tried, fmt.Errorf("context %s breaks clauses %v, not 9", v.String(), got)
		}
	}
	return tried, nil
}

func valuesOf(claim *transfer.Claim) (witness.Witness, error) {
	circuit, err := claim.Assign()
	if err != nil {
		return nil, err
	}
	return circuit.Witness()
}

func element(v int64) fr.Element {
	var e fr.Element
	return *e.SetInt64(v)
}

func plusOne(e *fr.Element) {
	one := element(1)
	e.Add(e, &one)
}

// recommit puts the output commitments right.
func recommit(c *transfer.Claim) {
	for j := range c.Outputs {
		o := &c.Outputs[j]
		c.Public.Cm[j] = notes.FieldCommitment(transfer.Pool, notes.Opening{
			Value: o.Value, Asset: c.Asset, Owner: o.Owner, Rcm: o.Rcm,
		})
	}
}

// replant gives the inputs with value new places in one new tree, and puts paths, anchor and nullifiers right.
func replant(c *transfer.Claim) {
	const apart = 5
	leaves := make([]fr.Element, apart*len(c.Inputs))
	for i := range c.Inputs {
		if in := &c.Inputs[i]; !in.Value.IsZero() {
			in.Position = uint32(apart * i)
			leaves[in.Position] = inputCommitment(c, i)
		}
	}
	for i := range c.Inputs {
		if in := &c.Inputs[i]; !in.Value.IsZero() {
			in.Path = merkle.PathOf(transfer.Pool, leaves, in.Position)
			c.Public.Anchor = merkle.Root(leaves[in.Position], in.Position, &in.Path)
		}
	}
	spend(c)
}

// spend puts the nullifiers right.
func spend(c *transfer.Claim) {
	for i := range c.Inputs {
		in := &c.Inputs[i]
		c.Public.Nf[i] = notes.Nullifier(transfer.Pool, in.Position, c.Nk, inputCommitment(c, i), in.Rcm)
	}
}

// respend puts the nullifiers right, and the anchor for the first input.
func respend(c *transfer.Claim) {
	spend(c)
	c.Public.Anchor = merkle.Root(inputCommitment(c, 0), c.Inputs[0].Position, &c.Inputs[0].Path)
}

func inputCommitment(c *transfer.Claim, i int) fr.Element {
	in := &c.Inputs[i]
	return notes.FieldCommitment(transfer.Pool, notes.Opening{
		Value: in.Value, Asset: c.Asset, Owner: in.Owner, Rcm: in.Rcm,
	})
}
