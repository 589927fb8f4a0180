package transfer_test

import (
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/constraint/solver"

	"nelumbo.io/circuits/gadget/row"
	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/probe"
	"nelumbo.io/circuits/transfer/transfertest"
)

// Every wire of a satisfying witness, changed alone, breaks a row that contains it. The exceptions:
//   - the quotient of the asset rule where no value crosses: it multiplies zero, and asset_pub is zero whatever it is;
//   - the anchor where all inputs are dummies: clause 1 then says nothing;
//   - the context, negated: it has the same square. Every context is true; its row only puts it into the proof.
func TestEveryWireIsBound(t *testing.T) {
	eachCircuit(t, func(t *testing.T, c *compiled) {
		expected := map[transfertest.Kind][]string{
			transfertest.Unshield: {"Context"},
			transfertest.Inside:   {"Context", "AssetQuotient"},
			transfertest.Dummies:  {"Anchor", "Context"},
		}
		for kind, want := range expected {
			found := c.Attack([]probe.Case{c.newCase(t, kind, false)})
			var got []string
			for _, free := range found.Free {
				got = append(got, free.Name)
			}
			if !slices.Equal(got, want) || found.Unexplained() != 0 {
				t.Errorf("kind %d: free wires %v, want %v", kind, found.Free, want)
			}
			if found.Probed != len(c.Users) || found.Mutants < 5*found.Probed {
				t.Errorf("kind %d: %d wires and %d mutants", kind, found.Probed, found.Mutants)
			}
		}
	})
}

func (c *compiled) newCase(t *testing.T, kind transfertest.Kind, resolve bool) probe.Case {
	t.Helper()
	one, err := c.Case(kind, resolve)
	if err != nil {
		t.Fatal(err)
	}
	return one
}

// The malicious prover's turn: the circuit has no hints, so all that a prover chooses are the secret inputs. Each of
// them is replaced by hostile values and everything that follows from it is solved anew. The siblings at the
// top of a dummy's path are free (below it, a sibling's change asks for another node above), as is the quotient where
// no value crosses; nothing else is.
func TestEverySecretInputIsBound(t *testing.T) {
	eachCircuit(t, func(t *testing.T, c *compiled) {
		for kind, want := range map[transfertest.Kind]int{transfertest.Unshield: 0, transfertest.OneDummy: 1 + 3} {
			one := c.newCase(t, kind, true)
			excused := map[int]bool{}
			c.EachMutant(slices.Clone(one.Wires), true, func(m probe.Mutant, satisfied bool) {
				free := one.Reason(m) != ""
				if satisfied != free {
					t.Errorf("kind %d: %s replaced by %s: satisfied %v, want %v",
						kind, c.Names[m.Wire], m.Value.String(), satisfied, free)
				}
				if free {
					excused[m.Wire] = true
				}
			})
			if len(excused) != want {
				t.Errorf("kind %d: %d secret inputs are free, want %d", kind, len(excused), want)
			}
		}
	})
}

// gnark's own solver agrees with the test's on a sample of hostile inputs.
func TestSolversAgree(t *testing.T) {
	eachCircuit(t, func(t *testing.T, c *compiled) {
		w, err := transfer.Assign(c.Statement(transfertest.OneDummy, "solvers"))
		if err != nil {
			t.Fatal(err)
		}
		vector := w.Vector().(fr.Vector)
		src := transfertest.NewSource("solvers")
		for i := 0; i < len(vector); i += 29 {
			own := vector[i]
			vector[i] = src.Element()
			_, broken := c.SolveAll(w)
			_, err := c.cs.Solve(w, solver.WithNbTasks(1))
			if (err == nil) != (len(broken) == 0) {
				t.Errorf("%s: gnark says %v, broken rows %v", c.Names[i+1], err, broken)
			}
			vector[i] = own
		}
	})
}

func TestShapeOfTheCircuits(t *testing.T) {
	publicNames := map[string][]string{
		"transfer-2x2": {"1", "Anchor", "Nf_0", "Nf_1", "Cm_0", "Cm_1", "RkX", "RkY", "VIn", "VOut", "AssetPub", "Context"},
		"transfer-1x2": {"1", "Anchor", "Nf_0", "Cm_0", "Cm_1", "RkX", "RkY", "VIn", "VOut", "AssetPub", "Context"},
		"transfer-4x2": {"1", "Anchor", "Nf_0", "Nf_1", "Nf_2", "Nf_3", "Cm_0", "Cm_1", "RkX", "RkY", "VIn", "VOut", "AssetPub", "Context"},
	}
	eachCircuit(t, func(t *testing.T, c *compiled) {
		if n := c.cs.GetNbConstraints(); n > c.Arity.MaxConstraints {
			t.Errorf("%d constraints, more than %d", n, c.Arity.MaxConstraints)
		}
		if got := c.Names[:c.cs.GetNbPublicVariables()]; !slices.Equal(got, publicNames[c.Arity.Name]) {
			t.Errorf("public wires %v", got)
		} else if !slices.Equal(got, c.Arity.PublicNames()) {
			t.Errorf("public wires %v, announced %v", got, c.Arity.PublicNames())
		}
		if got := c.cs.GetNbPublicVariables() - 1; got != c.Arity.PublicInputs() {
			t.Errorf("%d public inputs, want %d", got, c.Arity.PublicInputs())
		}
		if got := len(c.cs.GetCommitments().CommitmentIndexes()); got != 0 {
			t.Errorf("%d gnark commitments", got)
		}
		// Every instruction is a row: there is no hint and no lookup table.
		if c.cs.GetNbInstructions() != len(c.Rows) || len(c.Rows) != c.cs.GetNbConstraints() {
			t.Errorf("%d instructions, %d rows", c.cs.GetNbInstructions(), len(c.Rows))
		}
		for i := range c.cs.GetNbInstructions() {
			if n := c.cs.GetInstruction(i).ConstraintOffset; n != uint32(i) {
				t.Fatalf("instruction %d writes row %d", i, n)
			}
		}
		for w, users := range c.Users {
			if len(users) == 0 {
				t.Errorf("wire %d stands in no row", w)
			}
		}
	})
}

