package transfer

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"

	"nelumbo.io/circuits/gadget/jubjub"
	"nelumbo.io/circuits/gadget/merkle"
)

// Magic begins the bytes of an assignment (docs/protocol/transfer.md 5).
const Magic = "NLBASGN1"

const (
	headSize   = len(Magic) + 4 + 4 + 7*fr.Bytes + 2*8
	inputSize  = 8 + 16 + fr.Bytes + 8 + merkle.Levels*(merkle.Arity-1)*fr.Bytes
	outputSize = 8 + 2*fr.Bytes
)

// Size is the length of an assignment's bytes.
func (a Arity) Size() int { return headSize + a.In*inputSize + a.Out*outputSize }

// Parse reads the bytes of an assignment. It accepts exactly one form: the right length for the circuit id, every
// field element and alpha canonical. An error names the field, never its value.
func Parse(b []byte) (*Statement, error) {
	if len(b) < headSize {
		return nil, fmt.Errorf("assignment: %d bytes, too short for its head of %d", len(b), headSize)
	}
	r := &reader{rest: b}
	if magic := r.take(len(Magic)); string(magic) != Magic {
		return nil, fmt.Errorf("assignment: magic is not %q", Magic)
	}
	a, err := ByID(r.uint32())
	if err != nil {
		return nil, fmt.Errorf("assignment: %w", err)
	}
	if pool := r.uint32(); pool != Pool {
		return nil, fmt.Errorf("assignment: pool %d is not the circuit's pool %d", pool, Pool)
	}
	if len(b) != a.Size() {
		return nil, fmt.Errorf("assignment: %d bytes, but %s takes exactly %d", len(b), a.Name, a.Size())
	}
	s := r.statement(a)
	if r.err != nil {
		return nil, fmt.Errorf("assignment: %w", r.err)
	}
	return s, nil
}

// reader reads fields of bytes that are known to be long enough, and keeps the first error.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) statement(a Arity) *Statement {
	s := &Statement{Arity: a}
	s.Anchor = r.element("anchor")
	s.Context = r.element("context")
	s.Ak = jubjub.Point{X: r.element("ak.x"), Y: r.element("ak.y")}
	s.Nk = r.element("nk")
	s.Alpha = r.scalar("alpha")
	s.Asset = r.element("asset")
	s.VIn, s.VOut = r.uint64(), r.uint64()
	for i := range a.In {
		s.Inputs = append(s.Inputs, r.input(fmt.Sprintf("input %d: ", i+1)))
	}
	for j := range a.Out {
		name := fmt.Sprintf("output %d: ", j+1)
		s.Outputs = append(s.Outputs, Output{
			Value: r.uint64(), Owner: r.element(name + "o"), Rcm: r.element(name + "rcm"),
		})
	}
	return s
}

func (r *reader) input(name string) Input {
	in := Input{Value: r.uint64()}
	copy(in.D[:], r.take(len(in.D)))
	in.Rcm = r.element(name + "rcm")
	position := r.uint64()
	if position > maxPosition {
		r.fail(name + "position is not below 2^32")
	}
	in.Position = uint32(position)
	for l := range in.Path {
		for c := range in.Path[l] {
			in.Path[l][c] = r.element(fmt.Sprintf("%spath level %d, sibling %d", name, l, c))
		}
	}
	return in
}

func (r *reader) take(n int) []byte {
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) fail(reason string) {
	if r.err == nil {
		r.err = errors.New(reason)
	}
}

func (r *reader) uint32() uint32 { return binary.LittleEndian.Uint32(r.take(4)) }

func (r *reader) uint64() uint64 { return binary.LittleEndian.Uint64(r.take(8)) }

func (r *reader) element(name string) fr.Element {
	e, err := fr.LittleEndian.Element((*[fr.Bytes]byte)(r.take(fr.Bytes)))
	if err != nil {
		r.fail(name + " is not a canonical field element")
	}
	return e
}

func (r *reader) scalar(name string) *big.Int {
	b := r.take(fr.Bytes)
	big32 := make([]byte, fr.Bytes)
	for i, v := range b {
		big32[fr.Bytes-1-i] = v
	}
	n := new(big.Int).SetBytes(big32)
	if n.Cmp(jubjub.Order()) >= 0 {
		r.fail(name + " is not below the order of Jubjub's subgroup")
	}
	return n
}

// Bytes writes a statement as Parse reads it.
func (s *Statement) Bytes() []byte {
	b := []byte(Magic)
	b = binary.LittleEndian.AppendUint32(b, s.Arity.ID)
	b = binary.LittleEndian.AppendUint32(b, Pool)
	b = appendElements(b, s.Anchor, s.Context, s.Ak.X, s.Ak.Y, s.Nk)
	b = appendReversed(b, s.Alpha.FillBytes(make([]byte, fr.Bytes)))
	b = appendElements(b, s.Asset)
	b = binary.LittleEndian.AppendUint64(b, s.VIn)
	b = binary.LittleEndian.AppendUint64(b, s.VOut)
	for i := range s.Inputs {
		in := &s.Inputs[i]
		b = binary.LittleEndian.AppendUint64(b, in.Value)
		b = append(b, in.D[:]...)
		b = appendElements(b, in.Rcm)
		b = binary.LittleEndian.AppendUint64(b, uint64(in.Position))
		for l := range in.Path {
			b = appendElements(b, in.Path[l][:]...)
		}
	}
	for _, out := range s.Outputs {
		b = binary.LittleEndian.AppendUint64(b, out.Value)
		b = appendElements(b, out.Owner, out.Rcm)
	}
	return b
}

// PublicBytes writes public inputs in order, 32 bytes little-endian each.
func PublicBytes(v []fr.Element) []byte { return appendElements(nil, v...) }

func appendElements(b []byte, es ...fr.Element) []byte {
	for _, e := range es {
		var out [fr.Bytes]byte
		fr.LittleEndian.PutElement(&out, e)
		b = append(b, out[:]...)
	}
	return b
}

func appendReversed(b, bigEndian []byte) []byte {
	for i := len(bigEndian) - 1; i >= 0; i-- {
		b = append(b, bigEndian[i])
	}
	return b
}
