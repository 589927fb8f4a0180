package bn254

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/consensys/gnark-crypto/ecc"
	"github.com/consensys/gnark/backend/groth16"
	groth16bn "github.com/consensys/gnark/backend/groth16/bn254"
	"github.com/consensys/gnark/backend/witness"

	"nelumbo.io/circuits/setup"
)

func read(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

type stored struct {
	pk     *groth16bn.ProvingKey
	vk     *groth16bn.VerifyingKey
	public witness.Witness
}

func load(t *testing.T) stored {
	t.Helper()
	s := stored{pk: new(groth16bn.ProvingKey), vk: new(groth16bn.VerifyingKey)}
	if _, err := s.pk.ReadFrom(bytes.NewReader(read(t, "gnark_proving_key.bin"))); err != nil {
		t.Fatal(err)
	}
	if _, err := s.vk.ReadFrom(bytes.NewReader(read(t, "gnark_verifying_key.bin"))); err != nil {
		t.Fatal(err)
	}
	public, err := witness.New(ecc.BN254.ScalarField())
	if err != nil {
		t.Fatal(err)
	}
	if err := public.UnmarshalBinary(read(t, "gnark_public.bin")); err != nil {
		t.Fatal(err)
	}
	s.public = public
	return s
}

func TestKeyFileIsThatOfTheStoredKeys(t *testing.T) {
	s := load(t)
	system, err := Compile()
	if err != nil {
		t.Fatal(err)
	}
	key, err := setup.BN254KeyFileBytes(system, s.pk, s.vk, Fingerprint())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(key, read(t, "key.bin")) {
		t.Fatal("key.bin is not what the writer makes of the stored keys")
	}
	full, err := Witness(3, 5)
	if err != nil {
		t.Fatal(err)
	}
	limbs, err := Limbs(system, full)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(limbs, read(t, "witness.bin")) {
		t.Fatal("witness.bin is not the solution")
	}
}

// gnark verifies its own proof and the native prover's, and neither for other public inputs.
func TestGnarkVerifiesBothProofs(t *testing.T) {
	s := load(t)
	other, err := Witness(4, 5)
	if err != nil {
		t.Fatal(err)
	}
	wrong, err := other.Public()
	if err != nil {
		t.Fatal(err)
	}
	native := read(t, "native_proof.bin")
	if len(native) != 128 {
		t.Fatalf("native_proof.bin has %d bytes", len(native))
	}
	// A, B, C compressed; gnark's own form goes on with a count of zero and infinity.
	tail := make([]byte, 4+32)
	tail[4] = 0x40
	for name, content := range map[string][]byte{"gnark_proof.bin": read(t, "gnark_proof.bin"), "native_proof.bin": append(native, tail...)} {
		proof := new(groth16bn.Proof)
		if _, err := proof.ReadFrom(bytes.NewReader(content)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := groth16.Verify(proof, s.vk, s.public); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if groth16.Verify(proof, s.vk, wrong) == nil {
			t.Errorf("%s holds for other public inputs", name)
		}
	}
}

func TestKeysWithCommitmentsAreRefused(t *testing.T) {
	s := load(t)
	s.vk.PublicAndCommitmentCommitted = [][]int{{1}}
	if _, err := setup.BN254VerifyingKeyBytes(s.vk); err == nil || !strings.Contains(err.Error(), "commitments") {
		t.Fatalf("got %v", err)
	}
}
