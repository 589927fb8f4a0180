package transfer

import (
	"fmt"

	"github.com/consensys/gnark-crypto/ecc"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/backend/witness"
	"github.com/consensys/gnark/frontend"

	"nelumbo.io/circuits/gadget/jubjub"
	"nelumbo.io/circuits/gadget/merkle"
	"nelumbo.io/circuits/gadget/ranges"
)

// Assign returns the inputs of the circuit for a statement, public ones first. It does not check the statement:
// solving does.
func Assign(s *Statement) (witness.Witness, error) {
	if err := s.checkShape(); err != nil {
		return nil, err
	}
	c, err := s.Claim().Assign()
	if err != nil {
		return nil, err
	}
	return c.Witness()
}

func (s *Statement) checkShape() error {
	if len(s.Inputs) != s.Arity.In || len(s.Outputs) != s.Arity.Out {
		return fmt.Errorf("%s takes %d inputs and %d outputs, not %d and %d",
			s.Arity.Name, s.Arity.In, s.Arity.Out, len(s.Inputs), len(s.Outputs))
	}
	return nil
}

// Witness returns the values of c as gnark takes them.
func (c *Circuit) Witness() (witness.Witness, error) {
	return frontend.NewWitness(c, ecc.BLS12_381.ScalarField())
}

// Assign returns the circuit with the values of a claim, true or not.
func (c *Claim) Assign() (*Circuit, error) {
	p := &c.Public
	out := New(c.Arity)
	out.Anchor, out.Context = p.Anchor, p.Context
	out.RkX, out.RkY = p.Rk.X, p.Rk.Y
	out.VIn, out.VOut, out.AssetPub = p.VIn, p.VOut, p.AssetPub
	out.VInBits, out.VOutBits = ranges.AssignBits(p.VIn), ranges.AssignBits(p.VOut)
	for i := range out.Nf {
		out.Nf[i] = p.Nf[i]
	}
	for j := range out.Cm {
		out.Cm[j] = p.Cm[j]
	}
	alpha, err := jubjub.AssignScalar(c.Alpha)
	if err != nil {
		return nil, err
	}
	out.Ak, out.Alpha = jubjub.PointVars{X: c.Ak.X, Y: c.Ak.Y}, alpha
	out.Nk, out.Asset, out.AssetQuotient = c.Nk, c.Asset, c.assetQuotient()
	for i := range c.Inputs {
		out.In[i] = c.assignInput(&c.Inputs[i])
	}
	for j := range c.Outputs {
		o := &c.Outputs[j]
		out.Out[j] = OutputVars{
			Value: o.Value, Owner: o.Owner, Rcm: o.Rcm, ValueBits: ranges.AssignBits(o.Value),
		}
	}
	return out, nil
}

func (c *Claim) assignInput(in *ClaimedInput) InputVars {
	children, _ := merkle.Expand(c.inputCommitment(in), in.Position, &in.Path)
	return InputVars{
		Value: in.Value, D: in.D, Owner: in.Owner, Rcm: in.Rcm,
		ValueBits: ranges.AssignBits(in.Value), Path: merkle.AssignPath(in.Position, &children),
	}
}

// assetQuotient is asset_pub / (v_in + v_out), and zero where no value crosses.
func (c *Claim) assetQuotient() fr.Element {
	var q fr.Element
	q.Add(&c.Public.VIn, &c.Public.VOut).Inverse(&q)
	return *q.Mul(&q, &c.Public.AssetPub)
}
