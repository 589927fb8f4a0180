package row

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"sort"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/constraint"
)

// Term is one entry of a row: coefficient times wire.
type Term struct {
	Wire  uint32
	Coeff fr.Element
}

// Row is A * B = C, each side sorted by wire, with distinct wires and no zero coefficient.
type Row struct{ A, B, C []Term }

// Rows returns the rows of a compiled system over the scalar field of BLS12-381, in order.
func Rows(cs constraint.ConstraintSystem) ([]Row, error) {
	r1cs, ok := cs.(constraint.R1CS[constraint.U64])
	if !ok || cs.Field().Cmp(fr.Modulus()) != 0 {
		return nil, errors.New("not a rank-one constraint system over the scalar field of BLS12-381")
	}
	rows := make([]Row, 0, cs.GetNbConstraints())
	it := r1cs.GetR1CIterator()
	for r := it.Next(); r != nil; r = it.Next() {
		rows = append(rows, Row{terms(cs, r.L), terms(cs, r.R), terms(cs, r.O)})
	}
	return rows, nil
}

func terms(cs constraint.ConstraintSystem, l constraint.LinearExpression) []Term {
	sum := make(map[uint32]fr.Element, len(l))
	for _, t := range l {
		limbs := cs.GetCoefficient(t.CoeffID())
		c := sum[t.VID]
		c.Add(&c, &fr.Element{limbs[0], limbs[1], limbs[2], limbs[3]})
		sum[t.VID] = c
	}
	out := make([]Term, 0, len(sum))
	for w, c := range sum {
		if !c.IsZero() {
			out = append(out, Term{w, c})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Wire < out[j].Wire })
	return out
}

// Dump writes the project's own form of a constraint system, which depends on no version of gnark:
// magic "NLBROWS1", then, as little-endian u32, the number of public wires (the one-wire counted), of secret
// wires, of internal wires and of rows; then for each row its sides A, B, C: a u32 count of terms and, for each,
// the u32 wire and the 32-byte little-endian coefficient. Wires are numbered one-wire, public, secret, internal.
func Dump(w io.Writer, cs constraint.ConstraintSystem) error {
	rows, err := Rows(cs)
	if err != nil {
		return err
	}
	b := []byte("NLBROWS1")
	for _, n := range []int{
		cs.GetNbPublicVariables(), cs.GetNbSecretVariables(), cs.GetNbInternalVariables(), len(rows),
	} {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	for _, r := range rows {
		for _, side := range [][]Term{r.A, r.B, r.C} {
			b = appendSide(b, side)
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		b = b[:0]
	}
	return nil
}

func appendSide(b []byte, side []Term) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(side)))
	for _, t := range side {
		var c [fr.Bytes]byte
		fr.LittleEndian.PutElement(&c, t.Coeff)
		b = binary.LittleEndian.AppendUint32(b, t.Wire)
		b = append(b, c[:]...)
	}
	return b
}

// Fingerprint is the SHA-256 of Dump (docs/protocol/transfer.md 6).
func Fingerprint(cs constraint.ConstraintSystem) ([sha256.Size]byte, error) {
	h := sha256.New()
	if err := Dump(h, cs); err != nil {
		return [sha256.Size]byte{}, err
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}
