package service

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/consensys/gnark-crypto/ecc"
	"github.com/consensys/gnark/frontend"
	"github.com/consensys/gnark/frontend/cs/r1cs"

	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/probe"
)

func (c *circuit) checked(t *testing.T) *Report {
	t.Helper()
	text, err := c.describe(DepthChecks)
	if err != nil {
		t.Fatal(err)
	}
	report := new(Report)
	if err := json.Unmarshal([]byte(text), report); err != nil {
		t.Fatal(err)
	}
	return report
}

func TestCheckPasses(t *testing.T) {
	bounds := map[int]int{1: 12288, 2: 12288, 3: 24576}
	for id, c := range circuits {
		report := c.checked(t)
		checks := report.Checks
		if !checks.Passed || len(checks.Failures) != 0 {
			t.Errorf("circuit %d: %v", id, checks.Failures)
		}
		if !checks.FingerprintEqual || checks.FingerprintPinned != report.Fingerprint || !checks.PublicInputsExpected {
			t.Errorf("circuit %d: fingerprint or public inputs: %+v", id, checks)
		}
		if checks.IcAtInfinity != 0 || report.Commitments != 0 || report.Constraints > bounds[id] || checks.ConstraintBound != bounds[id] {
			t.Errorf("circuit %d: %+v", id, checks)
		}
		for i, clause := range checks.Clauses {
			if clause.Clause != i+1 || clause.Lies < 2 || !clause.Refused {
				t.Errorf("circuit %d: %+v", id, clause)
			}
		}
		wires := checks.Wires
		all := 1 + report.PublicInputs + report.SecretInputs + report.Internal
		if len(checks.Clauses) != 9 || wires.Probed != all || wires.Mutants < 15*all || wires.UnexplainedFree != 0 {
			t.Errorf("circuit %d: %d clauses, %+v", id, len(checks.Clauses), wires)
		}
		var names []string
		for _, free := range wires.Free {
			names = append(names, free.Name)
			if free.Reason == "" || free.Reason == "unexplained" {
				t.Errorf("circuit %d: %+v", id, free)
			}
		}
		slices.Sort(names)
		if got := names[:3]; len(names) != 6 || !slices.Equal(got, []string{"Anchor", "AssetQuotient", "Context"}) {
			t.Errorf("circuit %d: free wires %v", id, names)
		}
	}
}

func TestFalsifiedPinFailsTheCheck(t *testing.T) {
	const wrong = "transfer-1x2 " + "00da063fbc2af7ef71109660d6c6070fec3d04e167c76e01269586ea6f0c5e3d rows=6824"
	for name, text := range map[string]string{"wrong": wrong, "none": "", "malformed": "transfer-1x2 93"} {
		c := *circuits[2]
		c.pinned = func(a transfer.Arity) ([32]byte, error) { return transfer.FingerprintIn(text, a) }
		compiled, err := c.compiled()
		if err != nil {
			t.Fatal(err)
		}
		report, checks := c.counts(compiled), new(Checks)
		c.checkFingerprint(compiled, checks)
		if checks.FingerprintEqual || !mentions(failures(report, checks), "fingerprint") {
			t.Errorf("%s: %+v", name, checks)
		}
		if name != "wrong" {
			continue
		}
		whole := c.checked(t).Checks
		if whole.Passed || len(whole.Failures) != 1 || !mentions(whole.Failures, "fingerprint") {
			t.Errorf("%s: %v", name, whole.Failures)
		}
	}
}

func mentions(failures []string, word string) bool {
	return slices.ContainsFunc(failures, func(f string) bool { return strings.Contains(f, word) })
}

