package setup

import (
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark-crypto/parallel"
)

type affinePoint[A, J any] interface {
	*A
	FromJacobian(*J) *A
}

type jacobianPoint[A, J any] interface {
	*J
	AddMixed(*A) *J
	FromAffine(*A) *J
}

const (
	digitBits = 8
	digits    = fr.Bytes
	entries   = 1<<digitBits - 1
)

// multiplesVartime gives scalar * base for each scalar; infinity is (0, 0). It adds, for each byte of the scalar, one point of a table of
// all multiples of base by a byte at each place: no doubling. Time follows the scalars, which must be public.
func multiplesVartime[A, J any, PA affinePoint[A, J], PJ jacobianPoint[A, J]](base *A, scalars []fr.Element) []A {
	table := byteTable[A, J, PA, PJ](base)
	sums := make([]J, len(scalars))
	parallel.Execute(len(scalars), func(start, end int) {
		for i := start; i < end; i++ {
			// The zero value of a Jacobian point is infinity.
			for place, digit := range littleEndian(&scalars[i]) {
				if digit != 0 {
					PJ(&sums[i]).AddMixed(&table[place*entries+int(digit)-1])
				}
			}
		}
	})
	return toAffine[A, J, PA](sums)
}

// byteTable holds, at place * entries + digit - 1, the point digit * 2^(8 place) * base.
func byteTable[A, J any, PA affinePoint[A, J], PJ jacobianPoint[A, J]](base *A) []A {
	all := make([]J, digits*entries)
	step := *base
	for place := range digits {
		row := all[place*entries : (place+1)*entries]
		PJ(&row[0]).FromAffine(&step)
		for i := 1; i < entries; i++ {
			row[i] = row[i-1]
			PJ(&row[i]).AddMixed(&step)
		}
		next := row[entries-1]
		PJ(&next).AddMixed(&step)
		PA(&step).FromJacobian(&next)
	}
	return toAffine[A, J, PA](all)
}

func toAffine[A, J any, PA affinePoint[A, J]](points []J) []A {
	out := make([]A, len(points))
	parallel.Execute(len(points), func(start, end int) {
		for i := start; i < end; i++ {
			PA(&out[i]).FromJacobian(&points[i])
		}
	})
	return out
}

func littleEndian(scalar *fr.Element) (out [fr.Bytes]byte) {
	fr.LittleEndian.PutElement(&out, *scalar)
	return out
}
