package poseidon2

import (
	"math/big"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/frontend"

	"nelumbo.io/circuits/gadget/row"
)

// Cost is the number of rows of one permutation: three for each S-box.
const Cost = 3 * (FullRounds*Width + PartialRounds)

// CircuitC4 is C4 in a circuit. Cost rows.
func CircuitC4(s *row.System, a, b, c, d frontend.Variable) frontend.Variable {
	out := permute(s, [Width]frontend.Variable{a, b, c, d})
	return s.API().Add(out[0], a)
}

// CircuitNode is Node in a circuit. Cost rows.
func CircuitNode(s *row.System, children [Width]frontend.Variable) frontend.Variable {
	out := permute(s, children)
	return s.API().Add(out[1], children[1])
}

func permute(s *row.System, state [Width]frontend.Variable) [Width]frontend.Variable {
	state = circuitMixExternal(s.API(), state)
	const half = FullRounds / 2
	for r := range half {
		state = fullRound(s, r, state)
	}
	state = partialRounds(s, state)
	for r := half + PartialRounds; r < Rounds; r++ {
		state = fullRound(s, r, state)
	}
	return state
}

func fullRound(s *row.System, r int, state [Width]frontend.Variable) [Width]frontend.Variable {
	for i := range Width {
		x := s.API().Add(state[i], constant(roundConstants[r][i]))
		x2, x3 := squareAndCube(s, x)
		state[i] = s.Product(x3, x2)
	}
	return circuitMixExternal(s.API(), state)
}

// squareAndCube leaves the fifth power to its caller. By way of x^3 instead of x^4, the long expression x stands
// in B only once, so that the proving key has fewer points there.
func squareAndCube(s *row.System, x frontend.Variable) (x2, x3 frontend.Variable) {
	x2 = s.Product(x, x)
	return x2, s.Product(x, x2)
}

// partialRounds runs all partial rounds in the basis of controllableForm.
func partialRounds(s *row.System, state [Width]frontend.Variable) [Width]frontend.Variable {
	api, f := s.API(), &controllable
	y := state[0]
	var zeta [inner]frontend.Variable
	for i := range inner {
		zeta[i] = combine(api, f.inverse[i][:], state[1:])
	}
	for r := FullRounds / 2; r < FullRounds/2+PartialRounds; r++ {
		x2, x3 := squareAndCube(s, api.Add(y, constant(roundConstants[r][0])))
		fed := combine(api, f.feedback[:], zeta[:])
		last := s.ProductLess(x3, x2, fed)
		power := api.Add(last, fed)
		y = api.Add(combine(api, f.output[:], zeta[:]), api.Mul(power, constant(f.direct)))
		zeta = [inner]frontend.Variable{zeta[1], zeta[2], last}
	}
	out := [Width]frontend.Variable{0: y}
	for i := range inner {
		out[i+1] = combine(api, f.basis[i][:], zeta[:])
	}
	return out
}

func circuitMixExternal(api frontend.API, s [Width]frontend.Variable) [Width]frontend.Variable {
	var out [Width]frontend.Variable
	for i := range Width {
		var coeffs [Width]fr.Element
		for j := range Width {
			coeffs[j].SetUint64(externalMatrix[i][j])
		}
		out[i] = combine(api, coeffs[:], s[:])
	}
	return out
}

// combine returns the sum of coeffs[i] * vars[i], a linear expression.
func combine(api frontend.API, coeffs []fr.Element, vars []frontend.Variable) frontend.Variable {
	var sum frontend.Variable = 0
	for i := range coeffs {
		sum = api.Add(sum, api.Mul(vars[i], constant(coeffs[i])))
	}
	return sum
}

func constant(e fr.Element) *big.Int {
	return e.BigInt(new(big.Int))
}
