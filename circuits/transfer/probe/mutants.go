package probe

import (
	"slices"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"

	"nelumbo.io/circuits/transfer/transfertest"
)

// Mutant is one wire with another value than the one solved.
type Mutant struct {
	Wire       int
	Own, Value fr.Element
}

// Case is a satisfying witness under attack.
type Case struct {
	Wires []fr.Element
	// Resolve attacks as a prover would, who chooses nothing but secret inputs: one of them changes and everything that
	// follows from it is solved anew. Otherwise each wire, whatever its kind, changes alone.
	Resolve bool
	// Reason says why a mutant that satisfies the rows does no harm, or "" where it should not have satisfied them.
	Reason func(m Mutant) string
}

// FreeWire is a wire some other value of which satisfies the rows too.
type FreeWire struct {
	Wire   int
	Name   string // "" for internal wires
	Reason string // "" where nothing explains it
}

// Wires is what the attacks on a circuit's wires found.
type Wires struct {
	Probed  int // wires
	Mutants int
	Free    []FreeWire // by case, then by wire; each pair of wire and reason once
}

// Unexplained is the number of free wires without a reason.
func (w *Wires) Unexplained() int {
	n := 0
	for i := range w.Free {
		if w.Free[i].Reason == "" {
			n++
		}
	}
	return n
}

// HostileValues are what a mutated wire becomes: 0, 1, -1, 2, a random element, its own value plus one and its own
// negated. Those that equal its own value are left out.
func HostileValues(src *transfertest.Source, own fr.Element) []fr.Element {
	var neg, next fr.Element
	neg.Neg(&own)
	next = own
	plusOne(&next)
	all := []fr.Element{element(0), element(1), element(-1), element(2), src.Element(), next, neg}
	return slices.DeleteFunc(all, func(e fr.Element) bool { return e.Equal(&own) })
}

// Attack runs all cases.
func (s *System) Attack(cases []Case) *Wires {
	found := new(Wires)
	probed := make([]bool, len(s.Users))
	for _, c := range cases {
		wires := slices.Clone(c.Wires)
		s.EachMutant(wires, c.Resolve, func(m Mutant, satisfied bool) {
			probed[m.Wire] = true
			found.Mutants++
			if satisfied {
				found.add(FreeWire{m.Wire, s.name(m.Wire), c.Reason(m)})
			}
		})
	}
	for _, p := range probed {
		if p {
			found.Probed++
		}
	}
	return found
}

func (w *Wires) add(free FreeWire) {
	if !slices.Contains(w.Free, free) {
		w.Free = append(w.Free, free)
	}
}

func (s *System) name(wire int) string {
	if wire >= len(s.Names) {
		return ""
	}
	return s.Names[wire]
}

// EachMutant shows all mutants of a solved witness and whether they satisfy the rows; see Case for resolve. It changes
// wires while it runs and leaves them as they were.
func (s *System) EachMutant(wires []fr.Element, resolve bool, show func(m Mutant, satisfied bool)) {
	src := transfertest.NewSource("mutants")
	first, end := 0, len(wires)
	if resolve {
		first, end = s.system.GetNbPublicVariables(), len(s.Names)
	}
	satisfied := s.satisfiedAlone
	if resolve {
		satisfied = s.satisfiedResolved
	}
	for w := first; w < end; w++ {
		own := wires[w]
		for _, v := range HostileValues(src, own) {
			show(Mutant{w, own, v}, satisfied(wires, w, v))
		}
	}
}

// satisfiedAlone says whether the rows hold after one wire alone has become v: those without it hold as before.
func (s *System) satisfiedAlone(wires []fr.Element, wire int, v fr.Element) bool {
	own := wires[wire]
	defer func() { wires[wire] = own }()
	wires[wire] = v
	for _, i := range s.Users[wire] {
		if !holds(&s.Rows[i], wires) {
			return false
		}
	}
	return true
}

// satisfiedResolved says whether a solved witness still satisfies all rows after one wire has become v and everything
// that follows from it has been solved anew. It leaves the witness as it was.
func (s *System) satisfiedResolved(wires []fr.Element, wire int, v fr.Element) bool {
	if len(s.Users[wire]) == 0 {
		return true
	}
	before := map[int]fr.Element{wire: wires[wire]}
	defer func() {
		for w, e := range before {
			wires[w] = e
		}
	}()
	pending := make([]bool, len(s.Rows))
	wires[wire] = v
	s.mark(pending, wire)
	for i := s.Users[wire][0]; i < len(s.Rows); i++ {
		if !pending[i] {
			continue
		}
		d := s.Defined[i]
		if d >= 0 && d != wire {
			old := wires[d]
			s.redefine(i, wires)
			if !wires[d].Equal(&old) {
				before[d] = old
				s.mark(pending, d)
			}
		}
		if !holds(&s.Rows[i], wires) {
			return false
		}
	}
	return true
}

// mark notes that the rows of a wire must be looked at.
func (s *System) mark(pending []bool, wire int) {
	for _, i := range s.Users[wire] {
		pending[i] = true
	}
}
