package transfer

import (
	"fmt"

	"github.com/consensys/gnark-crypto/ecc"
	"github.com/consensys/gnark/constraint"
	"github.com/consensys/gnark/frontend"
	"github.com/consensys/gnark/frontend/cs/r1cs"
	"github.com/consensys/gnark/logger"

	"nelumbo.io/circuits/gadget/jubjub"
	"nelumbo.io/circuits/gadget/keys"
	"nelumbo.io/circuits/gadget/merkle"
	"nelumbo.io/circuits/gadget/notes"
	"nelumbo.io/circuits/gadget/ranges"
	"nelumbo.io/circuits/gadget/row"
)

func init() {
	// gnark logs to standard output by default, where the prover's child process writes its frames.
	logger.Disable()
}

// Circuit is the statement in constraints. Every value that the prover chooses is an input; the circuit uses no
// hints, so that solving it runs no code but field arithmetic.
type Circuit struct {
	Anchor    frontend.Variable   `gnark:",public"`
	Nf        []frontend.Variable `gnark:",public"`
	Cm        []frontend.Variable `gnark:",public"`
	RkX       frontend.Variable   `gnark:",public"`
	RkY       frontend.Variable   `gnark:",public"`
	VIn, VOut frontend.Variable   `gnark:",public"`
	AssetPub  frontend.Variable   `gnark:",public"`
	Context   frontend.Variable   `gnark:",public"`

	Ak            jubjub.PointVars
	Nk            frontend.Variable
	Alpha         jubjub.ScalarVars
	Asset         frontend.Variable
	AssetQuotient frontend.Variable
	VInBits       ranges.Bits
	VOutBits      ranges.Bits
	In            []InputVars
	Out           []OutputVars

	sections []row.Section
}

// InputVars are the wires of an input's opening.
type InputVars struct {
	Value, D, Owner, Rcm frontend.Variable
	ValueBits            ranges.Bits
	Path                 merkle.PathVars
}

// OutputVars are the wires of an output's opening.
type OutputVars struct {
	Value, Owner, Rcm frontend.Variable
	ValueBits         ranges.Bits
}

// New returns a circuit of an arity without values, ready to be compiled.
func New(a Arity) *Circuit {
	return &Circuit{
		Nf: make([]frontend.Variable, a.In), Cm: make([]frontend.Variable, a.Out),
		In: make([]InputVars, a.In), Out: make([]OutputVars, a.Out),
	}
}

// Compile returns the constraint system of an arity. It is the same, row by row, in every call.
func Compile(a Arity) (constraint.ConstraintSystem, error) {
	cs, _, err := CompileSections(a)
	return cs, err
}

// CompileSections returns the constraint system and the rows of each part of each clause, in order and without
// gaps.
func CompileSections(a Arity) (constraint.ConstraintSystem, []row.Section, error) {
	c := New(a)
	cs, err := frontend.Compile(ecc.BLS12_381.ScalarField(), r1cs.NewBuilder, c)
	if err != nil {
		return nil, nil, fmt.Errorf("compile %s: %w", a.Name, err)
	}
	return cs, c.sections, nil
}

// Define writes the constraints, clause by clause.
func (c *Circuit) Define(api frontend.API) error {
	s := row.New(api)
	c.definePositionsAndRanges(s)
	c.defineInputs(s)
	c.defineKey(s)
	c.defineOutputs(s)
	c.defineBalance(s)
	c.defineAsset(s)
	// An input that stands in no row could be changed in a finished proof.
	s.Begin(9, "context")
	s.Product(c.Context, c.Context)
	c.sections = s.Sections()
	return nil
}

func (c *Circuit) definePositionsAndRanges(s *row.System) {
	for i := range c.In {
		s.Begin(6, fmt.Sprintf("range of input %d", i+1))
		ranges.CircuitAssert(s, c.In[i].Value, &c.In[i].ValueBits)
	}
	for j := range c.Out {
		s.Begin(6, fmt.Sprintf("range of output %d", j+1))
		ranges.CircuitAssert(s, c.Out[j].Value, &c.Out[j].ValueBits)
	}
	s.Begin(6, "range of v_in")
	ranges.CircuitAssert(s, c.VIn, &c.VInBits)
	s.Begin(6, "range of v_out")
	ranges.CircuitAssert(s, c.VOut, &c.VOutBits)
}

