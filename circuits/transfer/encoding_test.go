package transfer_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/constraint/solver"

	"nelumbo.io/circuits/gadget/jubjub"
	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/transfertest"
)

func sample(a transfer.Arity) []byte {
	return transfertest.NewSource("encoding").Statement(a, transfertest.OneDummy).Bytes()
}

func TestAssignmentBytesRoundTrip(t *testing.T) {
	sizes := map[string]int{"transfer-2x2": 3600, "transfer-1x2": 2000, "transfer-4x2": 6800}
	for _, a := range transfer.Circuits() {
		if a.Size() != sizes[a.Name] {
			t.Errorf("%s takes %d bytes, want %d", a.Name, a.Size(), sizes[a.Name])
		}
		for kind := range transfertest.Kinds {
			st := transfertest.NewSource(fmt.Sprint("round trip ", kind)).Statement(a, kind)
			parsed, err := transfer.Parse(st.Bytes())
			if err != nil {
				t.Fatalf("%s, kind %d: %v", a.Name, kind, err)
			}
			if !bytes.Equal(parsed.Bytes(), st.Bytes()) || !reflect.DeepEqual(parsed.Inputs, st.Inputs) {
				t.Errorf("%s, kind %d does not survive its bytes", a.Name, kind)
			}
		}
	}
}

// field is a run of bytes of an assignment.
type field struct {
	name    string
	offset  int
	modulus []byte // little-endian
}

func littleEndian(bigEndian []byte) []byte {
	b := slices.Clone(bigEndian)
	slices.Reverse(b)
	return b
}

// fieldsOf lists all field elements and alpha of an assignment, from the layout's own description.
func fieldsOf(a transfer.Arity) []field {
	r := littleEndian(fr.Modulus().Bytes())
	l := littleEndian(jubjub.Order().FillBytes(make([]byte, 32)))
	var out []field
	offset := 16
	add := func(name string) {
		out = append(out, field{name, offset, r})
		offset += 32
	}
	for _, name := range []string{"anchor", "context", "ak.x", "ak.y", "nk"} {
		add(name)
	}
	out = append(out, field{"alpha", offset, l})
	offset += 32
	add("asset")
	offset += 16
	for i := 1; i <= a.In; i++ {
		offset += 8 + 16
		add(fmt.Sprintf("input %d: rcm", i))
		offset += 8
		for level := range 16 {
			for sibling := range 3 {
				add(fmt.Sprintf("input %d: path level %d, sibling %d", i, level, sibling))
			}
		}
	}
	for j := 1; j <= a.Out; j++ {
		offset += 8
		add(fmt.Sprintf("output %d: o", j))
		add(fmt.Sprintf("output %d: rcm", j))
	}
	return out
}

func TestEveryElementMustBeCanonical(t *testing.T) {
	for _, a := range transfer.Circuits() {
		honest := sample(a)
		for _, f := range fieldsOf(a) {
			// One below the modulus is the largest canonical value.
			b := slices.Clone(honest)
			copy(b[f.offset:], f.modulus)
			b[f.offset]--
			if _, err := transfer.Parse(b); err != nil {
				t.Errorf("%s, %s: largest value refused: %v", a.Name, f.name, err)
			}
			for _, bad := range [][]byte{f.modulus, bytes.Repeat([]byte{0xff}, 32)} {
				copy(b[f.offset:], bad)
				if _, err := transfer.Parse(b); err == nil || !strings.Contains(err.Error(), f.name) {
					t.Errorf("%s, %s: value above the modulus gives %v", a.Name, f.name, err)
				}
			}
		}
	}
}

