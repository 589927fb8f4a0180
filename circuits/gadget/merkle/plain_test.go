package merkle

import (
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
)

func randomLeaves(t *testing.T, n int) []fr.Element {
	t.Helper()
	leaves := make([]fr.Element, n)
	for i := range leaves {
		if _, err := leaves[i].SetRandom(); err != nil {
			t.Fatal(err)
		}
	}
	return leaves
}

func TestAllPathsOfATreeSpellOneRoot(t *testing.T) {
	for _, n := range []int{1, 3, 4, 5, 16, 17, 21} {
		leaves := randomLeaves(t, n)
		first := PathOf(1, leaves, 0)
		root := Root(leaves[0], 0, &first)
		for i := range leaves {
			p := PathOf(1, leaves, uint32(i))
			if r := Root(leaves[i], uint32(i), &p); !r.Equal(&root) {
				t.Errorf("%d leaves: path of leaf %d spells another root", n, i)
			}
		}
	}
}

func TestEmptyTreeHasTheEmptyRoot(t *testing.T) {
	empty := EmptyNodes(1)
	p := PathOf(1, nil, 7)
	if r := Root(empty[0], 7, &p); !r.Equal(&empty[Levels]) {
		t.Error("path in the empty tree does not spell the empty root")
	}
	other := EmptyNodes(2)
	if other[Levels].Equal(&empty[Levels]) {
		t.Error("two pools share an empty root")
	}
}

func TestOtherPositionSpellsOtherRoot(t *testing.T) {
	leaves := randomLeaves(t, 5)
	p := PathOf(1, leaves, 2)
	root := Root(leaves[2], 2, &p)
	for _, pos := range []uint32{0, 1, 3, 6, 2 + 1<<30} {
		if r := Root(leaves[2], pos, &p); r.Equal(&root) {
			t.Errorf("position %d spells the root of position 2", pos)
		}
	}
}
