package poseidon2

import "github.com/consensys/gnark-crypto/ecc/bls12-381/fr"

// inner is the number of state elements that a partial round does not pass through the S-box.
const inner = Width - 1

// controllableForm describes the partial rounds as a linear system driven by one S-box output w a round: with
// the S-box input y and the other elements z,
//
//	z' = A z + b w,  y' = c z + e w.
//
// In the basis zeta (z = basis * zeta) of the controllable canonical form, A becomes a shift:
//
//	zeta1' = zeta2,  zeta2' = zeta3,  zeta3' = w - (feedback, zeta).
//
// So a circuit that takes zeta3' for its wire expresses every y by four wires, where the plain recurrence needs
// one for each earlier round.
type controllableForm struct {
	basis, inverse [inner][inner]fr.Element
	feedback       [inner]fr.Element
	output         [inner]fr.Element // c * basis
	direct         fr.Element        // e
}

var controllable controllableForm

func newControllableForm() controllableForm {
	var m [Width][Width]fr.Element
	for i := range Width {
		for j := range Width {
			m[i][j].SetOne()
		}
		m[i][i].Add(&m[i][i], &diagonalMinusOne[i])
	}
	var a [inner][inner]fr.Element
	var b, c [inner]fr.Element
	for i := range inner {
		b[i], c[i] = m[i+1][0], m[0][i+1]
		copy(a[i][:], m[i+1][1:])
	}
	f := controllableForm{feedback: characteristic(&a), direct: m[0][0]}
	// Columns of the basis, last to first: b, A b + f2 b, A (A b + f2 b) + f1 b.
	column := b
	for k := inner - 1; k >= 0; k-- {
		for i := range inner {
			f.basis[i][k] = column[i]
		}
		next := apply(&a, &column)
		for i := range inner {
			var t fr.Element
			next[i].Add(&next[i], t.Mul(&f.feedback[k], &b[i]))
		}
		column = next
	}
	f.inverse = invert(&f.basis)
	for k := range inner {
		for i := range inner {
			var t fr.Element
			f.output[k].Add(&f.output[k], t.Mul(&c[i], &f.basis[i][k]))
		}
	}
	return f
}

func apply(m *[inner][inner]fr.Element, v *[inner]fr.Element) [inner]fr.Element {
	var out [inner]fr.Element
	for i := range inner {
		for j := range inner {
			var t fr.Element
			out[i].Add(&out[i], t.Mul(&m[i][j], &v[j]))
		}
	}
	return out
}

// characteristic returns f with det(s - m) = s^3 + f[2] s^2 + f[1] s + f[0].
func characteristic(m *[inner][inner]fr.Element) [inner]fr.Element {
	var f [inner]fr.Element
	for i := range inner {
		f[2].Sub(&f[2], &m[i][i])
		minor := cofactor(m, i, i)
		f[1].Add(&f[1], &minor)
	}
	det := determinant(m)
	f[0].Neg(&det)
	return f
}

func determinant(m *[inner][inner]fr.Element) fr.Element {
	var det fr.Element
	for j := range inner {
		var t fr.Element
		c := cofactor(m, 0, j)
		det.Add(&det, t.Mul(&m[0][j], &c))
	}
	return det
}

// cofactor is the signed 2 x 2 minor without row i and column j, by cyclic indices.
func cofactor(m *[inner][inner]fr.Element, i, j int) fr.Element {
	i1, i2 := (i+1)%inner, (i+2)%inner
	j1, j2 := (j+1)%inner, (j+2)%inner
	var p, q fr.Element
	p.Mul(&m[i1][j1], &m[i2][j2])
	q.Mul(&m[i1][j2], &m[i2][j1])
	return *p.Sub(&p, &q)
}

func invert(m *[inner][inner]fr.Element) [inner][inner]fr.Element {
	det := determinant(m)
	if det.IsZero() {
		panic("poseidon2: the partial rounds are not controllable")
	}
	det.Inverse(&det)
	var out [inner][inner]fr.Element
	for i := range inner {
		for j := range inner {
			c := cofactor(m, j, i)
			out[i][j].Mul(&c, &det)
		}
	}
	return out
}
