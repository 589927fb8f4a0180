// Package transfer holds the transfer statement (docs/protocol/transfer.md): one action spends notes of one asset
// and makes new ones. statement.go is the statement in plain Go, circuit.go in constraints, assign.go ties the two,
// encoding.go reads the bytes in which an assignment crosses from Java.
package transfer

import (
	"fmt"
	"math"
	"strings"
)

// Pool is the pool whose notes the circuits of this package move. Its id is compiled into them.
const Pool = 1

// Arity names a transfer circuit by its number of inputs and outputs. MaxConstraints is what it may cost
// (docs/protocol/transfer.md 4).
type Arity struct {
	ID             uint32
	Name           string
	In, Out        int
	MaxConstraints int
}

// The circuits of protocol version 1.
var (
	TwoByTwo  = Arity{ID: 1, Name: "transfer-2x2", In: 2, Out: 2, MaxConstraints: 12288}
	OneByTwo  = Arity{ID: 2, Name: "transfer-1x2", In: 1, Out: 2, MaxConstraints: 12288}
	FourByTwo = Arity{ID: 3, Name: "transfer-4x2", In: 4, Out: 2, MaxConstraints: 24576}
)

// Circuits returns all transfer circuits in ascending id.
func Circuits() []Arity { return []Arity{TwoByTwo, OneByTwo, FourByTwo} }

// ByID returns the circuit with an id.
func ByID(id uint32) (Arity, error) {
	for _, a := range Circuits() {
		if a.ID == id {
			return a, nil
		}
	}
	return Arity{}, fmt.Errorf("circuit id %d is unknown; known are %s", id, Known())
}

// ByName returns the circuit with a name.
func ByName(name string) (Arity, error) {
	for _, a := range Circuits() {
		if a.Name == name {
			return a, nil
		}
	}
	return Arity{}, fmt.Errorf("circuit %q is unknown; known are %s", name, Known())
}

// Known lists the circuits for messages: each id with its name.
func Known() string {
	var all []string
	for _, a := range Circuits() {
		all = append(all, fmt.Sprintf("%d (%s)", a.ID, a.Name))
	}
	return strings.Join(all, ", ")
}

// PublicInputs is the number of public inputs, the one-wire not counted.
func (a Arity) PublicInputs() int { return 1 + a.In + a.Out + 6 }

// PublicNames are the names of the circuit's public wires, in order, "1" for the one-wire first.
func (a Arity) PublicNames() []string {
	names := []string{"1", "Anchor"}
	for i := range a.In {
		names = append(names, fmt.Sprintf("Nf_%d", i))
	}
	for j := range a.Out {
		names = append(names, fmt.Sprintf("Cm_%d", j))
	}
	return append(names, "RkX", "RkY", "VIn", "VOut", "AssetPub", "Context")
}

// maxPosition is the last leaf of the tree.
const maxPosition = math.MaxUint32
