package transfer_test

import (
	"sync"
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/constraint"

	"nelumbo.io/circuits/gadget/row"
	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/probe"
)

// compiled is a circuit as compiled, and taken apart.
type compiled struct {
	*probe.Circuit
	cs       constraint.ConstraintSystem
	sections []row.Section
}

var (
	cacheLock sync.Mutex
	cache     = map[string]*compiled{}
)

func compile(t *testing.T, a transfer.Arity) *compiled {
	t.Helper()
	cacheLock.Lock()
	defer cacheLock.Unlock()
	if c := cache[a.Name]; c != nil {
		return c
	}
	cs, sections, err := transfer.CompileSections(a)
	if err != nil {
		t.Fatal(err)
	}
	circuit, err := probe.Of(a, cs, sections)
	if err != nil {
		t.Fatal(err)
	}
	cache[a.Name] = &compiled{circuit, cs, sections}
	return cache[a.Name]
}

func eachCircuit(t *testing.T, f func(t *testing.T, c *compiled)) {
	t.Helper()
	for _, a := range transfer.Circuits() {
		t.Run(a.Name, func(t *testing.T) { f(t, compile(t, a)) })
	}
}

func plusOne(e *fr.Element) {
	one := fr.One()
	e.Add(e, &one)
}
