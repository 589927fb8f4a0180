package transfer_test

import (
	"errors"
	"math/big"
	"slices"
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	cs381 "github.com/consensys/gnark/constraint/bls12-381"
	"github.com/consensys/gnark/constraint/solver"

	"nelumbo.io/circuits/gadget/jubjub"
	"nelumbo.io/circuits/gadget/keys"
	"nelumbo.io/circuits/gadget/merkle"
	"nelumbo.io/circuits/gadget/notes"
	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/transfertest"
)

// lie makes one clause of a true claim false. Everything that the change drags along is put right again, so that no
// other clause breaks.
type lie struct {
	name   string
	clause int
	kind   transfertest.Kind
	tell   func(c *transfer.Claim)
	// statement, where set, changes the statement before anything is derived from it.
	statement func(st *transfer.Statement) *transfer.Statement
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

// respend puts the nullifiers right, and the anchor for the first input.
func respend(c *transfer.Claim) {
	for i := range c.Inputs {
		in := &c.Inputs[i]
		cm := inputCommitment(c, i)
		c.Public.Nf[i] = notes.Nullifier(transfer.Pool, in.Position, c.Nk, cm, in.Rcm)
	}
	c.Public.Anchor = merkle.Root(inputCommitment(c, 0), c.Inputs[0].Position, &c.Inputs[0].Path)
}

func inputCommitment(c *transfer.Claim, i int) fr.Element {
	in := &c.Inputs[i]
	return notes.FieldCommitment(transfer.Pool, notes.Opening{
		Value: in.Value, Asset: c.Asset, Owner: in.Owner, Rcm: in.Rcm,
	})
}

func lies() []lie {
	return slices.Concat(treeLies(), keyLies(), valueLies())
}

func treeLies() []lie {
	return []lie{
		{name: "anchor of another tree", clause: 1, kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			plusOne(&c.Public.Anchor)
		}},
		{name: "anchor is the empty root", clause: 1, kind: transfertest.Unshield, tell: func(c *transfer.Claim) {
			c.Public.Anchor = merkle.EmptyNodes(transfer.Pool)[merkle.Levels]
		}},
		{name: "sibling at the top", clause: 1, kind: transfertest.Shield, tell: func(c *transfer.Claim) {
			plusOne(&c.Inputs[0].Path[merkle.Levels-1][0])
		}},
		{name: "sibling at the bottom of the last input", clause: 1, kind: transfertest.Inside,
			tell: func(c *transfer.Claim) { plusOne(&c.Inputs[len(c.Inputs)-1].Path[0][2]) }},
		{name: "path of another position, nullifier to match", clause: 1, kind: transfertest.Inside,
			tell: func(c *transfer.Claim) {
				anchor := c.Public.Anchor
				c.Inputs[0].Position ^= 1
				respend(c)
				c.Public.Anchor = anchor
			}},
		{name: "dummy that carries value", clause: 1, kind: transfertest.OneDummy, tell: func(c *transfer.Claim) {
			anchor, last := c.Public.Anchor, len(c.Inputs)-1
			plusOne(&c.Inputs[last].Value)
			plusOne(&c.Outputs[0].Value)
			recommit(c)
			respend(c)
			c.Public.Anchor = anchor
		}},
		{name: "note of another asset", clause: 1, kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			anchor := c.Public.Anchor
			plusOne(&c.Asset)
			recommit(c)
			respend(c)
			c.Public.Anchor = anchor
		}},
		{name: "nullifier of nothing", clause: 2, kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			plusOne(&c.Public.Nf[0])
		}},
		{name: "nullifier of another position", clause: 2, kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			in := &c.Inputs[0]
			c.Public.Nf[0] = notes.Nullifier(transfer.Pool, in.Position+4, c.Nk, inputCommitment(c, 0), in.Rcm)
		}},
		{name: "nullifier of another pool", clause: 2, kind: transfertest.OneDummy, tell: func(c *transfer.Claim) {
			in := &c.Inputs[len(c.Inputs)-1]
			cm := inputCommitment(c, len(c.Inputs)-1)
			c.Public.Nf[len(c.Inputs)-1] = notes.Nullifier(transfer.Pool+1, in.Position, c.Nk, cm, in.Rcm)
		}},
	}
}

