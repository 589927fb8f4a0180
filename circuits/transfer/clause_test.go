package transfer_test

import (
	"testing"

	"nelumbo.io/circuits/transfer"
	"nelumbo.io/circuits/transfer/probe"
)

func TestEveryClauseFailsAlone(t *testing.T) {
	eachCircuit(t, func(t *testing.T, c *compiled) {
		seen := map[int]bool{9: true} // TestContextIsConstrained
		for _, lie := range probe.Lies() {
			t.Run(lie.Name, func(t *testing.T) {
				if err := c.Refuses(lie); err != nil {
					t.Error(err)
				}
			})
			seen[lie.Clause] = true
		}
		for clause := 1; clause <= transfer.Clauses; clause++ {
			if !seen[clause] {
				t.Errorf("clause %d has no test", clause)
			}
		}
	})
}

// Clause 9: no opening goes with a second context.
func TestContextIsConstrained(t *testing.T) {
	eachCircuit(t, func(t *testing.T, c *compiled) {
		if tried, err := c.ContextIsBound(); err != nil || tried == 0 {
			t.Errorf("%d contexts tried: %v", tried, err)
		}
	})
}

// A lie that is told of another clause than it breaks is not counted as refused, nor are no lies.
func TestRefusalNamesTheClause(t *testing.T) {
	c := compile(t, transfer.OneByTwo)
	lie := probe.Lies()[0]
	lie.Clause++
	if c.Refuses(lie) == nil {
		t.Error("a broken clause 1 passed for clause 2")
	}
	if none := (&probe.Clause{Clause: 1}); none.Refused() {
		t.Error("no lies count as refused")
	}
}
