package poseidon2

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
)

// sharedVectors is the folder of outside vectors, seen from this package.
const sharedVectors = "../../../../shared/vectors"

func element(t *testing.T, s string) fr.Element {
	t.Helper()
	var e fr.Element
	if _, err := e.SetString(s); err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return e
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	b, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		t.Fatalf("vectors not found (%v): see circuits/vectors/README.md for where they come from", err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatal(err)
	}
}

func TestPermuteAgreesWithReferenceKnownAnswers(t *testing.T) {
	var kats []struct {
		Field         string
		T             int
		Input, Output []string
	}
	readJSON(t, sharedVectors+"/poseidon2/poseidon2_kats.json", &kats)
	seen := 0
	for _, k := range kats {
		if k.Field != "bls12-381-fr" || k.T != Width {
			continue
		}
		seen++
		var s [Width]fr.Element
		for i := range Width {
			s[i] = element(t, k.Input[i])
		}
		Permute(&s)
		for i := range Width {
			if want := element(t, k.Output[i]); !s[i].Equal(&want) {
				t.Errorf("known answer %d, output %d: got %s want %s", seen, i, s[i].Text(16), want.Text(16))
			}
		}
	}
	if seen == 0 {
		t.Fatal("no known answer for BLS12-381, t = 4")
	}
}

func TestConstantsAgreeWithReference(t *testing.T) {
	var ref struct {
		Diagonal []string   `json:"internal_matrix_diagonal_minus_1"`
		Rounds   [][]string `json:"round_constants"`
	}
	readJSON(t, sharedVectors+"/poseidon2/poseidon2_bls12_381_t4_constants.json", &ref)
	compareConstants(t, ref.Diagonal, ref.Rounds)
}

func TestConstantsAgreeWithOwnVectorFile(t *testing.T) {
	var own struct {
		T        int
		RoundsF  int        `json:"rounds_f"`
		RoundsP  int        `json:"rounds_p"`
		Diagonal []string   `json:"mat_internal_diag_m1"`
		Rounds   [][]string `json:"round_constants"`
	}
	readJSON(t, "../../vectors/poseidon2_constants.json", &own)
	if own.T != Width || own.RoundsF != FullRounds || own.RoundsP != PartialRounds {
		t.Fatalf("shape %d, %d, %d", own.T, own.RoundsF, own.RoundsP)
	}
	compareConstants(t, own.Diagonal, own.Rounds)
}

func compareConstants(t *testing.T, diagonal []string, rounds [][]string) {
	t.Helper()
	if len(diagonal) != Width || len(rounds) != Rounds {
		t.Fatalf("table of %d and %d rows", len(diagonal), len(rounds))
	}
	for i, s := range diagonal {
		if e := element(t, s); !e.Equal(&diagonalMinusOne[i]) {
			t.Errorf("diagonal %d differs", i)
		}
	}
	for r, row := range rounds {
		for i, s := range row {
			if e := element(t, s); !e.Equal(&roundConstants[r][i]) {
				t.Errorf("round constant %d, %d differs", r, i)
			}
		}
	}
}
