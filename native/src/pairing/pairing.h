// The optimal ate pairings on BLS12-381 and BN254, as products of pairings.
//
// Loop for BN curves: F. Vercauteren, "Optimal pairings", IEEE Transactions on Information Theory
// 56 (2010).
// Lines: C. Costello, T. Lange, M. Naehrig, "Faster pairing computations on curves with high-degree
// twists", PKC 2010, in the homogeneous form of D. Aranha et al., "Faster explicit formulas for
// computing pairings over ordinary curves", EUROCRYPT 2011. Final
// exponentiations: D. Hayashida, K. Hayasaka, T. Teruya, "Efficient final exponentiation via
// cyclotomic structure for pairings over families of elliptic curves", IACR ePrint 2020/875, and
// L. Fuentes-Castaneda, E. Knapp, F. Rodriguez-Henriquez, "Faster hashing to G2", SAC 2011, for BN.
#ifndef NELUMBO_PAIRING_PAIRING_H_
#define NELUMBO_PAIRING_PAIRING_H_

#include <array>
#include <span>

#include "pairing/tower.h"

namespace nelumbo::pairing {
inline namespace NLB_ISA {

// A line with three coefficients: c0, c1 for x_P and c4 for y_P, up to a factor that the final
// exponentiation kills. On an M-twist it is c0 + c1 x_P v + c4 y_P v w, on a D-twist
// c4 y_P + c1 x_P w + c0 v w.
template <class C>
struct Line {
  using Fp2 = typename Parameters<C>::Fp2;
  Fp2 c0;
  Fp2 c1;
  Fp2 c4;
};

// The lines of Miller's loop for one Q: 68 of BLS12-381 (19.6 kB), 89 of BN254 (17.1 kB).
template <class C>
class PreparedG2 {
  using P = Parameters<C>;
  using Fp = typename P::Fp;
  using Fp2 = typename P::Fp2;
  using G2Affine = curve::Affine<typename C::G2>;

  static constexpr std::size_t line_count() {
    std::size_t n = P::kLoop.size() + (P::kFamily == Family::kBn ? 2 : 0);
    for (const std::int8_t digit : P::kLoop) {
      n += digit != 0 ? 1 : 0;
    }
    return n;
  }

 public:
  static constexpr std::size_t kLines = line_count();

  PreparedG2() : infinite_(true), lines_{} {}
  explicit PreparedG2(const G2Affine& q) : infinite_(q.is_infinity()) {
    if (infinite_) {
      return;
    }
    Walk walk{q.x, q.y, Fp2::one()};
    std::size_t n = 0;
    for (const std::int8_t digit : P::kLoop) {
      lines_[n++] = walk.double_step();
      if (digit != 0) {
        lines_[n++] = walk.add_step(digit > 0 ? q : -q);
      }
    }
    if constexpr (P::kFamily == Family::kBn) {
      const G2Affine image = C::G2::psi(q);
      lines_[n++] = walk.add_step(image);
      lines_[n++] = walk.add_step(-C::G2::psi(image));
    }
  }

  bool is_infinity() const { return infinite_; }
  const Line<C>& line(std::size_t i) const { return lines_[i]; }

 private:
  // The running point in homogeneous coordinates (X/Z, Y/Z).
  struct Walk {
    Fp2 x, y, z;

    Line<C> double_step() {
      const Fp2 a = halve(x * y);
      const Fp2 b = y.square();
      const Fp2 c = z.square();
      const Fp2 e = P::triple_b(c);
      const Fp2 f = e.doubled() + e;
      const Fp2 g = halve(b + f);
      const Fp2 h = (y + z).square() - b - c;
      const Fp2 j = x.square();
      const Fp2 ee = e.square();
      x = a * (b - f);
      y = g.square() - (ee.doubled() + ee);
      z = b * h;
      return {e - b, j.doubled() + j, -h};
    }

    Line<C> add_step(const G2Affine& q) {
      const Fp2 theta = y - q.y * z;
      const Fp2 lambda = x - q.x * z;
      const Fp2 c = theta.square();
      const Fp2 d = lambda.square();
      const Fp2 e = lambda * d;
      const Fp2 f = z * c;
      const Fp2 g = x * d;
      const Fp2 h = e + f - g.doubled();
      x = lambda * h;
      y = theta * (g - h) - e * y;
      z = z * e;
      return {theta * q.x - lambda * q.y, -theta, lambda};
    }
  };

  static NLB_INLINE Fp2 halve(const Fp2& a) {
    constexpr Fp kHalf = Fp::half();
    return a * kHalf;
  }

  bool infinite_;
  std::array<Line<C>, kLines> lines_;
};

// One factor e(P, Q) of a product.
template <class C>
struct Pair {
  curve::Affine<typename C::G1> p;
  const PreparedG2<C>* q;
};

// The product of the Miller functions of all pairs, with shared squarings. A pair with infinity
// contributes one. Before the final exponentiation the value means nothing.
template <class C>
Fp12<C> miller_loop(std::span<const Pair<C>> pairs) {
  using P = Parameters<C>;
  Fp12<C> f = Fp12<C>::one();
  std::size_t n = 0;
  const auto multiply_lines = [&] {
    for (const Pair<C>& pair : pairs) {
      if (!pair.p.is_infinity() && !pair.q->is_infinity()) {
        const Line<C>& line = pair.q->line(n);
        if constexpr (P::kTwistIsM) {
          f = f.mul_by_014(line.c0, line.c1 * pair.p.x, line.c4 * pair.p.y);
        } else {
          f = f.mul_by_034(line.c4 * pair.p.y, line.c1 * pair.p.x, line.c0);
        }
      }
    }
    ++n;
  };
  for (const std::int8_t digit : P::kLoop) {
    if (n != 0) {
      f = f.square();
    }
    multiply_lines();
    if (digit != 0) {
      multiply_lines();
    }
  }
  if constexpr (P::kFamily == Family::kBn) {
    multiply_lines();
    multiply_lines();
  }
  return P::kXIsNegative ? f.conjugate() : f;
}

// a^x for an element of the cyclotomic subgroup.
template <class C>
Fp12<C> cyclotomic_power_x(const Fp12<C>& a) {
  const Fp12<C> inverse = a.conjugate();
  Fp12<C> r = a;
  for (const std::int8_t digit : Parameters<C>::kX) {
    r = r.cyclotomic_square();
    if (digit != 0) {
      r = r * (digit > 0 ? a : inverse);
    }
  }
  return Parameters<C>::kXIsNegative ? r.conjugate() : r;
}

// a^k for an element of the cyclotomic subgroup; the time depends on k.
template <class C, std::size_t N>
Fp12<C> cyclotomic_power_vartime(const Fp12<C>& a, const field::Limbs<N>& k) {
  Fp12<C> table[16];
  table[0] = Fp12<C>::one();
  for (std::size_t i = 1; i < 16; ++i) {
    table[i] = table[i - 1] * a;
  }
  Fp12<C> r = Fp12<C>::one();
  for (unsigned w = (field::bit_length_vartime(k) + 3) / 4; w-- > 0;) {
    r = r.cyclotomic_square().cyclotomic_square().cyclotomic_square().cyclotomic_square();
    const auto digit = static_cast<unsigned>(k[w / 16] >> (4 * (w % 16))) & 15;
    if (digit != 0) {
      r = r * table[digit];
    }
  }
  return r;
}

namespace detail {

// m^(3 (p^4 - p^2 + 1) / r) = m^((x - 1)^2 (x + p) (x^2 + p^2 - 1) + 3).
template <class C>
Fp12<C> hard_part_bls12(const Fp12<C>& m) {
  const auto power_x_minus_1 = [](const Fp12<C>& a) {
    return cyclotomic_power_x(a) * a.conjugate();
  };
  const Fp12<C> a = power_x_minus_1(power_x_minus_1(m));
  const Fp12<C> b = cyclotomic_power_x(a) * a.frobenius();
  const Fp12<C> c =
      cyclotomic_power_x(cyclotomic_power_x(b)) * b.frobenius_squared() * b.conjugate();
  return c * m.cyclotomic_square() * m;
}

// m^(2 x (6 x^2 + 3 x + 1) (p^4 - p^2 + 1) / r) = m^(l0 + l1 p + l2 p^2 + l3 p^3) with
//   l0 = 1 + 6 x + 12 x^2 + 12 x^3,  l1 = l2 - 2 x,  l2 = 6 x + 6 x^2 + 12 x^3,  l3 = l1 - 1.
template <class C>
Fp12<C> hard_part_bn(const Fp12<C>& m) {
  const Fp12<C> x2 = cyclotomic_power_x(m).cyclotomic_square();       // 2 x
  const Fp12<C> x6 = x2.cyclotomic_square() * x2;                     // 6 x
  const Fp12<C> xx6 = cyclotomic_power_x(x6);                         // 6 x^2
  const Fp12<C> xxx12 = cyclotomic_power_x(xx6.cyclotomic_square());  // 12 x^3
  const Fp12<C> l2 = xxx12 * xx6 * x6;
  const Fp12<C> l1 = l2 * x2.conjugate();
  const Fp12<C> l0 = l2 * xx6 * m;
  const Fp12<C> l3 = l1 * m.conjugate();
  return l0 * l1.frobenius() * (l2 * l3.frobenius()).frobenius_squared();
}

}  // namespace detail

// f^(s (p^12 - 1) / r), not zero. The factor s, prime to r, is the price of a short chain: 3 for
// BLS12-381, 2 x (6 x^2 + 3 x + 1) for BN254. Other libraries pay it too, so that their values agree
// with these.
template <class C>
Fp12<C> final_exponentiation(const Fp12<C>& f) {
  Fp12<C> m = f.conjugate() * f.inverse_vartime();  // f^(p^6 - 1)
  m = m.frobenius_squared() * m;                    // ^(p^2 + 1)
  if constexpr (Parameters<C>::kFamily == Family::kBls12) {
    return detail::hard_part_bls12(m);
  } else {
    return detail::hard_part_bn(m);
  }
}

// The product of e(P, Q) over all pairs.
template <class C>
Fp12<C> pairing_product(std::span<const Pair<C>> pairs) {
  return final_exponentiation(miller_loop<C>(pairs));
}

}  // namespace NLB_ISA
}  // namespace nelumbo::pairing

#endif  // NELUMBO_PAIRING_PAIRING_H_
