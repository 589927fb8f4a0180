// Command gen makes the files of package bn254 anew, with new keys, into the folder given as its only argument. Afterwards make native_proof.bin
// with native/tools/prove_file.cpp.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"nelumbo.io/circuits/vectors/bn254"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./vectors/bn254/gen FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(folder string) error {
	files, err := bn254.Files()
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
