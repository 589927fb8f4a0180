// The curve BN254 (alt_bn128, EIP-196 and EIP-197).
//
// G1: y^2 = x^3 + 3 over Fp, of prime order. G2: y^2 = x^3 + 3 / (9 + u) over Fp2, a D-twist.
// Parameter x = 0x44e992b44a6909f1.
#ifndef NELUMBO_CURVE_BN254_H_
#define NELUMBO_CURVE_BN254_H_

#include "curve/flags.h"
#include "curve/point.h"
#include "field/quadratic.h"

namespace nelumbo::curve {
inline namespace NLB_ISA {

inline constexpr std::uint64_t kBn254X = 0x44e992b44a6909f1;

struct Bn254G1 {
  using Field = field::Bn254Fp;
  using Scalar = field::Bn254Fr;
  static constexpr EncodingFlags kFlags = kTwoBitFlags;

  static constexpr Field kB = Field::from_u64(3);
  static constexpr Affine<Bn254G1> generator() { return {Field::from_u64(1), Field::from_u64(2)}; }

  // Every point of the curve is in the group.
  static bool is_in_subgroup_vartime(const Affine<Bn254G1>&) { return true; }
};

struct Bn254G2 {
  using Field = field::Bn254Fp2;
  using Scalar = field::Bn254Fr;
  static constexpr EncodingFlags kFlags = kTwoBitFlags;

  static constexpr Field kB =
      Field::from_hex("2b149d40ceb8aaae81be18991be06ac3b5b4c5e559dbefa33267e6dc24a138e5",
                      "009713b03af0fed4cd2cafadeed8fdf4a74fa084e52d1852e4a2bd0685c315d2");
  static constexpr Affine<Bn254G2> generator() {
    return {Field::from_hex("1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed",
                            "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"),
            Field::from_hex("12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa",
                            "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b")};
  }

  static bool is_in_subgroup_vartime(const Affine<Bn254G2>& p);

  // The untwist-Frobenius-twist endomorphism; on the subgroup it is multiplication by p (mod r).
  template <class Point>
  static Point psi(const Point& p);
};

// Both groups.
struct Bn254 {
  using G1 = Bn254G1;
  using G2 = Bn254G2;
  using Scalar = field::Bn254Fr;
  static constexpr std::uint32_t kId = 2;  // NLB_CURVE_BN254
  static constexpr const char* kName = "BN254";
};

// (9 + u)^((p - 1) / 3) and (9 + u)^((p - 1) / 2).
inline constexpr field::Bn254Fp2 kBn254PsiX =
    field::Bn254Fp2::from_hex("2fb347984f7911f74c0bec3cf559b143b78cc310c2c3330c99e39557176f553d",
                              "16c9e55061ebae204ba4cc8bd75a079432ae2a1d0b7c9dce1665d51c640fcba2");
inline constexpr field::Bn254Fp2 kBn254PsiY =
    field::Bn254Fp2::from_hex("063cf305489af5dcdc5ec698b6e2f9b9dbaae0eda9c95998dc54014671a0135a",
                              "07c03cbcac41049a0704b5a7ec796f2b21807dc98fa25bd282d37f632623b0e3");

template <class Point>
Point Bn254G2::psi(const Point& p) {
  Point r = p;
  r.x = p.x.conjugate() * kBn254PsiX;
  r.y = p.y.conjugate() * kBn254PsiY;
  if constexpr (requires { r.z; }) {
    r.z = p.z.conjugate();
  }
  return r;
}

// (x + 1) Q + psi(x Q) + psi^2(x Q) = psi^3(2 x Q): Y. Dai, K. Lin, C.-A. Zhao, Z. Zhou, "Fast
// subgroup membership testings for G1, G2 and GT on pairing-friendly curves", IACR ePrint 2022/348.
// The point must be on the curve.
inline bool Bn254G2::is_in_subgroup_vartime(const Affine<Bn254G2>& p) {
  if (p.is_infinity()) {
    return true;
  }
  using Point = Jacobian<Bn254G2>;
  const Point xq = Point::from_affine(p).multiply_vartime(field::Limbs<1>{kBn254X});
  const Point psi1 = psi(xq);
  const Point psi2 = psi(psi1);
  const Point psi3 = psi(psi2);
  return xq.plus_vartime(p).plus_vartime(psi1).plus_vartime(psi2).equals(psi3.doubled());
}

}  // namespace NLB_ISA
}  // namespace nelumbo::curve

#endif  // NELUMBO_CURVE_BN254_H_
