package poseidon2

import "github.com/consensys/gnark-crypto/ecc/bls12-381/fr"

const (
	// Width is the number of field elements of the state.
	Width = 4
	// FullRounds is the number of rounds with an S-box on every element, half of them at each end.
	FullRounds = 8
	// PartialRounds is the number of rounds with an S-box on the first element only.
	PartialRounds = 56
	// Rounds is the number of all rounds.
	Rounds = FullRounds + PartialRounds
)

// externalMatrix is the linear layer of the full rounds: the paper's M4, used once because the width is 4.
var externalMatrix = [Width][Width]uint64{{5, 7, 1, 3}, {4, 6, 1, 1}, {1, 3, 5, 7}, {1, 1, 4, 6}}

var (
	diagonalMinusOne [Width]fr.Element
	roundConstants   [Rounds][Width]fr.Element
)

func init() {
	for i := range Width {
		diagonalMinusOne[i] = mustHex(diagonalMinusOneHex[i])
	}
	for r := range Rounds {
		for i := range Width {
			roundConstants[r][i] = mustHex(roundConstantsHex[r][i])
		}
	}
	controllable = newControllableForm()
}

func mustHex(s string) fr.Element {
	var e fr.Element
	if _, err := e.SetString("0x" + s); err != nil {
		panic("poseidon2: malformed constant table: " + err.Error())
	}
	return e
}

// Permute applies the permutation to state in place.
func Permute(state *[Width]fr.Element) {
	mixExternal(state)
	for r := range Rounds {
		if isFull(r) {
			for i := range Width {
				state[i].Add(&state[i], &roundConstants[r][i])
				state[i] = pow5(state[i])
			}
			mixExternal(state)
			continue
		}
		state[0].Add(&state[0], &roundConstants[r][0])
		state[0] = pow5(state[0])
		mixInternal(state)
	}
}

// C4 is the hash of everything but tree nodes: P(a, b, c, d)[0] + a. Its first input is a tagged element
// (package tag).
func C4(a, b, c, d fr.Element) fr.Element {
	s := [Width]fr.Element{a, b, c, d}
	Permute(&s)
	return *s[0].Add(&s[0], &a)
}

// Node is the hash of a tree node's four children: P(a, b, c, d)[1] + b.
func Node(children [Width]fr.Element) fr.Element {
	s := children
	Permute(&s)
	return *s[1].Add(&s[1], &children[1])
}

func isFull(round int) bool {
	return round < FullRounds/2 || round >= FullRounds/2+PartialRounds
}

func pow5(x fr.Element) fr.Element {
	var y fr.Element
	y.Square(&x).Square(&y).Mul(&y, &x)
	return y
}

func mixExternal(s *[Width]fr.Element) {
	var out [Width]fr.Element
	for i := range Width {
		for j := range Width {
			var t fr.Element
			t.SetUint64(externalMatrix[i][j]).Mul(&t, &s[j])
			out[i].Add(&out[i], &t)
		}
	}
	*s = out
}

func mixInternal(s *[Width]fr.Element) {
	var sum fr.Element
	for i := range Width {
		sum.Add(&sum, &s[i])
	}
	for i := range Width {
		s[i].Mul(&s[i], &diagonalMinusOne[i]).Add(&s[i], &sum)
	}
}
