package main

import (
	"encoding/hex"
	"fmt"
	"math/big"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"

	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/transfertest"
)

type transferVector struct {
	Circuit    string   `json:"circuit"`
	ID         uint32   `json:"id"`
	Assignment string   `json:"assignment"`
	Public     []string `json:"public_inputs"`
	PublicLE   string   `json:"public_inputs_bytes"`
	Broken     []int    `json:"broken_clauses"`
}

func transferVectors() []transferVector {
	var out []transferVector
	for _, a := range transfer.Circuits() {
		for i := range 2 * int(transfertest.Kinds) {
			src := transfertest.NewSource(fmt.Sprint("vectors ", a.ID, " ", i))
			out = append(out, newTransferVector(src.Statement(a, transfertest.Kind(i)%transfertest.Kinds)))
		}
		for _, st := range falseStatements(a) {
			out = append(out, newTransferVector(st))
		}
	}
	return out
}

func newTransferVector(st *transfer.Statement) transferVector {
	claim := st.Claim()
	public := claim.Public.Vector()
	v := transferVector{
		Circuit: st.Arity.Name, ID: st.Arity.ID, Assignment: hex.EncodeToString(st.Bytes()),
		Public: hexElements(public...), PublicLE: hex.EncodeToString(transfer.PublicBytes(public)),
		Broken: claim.Check(),
	}
	if v.Broken == nil {
		v.Broken = []int{}
	}
	return v
}

// falseStatements break one clause each, as far as an assignment can: the rest is derived and cannot be wrong.
func falseStatements(a transfer.Arity) []*transfer.Statement {
	make1 := func(name string, change func(*transfer.Statement)) *transfer.Statement {
		st := transfertest.NewSource("false vectors "+name).Statement(a, transfertest.Unshield)
		change(st)
		return st
	}
	return []*transfer.Statement{
		make1("anchor", func(st *transfer.Statement) {
			var one fr.Element
			one.SetOne()
			st.Anchor.Add(&st.Anchor, &one)
		}),
		make1("position", func(st *transfer.Statement) { st.Inputs[0].Position ^= 1 }),
		make1("ak", func(st *transfer.Statement) { *st = *transfertest.WithKeyOfSmallOrder(st) }),
		make1("balance", func(st *transfer.Statement) { st.Outputs[0].Value++ }),
		make1("asset", func(st *transfer.Statement) { *st = *transfertest.WithoutAsset(st) }),
		make1("alpha", func(st *transfer.Statement) { st.Alpha = big.NewInt(1) }), // true: any alpha is allowed
	}
}
