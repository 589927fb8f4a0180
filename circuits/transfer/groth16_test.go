package transfer_test

import (
	"testing"

	"github.com/consensys/gnark-crypto/ecc"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/backend/groth16"
	groth381 "github.com/consensys/gnark/backend/groth16/bls12-381"
	"github.com/consensys/gnark/backend/witness"
	"github.com/consensys/gnark/test"

	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/probe"
	"nelumbo.io/circuits/transfer/transfertest"
)

// A proof holds for its own public inputs and for no others: each of them, changed alone, refuses it. gnark compiles a
// circuit with an unused public input without a word, and such an input could be changed at will.
func TestProofBindsEveryPublicInput(t *testing.T) {
	c := compile(t, transfer.OneByTwo)
	pk, vk, err := groth16.Setup(c.cs)
	if err != nil {
		t.Fatal(err)
	}
	key := vk.(*groth381.VerifyingKey)
	if len(key.G1.K) != c.Arity.PublicInputs()+1 || len(key.PublicAndCommitmentCommitted) != 0 {
		t.Errorf("verifying key of %d points, %d commitments", len(key.G1.K), len(key.PublicAndCommitmentCommitted))
	}
	for i := range key.G1.K {
		if key.G1.K[i].IsInfinity() {
			t.Errorf("IC point %d is infinity", i)
		}
	}
	w, err := transfer.Assign(c.Statement(transfertest.Unshield, "proof"))
	if err != nil {
		t.Fatal(err)
	}
	proof, err := groth16.Prove(c.cs, pk, w)
	if err != nil {
		t.Fatal(err)
	}
	public := w.Vector().(fr.Vector)[:c.Arity.PublicInputs()]
	if err := groth16.Verify(proof, vk, publicWitness(t, public)); err != nil {
		t.Fatal(err)
	}
	src := transfertest.NewSource("public inputs")
	for i := range public {
		for _, v := range probe.HostileValues(src, public[i]) {
			changed := append(fr.Vector(nil), public...)
			changed[i] = v
			if groth16.Verify(proof, vk, publicWitness(t, changed)) == nil {
				t.Errorf("%s replaced by %s: the proof still holds", c.Names[i+1], v.String())
			}
		}
	}
}

func publicWitness(t *testing.T, public fr.Vector) witness.Witness {
	t.Helper()
	w, err := witness.New(ecc.BLS12_381.ScalarField())
	if err != nil {
		t.Fatal(err)
	}
	values := make(chan any, len(public))
	for i := range public {
		values <- public[i]
	}
	close(values)
	if err := w.Fill(len(public), 0, values); err != nil {
		t.Fatal(err)
	}
	return w
}

// gnark's test engine runs the same circuit without rows.
func TestEngineAgrees(t *testing.T) {
	eachCircuit(t, func(t *testing.T, c *compiled) {
		claim := c.Statement(transfertest.Unshield, "engine").Claim()
		field := ecc.BLS12_381.ScalarField()
		if err := test.IsSolved(transfer.New(c.Arity), mustAssign(t, claim), field); err != nil {
			t.Errorf("true claim: %v", err)
		}
		plusOne(&claim.Public.Cm[0])
		if test.IsSolved(transfer.New(c.Arity), mustAssign(t, claim), field) == nil {
			t.Error("false claim accepted")
		}
	})
}

func mustAssign(t *testing.T, claim *transfer.Claim) *transfer.Circuit {
	t.Helper()
	circuit, err := claim.Assign()
	if err != nil {
		t.Fatal(err)
	}
	return circuit
}
