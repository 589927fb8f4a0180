package service

import (
	"fmt"
	"sync"

	cs "github.com/consensys/gnark/constraint/bls12-381"

	"nelumbo.io/circuits/gadget/row"
	"nelumbo.io/circuits/setup"
	"nelumbo.io/circuits/transfer"
)

// circuit is one compiled transfer circuit and, on demand, its development keys.
type circuit struct {
	arity    transfer.Arity
	pinned   func(transfer.Arity) ([32]byte, error) // the fingerprint that the circuit must have
	compiled func() (*compiled, error)
	keys     func() (*setup.Keys, error) // of the empty label
}

type compiled struct {
	system      *cs.R1CS
	sections    []row.Section
	fingerprint [32]byte
}

var circuits = func() map[int]*circuit {
	all := make(map[int]*circuit)
	for _, arity := range transfer.Circuits() {
		c := &circuit{arity: arity, pinned: transfer.Fingerprint}
		c.compiled = sync.OnceValues(func() (*compiled, error) { return compile(arity) })
		c.keys = sync.OnceValues(func() (*setup.Keys, error) { return c.developmentKeys("") })
		all[int(arity.ID)] = c
	}
	return all
}()

func byID(id int) (*circuit, error) {
	c, ok := circuits[id]
	if !ok {
		return nil, &ArgumentError{fmt.Sprintf("circuit %d is unknown; known are %s", id, transfer.Known())}
	}
	return c, nil
}

func compile(arity transfer.Arity) (*compiled, error) {
	system, sections, err := transfer.CompileSections(arity)
	if err != nil {
		return nil, err
	}
	r1cs, ok := system.(*cs.R1CS)
	if !ok {
		return nil, fmt.Errorf("%s did not compile to a rank-one system over BLS12-381", arity.Name)
	}
	fingerprint, err := row.Fingerprint(system)
	if err != nil {
		return nil, err
	}
	return &compiled{r1cs, sections, fingerprint}, nil
}

func (c *circuit) developmentKeys(label string) (*setup.Keys, error) {
	compiled, err := c.compiled()
	if err != nil {
		return nil, err
	}
	return setup.Generate(compiled.system, setup.DevelopmentWaste(compiled.fingerprint, label))
}

// labelledKeys keeps the keys of the empty label only.
func (c *circuit) labelledKeys(label string) (*setup.Keys, error) {
	if label == "" {
		return c.keys()
	}
	return c.developmentKeys(label)
}
