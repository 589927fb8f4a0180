package service

import (
	"encoding/hex"

	"nelumbo.io/circuits/setup"
)

// Checks is what DepthChecks adds to a report.
type Checks struct {
	VerifyingKeyHash string    `json:"verifying_key_hash"`
	IcAtInfinity     int       `json:"ic_at_infinity"`
	KeyPoints        KeyPoints `json:"key_points"`
}

// KeyPoints counts the points of the proving key, those at infinity left out.
type KeyPoints struct {
	A  int `json:"a"`
	B1 int `json:"b1"`
	B2 int `json:"b2"`
	K  int `json:"k"`
	Z  int `json:"z"`
}

func (c *circuit) check(compiled *compiled) (*Checks, error) {
	keys, err := c.keys()
	if err != nil {
		return nil, err
	}
	checks := new(Checks)
	hash := setup.VerifyingKeyHash(&keys.Verifying)
	checks.VerifyingKeyHash = hex.EncodeToString(hash[:])
	for i := range keys.Verifying.G1.K {
		if keys.Verifying.G1.K[i].IsInfinity() {
			checks.IcAtInfinity++
		}
	}
	g1 := &keys.Proving.G1
	checks.KeyPoints = KeyPoints{len(g1.A), len(g1.B), len(keys.Proving.G2.B), len(g1.K), len(g1.Z)}
	return checks, nil
}