// A row that determines its wire by a division leaves it free when it divides zero by zero. Such rows stand only where
// the denominator is shown not to be zero: in the windows of alpha * G, and in two inverses, which refuse zero.
// Every other internal wire is a product less what is known, so the secret inputs determine all of them.
func TestDivisionsStandOnlyWhereTheyMay(t *testing.T) {
	want := map[string]int{
		"ak on the curve, not of small order": 1,
		"alpha * G":                           82 + 2 + 2, // slopes, change of form, complete addition
		"asset":                               1,
	}
	eachCircuit(t, func(t *testing.T, c *compiled) {
		got := map[string]int{}
		for i, d := range c.Defined {
			byProduct := slices.ContainsFunc(c.Rows[i].C, func(term row.Term) bool { return int(term.Wire) == d })
			if d >= 0 && !byProduct {
				got[c.SectionOf(i).Part]++
			}
		}
		if !maps.Equal(got, want) {
			t.Errorf("divisions: %v, want %v", got, want)
		}
		internal := 0
		for _, d := range c.Defined {
			if d >= len(c.Names) {
				internal++
			}
		}
		if internal != c.cs.GetNbInternalVariables() {
			t.Errorf("rows determine %d of %d internal wires", internal, c.cs.GetNbInternalVariables())
		}
	})
}

func TestSectionsCoverAllRows(t *testing.T) {
	eachCircuit(t, func(t *testing.T, c *compiled) {
		next := 0
		clauses := map[int]bool{}
		for _, s := range c.sections {
			if s.From != next || s.To <= s.From {
				t.Errorf("section %q is [%d, %d), expected to begin at %d", s.Part, s.From, s.To, next)
			}
			next = s.To
			clauses[s.Clause] = true
		}
		if next != len(c.Rows) {
			t.Errorf("sections end at %d of %d rows", next, len(c.Rows))
		}
		if got := slices.Sorted(maps.Keys(clauses)); len(got) != transfer.Clauses {
			t.Errorf("clauses with rows: %v", got)
		}
	})
}

// The rows stay light: the partial rounds of Poseidon2 written naively would have four times as many entries.
func TestRowsAreSparse(t *testing.T) {
	limits := map[string][2]int{"transfer-2x2": {100_000, 8_300}, "transfer-1x2": {60_000, 4_900}, "transfer-4x2": {190_000, 15_200}}
	eachCircuit(t, func(t *testing.T, c *compiled) {
		entries := 0
		inB := map[uint32]bool{}
		for _, r := range c.Rows {
			entries += len(r.A) + len(r.B) + len(r.C)
			for _, term := range r.B {
				inB[term.Wire] = true
			}
		}
		t.Logf("%s: %d entries, %d wires in B", c.Arity.Name, entries, len(inB))
		if limit := limits[c.Arity.Name]; entries > limit[0] || len(inB) > limit[1] {
			t.Errorf("%d entries, %d wires in B; at most %v", entries, len(inB), limit)
		}
	})
}

func TestDescribeCountsEveryRow(t *testing.T) {
	for _, a := range transfer.Circuits() {
		d, err := transfer.Describe(a)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, p := range d.Parts {
			sum += p.Rows
		}
		if sum != d.Constraints || d.Commitments != 0 || d.Hints != 0 {
			t.Errorf("%s: parts sum to %d of %d; %d commitments, %d hints",
				a.Name, sum, d.Constraints, d.Commitments, d.Hints)
		}
	}
}

func TestCompileIsDeterministicAndIndependentOfOrder(t *testing.T) {
	var first []string
	for range 2 {
		for _, a := range transfer.Circuits() {
			cs, err := transfer.Compile(a)
			if err != nil {
				t.Fatal(err)
			}
			line, err := transfer.FingerprintLine(a, cs)
			if err != nil {
				t.Fatal(err)
			}
			first = append(first, line)
		}
	}
	if half := len(first) / 2; !slices.Equal(first[:half], first[half:]) {
		t.Errorf("two compilations differ: %v", first)
	}
	if !regexp.MustCompile(`^transfer-2x2 [0-9a-f]{64} rows=\d+`).MatchString(first[0]) {
		t.Errorf("unexpected line %q", first[0])
	}
}
