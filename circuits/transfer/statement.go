package transfer

import (
	"math/big"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"

	"nelumbo.io/circuits/gadget/jubjub"
	"nelumbo.io/circuits/gadget/keys"
	"nelumbo.io/circuits/gadget/merkle"
	"nelumbo.io/circuits/gadget/notes"
	"nelumbo.io/circuits/gadget/ranges"
)

// Clauses is the number of clauses of the statement; they are numbered from 1.
const Clauses = 9

// Statement is what an honest wallet hands over: everything else follows from it (Claim). It holds viewing
// secrets (nk, alpha, rcm), never spending ones.
type Statement struct {
	Arity           Arity
	Anchor, Context fr.Element
	Ak              jubjub.Point
	Nk              fr.Element
	Alpha           *big.Int // 0 <= alpha < l
	Asset           fr.Element
	VIn, VOut       uint64
	Inputs          []Input
	Outputs         []Output
}

// Input is a note to be spent, or a dummy of value 0.
type Input struct {
	Value    uint64
	D        [16]byte
	Rcm      fr.Element
	Position uint32
	Path     merkle.Path
}

// Output is a note to be made.
type Output struct {
	Value      uint64
	Owner, Rcm fr.Element
}

// Public holds the public inputs.
type Public struct {
	Anchor    fr.Element
	Nf, Cm    []fr.Element
	Rk        jubjub.Point
	VIn, VOut fr.Element
	AssetPub  fr.Element
	Context   fr.Element
}

// Vector returns the public inputs in the order of the statement.
func (p *Public) Vector() []fr.Element {
	v := []fr.Element{p.Anchor}
	v = append(v, p.Nf...)
	v = append(v, p.Cm...)
	return append(v, p.Rk.X, p.Rk.Y, p.VIn, p.VOut, p.AssetPub, p.Context)
}

// Claim is a transfer as a prover may claim it, true or not: the public inputs and an opening whose parts need not
// agree with them.
type Claim struct {
	Arity   Arity
	Public  Public
	Ak      jubjub.Point
	Nk      fr.Element
	Alpha   *big.Int
	Asset   fr.Element
	Inputs  []ClaimedInput
	Outputs []ClaimedOutput
}

// ClaimedInput is the opening of an input.
type ClaimedInput struct {
	Value, D, Owner, Rcm fr.Element
	Position             uint32
	Path                 merkle.Path
}

// ClaimedOutput is the opening of an output.
type ClaimedOutput struct{ Value, Owner, Rcm fr.Element }

// Claim derives the owners of the inputs and the public inputs. It does not check anything.
func (s *Statement) Claim() *Claim {
	c := &Claim{Arity: s.Arity, Ak: s.Ak, Nk: s.Nk, Alpha: s.Alpha, Asset: s.Asset}
	c.Public = Public{
		Anchor: s.Anchor, Context: s.Context, Rk: jubjub.Randomize(s.Ak, s.Alpha),
		VIn: uint64Element(s.VIn), VOut: uint64Element(s.VOut),
	}
	if s.VIn != 0 || s.VOut != 0 {
		c.Public.AssetPub = s.Asset
	}
	ko := keys.Commit(s.Ak.X, s.Ak.Y, s.Nk)
	for _, in := range s.Inputs {
		d := keys.Diversifier(in.D)
		claimed := ClaimedInput{
			Value: uint64Element(in.Value), D: d, Owner: keys.Owner(ko, d), Rcm: in.Rcm,
			Position: in.Position, Path: in.Path,
		}
		c.Inputs = append(c.Inputs, claimed)
		c.Public.Nf = append(c.Public.Nf, c.nullifier(&claimed))
	}
	for _, out := range s.Outputs {
		claimed := ClaimedOutput{Value: uint64Element(out.Value), Owner: out.Owner, Rcm: out.Rcm}
		c.Outputs = append(c.Outputs, claimed)
		c.Public.Cm = append(c.Public.Cm, c.outputCommitment(&claimed))
	}
	return c
}

