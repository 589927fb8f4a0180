package main

import (
	"encoding/binary"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"

	"nelumbo.io/circuits/service"
	"nelumbo.io/circuits/setup"
	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/transfertest"
)

// writeWitness solves a random honest statement and writes W, A, B, C as limbs, in the layout of the native witness buffer.
func writeWitness(arity transfer.Arity, seed, path string) error {
	var wires, domain int
	err := describe([]transfer.Arity{arity}, service.DepthCounts, func(_ string, r *service.Report) {
		wires, domain = 1+r.PublicInputs+r.SecretInputs+r.Internal, int(r.Domain)
	})
	if err != nil {
		return err
	}
	all := make([]fr.Element, wires+3*domain)
	part := func(i int) []fr.Element { return all[wires+i*domain : wires+(i+1)*domain] }
	solution := service.Solution{W: all[:wires], A: part(0), B: part(1), C: part(2)}
	statement := transfertest.NewSource(seed).Statement(arity, 0)
	if err := service.Solve(int(arity.ID), statement.Bytes(), solution); err != nil {
		return err
	}
	out := make([]byte, 0, len(all)*fr.Bytes)
	for i := range all {
		for _, limb := range all[i] {
			out = binary.LittleEndian.AppendUint64(out, limb)
		}
	}
	return setup.WriteFile(path, out)
}
