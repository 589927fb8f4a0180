package service

import (
	"encoding/hex"
	"encoding/json"

	"github.com/consensys/gnark/constraint"

	"nelumbo.io/circuits/setup"
)

// Depths of Describe.
const (
	DepthCounts = 0
	DepthChecks = 1
)

// Report is what Describe says of a circuit, as JSON.
//
//	id, name         the circuit, as in transactions
//	constraints      rows of the constraint system
//	domain           the power of two that proofs are computed over
//	public_inputs    public inputs, the constant wire not counted
//	secret_inputs    wires that the assignment fills
//	internal_wires   wires that solving fills
//	commitments      gnark commitments; must be 0
//	fingerprint      of the compiled rows, 64 hexadecimal digits
//	parts[]          where the rows go: clause (its number in docs/protocol/transfer.md 2), name, rows
//	checks           at DepthChecks only, see Checks
type Report struct {
	ID           int     `json:"id"`
	Name         string  `json:"name"`
	Constraints  int     `json:"constraints"`
	Domain       uint64  `json:"domain"`
	PublicInputs int     `json:"public_inputs"`
	SecretInputs int     `json:"secret_inputs"`
	Internal     int     `json:"internal_wires"`
	Commitments  int     `json:"commitments"`
	Fingerprint  string  `json:"fingerprint"`
	Parts        []Part  `json:"parts"`
	Checks       *Checks `json:"checks,omitempty"`
}

// Part is a share of the rows; parts of the same clause and name are summed.
type Part struct {
	Clause int    `json:"clause"`
	Name   string `json:"name"`
	Rows   int    `json:"rows"`
}

// Describe compiles a circuit and reports on it; DepthChecks also runs the checks.
func Describe(id, depth int) (string, error) {
	c, err := byID(id)
	if err != nil {
		return "", err
	}
	return c.describe(depth)
}

func (c *circuit) describe(depth int) (string, error) {
	if depth != DepthCounts && depth != DepthChecks {
		return "", &ArgumentError{"the depth of a description is 0 (counts) or 1 (checks)"}
	}
	compiled, err := c.compiled()
	if err != nil {
		return "", err
	}
	report := c.counts(compiled)
	if depth == DepthChecks {
		if report.Checks, err = c.check(compiled, report); err != nil {
			return "", err
		}
	}
	text, err := json.Marshal(report)
	return string(text), err
}

func (c *circuit) counts(compiled *compiled) *Report {
	system := compiled.system
	commitments := 0
	if info, ok := system.CommitmentInfo.(constraint.Groth16Commitments); ok {
		commitments = len(info)
	}
	return &Report{
		ID:           int(c.arity.ID),
		Name:         c.arity.Name,
		Constraints:  system.GetNbConstraints(),
		Domain:       setup.DomainSize(system),
		PublicInputs: system.GetNbPublicVariables() - 1,
		SecretInputs: system.GetNbSecretVariables(),
		Internal:     system.GetNbInternalVariables(),
		Commitments:  commitments,
		Fingerprint:  hex.EncodeToString(compiled.fingerprint[:]),
		Parts:        parts(compiled),
	}
}

func parts(compiled *compiled) []Part {
	var out []Part
	index := make(map[Part]int)
	for _, section := range compiled.sections {
		key := Part{Clause: section.Clause, Name: section.Part}
		at, seen := index[key]
		if !seen {
			at = len(out)
			index[key] = at
			out = append(out, key)
		}
		out[at].Rows += section.To - section.From
	}
	return out
}