func (c *Circuit) defineInputs(s *row.System) {
	s.Begin(3, "key commitment")
	ko := keys.CircuitCommit(s, c.Ak.X, c.Ak.Y, c.Nk)
	for i := range c.In {
		in := &c.In[i]
		s.Begin(3, fmt.Sprintf("owner of input %d", i+1))
		s.AssertEqual(keys.CircuitOwner(s, ko, in.D), in.Owner)

		s.Begin(1, fmt.Sprintf("digits of input %d", i+1))
		position := merkle.CircuitPosition(s, &in.Path)
		s.Begin(1, fmt.Sprintf("commitment of input %d", i+1))
		cm := notes.CircuitCommitment(s, Pool, notes.NoteVars{
			Value: in.Value, Asset: c.Asset, Owner: in.Owner, Rcm: in.Rcm,
		})
		s.Begin(1, fmt.Sprintf("path of input %d", i+1))
		root := merkle.CircuitRoot(s, cm, &in.Path)
		s.Begin(1, fmt.Sprintf("anchor of input %d", i+1))
		s.AssertProduct(s.API().Sub(root, c.Anchor), in.Value, 0)

		s.Begin(2, fmt.Sprintf("nullifier of input %d", i+1))
		nf := notes.CircuitNullifier(s, Pool, notes.NullifierVars{
			Position: position, Nk: c.Nk, Cm: cm, Rcm: in.Rcm,
		})
		s.AssertEqual(nf, c.Nf[i])
	}
}

func (c *Circuit) defineKey(s *row.System) {
	s.Begin(4, "ak on the curve, not of small order")
	jubjub.CircuitAssertKey(s, c.Ak)
	s.Begin(4, "alpha * G")
	randomizer := jubjub.CircuitMulBase(s, &c.Alpha)
	s.Begin(4, "rk = ak + alpha * G")
	jubjub.CircuitAssertSum(s, c.Ak, randomizer, jubjub.PointVars{X: c.RkX, Y: c.RkY})
}

func (c *Circuit) defineOutputs(s *row.System) {
	for j := range c.Out {
		out := &c.Out[j]
		s.Begin(5, fmt.Sprintf("commitment of output %d", j+1))
		cm := notes.CircuitCommitment(s, Pool, notes.NoteVars{
			Value: out.Value, Asset: c.Asset, Owner: out.Owner, Rcm: out.Rcm,
		})
		s.AssertEqual(cm, c.Cm[j])
	}
}

// defineBalance compares sums of at most 17 values below 2^64 in a field of 255 bits: no sum wraps.
func (c *Circuit) defineBalance(s *row.System) {
	s.Begin(7, "balance")
	left, right := c.VIn, c.VOut
	for i := range c.In {
		left = s.API().Add(left, c.In[i].Value)
	}
	for j := range c.Out {
		right = s.API().Add(right, c.Out[j].Value)
	}
	s.AssertEqual(left, right)
}

// defineAsset binds asset_pub. Where value crosses, the first row makes it the asset; where none does, the second
// makes it zero, whatever the quotient.
func (c *Circuit) defineAsset(s *row.System) {
	s.Begin(8, "asset")
	crossing := s.API().Add(c.VIn, c.VOut)
	s.AssertProduct(s.API().Sub(c.AssetPub, c.Asset), crossing, 0)
	s.AssertProduct(crossing, c.AssetQuotient, c.AssetPub)
	s.AssertNonZero(c.Asset)
}

// Part is one line of Describe.
type Part struct {
	Clause int
	Name   string
	Rows   int
}

// Description says what a circuit costs.
type Description struct {
	Arity                            Arity
	Constraints                      int
	PublicWires, Secret, Internal    int // public wires include the one-wire
	Commitments, Hints, Instructions int
	Parts                            []Part
}

// Describe compiles a circuit and counts its rows by clause and part.
func Describe(a Arity) (*Description, error) {
	cs, sections, err := CompileSections(a)
	if err != nil {
		return nil, err
	}
	d := &Description{
		Arity: a, Constraints: cs.GetNbConstraints(), PublicWires: cs.GetNbPublicVariables(),
		Secret: cs.GetNbSecretVariables(), Internal: cs.GetNbInternalVariables(),
		Commitments: len(cs.GetCommitments().CommitmentIndexes()), Instructions: cs.GetNbInstructions(),
	}
	d.Hints = d.Instructions - d.Constraints
	for _, s := range sections {
		d.Parts = append(d.Parts, Part{s.Clause, s.Part, s.To - s.From})
	}
	return d, nil
}
