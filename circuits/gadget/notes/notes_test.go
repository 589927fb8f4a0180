package notes

import (
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/frontend"

	"nelumbo.io/circuits/gadget/gadgettest"
	"nelumbo.io/circuits/gadget/row"
)

const pool = 1

func TestCircuitAgreesWithPlain(t *testing.T) {
	// value, asset, owner, rcm, position, nk
	g := gadgettest.New(t, 6, 2, func(s *row.System, in []frontend.Variable) []frontend.Variable {
		cm := CircuitCommitment(s, pool, NoteVars{in[0], in[1], in[2], in[3]})
		return []frontend.Variable{cm, CircuitNullifier(s, pool, NullifierVars{in[4], in[5], cm, in[3]})}
	})
	for _, value := range []uint64{0, 1, 1<<64 - 1} {
		r := gadgettest.Random(t, 4)
		const position = 0xfffffffe
		cm := Commitment(pool, Note{value, r[0], r[1], r[2]})
		out := []fr.Element{cm, Nullifier(pool, position, r[3], cm, r[2])}
		var v fr.Element
		v.SetUint64(value)
		in := []fr.Element{v, r[0], r[1], r[2], gadgettest.Int(position), r[3]}
		if !g.Accepts(t, in, out) {
			t.Errorf("value %d: honest note refused", value)
		}
		for i := range in {
			changed := append([]fr.Element(nil), in...)
			changed[i] = gadgettest.Int(77)
			if g.Accepts(t, changed, out) {
				t.Errorf("input %d is not bound", i)
			}
		}
	}
}

// One note at two positions has two nullifiers, and pools do not share any.
func TestNullifierDependsOnEverything(t *testing.T) {
	r := gadgettest.Random(t, 3)
	seen := map[fr.Element]string{}
	add := func(name string, nf fr.Element) {
		if other, ok := seen[nf]; ok {
			t.Errorf("%s and %s have one nullifier", name, other)
		}
		seen[nf] = name
	}
	add("itself", Nullifier(1, 5, r[0], r[1], r[2]))
	add("other position", Nullifier(1, 6, r[0], r[1], r[2]))
	add("other pool", Nullifier(2, 5, r[0], r[1], r[2]))
	add("other nk", Nullifier(1, 5, r[1], r[1], r[2]))
	add("other cm", Nullifier(1, 5, r[0], r[0], r[2]))
	add("other rcm", Nullifier(1, 5, r[0], r[1], r[0]))
	add("a commitment of the same payload", Commitment(1, Note{5, r[0], r[1], r[2]}))
	if got, want := Nullifier(1, 5, r[0], r[1], r[2]), Nullifier(1, 5, r[0], r[1], r[2]); got != want {
		t.Error("one note, two nullifiers")
	}
}
