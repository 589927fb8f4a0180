package main

import (
	"encoding/hex"
	"math/rand/v2"
	"strconv"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"golang.org/x/crypto/blake2b"
)

// source is a deterministic stream of values, one stream a file.
type source struct{ r *rand.ChaCha8 }

func newSource(name string) *source {
	return &source{rand.NewChaCha8(blake2b.Sum256([]byte("nelumbo vectors 1 " + name)))}
}

func (s *source) bytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(s.r.Uint64())
	}
	return b
}

func (s *source) element() fr.Element {
	var e fr.Element
	e.SetBytes(s.bytes(64))
	return e
}

// elementAt is random, but takes edge values for the first indices.
func (s *source) elementAt(i int) fr.Element {
	var e fr.Element
	switch i {
	case 0:
		return e
	case 1:
		return *e.SetOne()
	case 2:
		return *e.SetInt64(-1)
	}
	return s.element()
}

// valueAt is random, but takes edge values for the first indices.
func (s *source) valueAt(i int) uint64 {
	edges := []uint64{0, 1, 1<<64 - 1, 1 << 63, 1 << 32}
	if i < len(edges) {
		return edges[i]
	}
	return s.r.Uint64()
}

// positionAt is random, but takes edge values for the first indices.
func (s *source) positionAt(i int) uint32 {
	edges := []uint32{0, 1, 2, 3, 4, 1<<32 - 1, 1 << 31}
	if i < len(edges) {
		return edges[i]
	}
	return uint32(s.r.Uint64())
}

func (s *source) diversifierAt(i int) [16]byte {
	var d [16]byte
	switch i {
	case 0:
	case 1:
		for k := range d {
			d[k] = 0xff
		}
	case 2:
		d[0] = 1
	case 3:
		d[15] = 1
	default:
		copy(d[:], s.bytes(16))
	}
	return d
}

func hexElement(e fr.Element) string {
	b := e.Bytes()
	return "0x" + hex.EncodeToString(b[:])
}

func hexElements(es ...fr.Element) []string {
	out := make([]string, len(es))
	for i, e := range es {
		out[i] = hexElement(e)
	}
	return out
}

func decimal(v uint64) string { return strconv.FormatUint(v, 10) }
