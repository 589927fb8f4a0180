package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The files in the tree must be what this command writes.
func TestVectorFilesAreCurrent(t *testing.T) {
	table, err := poseidonTable("..")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(tablePath))); err != nil || !bytes.Equal(got, table) {
		t.Errorf("the Go table is not what %s says: %v", constantsFile, err)
	}
	fresh := t.TempDir()
	if err := writeAll(fresh); err != nil {
		t.Fatal(err)
	}
	for _, f := range files() {
		want, err := os.ReadFile(filepath.Join(fresh, f.name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("..", f.name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not current: run go run ./vectors/gen vectors in circuits/", f.name)
		}
	}
}
