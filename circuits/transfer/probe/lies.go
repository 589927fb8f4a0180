package probe

import (
	"math/big"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"

	"nelumbo.io/circuits/gadget/jubjub"
	"nelumbo.io/circuits/gadget/keys"
	"nelumbo.io/circuits/gadget/merkle"
	"nelumbo.io/circuits/gadget/notes"
	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/transfertest"
)

func treeLies() []Lie {
	return []Lie{
		{Name: "anchor of another tree", Clause: 1, Kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			plusOne(&c.Public.Anchor)
		}},
		{Name: "anchor is the empty root", Clause: 1, Kind: transfertest.Unshield, tell: func(c *transfer.Claim) {
			c.Public.Anchor = merkle.EmptyNodes(transfer.Pool)[merkle.Levels]
		}},
		{Name: "sibling at the top", Clause: 1, Kind: transfertest.Shield, tell: func(c *transfer.Claim) {
			plusOne(&c.Inputs[0].Path[merkle.Levels-1][0])
		}},
		{Name: "sibling at the bottom of the last input", Clause: 1, Kind: transfertest.Inside,
			tell: func(c *transfer.Claim) { plusOne(&c.Inputs[len(c.Inputs)-1].Path[0][2]) }},
		{Name: "path of another position, nullifier to match", Clause: 1, Kind: transfertest.Inside,
			tell: func(c *transfer.Claim) {
				anchor := c.Public.Anchor
				c.Inputs[0].Position ^= 1
				respend(c)
				c.Public.Anchor = anchor
			}},
		{Name: "dummy that carries value", Clause: 1, Kind: transfertest.OneDummy, tell: func(c *transfer.Claim) {
			anchor, last := c.Public.Anchor, len(c.Inputs)-1
			plusOne(&c.Inputs[last].Value)
			plusOne(&c.Outputs[0].Value)
			recommit(c)
			respend(c)
			c.Public.Anchor = anchor
		}},
		{Name: "note of another asset", Clause: 1, Kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			anchor := c.Public.Anchor
			plusOne(&c.Asset)
			recommit(c)
			respend(c)
			c.Public.Anchor = anchor
		}},
		{Name: "nullifier of nothing", Clause: 2, Kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			plusOne(&c.Public.Nf[0])
		}},
		{Name: "nullifier of another position", Clause: 2, Kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			in := &c.Inputs[0]
			c.Public.Nf[0] = notes.Nullifier(transfer.Pool, in.Position+4, c.Nk, inputCommitment(c, 0), in.Rcm)
		}},
		{Name: "nullifier of another pool", Clause: 2, Kind: transfertest.OneDummy, tell: func(c *transfer.Claim) {
			in := &c.Inputs[len(c.Inputs)-1]
			cm := inputCommitment(c, len(c.Inputs)-1)
			c.Public.Nf[len(c.Inputs)-1] = notes.Nullifier(transfer.Pool+1, in.Position, c.Nk, cm, in.Rcm)
		}},
	}
}

func keyLies() []Lie {
	smallOrder := func(x, y int64) func(*transfer.Statement) *transfer.Statement {
		return func(st *transfer.Statement) *transfer.Statement {
			st.Ak.X, st.Ak.Y = element(x), element(y)
			return transfertest.Replant(st)
		}
	}
	return []Lie{
		{Name: "note of another key", Clause: 3, Kind: transfertest.Zero, tell: func(c *transfer.Claim) {
			other := keys.Commit(c.Ak.X, c.Ak.Y, element(7))
			c.Inputs[0].Owner = keys.Owner(other, c.Inputs[0].D)
			respend(c)
		}},
		{Name: "nullifier of another nk", Clause: 3, Kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			anchor := c.Public.Anchor
			plusOne(&c.Nk)
			respend(c)
			c.Public.Anchor = anchor
		}},
		{Name: "note of another diversifier", Clause: 3, Kind: transfertest.Dummies, tell: func(c *transfer.Claim) {
			plusOne(&c.Inputs[len(c.Inputs)-1].D)
		}},
		{Name: "note of value of another key", Clause: 3, Kind: transfertest.OneDummy,
			tell: func(c *transfer.Claim) {
				plusOne(&c.Inputs[0].Owner)
				replant(c)
			}},
		{Name: "rk of another randomizer", Clause: 4, Kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			c.Public.Rk = jubjub.Randomize(c.Ak, big.NewInt(5))
		}},
		{Name: "rk negated", Clause: 4, Kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			c.Public.Rk.Neg(&c.Public.Rk)
		}},
		{Name: "rk off the curve", Clause: 4, Kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			plusOne(&c.Public.Rk.X)
		}},
		{Name: "alpha on another base", Clause: 4, Kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			var p jubjub.Point
			p.Double(&jubjub.Base)
			p.ScalarMultiplication(&p, c.Alpha)
			c.Public.Rk.Add(&p, &c.Ak)
		}},
		{Name: "ak is the identity", Clause: 4, Kind: transfertest.Inside, statement: smallOrder(0, 1)},
		{Name: "ak is of order two", Clause: 4, Kind: transfertest.Inside, statement: smallOrder(0, -1)},
		{Name: "ak off the curve", Clause: 4, Kind: transfertest.Inside, statement: smallOrder(3, 5)},
	}
}

