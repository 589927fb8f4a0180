package service

import (
	"encoding/hex"
	"fmt"
	"slices"

	"nelumbo.io/circuits/setup"
	"nelumbo.io/circuits/transfer/probe"
)

// Checks is what DepthChecks adds to a report.
//
//	passed                  whether everything below is as it must be; true exactly when failures is empty
//	failures[]              in words, what is not
//	fingerprint_pinned      the fingerprint in fingerprint.txt, hexadecimal; "" where that has no readable line
//	fingerprint_equal       whether the compiled rows hash to it
//	constraint_bound        the most constraints that the circuit may have (docs/protocol/transfer.md 4)
//	public_inputs_expected  whether number, names and order of the public inputs are those of docs/protocol/transfer.md 1
//	clauses[]               for each clause, 1 to 9, see Clause
//	wires                   what changing single wires found, see Wires
//	verifying_key_hash      SHA-256 of the development verifying key's bytes, hexadecimal
//	ic_at_infinity          IC points at infinity; must be 0, because such an input would be unconstrained
//	key_points              points of the proving key, those at infinity left out: a, b1, b2, k, z
type Checks struct {
	Passed               bool      `json:"passed"`
	Failures             []string  `json:"failures"`
	FingerprintPinned    string    `json:"fingerprint_pinned"`
	FingerprintEqual     bool      `json:"fingerprint_equal"`
	ConstraintBound      int       `json:"constraint_bound"`
	PublicInputsExpected bool      `json:"public_inputs_expected"`
	Clauses              []Clause  `json:"clauses"`
	Wires                Wires     `json:"wires"`
	VerifyingKeyHash     string    `json:"verifying_key_hash"`
	IcAtInfinity         int       `json:"ic_at_infinity"`
	KeyPoints            KeyPoints `json:"key_points"`
}

// KeyPoints counts the points of the proving key, those at infinity left out.
type KeyPoints struct {
	A  int `json:"a"`
	B1 int `json:"b1"`
	B2 int `json:"b2"`
	K  int `json:"k"`
	Z  int `json:"z"`
}

// Clause is what the lies about one clause met.
//
//	clause       its number in docs/protocol/transfer.md 2
//	lies         false statements told that break this clause and no other; for clause 9, of which every statement is
//	             true, other contexts put into a solved witness
//	refused      whether lies were told, each was refused by rows of exactly this clause, and each was accepted before
//	             it was made false
//	failures[]   names and reasons of the lies that were not refused so; absent where there are none
type Clause struct {
	Clause   int      `json:"clause"`
	Lies     int      `json:"lies"`
	Refused  bool     `json:"refused"`
	Failures []string `json:"failures,omitempty"`
}

// Wires is what the mutation of solved witnesses found: every wire alone, and every secret input with all that follows
// from it solved anew, each with up to seven hostile values, in statements of several kinds.
//
//	probed             wires that were changed; all of them
//	mutants            changed witnesses looked at
//	free[]             wires some other value of which satisfies the rows too: wire (its number), name (absent for internal
//	                   wires), reason (why that does no harm; "unexplained" where nothing says so)
//	unexplained_free   free wires without a reason; must be 0
type Wires struct {
	Probed          int        `json:"probed"`
	Mutants         int        `json:"mutants"`
	Free            []FreeWire `json:"free"`
	UnexplainedFree int        `json:"unexplained_free"`
}

// FreeWire is one entry of Wires.Free.
type FreeWire struct {
	Wire   int    `json:"wire"`
	Name   string `json:"name,omitempty"`
	Reason string `json:"reason"`
}

func (c *circuit) check(compiled *compiled, report *Report) (*Checks, error) {
	checks := &Checks{ConstraintBound: c.arity.MaxConstraints}
	c.checkFingerprint(compiled, checks)
	attacked, err := probe.Of(c.arity, compiled.system, compiled.sections)
	if err != nil {
		return nil, err
	}
	public := attacked.Names[:compiled.system.GetNbPublicVariables()]
	checks.PublicInputsExpected = slices.Equal(public, c.arity.PublicNames())
	checks.Clauses = clausesOf(attacked.Clauses())
	cases, err := attacked.Cases()
	if err != nil {
		return nil, err
	}
	checks.Wires = wiresOf(attacked.Attack(cases))
	if err := c.checkKeys(checks); err != nil {
		return nil, err
	}
	checks.Failures = failures(report, checks)
	checks.Passed = len(checks.Failures) == 0
	return checks, nil
}

// checkFingerprint takes a line that cannot be read for none: either way the circuit is not the pinned one.
func (c *circuit) checkFingerprint(compiled *compiled, checks *Checks) {
	pinned, err := c.pinned(c.arity)
	if err != nil {
		return
	}
	checks.FingerprintPinned = hex.EncodeToString(pinned[:])
	checks.FingerprintEqual = pinned == compiled.fingerprint
}

func clausesOf(found []probe.Clause) []Clause {
	var out []Clause
	for i := range found {
		f := &found[i]
		out = append(out, Clause{f.Clause, f.Lies, f.Refused(), f.Failures})
	}
	return out
}

func wiresOf(found *probe.Wires) Wires {
	out := Wires{found.Probed, found.Mutants, []FreeWire{}, found.Unexplained()}
	for _, free := range found.Free {
		if free.Reason == "" {
			free.Reason = "unexplained"
		}
		out.Free = append(out.Free, FreeWire(free))
	}
	return out
}

func (c *circuit) checkKeys(checks *Checks) error {
	keys, err := c.keys()
	if err != nil {
		return err
	}
	hash := setup.VerifyingKeyHash(&keys.Verifying)
	checks.VerifyingKeyHash = hex.EncodeToString(hash[:])
	for i := range keys.Verifying.G1.K {
		if keys.Verifying.G1.K[i].IsInfinity() {
			checks.IcAtInfinity++
		}
	}
	g1 := &keys.Proving.G1
	checks.KeyPoints = KeyPoints{len(g1.A), len(g1.B), len(keys.Proving.G2.B), len(g1.K), len(g1.Z)}
	return nil
}

// failures lists what is not as it must be.
func failures(report *Report, checks *Checks) []string {
	out := []string{}
	fail := func(broken bool, format string, values ...any) {
		if broken {
			out = append(out, fmt.Sprintf(format, values...))
		}
	}
	fail(!checks.FingerprintEqual, "the fingerprint is %s, pinned is %q", report.Fingerprint, checks.FingerprintPinned)
	fail(report.Constraints > checks.ConstraintBound, "%d constraints, at most %d are allowed", report.Constraints, checks.ConstraintBound)
	fail(report.Commitments != 0, "%d gnark commitments, none is allowed", report.Commitments)
	fail(!checks.PublicInputsExpected, "the public inputs are not those of the statement")
	fail(checks.IcAtInfinity != 0, "%d IC points at infinity, none is allowed", checks.IcAtInfinity)
	fail(checks.Wires.UnexplainedFree != 0, "%d wires are free without a reason", checks.Wires.UnexplainedFree)
	for _, clause := range checks.Clauses {
		fail(!clause.Refused, "clause %d: %d of %d lies were not refused as they must be", clause.Clause, len(clause.Failures), clause.Lies)
	}
	return out
}
