// Command gen writes the project's own vectors into the folder given as its only argument, which must be
// circuits/vectors (its README.md says what they hold), and the Go table of Poseidon2's constants. Its output depends
// on nothing but its source and those constants.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// count is the number of random vectors of each kind.
const count = 24

type file struct {
	name    string
	content any
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./vectors/gen FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(folder string) error {
	table, err := poseidonTable(folder)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, filepath.FromSlash(tablePath)), table, 0o644); err != nil {
		return err
	}
	return writeAll(folder)
}

func writeAll(folder string) error {
	for _, f := range files() {
		b, err := json.MarshalIndent(f.content, "", " ")
		if err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		if err := os.WriteFile(filepath.Join(folder, f.name), append(b, '\n'), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func files() []file {
	return []file{
		{"poseidon2.json", permutations(newSource("poseidon2"))},
		{"hashes.json", hashes(newSource("hashes"))},
		{"keys.json", keyVectors(newSource("keys"))},
		{"notes.json", noteVectors(newSource("notes"))},
		{"merkle.json", merkleVectors(newSource("merkle"))},
		{"transfer.json", transferVectors()},
	}
}
