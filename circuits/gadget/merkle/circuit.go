package merkle

import (
	"github.com/consensys/gnark/frontend"

	"nelumbo.io/circuits/gadget/poseidon2"
	"nelumbo.io/circuits/gadget/row"
)

// DigitCost is the number of rows of the two bits of one level, MuxCost that of finding the own child.
const (
	DigitCost = 2
	MuxCost   = 3
)

// PathVars are the wires of a path: for each level the two bits of the digit, low first, and all four children.
// The own child is among them and is tied to the node below by the digit.
type PathVars struct {
	Bits     [Levels][2]frontend.Variable
	Children [Levels][Arity]frontend.Variable
}

// AssignPath returns the values of PathVars at a position.
func AssignPath(position uint32, children *Children) PathVars {
	var p PathVars
	for l := range Levels {
		digit := Digit(position, l)
		p.Bits[l] = [2]frontend.Variable{digit & 1, digit >> 1}
		for c := range Arity {
			p.Children[l][c] = children[l][c]
		}
	}
	return p
}

// CircuitPosition shows that the digits are made of bits and returns the position that they spell.
func CircuitPosition(s *row.System, p *PathVars) frontend.Variable {
	var position frontend.Variable = 0
	for l := range Levels {
		for k, b := range p.Bits[l] {
			s.AssertBoolean(b)
			position = s.API().Add(position, s.API().Mul(b, uint64(1)<<(2*l+k)))
		}
	}
	return position
}

// CircuitRoot returns the root that the path spells for leaf. The digits must have been shown to be bits
// (CircuitPosition).
func CircuitRoot(s *row.System, leaf frontend.Variable, p *PathVars) frontend.Variable {
	node := leaf
	for l := range Levels {
		assertChild(s, node, p.Bits[l], &p.Children[l])
		node = poseidon2.CircuitNode(s, p.Children[l])
	}
	return node
}

// assertChild asserts that the child chosen by the bits is node.
func assertChild(s *row.System, node frontend.Variable, bits [2]frontend.Variable, c *[Arity]frontend.Variable) {
	api := s.API()
	low := api.Add(c[0], s.Product(api.Sub(c[1], c[0]), bits[0]))
	high := api.Add(c[2], s.Product(api.Sub(c[3], c[2]), bits[0]))
	s.AssertProduct(api.Sub(high, low), bits[1], api.Sub(node, low))
}