func TestEveryFailureCounts(t *testing.T) {
	good := func() (*Report, *Checks) {
		return &Report{}, &Checks{FingerprintEqual: true, PublicInputsExpected: true, Clauses: []Clause{{1, 1, true, nil}}}
	}
	if got := failures(good()); len(got) != 0 {
		t.Fatal(got)
	}
	for word, breakIt := range map[string]func(*Report, *Checks){
		"fingerprint":   func(_ *Report, c *Checks) { c.FingerprintEqual = false },
		"constraints":   func(r *Report, _ *Checks) { r.Constraints = 1 },
		"commitments":   func(r *Report, _ *Checks) { r.Commitments = 1 },
		"public inputs": func(_ *Report, c *Checks) { c.PublicInputsExpected = false },
		"infinity":      func(_ *Report, c *Checks) { c.IcAtInfinity = 1 },
		"free":          func(_ *Report, c *Checks) { c.Wires.UnexplainedFree = 1 },
		"clause 1":      func(_ *Report, c *Checks) { c.Clauses[0].Refused = false },
	} {
		report, checks := good()
		breakIt(report, checks)
		if got := failures(report, checks); len(got) != 1 || !mentions(got, word) {
			t.Errorf("%s: %v", word, got)
		}
	}
}

// cube is x * x * x = y, with two wires more: one that stands in no row and one that zero multiplies.
type cube struct {
	Y               frontend.Variable `gnark:",public"`
	X, Idle, Masked frontend.Variable
}

func (c *cube) Define(api frontend.API) error {
	api.AssertIsEqual(api.Mul(c.X, c.X, c.X), c.Y)
	api.AssertIsEqual(api.Mul(api.Sub(c.Y, 27), c.Masked), 0)
	return nil
}

func TestFreeWiresAreReported(t *testing.T) {
	field := ecc.BLS12_381.ScalarField()
	system, err := frontend.Compile(field, r1cs.NewBuilder, new(cube), frontend.IgnoreUnconstrainedInputs())
	if err != nil {
		t.Fatal(err)
	}
	values, err := frontend.NewWitness(&cube{Y: 27, X: 3, Idle: 5, Masked: 7}, field)
	if err != nil {
		t.Fatal(err)
	}
	taken, err := probe.New(system, nil)
	if err != nil {
		t.Fatal(err)
	}
	solved, err := taken.Solve(values)
	if err != nil {
		t.Fatal(err)
	}
	for _, resolve := range []bool{false, true} {
		one := probe.Case{Wires: solved, Resolve: resolve, Reason: func(m probe.Mutant) string {
			if taken.Names[m.Wire] == "Masked" {
				return "masked"
			}
			return ""
		}}
		wires := wiresOf(taken.Attack([]probe.Case{one}))
		var found []string
		for _, free := range wires.Free {
			found = append(found, free.Name+": "+free.Reason)
		}
		want := []string{"Idle: unexplained", "Masked: masked"}
		if !slices.Equal(found, want) || wires.UnexplainedFree != 1 {
			t.Errorf("resolve %v: %v, %d unexplained, want %v", resolve, found, wires.UnexplainedFree, want)
		}
		if got := failures(&Report{}, &Checks{Wires: wires}); !mentions(got, "wires are free without a reason") {
			t.Errorf("failures %v", got)
		}
	}
}

func TestDevelopmentKeyFilesFollowTheLabel(t *testing.T) {
	folder := t.TempDir()
	var hashes []string
	for _, label := range []string{"", "demo-2"} {
		path := filepath.Join(folder, "key"+label)
		if err := WriteDevelopmentKey(2, label, path); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(path)
		if err != nil || len(file) < 1_000_000 {
			t.Fatalf("%d bytes, %v", len(file), err)
		}
		compiled, err := circuits[2].compiled()
		if err != nil {
			t.Fatal(err)
		}
		if [32]byte(file[48:80]) != compiled.fingerprint || file[112]&1 != 1 {
			t.Errorf("label %q: fingerprint or UNSAFE-DEV flag is wrong", label)
		}
		hashes = append(hashes, string(file[80:112]))
	}
	if hashes[0] == hashes[1] {
		t.Error("two labels gave one key")
	}
}

func TestLabelsAreRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	for _, label := range []string{"Demo", "a/b", "..", "a b", "\x00", strings.Repeat("a", 33)} {
		var argument *ArgumentError
		if err := WriteDevelopmentKey(2, label, path); !errors.As(err, &argument) || !strings.Contains(err.Error(), "label") {
			t.Errorf("label %q: %v", label, err)
		}
	}
	if checkLabel(strings.Repeat("a", 32)) != nil {
		t.Error("a label of 32 characters is refused")
	}
}
