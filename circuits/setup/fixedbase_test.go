package setup

import (
	"crypto/sha512"
	"slices"
	"testing"

	curve "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
)

func TestMultiplesAreThoseOfGnark(t *testing.T) {
	var scalars []fr.Element
	for _, v := range []int64{0, 1, 2, 255, 256, 257, 65535, -1, -2, -256} {
		var e fr.Element
		scalars = append(scalars, *e.SetInt64(v))
	}
	for i := range byte(40) {
		var e fr.Element
		sum := sha512.Sum512([]byte{i})
		scalars = append(scalars, *e.SetBytes(sum[:]))
	}
	_, _, g1, g2 := curve.Generators()
	if got := multiplesVartime[curve.G1Affine, curve.G1Jac](&g1, scalars); !slices.Equal(got, curve.BatchScalarMultiplicationG1(&g1, scalars)) {
		t.Error("multiples in G1 differ")
	}
	if got := multiplesVartime[curve.G2Affine, curve.G2Jac](&g2, scalars); !slices.Equal(got, curve.BatchScalarMultiplicationG2(&g2, scalars)) {
		t.Error("multiples in G2 differ")
	}
}