func keyLies() []lie {
	smallOrder := func(x, y int64) func(*transfer.Statement) *transfer.Statement {
		return func(st *transfer.Statement) *transfer.Statement {
			st.Ak.X, st.Ak.Y = element(x), element(y)
			return transfertest.Replant(st)
		}
	}
	return []lie{
		{name: "note of another key", clause: 3, kind: transfertest.Zero, tell: func(c *transfer.Claim) {
			other := keys.Commit(c.Ak.X, c.Ak.Y, element(7))
			c.Inputs[0].Owner = keys.Owner(other, c.Inputs[0].D)
			respend(c)
		}},
		{name: "nullifier of another nk", clause: 3, kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			anchor := c.Public.Anchor
			plusOne(&c.Nk)
			respend(c)
			c.Public.Anchor = anchor
		}},
		{name: "note of another diversifier", clause: 3, kind: transfertest.Dummies, tell: func(c *transfer.Claim) {
			plusOne(&c.Inputs[len(c.Inputs)-1].D)
		}},
		{name: "note of value of another key", clause: 3, kind: transfertest.OneDummy,
			tell: func(c *transfer.Claim) {
				plusOne(&c.Inputs[0].Owner)
				respend(c)
			}},
		{name: "rk of another randomizer", clause: 4, kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			c.Public.Rk = jubjub.Randomize(c.Ak, big.NewInt(5))
		}},
		{name: "rk negated", clause: 4, kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			c.Public.Rk.Neg(&c.Public.Rk)
		}},
		{name: "rk off the curve", clause: 4, kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			plusOne(&c.Public.Rk.X)
		}},
		{name: "alpha on another base", clause: 4, kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			var p jubjub.Point
			p.Double(&jubjub.Base)
			p.ScalarMultiplication(&p, c.Alpha)
			c.Public.Rk.Add(&p, &c.Ak)
		}},
		{name: "ak is the identity", clause: 4, kind: transfertest.Inside, statement: smallOrder(0, 1)},
		{name: "ak is of order two", clause: 4, kind: transfertest.Inside, statement: smallOrder(0, -1)},
		{name: "ak off the curve", clause: 4, kind: transfertest.Inside, statement: smallOrder(3, 5)},
	}
}

func valueLies() []lie {
	var twoTo64 fr.Element
	twoTo64.SetString("18446744073709551616")
	return []lie{
		{name: "commitment to nothing", clause: 5, kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			plusOne(&c.Public.Cm[1])
		}},
		{name: "commitment of more value", clause: 5, kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			o := c.Outputs[0]
			plusOne(&o.Value)
			c.Public.Cm[0] = notes.FieldCommitment(transfer.Pool, notes.Opening{
				Value: o.Value, Asset: c.Asset, Owner: o.Owner, Rcm: o.Rcm,
			})
		}},
		{name: "output of minus one", clause: 6, kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			c.Outputs[1].Value.Add(&c.Outputs[0].Value, &c.Outputs[1].Value)
			plusOne(&c.Outputs[1].Value)
			c.Outputs[0].Value = element(-1)
			recommit(c)
		}},
		{name: "output of 2^64", clause: 6, kind: transfertest.Extreme, tell: func(c *transfer.Claim) {
			c.Outputs[1].Value.Add(&c.Outputs[0].Value, &c.Outputs[1].Value).Sub(&c.Outputs[1].Value, &twoTo64)
			c.Outputs[0].Value = twoTo64
			recommit(c)
		}},
		{name: "input of 2^64", clause: 6, kind: transfertest.OneDummy, tell: func(c *transfer.Claim) {
			c.Public.VOut.Sub(&twoTo64, &c.Inputs[0].Value)
			c.Public.AssetPub = c.Asset
			c.Inputs[0].Value = twoTo64
			respend(c)
		}},
		{name: "v_in is minus v_out", clause: 6, kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			c.Public.VIn, c.Public.VOut = element(-1000), element(1000)
			lost := element(2000)
			c.Outputs[0].Value.Sub(&c.Outputs[0].Value, &lost)
			recommit(c)
		}},
		{name: "v_out of 2^64", clause: 6, kind: transfertest.Shield, tell: func(c *transfer.Claim) {
			c.Public.VIn.Add(&c.Public.VIn, &twoTo64)
			c.Public.VOut = twoTo64
		}},
		{name: "value from nothing", clause: 7, kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			plusOne(&c.Outputs[0].Value)
			recommit(c)
		}},
		{name: "v_out from nothing", clause: 7, kind: transfertest.Unshield, tell: func(c *transfer.Claim) {
			plusOne(&c.Public.VOut)
		}},
		{name: "v_in that vanishes", clause: 7, kind: transfertest.Shield, tell: func(c *transfer.Claim) {
			plusOne(&c.Public.VIn)
		}},
		{name: "asset hidden where value enters", clause: 8, kind: transfertest.Shield, tell: func(c *transfer.Claim) {
			c.Public.AssetPub = fr.Element{}
		}},
		{name: "another asset where value leaves", clause: 8, kind: transfertest.Unshield,
			tell: func(c *transfer.Claim) { plusOne(&c.Public.AssetPub) }},
		{name: "asset shown where no value crosses", clause: 8, kind: transfertest.Inside,
			tell: func(c *transfer.Claim) { c.Public.AssetPub = c.Asset }},
		{name: "asset 0", clause: 8, kind: transfertest.Unshield, statement: transfertest.WithoutAsset},
	}
}