func valueLies() []Lie {
	var twoTo64 fr.Element
	twoTo64.SetString("18446744073709551616")
	return []Lie{
		{Name: "commitment to nothing", Clause: 5, Kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			plusOne(&c.Public.Cm[1])
		}},
		{Name: "commitment of more value", Clause: 5, Kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			o := c.Outputs[0]
			plusOne(&o.Value)
			c.Public.Cm[0] = notes.FieldCommitment(transfer.Pool, notes.Opening{
				Value: o.Value, Asset: c.Asset, Owner: o.Owner, Rcm: o.Rcm,
			})
		}},
		{Name: "output of minus one", Clause: 6, Kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			c.Outputs[1].Value.Add(&c.Outputs[0].Value, &c.Outputs[1].Value)
			plusOne(&c.Outputs[1].Value)
			c.Outputs[0].Value = element(-1)
			recommit(c)
		}},
		{Name: "output of 2^64", Clause: 6, Kind: transfertest.Extreme, tell: func(c *transfer.Claim) {
			c.Outputs[1].Value.Add(&c.Outputs[0].Value, &c.Outputs[1].Value).Sub(&c.Outputs[1].Value, &twoTo64)
			c.Outputs[0].Value = twoTo64
			recommit(c)
		}},
		{Name: "input of 2^64", Clause: 6, Kind: transfertest.OneDummy, tell: func(c *transfer.Claim) {
			c.Public.VOut.Sub(&twoTo64, &c.Inputs[0].Value)
			c.Public.AssetPub = c.Asset
			c.Inputs[0].Value = twoTo64
			replant(c)
		}},
		{Name: "v_in is minus v_out", Clause: 6, Kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			c.Public.VIn, c.Public.VOut = element(-1000), element(1000)
			lost := element(2000)
			c.Outputs[0].Value.Sub(&c.Outputs[0].Value, &lost)
			recommit(c)
		}},
		{Name: "v_out of 2^64", Clause: 6, Kind: transfertest.Shield, tell: func(c *transfer.Claim) {
			c.Public.VIn.Add(&c.Public.VIn, &twoTo64)
			c.Public.VOut = twoTo64
		}},
		{Name: "value from nothing", Clause: 7, Kind: transfertest.Inside, tell: func(c *transfer.Claim) {
			plusOne(&c.Outputs[0].Value)
			recommit(c)
		}},
		{Name: "v_out from nothing", Clause: 7, Kind: transfertest.Unshield, tell: func(c *transfer.Claim) {
			plusOne(&c.Public.VOut)
		}},
		{Name: "v_in that vanishes", Clause: 7, Kind: transfertest.Shield, tell: func(c *transfer.Claim) {
			plusOne(&c.Public.VIn)
		}},
		{Name: "asset hidden where value enters", Clause: 8, Kind: transfertest.Shield, tell: func(c *transfer.Claim) {
			c.Public.AssetPub = fr.Element{}
		}},
		{Name: "another asset where value leaves", Clause: 8, Kind: transfertest.Unshield,
			tell: func(c *transfer.Claim) { plusOne(&c.Public.AssetPub) }},
		{Name: "asset shown where no value crosses", Clause: 8, Kind: transfertest.Inside,
			tell: func(c *transfer.Claim) { c.Public.AssetPub = c.Asset }},
		{Name: "asset 0", Clause: 8, Kind: transfertest.Unshield, statement: transfertest.WithoutAsset},
	}
}
