// Package transfertest makes true transfer statements for tests and vectors.
package transfertest

import (
	"crypto/sha256"
	"math/big"
	"math/rand/v2"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"

	"nelumbo.io/circuits/gadget/jubjub"
	"nelumbo.io/circuits/gadget/keys"
	"nelumbo.io/circuits/gadget/merkle"
	"nelumbo.io/circuits/gadget/notes"
	"nelumbo.io/circuits/transfer"
)

// Source is a deterministic stream of statements: the same seed gives the same ones.
type Source struct{ r *rand.ChaCha8 }

// NewSource returns the stream of a seed.
func NewSource(seed string) *Source {
	return &Source{rand.NewChaCha8(sha256.Sum256([]byte("nelumbo transfertest 1 " + seed)))}
}

// Uint64 returns the next 64 bits.
func (s *Source) Uint64() uint64 { return s.r.Uint64() }

// Element returns a random field element.
func (s *Source) Element() fr.Element {
	var e fr.Element
	return *e.SetBytes(s.bytes(64))
}

// Scalar returns a random scalar below the order of Jubjub's subgroup.
func (s *Source) Scalar() *big.Int {
	n := new(big.Int).SetBytes(s.bytes(64))
	return n.Mod(n, jubjub.Order())
}

func (s *Source) bytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(s.r.Uint64())
	}
	return b
}

// Kind is a shape of value flow.
type Kind int

// The kinds of statements.
const (
	// Inside: value moves inside the pool; v_in = v_out = 0.
	Inside Kind = iota
	// Shield: value enters the pool.
	Shield
	// Unshield: value leaves the pool.
	Unshield
	// Dummies: all inputs are dummies and value enters.
	Dummies
	// OneDummy: the last input is a dummy, the first is not.
	OneDummy
	// Zero: no value at all.
	Zero
	// Extreme: inputs of the largest value that the outputs can take, and alpha and positions at their edges.
	Extreme
	// Kinds is the number of kinds.
	Kinds
)

// Statement returns a true statement of a kind.
func (s *Source) Statement(a transfer.Arity, kind Kind) *transfer.Statement {
	st := &transfer.Statement{
		Arity: a, Context: s.Element(), Nk: s.Element(), Alpha: s.Scalar(), Asset: s.Element(),
	}
	st.Ak.ScalarMultiplication(&jubjub.Base, s.Scalar())
	for range a.In {
		in := transfer.Input{Value: s.Uint64() >> 3, Rcm: s.Element(), Position: uint32(s.Uint64() % 21)}
		copy(in.D[:], s.bytes(16))
		st.Inputs = append(st.Inputs, in)
	}
	s.shape(st, kind)
	s.balance(st, kind)
	s.plant(st)
	return st
}

// Replant returns st with its notes in a new tree, as they follow from its key and asset. After a change of either
// it makes clause 1 hold again.
func Replant(st *transfer.Statement) *transfer.Statement {
	changed := *st
	changed.Inputs = append([]transfer.Input(nil), st.Inputs...)
	NewSource("replant").plant(&changed)
	return &changed
}

// WithKeyOfSmallOrder returns st with ak of order two: it breaks clause 4 and no other.
func WithKeyOfSmallOrder(st *transfer.Statement) *transfer.Statement {
	changed := *st
	changed.Ak.X.SetZero()
	changed.Ak.Y.SetInt64(-1)
	return Replant(&changed)
}

// WithoutAsset returns st with asset 0: it breaks clause 8 and no other.
func WithoutAsset(st *transfer.Statement) *transfer.Statement {
	changed := *st
	changed.Asset.SetZero()
	return Replant(&changed)
}

func (s *Source) shape(st *transfer.Statement, kind Kind) {
	last := len(st.Inputs) - 1
	switch kind {
	case Dummies, Zero:
		for i := range st.Inputs {
			st.Inputs[i].Value = 0
		}
	case OneDummy:
		st.Inputs[last].Value = 0
	case Extreme:
		for i := range st.Inputs {
			st.Inputs[i].Value = 1<<64 - 1
		}
		// Outputs and v_out take one value less than the inputs of 4x2 could give: the last two share one.
		if last > st.Arity.Out {
			st.Inputs[last].Value, st.Inputs[last-1].Value = 1<<63, 1<<63-1
		}
		st.Alpha = new(big.Int)
		if s.Uint64()&1 == 1 {
			st.Alpha.Sub(jubjub.Order(), big.NewInt(1))
		}
	}
	for i := range st.Inputs {
		// Distinct leaves: the second input never stands where the first does.
		st.Inputs[i].Position += uint32(21 * i)
	}
}

// balance chooses v_in, v_out and outputs.
func (s *Source) balance(st *transfer.Statement, kind Kind) {
	outputs := make([]uint64, st.Arity.Out)
	switch kind {
	case Shield, Dummies:
		st.VIn = s.Uint64() >> 3
	case Unshield:
		st.VOut = 1 + s.Uint64()%(st.Inputs[0].Value|1)
		if st.VOut > st.Inputs[0].Value {
			st.VOut = st.Inputs[0].Value
		}
	case Extreme:
		if len(st.Inputs) < len(outputs) {
			st.VIn = 1<<64 - 1
		}
		if len(st.Inputs) > len(outputs) {
			st.VOut = 1<<64 - 1
		}
	}
	// Each output takes at most what 64 bits hold; the first ones take it all in kind Extreme.
	left := new(big.Int).SetUint64(st.VIn)
	for _, in := range st.Inputs {
		left.Add(left, new(big.Int).SetUint64(in.Value))
	}
	left.Sub(left, new(big.Int).SetUint64(st.VOut))
	for j := range outputs {
		share := new(big.Int).Div(left, big.NewInt(int64(len(outputs)-j)))
		outputs[j] = share.Uint64()
		left.Sub(left, share)
	}
	for _, v := range outputs {
		st.Outputs = append(st.Outputs, transfer.Output{Value: v, Owner: s.Element(), Rcm: s.Element()})
	}
}

// plant puts the notes to be spent into one tree and takes their paths and the anchor from it. A dummy's path is
// random.
func (s *Source) plant(st *transfer.Statement) {
	leaves := make([]fr.Element, 21*(len(st.Inputs)+1))
	for i := range leaves {
		leaves[i] = s.Element()
	}
	ko := keys.Commit(st.Ak.X, st.Ak.Y, st.Nk)
	for i := range st.Inputs {
		in := &st.Inputs[i]
		if in.Value == 0 {
			in.Position = uint32(s.Uint64())
			continue
		}
		leaves[in.Position] = notes.Commitment(transfer.Pool, notes.Note{
			Value: in.Value, Asset: st.Asset, Owner: keys.Owner(ko, keys.Diversifier(in.D)), Rcm: in.Rcm,
		})
	}
	first := merkle.PathOf(transfer.Pool, leaves, 0)
	st.Anchor = merkle.Root(leaves[0], 0, &first)
	for i := range st.Inputs {
		in := &st.Inputs[i]
		if in.Value != 0 {
			in.Path = merkle.PathOf(transfer.Pool, leaves, in.Position)
			continue
		}
		for l := range in.Path {
			for c := range in.Path[l] {
				in.Path[l][c] = s.Element()
			}
		}
	}
}
