package setup

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/consensys/gnark-crypto/ecc"
	curve "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/backend/groth16"
	cs "github.com/consensys/gnark/constraint/bls12-381"
	"github.com/consensys/gnark/frontend"
	"github.com/consensys/gnark/frontend/cs/r1cs"
)

// chain is x -> x^2 + i, eleven times, with the end made public: a circuit with wires in A, in B and in both.
type chain struct {
	X   frontend.Variable
	End frontend.Variable `gnark:",public"`
}

const chainLength = 11

func (c *chain) Define(api frontend.API) error {
	x := c.X
	for i := range chainLength {
		x = api.Add(api.Mul(x, x), i)
	}
	api.AssertIsEqual(x, c.End)
	return nil
}

// idle leaves its public input out of every row.
type idle struct {
	X      frontend.Variable
	Unused frontend.Variable `gnark:",public"`
}

func (c *idle) Define(api frontend.API) error {
	api.AssertIsEqual(api.Mul(c.X, c.X), 9)
	return nil
}

func compile(t *testing.T, circuit frontend.Circuit) *cs.R1CS {
	t.Helper()
	system, err := frontend.Compile(ecc.BLS12_381.ScalarField(), r1cs.NewBuilder, circuit)
	if err != nil {
		t.Fatal(err)
	}
	return system.(*cs.R1CS)
}

func chainEnd(x int64) *big.Int {
	modulus := ecc.BLS12_381.ScalarField()
	v := big.NewInt(x)
	for i := range int64(chainLength) {
		v.Mul(v, v).Add(v, big.NewInt(i)).Mod(v, modulus)
	}
	return v
}

