package service

import (
	"errors"
	"fmt"
	"time"

	curve "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	groth16 "github.com/consensys/gnark/backend/groth16/bls12-381"
	"github.com/consensys/gnark/backend/witness"
	cs "github.com/consensys/gnark/constraint/bls12-381"
	"github.com/consensys/gnark/constraint/solver"

	"nelumbo.io/circuits/setup"
	"nelumbo.io/circuits/transfer"
)

const proofBytes = 192

// Solution is where a solved system goes: W with one element a wire; A, B, C with at least one a row.
type Solution struct{ W, A, B, C []fr.Element }

// Solve solves a circuit for the bytes of an assignment and copies the result out. Rows beyond the circuit's are left alone.
func Solve(id int, assignment []byte, out Solution) error {
	c, err := byID(id)
	if err != nil {
		return err
	}
	compiled, err := c.compiled()
	if err != nil {
		return err
	}
	values, _, err := c.assign(assignment)
	if err != nil {
		return err
	}
	solved, err := compiled.solve(values)
	if err != nil {
		return err
	}
	for _, part := range []struct {
		name   string
		target []fr.Element
		source fr.Vector
		exact  bool
	}{{"W", out.W, solved.W, true}, {"A", out.A, solved.A, false}, {"B", out.B, solved.B, false}, {"C", out.C, solved.C, false}} {
		if len(part.target) < len(part.source) || (part.exact && len(part.target) != len(part.source)) {
			return &ArgumentError{fmt.Sprintf("buffer %s holds %d elements but the circuit has %d", part.name, len(part.target), len(part.source))}
		}
		copy(part.target, part.source)
	}
	return nil
}

// assign reads an assignment and returns the circuit's inputs and the public ones among them.
func (c *circuit) assign(assignment []byte) (witness.Witness, []fr.Element, error) {
	statement, err := transfer.Parse(assignment)
	if err != nil {
		return nil, nil, &EncodingError{err}
	}
	if statement.Arity.ID != c.arity.ID {
		return nil, nil, &ArgumentError{fmt.Sprintf("the assignment is of circuit %d, not of circuit %d", statement.Arity.ID, c.arity.ID)}
	}
	values, err := transfer.Assign(statement)
	if err != nil {
		return nil, nil, &EncodingError{err}
	}
	return values, statement.Claim().Public.Vector(), nil
}

func (c *compiled) solve(values witness.Witness) (*cs.R1CSSolution, error) {
	solved, err := c.system.Solve(values, solver.WithNbTasks(1))
	if err != nil {
		return nil, c.unsatisfied(err)
	}
	return solved.(*cs.R1CSSolution), nil
}

// unsatisfied names the clause of the failing row; the values in gnark's own message are secret and stay inside.
func (c *compiled) unsatisfied(err error) error {
	var failed *cs.UnsatisfiedConstraintError
	if !errors.As(err, &failed) {
		return errors.New("the circuit could not be solved")
	}
	for _, section := range c.sections {
		if failed.CID >= section.From && failed.CID < section.To {
			return &UnsatisfiedError{section.Clause, section.Part, failed.CID}
		}
	}
	return &UnsatisfiedError{0, "no part", failed.CID}
}

// Prove solves and proves with gnark under the development key. out receives the proof (192 bytes) and the public inputs (32 each, little-endian);
// the text is their number and the nanoseconds of gnark's call, which includes solving.
func Prove(id int, assignment, out []byte) (string, error) {
	c, err := byID(id)
	if err != nil {
		return "", err
	}
	compiled, err := c.compiled()
	if err != nil {
		return "", err
	}
	keys, err := c.keys()
	if err != nil {
		return "", err
	}
	values, public, err := c.assign(assignment)
	if err != nil {
		return "", err
	}
	if len(out) < proofBytes+len(public)*fr.Bytes {
		return "", &ArgumentError{fmt.Sprintf("the proof buffer holds %d bytes but %d are needed", len(out), proofBytes+len(public)*fr.Bytes)}
	}
	start := time.Now()
	proof, err := groth16.Prove(compiled.system, &keys.Proving, values)
	elapsed := time.Since(start)
	if err != nil {
		return "", compiled.unsatisfied(err)
	}
	copy(out, encodeProof(proof))
	copy(out[proofBytes:], transfer.PublicBytes(public))
	return fmt.Sprintf("%d %d", len(public), elapsed.Nanoseconds()), nil
}

// Verify lets gnark check a proof ‖ public inputs under the development key: "valid" or "invalid".
func Verify(id int, statement []byte) (string, error) {
	c, err := byID(id)
	if err != nil {
		return "", err
	}
	keys, err := c.keys()
	if err != nil {
		return "", err
	}
	if want := proofBytes + c.arity.PublicInputs()*fr.Bytes; len(statement) != want {
		return "", &ArgumentError{fmt.Sprintf("proof and public inputs have %d bytes, not %d", len(statement), want)}
	}
	proof, err := decodeProof(statement[:proofBytes])
	if err != nil {
		return "invalid", nil
	}
	public := make(fr.Vector, c.arity.PublicInputs())
	for i := range public {
		at := proofBytes + i*fr.Bytes
		if public[i], err = fr.LittleEndian.Element((*[fr.Bytes]byte)(statement[at : at+fr.Bytes])); err != nil {
			return "invalid", nil
		}
	}
	if groth16.Verify(proof, &keys.Verifying, public) != nil {
		return "invalid", nil
	}
	return "valid", nil
}

func encodeProof(proof *groth16.Proof) []byte {
	a, b, k := proof.Ar.Bytes(), proof.Bs.Bytes(), proof.Krs.Bytes()
	return append(append(append(make([]byte, 0, proofBytes), a[:]...), b[:]...), k[:]...)
}

func decodeProof(bytes []byte) (*groth16.Proof, error) {
	proof := new(groth16.Proof)
	for _, part := range []struct {
		from, to int
		set      func([]byte) (int, error)
	}{
		{0, curve.SizeOfG1AffineCompressed, proof.Ar.SetBytes},
		{curve.SizeOfG1AffineCompressed, 144, proof.Bs.SetBytes},
		{144, proofBytes, proof.Krs.SetBytes},
	} {
		read, err := part.set(bytes[part.from:part.to])
		if err != nil {
			return nil, err
		}
		if read != part.to-part.from {
			return nil, errors.New("a point of the proof is not compressed")
		}
	}
	return proof, nil
}

const maxLabelBytes = 32

// checkLabel keeps labels fit for file names.
func checkLabel(label string) error {
	fits := len(label) <= maxLabelBytes
	for _, c := range []byte(label) {
		fits = fits && (c == '-' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z')
	}
	if !fits {
		return &ArgumentError{"the label of a development key has at most 32 characters out of a-z, 0-9 and -"}
	}
	return nil
}

// WriteDevelopmentKey makes the circuit's UNSAFE-DEV key file at an absolute path. Networks use the empty label; another one (at most 32
// characters out of a-z, 0-9 and -) gives another key of the same circuit, under which proofs for the first do not hold, nor the reverse.
func WriteDevelopmentKey(id int, label, path string) error {
	if err := checkLabel(label); err != nil {
		return err
	}
	c, err := byID(id)
	if err != nil {
		return err
	}
	compiled, err := c.compiled()
	if err != nil {
		return err
	}
	keys, err := c.labelledKeys(label)
	if err != nil {
		return err
	}
	return setup.WriteFile(path, setup.KeyFileBytes(compiled.system, keys, compiled.fingerprint, setup.FlagUnsafeDev))
}
