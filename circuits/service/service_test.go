package service

import (
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"

	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/transfertest"
)

func assignment(t *testing.T, arity transfer.Arity, seed string) []byte {
	t.Helper()
	return transfertest.NewSource(seed).Statement(arity, 0).Bytes()
}

func solution(t *testing.T, id int) Solution {
	t.Helper()
	text, err := Describe(id, DepthCounts)
	if err != nil {
		t.Fatal(err)
	}
	var report Report
	if err := json.Unmarshal([]byte(text), &report); err != nil {
		t.Fatal(err)
	}
	rows := func() []fr.Element { return make([]fr.Element, report.Domain) }
	return Solution{make([]fr.Element, 1+report.PublicInputs+report.SecretInputs+report.Internal), rows(), rows(), rows()}
}

func TestSolveFillsRowsThatMultiply(t *testing.T) {
	for _, arity := range transfer.Circuits() {
		out := solution(t, int(arity.ID))
		if err := Solve(int(arity.ID), assignment(t, arity, "solve"), out); err != nil {
			t.Fatal(err)
		}
		if !out.W[0].IsOne() {
			t.Fatal("wire 0 is not one")
		}
		for i := range out.A {
			var product fr.Element
			if product.Mul(&out.A[i], &out.B[i]); !product.Equal(&out.C[i]) {
				t.Fatalf("%s: row %d does not hold", arity.Name, i)
			}
		}
	}
}

func TestFalseStatementNamesItsClause(t *testing.T) {
	bytes := assignment(t, transfer.TwoByTwo, "false")
	const outputValue = 8 + 4 + 4 + 7*32 + 2*8 + 2*(8+16+32+8+16*3*32)
	bytes[outputValue]++
	err := Solve(1, bytes, solution(t, 1))
	var unsatisfied *UnsatisfiedError
	if !errors.As(err, &unsatisfied) || unsatisfied.Clause != 7 {
		t.Fatalf("got %v", err)
	}
}

func TestMalformedCallsAreRefused(t *testing.T) {
	good := assignment(t, transfer.TwoByTwo, "malformed")
	var encoding *EncodingError
	var argument *ArgumentError
	if err := Solve(1, good[:len(good)-1], solution(t, 1)); !errors.As(err, &encoding) {
		t.Errorf("short assignment: %v", err)
	}
	if err := Solve(4, good, Solution{}); !errors.As(err, &argument) {
		t.Errorf("unknown circuit: %v", err)
	}
	if err := Solve(2, good, solution(t, 2)); !errors.As(err, &argument) {
		t.Errorf("assignment of another circuit: %v", err)
	}
	small := solution(t, 1)
	small.W = small.W[1:]
	if err := Solve(1, good, small); !errors.As(err, &argument) || !strings.Contains(err.Error(), "W") {
		t.Errorf("small buffer: %v", err)
	}
	if _, err := Describe(1, 7); !errors.As(err, &argument) {
		t.Errorf("unknown depth: %v", err)
	}
}

func TestGnarkProofHoldsAndMutantsDoNot(t *testing.T) {
	out := make([]byte, 192+11*32)
	text, err := Prove(1, assignment(t, transfer.TwoByTwo, "prove"), out)
	if err != nil || !strings.HasPrefix(text, "11 ") {
		t.Fatalf("%q, %v", text, err)
	}
	if verdict, err := Verify(1, out); verdict != "valid" || err != nil {
		t.Fatalf("%q, %v", verdict, err)
	}
	for _, at := range []int{0, 47, 60, 150, 191, 192, 192 + 10*32, len(out) - 1} {
		mutant := append([]byte(nil), out...)
		mutant[at] ^= 1
		if verdict, err := Verify(1, mutant); verdict != "invalid" || err != nil {
			t.Errorf("byte %d flipped: %q, %v", at, verdict, err)
		}
	}
	if _, err := Verify(1, out[1:]); err == nil {
		t.Error("a short statement was taken")
	}
}

func TestConcurrentSolvesAgree(t *testing.T) {
	want := solution(t, 1)
	bytes := assignment(t, transfer.TwoByTwo, "concurrent")
	if err := Solve(1, bytes, want); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			got := solution(t, 1)
			if err := Solve(1, bytes, got); err != nil {
				t.Error(err)
			}
			for i := range want.W {
				if !got.W[i].Equal(&want.W[i]) {
					t.Errorf("wire %d differs", i)
					return
				}
			}
		})
	}
	group.Wait()
}