// Check returns the numbers of the clauses that the claim breaks, ascending: none for a true statement. It is the
// plain twin of the circuit. It never returns 9, because every context is allowed.
func (c *Claim) Check() []int {
	broken := []struct {
		clause int
		holds  bool
	}{
		{1, c.inputsInTree()},
		{2, c.nullifiersMatch()},
		{3, c.ownersMatch()},
		{4, c.keyRandomized()},
		{5, c.commitmentsMatch()},
		{6, c.valuesInRange()},
		{7, c.valueConserved()},
		{8, c.assetDisclosed()},
	}
	var out []int
	for _, b := range broken {
		if !b.holds {
			out = append(out, b.clause)
		}
	}
	return out
}

func (c *Claim) inputsInTree() bool {
	for i := range c.Inputs {
		in := &c.Inputs[i]
		root := merkle.Root(c.inputCommitment(in), in.Position, &in.Path)
		if !in.Value.IsZero() && !root.Equal(&c.Public.Anchor) {
			return false
		}
	}
	return true
}

func (c *Claim) nullifiersMatch() bool {
	for i := range c.Inputs {
		if nf := c.nullifier(&c.Inputs[i]); !nf.Equal(&c.Public.Nf[i]) {
			return false
		}
	}
	return true
}

func (c *Claim) ownersMatch() bool {
	ko := keys.Commit(c.Ak.X, c.Ak.Y, c.Nk)
	for i := range c.Inputs {
		if o := keys.Owner(ko, c.Inputs[i].D); !o.Equal(&c.Inputs[i].Owner) {
			return false
		}
	}
	return true
}

func (c *Claim) keyRandomized() bool {
	rk := jubjub.Randomize(c.Ak, c.Alpha)
	return jubjub.IsValidKey(c.Ak) && rk.Equal(&c.Public.Rk)
}

func (c *Claim) commitmentsMatch() bool {
	for j := range c.Outputs {
		if cm := c.outputCommitment(&c.Outputs[j]); !cm.Equal(&c.Public.Cm[j]) {
			return false
		}
	}
	return true
}

func (c *Claim) values() []fr.Element {
	var all []fr.Element
	for i := range c.Inputs {
		all = append(all, c.Inputs[i].Value)
	}
	for j := range c.Outputs {
		all = append(all, c.Outputs[j].Value)
	}
	return append(all, c.Public.VIn, c.Public.VOut)
}

func (c *Claim) valuesInRange() bool {
	for _, v := range c.values() {
		if !ranges.Below(v) {
			return false
		}
	}
	return true
}

// valueConserved compares in the field, which is comparing integers when all values are in range.
func (c *Claim) valueConserved() bool {
	left, right := c.Public.VIn, c.Public.VOut
	for i := range c.Inputs {
		left.Add(&left, &c.Inputs[i].Value)
	}
	for j := range c.Outputs {
		right.Add(&right, &c.Outputs[j].Value)
	}
	return left.Equal(&right)
}

func (c *Claim) assetDisclosed() bool {
	var crossing, expected fr.Element
	crossing.Add(&c.Public.VIn, &c.Public.VOut)
	if !crossing.IsZero() {
		expected = c.Asset
	}
	return !c.Asset.IsZero() && c.Public.AssetPub.Equal(&expected)
}

// The commitments take any value, in range or not, as the circuit does.
func (c *Claim) inputCommitment(in *ClaimedInput) fr.Element {
	return notes.FieldCommitment(Pool, notes.Opening{
		Value: in.Value, Asset: c.Asset, Owner: in.Owner, Rcm: in.Rcm,
	})
}

func (c *Claim) outputCommitment(out *ClaimedOutput) fr.Element {
	return notes.FieldCommitment(Pool, notes.Opening{
		Value: out.Value, Asset: c.Asset, Owner: out.Owner, Rcm: out.Rcm,
	})
}

func (c *Claim) nullifier(in *ClaimedInput) fr.Element {
	return notes.Nullifier(Pool, in.Position, c.Nk, c.inputCommitment(in), in.Rcm)
}

func uint64Element(v uint64) fr.Element {
	var e fr.Element
	return *e.SetUint64(v)
}
