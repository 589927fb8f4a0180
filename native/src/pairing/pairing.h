// The optimal ate pairing on BLS12-381, as products of pairings.
//
// Lines: C. Costello, T. Lange, M. Naehrig, "Faster pairing computations on curves with high-degree
// twists", PKC 2010, in the homogeneous form of D. Aranha et al., "Faster explicit formulas for
// computing pairings over ordinary curves", EUROCRYPT 2011. Final exponentiation: D. Hayashida,
// K. Hayasaka, T. Teruya, "Efficient final exponentiation via cyclotomic structure for pairings over
// families of elliptic curves", IACR ePrint 2020/875.
#ifndef NELUMBO_PAIRING_PAIRING_H_
#define NELUMBO_PAIRING_PAIRING_H_

#include <array>
#include <span>

#include "curve/bls12_381.h"
#include "pairing/tower.h"

namespace nelumbo::pairing {
inline namespace NLB_ISA {

using curve::G1Affine;
using curve::G2Affine;

// A line c0 + c1 x_P v + c4 y_P v w, up to a factor that the final exponentiation kills.
struct Line {
  Fp2 c0;
  Fp2 c1;
  Fp2 c4;
};

// The lines of Miller's loop for one Q: 63 tangents and 5 chords. 19.6 kB.
class PreparedG2 {
 public:
  static constexpr std::size_t kLines = 68;

  PreparedG2() : infinite_(true), lines_{} {}
  explicit PreparedG2(const G2Affine& q) : infinite_(q.is_infinity()) {
    if (infinite_) {
      return;
    }
    Walk walk{q.x, q.y, Fp2::one()};
    std::size_t n = 0;
    for (unsigned i = 63; i-- > 0;) {
      lines_[n++] = walk.double_step();
      if ((curve::kBls12381X >> i) & 1) {
        lines_[n++] = walk.add_step(q);
      }
    }
  }

  bool is_infinity() const { return infinite_; }
  const Line& line(std::size_t i) const { return lines_[i]; }

 private:
  // The running point in homogeneous coordinates (X/Z, Y/Z).
  struct Walk {
    Fp2 x, y, z;

    Line double_step() {
      const Fp2 a = halve(x * y);
      const Fp2 b = y.square();
      const Fp2 c = z.square();
      const Fp2 e = triple_b(c);
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

    Line add_step(const G2Affine& q) {
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

  static Fp halve(const Fp& a) {
    constexpr Fp kHalf = Fp::from_hex(
        "0d0088f51cbff34d258dd3db21a5d66bb23ba5c279c2895fb39869507b587b12"
        "0f55ffff58a9ffffdcff7fffffffd556");
    return a * kHalf;
  }
  static Fp2 halve(const Fp2& a) { return {halve(a.c0), halve(a.c1)}; }

  // 3 b' a with b' = 4 (1 + u).
  static Fp2 triple_b(const Fp2& a) {
    const Fp2 t = mul_by_xi(a).doubled().doubled();
    return t.doubled() + t;
  }

  bool infinite_;
  std::array<Line, kLines> lines_;
};

// One factor e(P, Q) of a product.
struct Pair {
  G1Affine p;
  const PreparedG2* q;
};

// The product of the Miller functions of all pairs, with shared squarings. A pair with infinity
// contributes one. Before the final exponentiation the value means nothing.
inline Fp12 miller_loop(std::span<const Pair> pairs) {
  Fp12 f = Fp12::one();
  const auto multiply_lines = [&](std::size_t n) {
    for (const Pair& pair : pairs) {
      if (!pair.p.is_infinity() && !pair.q->is_infinity()) {
        const Line& line = pair.q->line(n);
        f = f.mul_by_014(line.c0, line.c1 * pair.p.x, line.c4 * pair.p.y);
      }
    }
  };
  std::size_t n = 0;
  for (unsigned i = 63; i-- > 0;) {
    if (n != 0) {
      f = f.square();
    }
    multiply_lines(n++);
    if ((curve::kBls12381X >> i) & 1) {
      multiply_lines(n++);
    }
  }
  return f.conjugate();  // x is negative
}

// a^x for an element of the cyclotomic subgroup.
inline Fp12 cyclotomic_power_x(const Fp12& a) {
  Fp12 r = a;
  for (unsigned i = 63; i-- > 0;) {
    r = r.cyclotomic_square();
    if ((curve::kBls12381X >> i) & 1) {
      r = r * a;
    }
  }
  return r.conjugate();  // x is negative
}

// a^k for an element of the cyclotomic subgroup; the time depends on k.
template <std::size_t N>
Fp12 cyclotomic_power_vartime(const Fp12& a, const field::Limbs<N>& k) {
  Fp12 table[16];
  table[0] = Fp12::one();
  for (std::size_t i = 1; i < 16; ++i) {
    table[i] = table[i - 1] * a;
  }
  Fp12 r = Fp12::one();
  for (unsigned w = (field::bit_length_vartime(k) + 3) / 4; w-- > 0;) {
    r = r.cyclotomic_square().cyclotomic_square().cyclotomic_square().cyclotomic_square();
    const auto digit = static_cast<unsigned>(k[w / 16] >> (4 * (w % 16))) & 15;
    if (digit != 0) {
      r = r * table[digit];
    }
  }
  return r;
}

// f^(3 (p^12 - 1) / r), not zero. The factor 3, prime to r, is the price of the short chain; other
// libraries pay it too, so that their values agree with these.
inline Fp12 final_exponentiation(const Fp12& f) {
  Fp12 m = f.conjugate() * f.inverse_vartime();  // f^(p^6 - 1)
  m = m.frobenius_squared() * m;                 // ^(p^2 + 1)
  // 3 (p^4 - p^2 + 1) / r = (x - 1)^2 (x + p) (x^2 + p^2 - 1) + 3
  const auto power_x_minus_1 = [](const Fp12& a) { return cyclotomic_power_x(a) * a.conjugate(); };
  const Fp12 a = power_x_minus_1(power_x_minus_1(m));
  const Fp12 b = cyclotomic_power_x(a) * a.frobenius();
  const Fp12 c = cyclotomic_power_x(cyclotomic_power_x(b)) * b.frobenius_squared() * b.conjugate();
  return c * m.cyclotomic_square() * m;
}

// The product of e(P, Q) over all pairs.
inline Fp12 pairing_product(std::span<const Pair> pairs) {
  return final_exponentiation(miller_loop(pairs));
}

}  // namespace NLB_ISA
}  // namespace nelumbo::pairing

#endif  // NELUMBO_PAIRING_PAIRING_H_
