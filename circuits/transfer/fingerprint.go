package transfer

import (
	_ "embed"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/consensys/gnark/constraint"

	"nelumbo.io/circuits/gadget/row"
)

//go:embed fingerprint.txt
var fingerprints string

// Fingerprint returns the pinned fingerprint of a circuit (docs/protocol/transfer.md 6). A circuit whose rows hash
// to anything else is another circuit and needs another key.
func Fingerprint(a Arity) ([32]byte, error) { return FingerprintIn(fingerprints, a) }

// FingerprintIn reads a circuit's fingerprint in a text of the form of fingerprint.txt.
func FingerprintIn(text string, a Arity) ([32]byte, error) {
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] != a.Name {
			continue
		}
		b, err := hex.DecodeString(fields[1])
		if err != nil || len(b) != 32 {
			return [32]byte{}, fmt.Errorf("fingerprint.txt: the line of %s is malformed", a.Name)
		}
		return [32]byte(b), nil
	}
	return [32]byte{}, fmt.Errorf("fingerprint.txt: no line for %s", a.Name)
}

// FingerprintLine returns the line that pins a compiled circuit: its name, the SHA-256 of its rows, and the numbers
// of rows and of public (the one-wire counted), secret and internal wires.
func FingerprintLine(a Arity, cs constraint.ConstraintSystem) (string, error) {
	sum, err := row.Fingerprint(cs)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %x rows=%d public=%d secret=%d internal=%d", a.Name, sum, cs.GetNbConstraints(),
		cs.GetNbPublicVariables(), cs.GetNbSecretVariables(), cs.GetNbInternalVariables()), nil
}
