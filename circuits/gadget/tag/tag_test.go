package tag

import (
	"math/big"
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
)

// Tagged elements of different kinds or pools never meet, whatever their payloads.
func TestTagsCannotOverlap(t *testing.T) {
	seen := map[string]bool{}
	for _, kind := range []Kind{Key, Owner, Note, Nullifier, EmptyLeaf} {
		for _, pool := range []uint8{0, 1, 2, 255} {
			base := Base(kind, pool)
			high := new(big.Int).Rsh(base, 64)
			if high.Sign() == 0 || high.BitLen() > 16 || new(big.Int).Lsh(high, 64).Cmp(base) != 0 {
				t.Errorf("kind %d, pool %d: base %x", kind, pool, base)
			}
			if seen[high.String()] {
				t.Errorf("kind %d, pool %d: tag %s is taken", kind, pool, high)
			}
			seen[high.String()] = true
		}
	}
}

func TestElementIsBasePlusPayload(t *testing.T) {
	var want fr.Element
	want.SetString("0x0301ffffffffffffffff") // (3 * 256 + 1) * 2^64 + 2^64 - 1
	if got := Element(Note, 1, 1<<64-1); !got.Equal(&want) {
		t.Errorf("got %s", got.Text(16))
	}
}
