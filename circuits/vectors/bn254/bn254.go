// Package bn254 holds a small circuit over BN254 and files that tie gnark's prover and verifier to the native ones: each proves, and the
// other verifies.
//
// Its folder holds, all of one run of gen with gnark's own setup:
//
//	gnark_proving_key.bin, gnark_verifying_key.bin   gnark's keys (WriteRawTo, WriteTo)
//	gnark_proof.bin, gnark_public.bin                gnark's proof and public witness
//	key.bin                                          the same proving key as docs/protocol/keys.md 8 says
//	witness.bin                                      W, A, B, C as the native witness buffer has them
//	native_proof.bin                                 a proof of that witness by the native prover
package bn254

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"

	"github.com/consensys/gnark-crypto/ecc"
	"github.com/consensys/gnark-crypto/ecc/bn254/fr"
	"github.com/consensys/gnark/backend/groth16"
	groth16bn "github.com/consensys/gnark/backend/groth16/bn254"
	"github.com/consensys/gnark/backend/witness"
	cs "github.com/consensys/gnark/constraint/bn254"
	"github.com/consensys/gnark/frontend"
	"github.com/consensys/gnark/frontend/cs/r1cs"

	"nelumbo.io/circuits/setup"
)

// Length is the number of squarings of the circuit.
const Length = 30

// Circuit shows knowledge of X with End = f(X), where f repeats x -> x^2 + Step.
type Circuit struct {
	X    frontend.Variable
	Step frontend.Variable `gnark:",public"`
	End  frontend.Variable `gnark:",public"`
}

// Define implements frontend.Circuit.
func (c *Circuit) Define(api frontend.API) error {
	x := c.X
	for range Length {
		x = api.Add(api.Mul(x, x), c.Step)
	}
	api.AssertIsEqual(x, c.End)
	return nil
}

// Compile gives the circuit's system.
func Compile() (*cs.R1CS, error) {
	system, err := frontend.Compile(ecc.BN254.ScalarField(), r1cs.NewBuilder, new(Circuit))
	if err != nil {
		return nil, err
	}
	return system.(*cs.R1CS), nil
}

// Witness is that of a secret.
func Witness(secret, step uint64) (witness.Witness, error) {
	var x, s fr.Element
	x.SetUint64(secret)
	s.SetUint64(step)
	for range Length {
		x.Square(&x).Add(&x, &s)
	}
	return frontend.NewWitness(&Circuit{X: secret, Step: step, End: x.String()}, ecc.BN254.ScalarField())
}

// Fingerprint names the circuit in its key file.
func Fingerprint() [32]byte { return sha256.Sum256([]byte("nelumbo bn254 test circuit")) }

// Files makes all files but native_proof.bin.
func Files() (map[string][]byte, error) {
	system, err := Compile()
	if err != nil {
		return nil, err
	}
	pk, vk, err := groth16.Setup(system)
	if err != nil {
		return nil, err
	}
	full, err := Witness(3, 5)
	if err != nil {
		return nil, err
	}
	proof, err := groth16.Prove(system, pk, full)
	if err != nil {
		return nil, err
	}
	public, err := full.Public()
	if err != nil {
		return nil, err
	}
	publicBytes, err := public.MarshalBinary()
	if err != nil {
		return nil, err
	}
	key, err := setup.BN254KeyFileBytes(system, pk.(*groth16bn.ProvingKey), vk.(*groth16bn.VerifyingKey), Fingerprint())
	if err != nil {
		return nil, err
	}
	solved, err := Limbs(system, full)
	if err != nil {
		return nil, err
	}
	var pkBytes, vkBytes, proofBytes bytes.Buffer
	if _, err := pk.WriteRawTo(&pkBytes); err != nil {
		return nil, err
	}
	if _, err := vk.WriteTo(&vkBytes); err != nil {
		return nil, err
	}
	if _, err := proof.WriteTo(&proofBytes); err != nil {
		return nil, err
	}
	return map[string][]byte{
		"gnark_proving_key.bin": pkBytes.Bytes(), "gnark_verifying_key.bin": vkBytes.Bytes(), "gnark_proof.bin": proofBytes.Bytes(),
		"gnark_public.bin": publicBytes, "key.bin": key, "witness.bin": solved,
	}, nil
}

// Limbs solves the system: W, then A, B, C of the domain's size, as Montgomery limbs.
func Limbs(system *cs.R1CS, full witness.Witness) ([]byte, error) {
	solution, err := system.Solve(full)
	if err != nil {
		return nil, err
	}
	s := solution.(*cs.R1CSSolution)
	domain := int(ecc.NextPowerOfTwo(uint64(system.GetNbConstraints())))
	var out []byte
	add := func(vector fr.Vector, length int) {
		for i := range length {
			var e fr.Element
			if i < len(vector) {
				e = vector[i]
			}
			for _, limb := range e {
				out = binary.LittleEndian.AppendUint64(out, limb)
			}
		}
	}
	add(s.W, len(s.W))
	for _, rows := range []fr.Vector{s.A, s.B, s.C} {
		add(rows, domain)
	}
	return out, nil
}