func TestMalformedAssignmentsAreNamed(t *testing.T) {
	two, one := sample(transfer.TwoByTwo), sample(transfer.OneByTwo)
	change := func(b []byte, offset int, v ...byte) []byte {
		b = slices.Clone(b)
		copy(b[offset:], v)
		return b
	}
	const position = 16 + 7*32 + 16 + 8 + 16 + 32
	cases := map[string]struct {
		bytes []byte
		word  string
	}{
		"empty":             {nil, "too short"},
		"head only, short":  {two[:255], "too short"},
		"one byte short":    {two[:len(two)-1], "exactly 3600"},
		"one byte long":     {append(slices.Clone(two), 0), "exactly 3600"},
		"1x2 one byte long": {append(slices.Clone(one), 0), "exactly 2000"},
		"2x2 as 1x2":        {change(two, 8, 2), "exactly 2000"},
		"1x2 as 2x2":        {change(one, 8, 1), "exactly 3600"},
		"circuit 0":         {change(two, 8, 0), "circuit id 0"},
		"2x2 as 4x2":        {change(two, 8, 3), "exactly 6800"},
		"circuit 4":         {change(two, 8, 4), "circuit id 4"},
		"circuit 2^31 + 1":  {change(two, 11, 0x80), "circuit id"},
		"pool 0":            {change(two, 12, 0), "pool 0"},
		"pool 2":            {change(two, 12, 2), "pool 2"},
		"pool 257":          {change(two, 13, 1), "pool 257"},
		"magic":             {change(two, 7, '2'), "magic"},
		"position 2^32":     {change(two, position, 0, 0, 0, 0, 1), "input 1: position"},
		"position 2^63":     {change(one, position, 0, 0, 0, 0, 0, 0, 0, 0x80), "input 1: position"},
		"position, input 2": {change(two, position+8+48*32+8+16+32, 0, 0, 0, 0, 1), "input 2: position"},
	}
	for name, c := range cases {
		if _, err := transfer.Parse(c.bytes); err == nil || !strings.Contains(err.Error(), c.word) {
			t.Errorf("%s: error %v does not say %q", name, err, c.word)
		}
	}
	if st, err := transfer.Parse(change(two, position, 0xff, 0xff, 0xff, 0xff)); err != nil ||
		st.Inputs[0].Position != 1<<32-1 {
		t.Errorf("last position: %v", err)
	}
}

func TestNoLengthPanics(t *testing.T) {
	b := sample(transfer.OneByTwo)
	for n := range b {
		if _, err := transfer.Parse(b[:n]); err == nil {
			t.Errorf("%d bytes accepted", n)
		}
	}
}

// A statement of a wrong shape, which no bytes can spell, is an error and not a panic.
func TestAssignRefusesWrongShape(t *testing.T) {
	st := transfertest.NewSource("shape").Statement(transfer.TwoByTwo, transfertest.Inside)
	st.Inputs = st.Inputs[:1]
	if _, err := transfer.Assign(st); err == nil {
		t.Error("one input accepted for two")
	}
	st = transfertest.NewSource("shape").Statement(transfer.TwoByTwo, transfertest.Inside)
	st.Alpha = jubjub.Order()
	if _, err := transfer.Assign(st); err == nil {
		t.Error("alpha = l accepted")
	}
}

func FuzzParse(f *testing.F) {
	for _, a := range transfer.Circuits() {
		f.Add(sample(a))
	}
	f.Add([]byte(transfer.Magic))
	f.Fuzz(func(t *testing.T, b []byte) {
		st, err := transfer.Parse(b)
		if err == nil && !bytes.Equal(st.Bytes(), b) {
			t.Error("two encodings of one statement")
		}
	})
}

// The published vectors: the same public inputs, and solvable exactly where no clause is broken.
func TestTransferVectors(t *testing.T) {
	b, err := os.ReadFile("../vectors/transfer.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Circuit, Assignment string
		ID                  uint32
		PublicLE            string `json:"public_inputs_bytes"`
		Broken              []int  `json:"broken_clauses"`
	}
	if err := json.Unmarshal(b, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) < 32 {
		t.Fatalf("only %d vectors", len(vectors))
	}
	for i, v := range vectors {
		raw, err := hex.DecodeString(v.Assignment)
		if err != nil {
			t.Fatal(err)
		}
		st, err := transfer.Parse(raw)
		if err != nil {
			t.Fatalf("vector %d: %v", i, err)
		}
		w, err := transfer.Assign(st)
		if err != nil {
			t.Fatal(err)
		}
		public := w.Vector().(fr.Vector)[:st.Arity.PublicInputs()]
		if got := hex.EncodeToString(transfer.PublicBytes(public)); got != v.PublicLE || st.Arity.Name != v.Circuit {
			t.Errorf("vector %d: public inputs of %s differ", i, v.Circuit)
		}
		_, err = compile(t, st.Arity).cs.Solve(w, solver.WithNbTasks(1))
		if (err == nil) != (len(v.Broken) == 0) {
			t.Errorf("vector %d: broken clauses %v, solver says %v", i, v.Broken, err)
		}
	}
}
