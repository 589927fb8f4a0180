// Multiples of a point that cost a few products, for shorter scalars (msm::Split).
//
// GLV on G1 and GLS on G2 of BLS12-381: S. Galbraith, X. Lin, M. Scott, "Endomorphisms for faster
// elliptic curve cryptography on a large class of curves", EUROCRYPT 2009. Since the eigenvalues are
// powers of the curve's parameter x, a scalar is split by plain divisions.
#ifndef NELUMBO_MSM_ENDOMORPHISM_H_
#define NELUMBO_MSM_ENDOMORPHISM_H_

#include "curve/bls12_381.h"
#include "msm/digits.h"

namespace nelumbo::msm {
inline namespace NLB_ISA {

// next(P) is e P for the e of kSplit, for P in the subgroup of prime order. A curve that is not
// named here has no such split.
template <class C>
struct Endomorphism {
  static constexpr Split kSplit = {};
  static curve::Affine<C> next(const curve::Affine<C>& p) { return p; }
};

// e = x^2.
template <>
struct Endomorphism<curve::Bls12381G1> {
  static constexpr Split kSplit = {2, curve::kBls12381X};
  static curve::G1Affine next(const curve::G1Affine& p) { return -curve::Bls12381G1::phi(p); }
};

// e = |x| = -x.
template <>
struct Endomorphism<curve::Bls12381G2> {
  static constexpr Split kSplit = {4, curve::kBls12381X};
  static curve::G2Affine next(const curve::G2Affine& p) { return -curve::Bls12381G2::psi(p); }
};

// to[part * count + i] = e^part from[i] for i in [begin, end).
template <class C>
void multiples(curve::Affine<C>* to, const curve::Affine<C>* from, std::size_t count,
               std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    curve::Affine<C> p = from[i];
    to[i] = p;
    for (unsigned part = 1; part < Endomorphism<C>::kSplit.parts; ++part) {
      p = Endomorphism<C>::next(p);
      to[part * count + i] = p;
    }
  }
}

}  // namespace NLB_ISA
}  // namespace nelumbo::msm

#endif  // NELUMBO_MSM_ENDOMORPHISM_H_