func TestEveryClauseFailsAlone(t *testing.T) {
	eachCircuit(t, func(t *testing.T, c *compiled) {
		seen := map[int]bool{9: true} // TestContextIsConstrained
		for _, l := range lies() {
			t.Run(l.name, func(t *testing.T) { checkLie(t, c, l) })
			seen[l.clause] = true
		}
		for clause := 1; clause <= transfer.Clauses; clause++ {
			if !seen[clause] {
				t.Errorf("clause %d has no test", clause)
			}
		}
	})
}

func checkLie(t *testing.T, c *compiled, l lie) {
	st := c.statement(l.kind, l.name)
	// The positive twin.
	if broken := c.verdict(t, st.Claim()); len(broken) != 0 {
		t.Fatalf("true statement breaks clauses %v", broken)
	}
	if l.statement != nil {
		st = l.statement(st)
	}
	claim := st.Claim()
	if l.tell != nil {
		l.tell(claim)
	}
	want := []int{l.clause}
	if twin := claim.Check(); !slices.Equal(twin, want) {
		t.Errorf("the twin says %v, want %v", twin, want)
	}
	if broken := c.verdict(t, claim); !slices.Equal(broken, want) {
		t.Errorf("rows of clauses %v fail, want %v", broken, want)
	}
	w, err := mustAssign(t, claim).Witness()
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.cs.Solve(w, solver.WithNbTasks(1))
	var unsatisfied *cs381.UnsatisfiedConstraintError
	if !errors.As(err, &unsatisfied) {
		t.Fatalf("gnark's solver says %v", err)
	}
	if clause := c.clauseOf(t, unsatisfied.CID); clause != l.clause {
		t.Errorf("gnark's solver stops in clause %d, want %d", clause, l.clause)
	}
}

func mustAssign(t *testing.T, claim *transfer.Claim) *transfer.Circuit {
	t.Helper()
	circuit, err := claim.Assign()
	if err != nil {
		t.Fatal(err)
	}
	return circuit
}

// verdict returns the clauses whose rows a claim breaks.
func (c *compiled) verdict(t *testing.T, claim *transfer.Claim) []int {
	t.Helper()
	w, err := mustAssign(t, claim).Witness()
	if err != nil {
		t.Fatal(err)
	}
	_, broken := c.solveAll(inputs(t, w))
	return c.clausesOf(t, broken)
}

// Clause 9: no opening goes with a second context.
func TestContextIsConstrained(t *testing.T) {
	eachCircuit(t, func(t *testing.T, c *compiled) {
		wires := c.wiresOf(t, c.statement(transfertest.Inside, "context"))
		context := c.wire(t, "Context")
		for _, v := range []fr.Element{element(0), element(1), element(-1), wires[1]} {
			changed := slices.Clone(wires)
			changed[context] = v
			var broken []int
			for i := range c.rows {
				if !holds(&c.rows[i], changed) {
					broken = append(broken, i)
				}
			}
			if got := c.clausesOf(t, broken); !slices.Equal(got, []int{9}) {
				t.Errorf("context %s breaks clauses %v, want 9", v.String(), got)
			}
		}
	})
}
