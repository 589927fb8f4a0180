package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The files in the tree must be what this command writes.
func TestVectorFilesAreCurrent(t *testing.T) {
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
