// The curve BLS12-381 (S. Bowe, "BLS12-381: New zk-SNARK Elliptic Curve Construction", 2017).
//
// G1: y^2 = x^3 + 4 over Fp. G2: y^2 = x^3 + 4 (1 + u) over Fp2, an M-twist. Parameter
// x = -0xd201000000010000.
#ifndef NELUMBO_CURVE_BLS12_381_H_
#define NELUMBO_CURVE_BLS12_381_H_

#include "curve/flags.h"
#include "curve/point.h"
#include "field/quadratic.h"

namespace nelumbo::curve {
inline namespace NLB_ISA {

// |x|; x itself is negative.
inline constexpr std::uint64_t kBls12381X = 0xd201000000010000;

struct Bls12381G1 {
  using Field = field::Bls12381Fp;
  using Scalar = field::Bls12381Fr;
  static constexpr EncodingFlags kFlags = kThreeBitFlags;

  static constexpr Field kB = Field::from_u64(4);
  static constexpr Affine<Bls12381G1> generator() {
    return {Field::from_hex("17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac58"
                            "6c55e83ff97a1aeffb3af00adb22c6bb"),
            Field::from_hex("08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3ed"
                            "d03cc744a2888ae40caa232946c5e7e1")};
  }

  static bool is_in_subgroup_vartime(const Affine<Bls12381G1>& p);

  // (beta x, y) with beta^3 = 1; on the subgroup it is multiplication by -x^2 of the curve's x.
  static Affine<Bls12381G1> phi(const Affine<Bls12381G1>& p);
};

struct Bls12381G2 {
  using Field = field::Bls12381Fp2;
  using Scalar = field::Bls12381Fr;
  static constexpr EncodingFlags kFlags = kThreeBitFlags;

  static constexpr Field kB = {field::Bls12381Fp::from_u64(4), field::Bls12381Fp::from_u64(4)};
  static constexpr Affine<Bls12381G2> generator() {
    return {Field::from_hex("024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d177"
                            "0bac0326a805bbefd48056c8c121bdb8",
                            "13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049"
                            "334cf11213945d57e5ac7d055d042b7e"),
            Field::from_hex("0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c"
                            "923ac9cc3baca289e193548608b82801",
                            "0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab"
                            "3f370d275cec1da1aaa9075ff05f79be")};
  }

  static bool is_in_subgroup_vartime(const Affine<Bls12381G2>& p);

  // The untwist-Frobenius-twist endomorphism; on the subgroup it is multiplication by p = x (mod
  // r).
  static Affine<Bls12381G2> psi(const Affine<Bls12381G2>& p);
};

// Both groups.
struct Bls12381 {
  using G1 = Bls12381G1;
  using G2 = Bls12381G2;
  using Scalar = field::Bls12381Fr;
  static constexpr std::uint32_t kId = 1;  // NLB_CURVE_BLS12_381
  static constexpr const char* kName = "BLS12-381";
};

using G1Affine = Affine<Bls12381G1>;
using G1 = Jacobian<Bls12381G1>;
using G2Affine = Affine<Bls12381G2>;
using G2 = Jacobian<Bls12381G2>;

// |x| p by double and add: |x| has six bits set.
template <class C>
Jacobian<C> multiply_by_x_vartime(const Jacobian<C>& p) {
  Jacobian<C> r = p;
  for (unsigned i = 63; i-- > 0;) {
    r = r.doubled();
    if ((kBls12381X >> i) & 1) {
      r = r.plus_vartime(p);
    }
  }
  return r;
}

// Membership tests of M. Scott, "A note on group membership tests for G1, G2 and GT on BLS
// pairing-friendly curves", IACR ePrint 2021/1130. The point must be on the curve.

inline G1Affine Bls12381G1::phi(const G1Affine& p) {
  static constexpr Field kBeta = Field::from_hex(
      "5f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a0002"
      "2e01fffffffefffe");
  return {p.x * kBeta, p.y};
}

// phi(P) = -x^2 P.
inline bool Bls12381G1::is_in_subgroup_vartime(const G1Affine& p) {
  if (p.is_infinity()) {
    return true;
  }
  const G1 q = multiply_by_x_vartime(multiply_by_x_vartime(G1::from_affine(p)));
  return (-q).equals(G1::from_affine(phi(p)));
}

inline G2Affine Bls12381G2::psi(const G2Affine& p) {
  using Fp = field::Bls12381Fp;
  // 1 / (1 + u)^((p - 1) / 3) = kX u and 1 / (1 + u)^((p - 1) / 2).
  static constexpr Fp kX = Fp::from_hex(
      "1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b"
      "409427eb4f49fffd8bfd00000000aaad");
  static constexpr Field kY = Field::from_hex(
      "135203e60180a68ee2e9c448d77a2cd91c3dedd930b1cf60ef396489f61eb45e"
      "304466cf3e67fa0af1ee7b04121bdea2",
      "06af0e0437ff400b6831e36d6bd17ffe48395dabc2d3435e77f76e17009241c5"
      "ee67992f72ec05f4c81084fbede3cc09");
  // conj(x) kX u = (c0 - c1 u) kX u = c1 kX + c0 kX u.
  return {{p.x.c1 * kX, p.x.c0 * kX}, p.y.conjugate() * kY};
}

// psi(Q) = x Q.
inline bool Bls12381G2::is_in_subgroup_vartime(const G2Affine& p) {
  if (p.is_infinity()) {
    return true;
  }
  const G2 q = multiply_by_x_vartime(G2::from_affine(p));
  return (-q).equals(G2::from_affine(psi(p)));
}

}  // namespace NLB_ISA
}  // namespace nelumbo::curve

#endif  // NELUMBO_CURVE_BLS12_381_H_
