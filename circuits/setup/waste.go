package setup

import (
	"crypto/sha512"
	"encoding/binary"
	"math/big"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
)

// ToxicWaste holds the secrets of a setup: the evaluation point and the four blinding scalars, all non-zero.
type ToxicWaste struct {
	Tau, Alpha, Beta, Gamma, Delta fr.Element
}

// DevelopmentWaste derives public toxic waste from a circuit's fingerprint: the same circuit gives the same keys everywhere. The label is
// empty for the keys of development networks; another label gives other keys of the same circuit.
func DevelopmentWaste(fingerprint [32]byte, label string) ToxicWaste {
	return ToxicWaste{
		Tau:   developmentScalar(fingerprint, 0, label),
		Alpha: developmentScalar(fingerprint, 1, label),
		Beta:  developmentScalar(fingerprint, 2, label),
		Gamma: developmentScalar(fingerprint, 3, label),
		Delta: developmentScalar(fingerprint, 4, label),
	}
}

func developmentScalar(fingerprint [32]byte, index uint32, label string) fr.Element {
	h := sha512.New()
	h.Write([]byte("Nelumbo UNSAFE-DEV toxic waste, version 1"))
	h.Write(fingerprint[:])
	var word [4]byte
	binary.BigEndian.PutUint32(word[:], index)
	h.Write(word[:])
	// Last, after parts of fixed length: the empty label adds nothing, and no two labels meet.
	h.Write([]byte(label))
	var element fr.Element
	element.SetBigInt(new(big.Int).SetBytes(h.Sum(nil)))
	return element
}
