package setup

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	curve "github.com/consensys/gnark-crypto/ecc/bn254"
	"github.com/consensys/gnark-crypto/ecc/bn254/fp"
	groth16 "github.com/consensys/gnark/backend/groth16/bn254"
	cs "github.com/consensys/gnark/constraint/bn254"
)

const (
	bn254G1Bytes = 64
	bn254G2Bytes = 128
)

// BN254VerifyingKeyBytes encodes a verifying key over BN254 as docs/protocol/keys.md 6 says. It refuses keys with commitments.
func BN254VerifyingKeyBytes(key *groth16.VerifyingKey) ([]byte, error) {
	if len(key.CommitmentKeys) != 0 || len(key.PublicAndCommitmentCommitted) != 0 {
		return nil, errors.New("the key has commitments, which the native verifier does not know")
	}
	var out bytes.Buffer
	out.WriteString(verifyingKeyMagic)
	var head [8]byte
	binary.LittleEndian.PutUint32(head[0:], curveBN254)
	binary.LittleEndian.PutUint32(head[4:], uint32(len(key.G1.K)-1))
	out.Write(head[:])
	alpha := key.G1.Alpha.Bytes()
	out.Write(alpha[:])
	for _, p := range []*curve.G2Affine{&key.G2.Beta, &key.G2.Gamma, &key.G2.Delta} {
		point := p.Bytes()
		out.Write(point[:])
	}
	for i := range key.G1.K {
		point := key.G1.K[i].Bytes()
		out.Write(point[:])
	}
	return out.Bytes(), nil
}

// BN254KeyFileBytes encodes a proving key over BN254, as gnark made it, like [KeyFileBytes]. The fingerprint is any name of the circuit.
func BN254KeyFileBytes(system *cs.R1CS, pk *groth16.ProvingKey, vk *groth16.VerifyingKey, fingerprint [32]byte) ([]byte, error) {
	verifyingKey, err := BN254VerifyingKeyBytes(vk)
	if err != nil {
		return nil, err
	}
	n := len(pk.G1.Z) + 1
	natural := bitReversed(append(append(make([]curve.G1Affine, 0, n), pk.G1.Z...), curve.G1Affine{}))[:n-1]
	g1 := func(kind uint32, points ...curve.G1Affine) section {
		content := make([]byte, 0, bn254G1Bytes*len(points))
		for i := range points {
			content = appendLimbs(appendLimbs(content, points[i].X[:]), points[i].Y[:])
		}
		return section{kind, bn254G1Bytes, uint64(len(points)), content}
	}
	g2 := func(kind uint32, points ...curve.G2Affine) section {
		content := make([]byte, 0, bn254G2Bytes*len(points))
		for i := range points {
			p := &points[i]
			for _, coordinate := range []*fp.Element{&p.X.A0, &p.X.A1, &p.Y.A0, &p.Y.A1} {
				content = appendLimbs(content, coordinate[:])
			}
		}
		return section{kind, bn254G2Bytes, uint64(len(points)), content}
	}
	return keyFile{
		curve:            curveBN254,
		domain:           pk.Domain.Cardinality,
		wires:            system.GetNbPublicVariables() + system.GetNbSecretVariables() + system.GetNbInternalVariables(),
		public:           system.GetNbPublicVariables(),
		constraints:      system.GetNbConstraints(),
		fingerprint:      fingerprint,
		verifyingKeyHash: sha256.Sum256(verifyingKey),
		sections: append([]section{
			g1(1, pk.G1.Alpha), g1(2, pk.G1.Beta), g1(3, pk.G1.Delta),
			g2(4, pk.G2.Beta), g2(5, pk.G2.Delta),
			g1(6, pk.G1.A...), g1(7, pk.G1.B...), g1(8, pk.G1.K...), g1(9, natural...),
			g2(10, pk.G2.B...),
		}, byteSections(pk.InfinityA, pk.InfinityB, verifyingKey)...),
	}.bytes(), nil
}
