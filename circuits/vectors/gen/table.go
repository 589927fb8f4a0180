package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// constantsFile is the one input of this command: constants of the reference implementation of Poseidon2.
const constantsFile = "poseidon2_constants.json"

// tablePath is the Go table of the same constants, relative to the vectors' folder.
const tablePath = "../gadget/poseidon2/table.go"

// poseidonTable returns the Go source of the constants in a folder.
func poseidonTable(folder string) ([]byte, error) {
	b, err := os.ReadFile(filepath.Join(folder, constantsFile))
	if err != nil {
		return nil, err
	}
	var c struct {
		Diagonal [4]string     `json:"mat_internal_diag_m1"`
		Rounds   [64][4]string `json:"round_constants"`
	}
	if err := json.Unmarshal(b, &c); err != nil {
		return nil, fmt.Errorf("%s: %w", constantsFile, err)
	}
	var g strings.Builder
	g.WriteString("// Code generated from circuits/vectors/poseidon2_constants.json by vectors/gen. DO NOT EDIT.\n\n" +
		"package poseidon2\n\n" +
		"// diagonalMinusOneHex is the diagonal of the internal matrix, less one, big-endian.\n" +
		"var diagonalMinusOneHex = [Width]string{\n")
	for _, e := range c.Diagonal {
		fmt.Fprintf(&g, "\t%q,\n", strings.TrimPrefix(e, "0x"))
	}
	g.WriteString("}\n\n" +
		"// roundConstantsHex holds the constants of all rounds in order. A partial round uses its first entry; its\n" +
		"// other entries are zero.\nvar roundConstantsHex = [Rounds][Width]string{\n")
	for _, row := range c.Rounds {
		g.WriteString("\t{\n")
		for _, e := range row {
			fmt.Fprintf(&g, "\t\t%q,\n", strings.TrimPrefix(e, "0x"))
		}
		g.WriteString("\t},\n")
	}
	g.WriteString("}\n")
	return []byte(g.String()), nil
}