func generate(t *testing.T, system *cs.R1CS) *Keys {
	t.Helper()
	keys, err := Generate(system, DevelopmentWaste(sha256.Sum256([]byte("test")), ""))
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func TestKeysServeGnarksProverAndVerifier(t *testing.T) {
	system := compile(t, new(chain))
	keys := generate(t, system)
	witness, err := frontend.NewWitness(&chain{X: 3, End: chainEnd(3)}, ecc.BLS12_381.ScalarField())
	if err != nil {
		t.Fatal(err)
	}
	proof, err := groth16.Prove(system, &keys.Proving, witness)
	if err != nil {
		t.Fatal(err)
	}
	public, err := witness.Public()
	if err != nil {
		t.Fatal(err)
	}
	if err := groth16.Verify(proof, &keys.Verifying, public); err != nil {
		t.Fatal(err)
	}
	wrong, err := frontend.NewWitness(&chain{End: 5}, ecc.BLS12_381.ScalarField(), frontend.PublicOnly())
	if err != nil {
		t.Fatal(err)
	}
	if groth16.Verify(proof, &keys.Verifying, wrong) == nil {
		t.Fatal("the proof holds for another public input")
	}
}

func TestKeysAreDeterministicAndFollowTheFingerprint(t *testing.T) {
	system := compile(t, new(chain))
	first := KeyFileBytes(system, generate(t, system), sha256.Sum256([]byte("f")), FlagUnsafeDev)
	second := KeyFileBytes(system, generate(t, system), sha256.Sum256([]byte("f")), FlagUnsafeDev)
	if !bytes.Equal(first, second) {
		t.Fatal("two runs gave different key files")
	}
	other, err := Generate(system, DevelopmentWaste(sha256.Sum256([]byte("other")), ""))
	if err != nil {
		t.Fatal(err)
	}
	if VerifyingKeyHash(&other.Verifying) == [32]byte(first[80:112]) {
		t.Fatal("another fingerprint gave the same verifying key")
	}
}

// The scalars of the empty label are those of development networks: they never change.
func TestWasteFollowsTheLabel(t *testing.T) {
	fingerprint := sha256.Sum256([]byte("test"))
	usual, labelled := DevelopmentWaste(fingerprint, ""), DevelopmentWaste(fingerprint, "demo")
	for _, scalar := range []struct {
		name string
		got  fr.Element
		want string
	}{
		{"tau", usual.Tau, "35077fd47625d57c7354304f775731e1253a9d21ef61d8f9fd94d6dd29c19ce0"},
		{"delta", usual.Delta, "2542dad34e7d697c8d53a05664355a395891fcdf4b5bd8a93fe954e375095b14"},
		{"delta of another label", labelled.Delta, "5a5b25f9b3d643edf3e1fbf435ac8c5a0d4c6b8bf5b46882d7e9e08251b017dc"},
	} {
		if got := scalar.got.Bytes(); hex.EncodeToString(got[:]) != scalar.want {
			t.Errorf("%s is %x, want %s", scalar.name, got, scalar.want)
		}
	}
}

func TestUnusedPublicInputIsRefused(t *testing.T) {
	_, err := Generate(compile(t, new(idle)), DevelopmentWaste([32]byte{}, ""))
	if err == nil || !strings.Contains(err.Error(), "public wire 1") {
		t.Fatalf("got %v", err)
	}
}

func TestZeroWasteIsRefused(t *testing.T) {
	waste := DevelopmentWaste([32]byte{}, "")
	waste.Delta.SetZero()
	if _, err := Generate(compile(t, new(chain)), waste); err == nil {
		t.Fatal("a zero delta was accepted")
	}
}

func TestKeyFileLayout(t *testing.T) {
	system := compile(t, new(chain))
	keys := generate(t, system)
	file := KeyFileBytes(system, keys, [32]byte{7}, FlagUnsafeDev)
	word := func(at int) uint64 { return binary.LittleEndian.Uint64(file[at:]) }
	if string(file[:8]) != provingKeyMagic || word(120) != uint64(len(file)) || file[48] != 7 {
		t.Fatal("header is wrong")
	}
	if sha256.Sum256(file[headerBytes:]) != [32]byte(file[128:160]) {
		t.Fatal("digest is wrong")
	}
	sections := int(binary.LittleEndian.Uint32(file[116:]))
	if sections != 13 {
		t.Fatalf("%d sections", sections)
	}
	end := uint64(headerBytes + sections*sectionEntryBytes)
	for i := range sections {
		entry := headerBytes + i*sectionEntryBytes
		offset, count := word(entry+8), word(entry+16)
		size := uint64(binary.LittleEndian.Uint32(file[entry+4:]))
		if offset%alignment != 0 || offset < end || offset+count*size > uint64(len(file)) || word(entry+24) != 0 {
			t.Fatalf("section %d is misplaced", i)
		}
		end = offset + count*size
	}
	if end != uint64(len(file)) {
		t.Fatal("bytes after the last section")
	}
}

func TestQuotientPointsAreInNaturalOrder(t *testing.T) {
	system := compile(t, new(chain))
	keys := generate(t, system)
	waste := DevelopmentWaste(sha256.Sum256([]byte("test")), "")
	var deltaInverse fr.Element
	deltaInverse.Inverse(&waste.Delta)
	scalars := quotientBasis(&keys.Proving.Domain, waste.Tau, deltaInverse)
	_, _, g1, _ := curve.Generators()
	want := g1Limbs(curve.BatchScalarMultiplicationG1(&g1, scalars[:len(scalars)-1]))
	if got := keySections(keys)[8].content; !bytes.Equal(got, want) {
		t.Fatal("section Z is not in natural order")
	}
}

func TestWriteFileReplacesAtomicallyAndWantsAnAbsolutePath(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "key")
	for _, content := range []string{"one", "two"} {
		if err := WriteFile(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(path); string(got) != content {
			t.Fatalf("got %q", got)
		}
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 1 {
		t.Fatal("temporary files were left behind")
	}
	if WriteFile("key", nil) == nil {
		t.Fatal("a relative path was accepted")
	}
}
