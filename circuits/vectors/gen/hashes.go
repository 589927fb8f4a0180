package main

import (
	"encoding/hex"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"

	"nelumbo.io/circuits/gadget/keys"
	"nelumbo.io/circuits/gadget/merkle"
	"nelumbo.io/circuits/gadget/notes"
	"nelumbo.io/circuits/gadget/poseidon2"
)

// pool is the pool id of all vectors that need one and do not vary it.
const pool = 1

type permutation struct {
	Input  []string `json:"input"`
	Output []string `json:"output"`
}

func permutations(s *source) []permutation {
	var out []permutation
	for i := range count {
		in := s.four(i)
		st := in
		poseidon2.Permute(&st)
		out = append(out, permutation{hexElements(in[:]...), hexElements(st[:]...)})
	}
	return out
}

func (s *source) four(i int) [4]fr.Element {
	return [4]fr.Element{s.elementAt(i), s.elementAt(i), s.elementAt(i + 1), s.elementAt(i - 1)}
}

type hashVector struct {
	Input []string `json:"input"`
	C4    string   `json:"c4"`
	Node  string   `json:"node"`
}

func hashes(s *source) []hashVector {
	var out []hashVector
	for i := range count {
		in := s.four(i)
		out = append(out, hashVector{
			hexElements(in[:]...),
			hexElement(poseidon2.C4(in[0], in[1], in[2], in[3])),
			hexElement(poseidon2.Node(in)),
		})
	}
	return out
}

type keyVector struct {
	AkX string `json:"ak_x"`
	AkY string `json:"ak_y"`
	Nk  string `json:"nk"`
	D   string `json:"d"`
	Ko  string `json:"ko"`
	O   string `json:"o"`
}

func keyVectors(s *source) []keyVector {
	var out []keyVector
	for i := range count {
		akX, akY, nk, d := s.elementAt(i), s.elementAt(i), s.elementAt(i), s.diversifierAt(i)
		ko := keys.Commit(akX, akY, nk)
		out = append(out, keyVector{
			hexElement(akX), hexElement(akY), hexElement(nk), hex.EncodeToString(d[:]),
			hexElement(ko), hexElement(keys.Owner(ko, keys.Diversifier(d))),
		})
	}
	return out
}

type noteVector struct {
	Pool     int    `json:"pool"`
	Value    string `json:"value"`
	Asset    string `json:"asset"`
	O        string `json:"o"`
	Rcm      string `json:"rcm"`
	Nk       string `json:"nk"`
	Position string `json:"position"`
	Cm       string `json:"cm"`
	Nf       string `json:"nf"`
}

func noteVectors(s *source) []noteVector {
	var out []noteVector
	for i := range count {
		p := []uint8{1, 1, 1, 2, 255}[i%5]
		n := notes.Note{Value: s.valueAt(i), Asset: s.elementAt(i), Owner: s.elementAt(i), Rcm: s.elementAt(i)}
		nk, pos := s.elementAt(i), s.positionAt(i)
		cm := notes.Commitment(p, n)
		out = append(out, noteVector{
			int(p), decimal(n.Value), hexElement(n.Asset), hexElement(n.Owner), hexElement(n.Rcm),
			hexElement(nk), decimal(uint64(pos)), hexElement(cm),
			hexElement(notes.Nullifier(p, pos, nk, cm, n.Rcm)),
		})
	}
	return out
}

type merklePath struct {
	Leaf     string     `json:"leaf"`
	Position string     `json:"position"`
	Siblings [][]string `json:"siblings"`
	Root     string     `json:"root"`
}

type appendStep struct {
	Leaf string `json:"leaf"`
	Root string `json:"root"`
}

type merkleFile struct {
	Pool       int          `json:"pool"`
	EmptyNodes []string     `json:"empty_nodes"`
	Appends    []appendStep `json:"appends"`
	Paths      []merklePath `json:"paths"`
}

func merkleVectors(s *source) merkleFile {
	empty := merkle.EmptyNodes(pool)
	f := merkleFile{Pool: pool, EmptyNodes: hexElements(empty[:]...)}
	var leaves []fr.Element
	for i := range 40 {
		leaves = append(leaves, s.elementAt(i))
		f.Appends = append(f.Appends, appendStep{hexElement(leaves[i]), hexElement(rootOf(leaves))})
	}
	for i := range count {
		f.Paths = append(f.Paths, s.pathAt(i))
	}
	for i := range leaves {
		f.Paths = append(f.Paths, newMerklePath(leaves[i], uint32(i), pathOf(leaves, uint32(i))))
	}
	return f
}

func (s *source) pathAt(i int) merklePath {
	var path merkle.Path
	for l := range path {
		for c := range path[l] {
			path[l][c] = s.element()
		}
	}
	return newMerklePath(s.elementAt(i), s.positionAt(i), &path)
}

func newMerklePath(leaf fr.Element, position uint32, path *merkle.Path) merklePath {
	v := merklePath{
		Leaf: hexElement(leaf), Position: decimal(uint64(position)),
		Root: hexElement(merkle.Root(leaf, position, path)),
	}
	for _, level := range path {
		v.Siblings = append(v.Siblings, hexElements(level[:]...))
	}
	return v
}

func rootOf(leaves []fr.Element) fr.Element {
	return merkle.Root(leaves[0], 0, pathOf(leaves, 0))
}

func pathOf(leaves []fr.Element, position uint32) *merkle.Path {
	p := merkle.PathOf(pool, leaves, position)
	return &p
}
