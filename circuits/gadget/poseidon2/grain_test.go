package poseidon2

import (
	"math/big"
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
)

// grain is the self-shrinking Grain LFSR from which the paper's authors draw constants (ePrint 2019/458, appendix E).
type grain struct{ state []uint }

// newGrain starts the register for a prime field, the S-box x^alpha and the given sizes.
func newGrain(fieldBits, width, full, partial uint) *grain {
	g := &grain{}
	for _, part := range []struct{ value, bits uint }{
		{1, 2}, {0, 4}, {fieldBits, 12}, {width, 12}, {full, 10}, {partial, 10}, {1<<30 - 1, 30},
	} {
		for i := int(part.bits) - 1; i >= 0; i-- {
			g.state = append(g.state, part.value>>i&1)
		}
	}
	for range 160 {
		g.step()
	}
	return g
}

func (g *grain) step() uint {
	s := g.state
	b := s[62] ^ s[51] ^ s[38] ^ s[23] ^ s[13] ^ s[0]
	g.state = append(s[1:], b)
	return b
}

func (g *grain) bit() uint {
	for g.step() == 0 {
		g.step()
	}
	return g.step()
}

func (g *grain) number(bits int) *big.Int {
	n := new(big.Int)
	for range bits {
		n.Lsh(n, 1).SetBit(n, 0, g.bit())
	}
	return n
}

// The constants are nobody's choice: the register gives all of them, round constants first, by rejection, then the
// diagonal of the internal matrix, by reduction.
func TestConstantsComeFromGrain(t *testing.T) {
	g := newGrain(fr.Bits, Width, FullRounds, PartialRounds)
	for r := range Rounds {
		for i := range Width {
			var want fr.Element
			if isFull(r) || i == 0 {
				n := g.number(fr.Bits)
				for n.Cmp(fr.Modulus()) >= 0 {
					n = g.number(fr.Bits)
				}
				want.SetBigInt(n)
			}
			if !roundConstants[r][i].Equal(&want) {
				t.Errorf("round constant %d, %d", r, i)
			}
		}
	}
	for i := range Width {
		var want, one fr.Element
		want.SetBigInt(g.number(fr.Bits))
		want.Sub(&want, one.SetOne())
		if !diagonalMinusOne[i].Equal(&want) {
			t.Errorf("diagonal %d", i)
		}
	}
}
