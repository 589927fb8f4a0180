// Points of a short Weierstrass curve y^2 = x^3 + b.
//
// A curve is a struct C with Field, Scalar and kB. Functions that branch on exceptional cases
// (infinity, equal, opposite) end in _vartime: they are for public points, or for provers that say
// so. Formulas: explicit-formulas database, "shortw, jacobian-0" and "shortw, xyzz".
#ifndef NELUMBO_CURVE_POINT_H_
#define NELUMBO_CURVE_POINT_H_

#include <vector>

#include "field/batch_inverse.h"
#include "field/limbs.h"

namespace nelumbo::curve {
inline namespace NLB_ISA {

// (x, y), or (0, 0) for infinity, which is on no curve here because b is not zero. The memory is
// that of the key files: coordinates in Montgomery form and nothing else.
template <class C>
struct Affine {
  using Field = typename C::Field;
  Field x;
  Field y;

  static constexpr Affine infinity() { return {}; }
  constexpr std::uint64_t is_infinity_mask() const { return x.is_zero_mask() & y.is_zero_mask(); }
  constexpr bool is_infinity() const { return is_infinity_mask() != 0; }
  constexpr Affine operator-() const { return {x, -y}; }
  friend constexpr bool operator==(const Affine& a, const Affine& b) {
    return (a.x.equal_mask(b.x) & a.y.equal_mask(b.y)) != 0;
  }

  // True for infinity too.
  constexpr bool is_on_curve() const {
    const bool holds = y.square() == x.square() * x + C::kB;
    return holds || is_infinity();
  }
};

// (X / Z^2, Y / Z^3); infinity where Z is zero.
template <class C>
struct Jacobian {
  using Field = typename C::Field;
  Field x;
  Field y;
  Field z;

  static constexpr Jacobian infinity() { return {Field::one(), Field::one(), Field::zero()}; }
  static constexpr Jacobian from_affine(const Affine<C>& p) {
    const std::uint64_t infinite = p.is_infinity_mask();
    return {Field::select(infinite, Field::one(), p.x), Field::select(infinite, Field::one(), p.y),
            Field::select(infinite, Field::zero(), Field::one())};
  }

  constexpr bool is_infinity() const { return z.is_zero(); }
  constexpr Jacobian operator-() const { return {x, -y, z}; }

  // 2 P, for every P (dbl-2009-l).
  Jacobian doubled() const {
    const Field a = x.square();
    const Field b = y.square();
    const Field c = b.square();
    const Field d = ((x + b).square() - a - c).doubled();
    const Field e = a.doubled() + a;
    Jacobian r;
    r.x = e.square() - d.doubled();
    r.z = (y * z).doubled();
    r.y = e * (d - r.x) - c.doubled().doubled().doubled();
    return r;
  }

  // P + Q, for all P and Q (add-2007-bl).
  Jacobian plus_vartime(const Jacobian& q) const {
    if (is_infinity()) {
      return q;
    }
    if (q.is_infinity()) {
      return *this;
    }
    const Field z1z1 = z.square();
    const Field z2z2 = q.z.square();
    const Field u1 = x * z2z2;
    const Field h = q.x * z1z1 - u1;
    const Field s1 = y * q.z * z2z2;
    const Field r = (q.y * z * z1z1 - s1).doubled();
    if (h.is_zero()) {
      return r.is_zero() ? doubled() : infinity();
    }
    const Field i = h.doubled().square();
    const Field j = h * i;
    const Field v = u1 * i;
    Jacobian sum;
    sum.x = r.square() - j - v.doubled();
    sum.y = r * (v - sum.x) - (s1 * j).doubled();
    sum.z = ((z + q.z).square() - z1z1 - z2z2) * h;
    return sum;
  }

  // P + Q, for all P and Q (madd-2007-bl).
  Jacobian plus_vartime(const Affine<C>& q) const {
    if (q.is_infinity()) {
      return *this;
    }
    if (is_infinity()) {
      return from_affine(q);
    }
    const Field zz = z.square();
    const Field h = q.x * zz - x;
    const Field r = (q.y * z * zz - y).doubled();
    if (h.is_zero()) {
      return r.is_zero() ? doubled() : infinity();
    }
    const Field hh = h.square();
    const Field i = hh.doubled().doubled();
    const Field j = h * i;
    const Field v = x * i;
    Jacobian sum;
    sum.x = r.square() - j - v.doubled();
    sum.y = r * (v - sum.x) - (y * j).doubled();
    sum.z = (z + h).square() - zz - hh;
    return sum;
  }

  // Whether both are the same point.
  bool equals(const Jacobian& q) const {
    if (is_infinity() || q.is_infinity()) {
      return is_infinity() && q.is_infinity();
    }
    const Field z1z1 = z.square();
    const Field z2z2 = q.z.square();
    return x * z2z2 == q.x * z1z1 && y * q.z * z2z2 == q.y * z * z1z1;
  }

  Affine<C> to_affine_vartime() const {
    const Field inverse = z.inverse_vartime();
    const Field square = inverse.square();
    return {x * square, y * square * inverse};
  }

  // k P for an integer k, by signed windows of five bits.
  template <std::size_t N>
  Jacobian multiply_vartime(const field::Limbs<N>& k) const {
    std::int8_t digits[64 * N + 1];
    const std::size_t count = windowed_digits(k, digits);
    Jacobian odd[8];  // P, 3 P, ..., 15 P
    odd[0] = *this;
    const Jacobian twice = doubled();
    for (std::size_t i = 1; i < 8; ++i) {
      odd[i] = odd[i - 1].plus_vartime(twice);
    }
    Jacobian r = infinity();
    for (std::size_t i = count; i-- > 0;) {
      r = r.doubled();
      if (digits[i] > 0) {
        r = r.plus_vartime(odd[digits[i] / 2]);
      } else if (digits[i] < 0) {
        r = r.plus_vartime(-odd[-digits[i] / 2]);
      }
    }
    return r;
  }
  Jacobian multiply_vartime(const typename C::Scalar& k) const {
    return multiply_vartime(k.to_limbs());
  }

 private:
  // Puts the digits of k, least significant first, zero or odd between -15 and 15, into out and
  // returns how many there are.
  template <std::size_t N>
  static std::size_t windowed_digits(const field::Limbs<N>& k, std::int8_t* out) {
    field::Limbs<N + 1> rest{};
    for (std::size_t i = 0; i < N; ++i) {
      rest[i] = k[i];
    }
    std::size_t count = 0;
    while (field::zero_mask(rest) == 0) {
      int digit = 0;
      if ((rest[0] & 1) != 0) {
        const int low = static_cast<int>(rest[0] & 31);
        digit = low < 16 ? low : low - 32;
        const field::Limbs<N + 1> change{static_cast<std::uint64_t>(digit < 0 ? -digit : digit)};
        if (digit < 0) {
          field::add(rest, rest, change);
        } else {
          field::sub(rest, rest, change);
        }
      }
      out[count++] = static_cast<std::int8_t>(digit);
      rest = field::shift_right(rest, 1);
    }
    return count;
  }
};

// Affine forms of n points with one inversion.
template <class C>
void to_affine_batch(const Jacobian<C>* points, std::size_t n, Affine<C>* out) {
  using Field = typename C::Field;
  std::vector<Field> inverses(n);
  std::vector<Field> scratch(n);
  for (std::size_t i = 0; i < n; ++i) {
    inverses[i] = points[i].z;
  }
  field::batch_inverse(inverses.data(), n, scratch.data());
  for (std::size_t i = 0; i < n; ++i) {
    const Field square = inverses[i].square();
    out[i] = {points[i].x * square, points[i].y * square * inverses[i]};
  }
}

// An accumulator (X / ZZ, Y / ZZZ) with ZZ^3 = ZZZ^2: the cheapest mixed addition.
template <class C>
struct Xyzz {
  using Field = typename C::Field;
  Field x;
  Field y;
  Field zz;
  Field zzz;

  static constexpr Xyzz infinity() {
    return {Field::one(), Field::one(), Field::zero(), Field::zero()};
  }
  static constexpr Xyzz from_affine(const Affine<C>& p) {
    const Jacobian<C> j = Jacobian<C>::from_affine(p);
    return {j.x, j.y, j.z, j.z};
  }
  constexpr bool is_infinity() const { return zz.is_zero(); }
  constexpr Xyzz operator-() const { return {x, -y, zz, zzz}; }

  // (X ZZ, Y ZZZ, ZZ): Z = ZZ stands for the same point.
  constexpr Jacobian<C> to_jacobian() const { return {x * zz, y * zzz, zz}; }

  // 2 P, for every P (dbl-2008-s-1).
  Xyzz doubled() const {
    const Field u = y.doubled();
    const Field v = u.square();
    const Field w = u * v;
    const Field s = x * v;
    const Field xx = x.square();
    const Field m = xx.doubled() + xx;
    Xyzz r;
    r.x = m.square() - s.doubled();
    r.y = m * (s - r.x) - w * y;
    r.zz = v * zz;
    r.zzz = w * zzz;
    return r;
  }

  // P + Q, for all P and Q (madd-2008-s).
  Xyzz plus_vartime(const Affine<C>& q) const {
    if (q.is_infinity()) {
      return *this;
    }
    if (is_infinity()) {
      return from_affine(q);
    }
    return combine(x, y, q.x * zz - x, q.y * zzz - y, zz, zzz);
  }

  // P + Q, for all P and Q (add-2008-s).
  Xyzz plus_vartime(const Xyzz& q) const {
    if (q.is_infinity()) {
      return *this;
    }
    if (is_infinity()) {
      return q;
    }
    const Field u1 = x * q.zz;
    const Field s1 = y * q.zzz;
    return combine(u1, s1, q.x * zz - u1, q.y * zzz - s1, zz * q.zz, zzz * q.zzz);
  }

 private:
  // The common end of both additions: u, s over the common denominators, differences p and r.
  NLB_INLINE Xyzz combine(const Field& u, const Field& s, const Field& p, const Field& r,
                          const Field& zz_both, const Field& zzz_both) const {
    if (p.is_zero()) {
      return r.is_zero() ? doubled() : infinity();
    }
    const Field pp = p.square();
    const Field ppp = p * pp;
    const Field q = u * pp;
    Xyzz sum;
    sum.x = r.square() - ppp - q.doubled();
    sum.y = r * (q - sum.x) - s * ppp;
    sum.zz = zz_both * pp;
    sum.zzz = zzz_both * ppp;
    return sum;
  }
};

}  // namespace NLB_ISA
}  // namespace nelumbo::curve

#endif  // NELUMBO_CURVE_POINT_H_
