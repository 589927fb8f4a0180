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
	compiled func() (*compiled, error)
	keys     func() (*setup.Keys, error)
}

type compiled struct {
	system      *cs.R1CS
	sections    []row.Section
	fingerprint [32]byte
}

var circuits = func() map[int]*circuit {
	all := make(map[int]*circuit)
	for _, arity := range transfer.Circuits() {
		c := &circuit{arity: arity}
		c.compiled = sync.OnceValues(func() (*compiled, error) { return compile(arity) })
		c.keys = sync.OnceValues(c.developmentKeys)
		all[int(arity.ID)] = c
	}
	return all
}()

func byID(id int) (*circuit, error) {
	c, ok := circuits[id]
	if !ok {
		return nil, &ArgumentError{fmt.Sprintf("circuit %d is unknown; known are 1 (transfer-2x2) and 2 (transfer-1x2)", id)}
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

func (c *circuit) developmentKeys() (*setup.Keys, error) {
	compiled, err := c.compiled()
	if err != nil {
		return nil, err
	}
	return setup.Generate(compiled.system, setup.DevelopmentWaste(compiled.fingerprint))
}
