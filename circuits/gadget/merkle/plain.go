package merkle

import (
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"

	"nelumbo.io/circuits/gadget/poseidon2"
	"nelumbo.io/circuits/gadget/tag"
)

const (
	// Arity is the number of children of a node.
	Arity = 4
	// Levels is the number of hashes between a leaf and the root.
	Levels = 16
)

// Path holds, for each level from the leaves upward, the three siblings in ascending child index.
type Path [Levels][Arity - 1]fr.Element

// Children holds, for each level from the leaves upward, all four children of the node above.
type Children [Levels][Arity]fr.Element

// Digit returns the child index of position at a level.
func Digit(position uint32, level int) int {
	return int(position>>(2*level)) & (Arity - 1)
}

// Expand puts leaf and the nodes above it between their siblings. It returns the children of every node on
// the way up, and the root.
func Expand(leaf fr.Element, position uint32, path *Path) (Children, fr.Element) {
	var all Children
	node := leaf
	for l := range Levels {
		own := Digit(position, l)
		next := 0
		for c := range Arity {
			if c == own {
				all[l][c] = node
				continue
			}
			all[l][c] = path[l][next]
			next++
		}
		node = poseidon2.Node(all[l])
	}
	return all, node
}

// Root returns the root that path spells for leaf at position.
func Root(leaf fr.Element, position uint32, path *Path) fr.Element {
	_, root := Expand(leaf, position, path)
	return root
}

// EmptyNodes returns, for l = 0 .. Levels, the root of an empty subtree of l levels; entry 0 is the empty leaf.
func EmptyNodes(pool uint8) [Levels + 1]fr.Element {
	var e [Levels + 1]fr.Element
	e[0] = tag.Element(tag.EmptyLeaf, pool, 0)
	for l := range Levels {
		e[l+1] = poseidon2.Node([Arity]fr.Element{e[l], e[l], e[l], e[l]})
	}
	return e
}

// PathOf returns the path of the leaf at position in the tree that holds leaves from position 0 on. It hashes
// the whole tree: it is for tests and vectors.
func PathOf(pool uint8, leaves []fr.Element, position uint32) Path {
	empty := EmptyNodes(pool)
	row := leaves
	var path Path
	for l := range Levels {
		first := int(position>>(2*l)) &^ (Arity - 1)
		next := 0
		for c := range Arity {
			if c == Digit(position, l) {
				continue
			}
			path[l][next] = nodeAt(row, first+c, empty[l])
			next++
		}
		row = parents(row, empty[l])
	}
	return path
}

func parents(row []fr.Element, empty fr.Element) []fr.Element {
	above := make([]fr.Element, (len(row)+Arity-1)/Arity)
	for i := range above {
		var children [Arity]fr.Element
		for c := range Arity {
			children[c] = nodeAt(row, Arity*i+c, empty)
		}
		above[i] = poseidon2.Node(children)
	}
	return above
}

func nodeAt(row []fr.Element, i int, empty fr.Element) fr.Element {
	if i < len(row) {
		return row[i]
	}
	return empty
}
