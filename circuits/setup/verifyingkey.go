package setup

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"

	groth16 "github.com/consensys/gnark/backend/groth16/bls12-381"
)

const (
	verifyingKeyMagic = "NLBVKEY1"
	provingKeyMagic   = "NLBPKEY1"
	curveBLS12381     = 1
	curveBN254        = 2
)

// VerifyingKeyBytes encodes a verifying key as docs/protocol/keys.md 6 says.
func VerifyingKeyBytes(key *groth16.VerifyingKey) []byte {
	var out bytes.Buffer
	out.WriteString(verifyingKeyMagic)
	var head [8]byte
	binary.LittleEndian.PutUint32(head[0:], curveBLS12381)
	binary.LittleEndian.PutUint32(head[4:], uint32(len(key.G1.K)-1))
	out.Write(head[:])
	alpha := key.G1.Alpha.Bytes()
	out.Write(alpha[:])
	beta, gamma, delta := key.G2.Beta.Bytes(), key.G2.Gamma.Bytes(), key.G2.Delta.Bytes()
	out.Write(beta[:])
	out.Write(gamma[:])
	out.Write(delta[:])
	for i := range key.G1.K {
		point := key.G1.K[i].Bytes()
		out.Write(point[:])
	}
	return out.Bytes()
}

// VerifyingKeyHash is a verifying key's identity: SHA-256 of its bytes.
func VerifyingKeyHash(key *groth16.VerifyingKey) [32]byte {
	return sha256.Sum256(VerifyingKeyBytes(key))
}
