// What distinguishes the pairings of the two curves: the tower's non-residue, Miller's loop, the twist.
#ifndef NELUMBO_PAIRING_PARAMETERS_H_
#define NELUMBO_PAIRING_PARAMETERS_H_

#include <array>

#include "curve/bls12_381.h"
#include "curve/bn254.h"

namespace nelumbo::pairing {
inline namespace NLB_ISA {

// The digits of k after its leading one, most significant first: its bits, or those of its
// non-adjacent form. kDigits must be right.
template <std::size_t kDigits>
constexpr std::array<std::int8_t, kDigits> digits_of(unsigned __int128 k, bool non_adjacent) {
  std::array<std::int8_t, kDigits> out{};
  for (std::size_t i = kDigits; i-- > 0; k >>= 1) {
    if ((k & 1) != 0) {
      const bool negative = non_adjacent && (k & 3) == 3;
      out[i] = negative ? -1 : 1;
      k = negative ? k + 1 : k - 1;
    }
  }
  return k == 1 ? out : throw "wrong number of digits";
}

// Families of curves: they differ in the loop's end and in the final exponentiation.
enum class Family { kBls12, kBn };

// C is curve::Bls12381 or curve::Bn254. Fp12 = Fp2[w] / (w^6 - xi).
template <class C>
struct Parameters;

template <>
struct Parameters<curve::Bls12381> {
  using Fp = field::Bls12381Fp;
  using Fp2 = field::Bls12381Fp2;
  static constexpr Family kFamily = Family::kBls12;
  static constexpr bool kTwistIsM = true;

  // |x|, the length of Miller's loop; x itself is negative.
  static constexpr auto kLoop = digits_of<63>(curve::kBls12381X, false);
  static constexpr auto kX = kLoop;
  static constexpr bool kXIsNegative = true;

  // xi a with xi = 1 + u.
  static constexpr NLB_INLINE Fp2 mul_by_xi(const Fp2& a) { return {a.c0 - a.c1, a.c0 + a.c1}; }

  // 3 b' a with b' = 4 (1 + u).
  static NLB_INLINE Fp2 triple_b(const Fp2& a) {
    const Fp2 t = mul_by_xi(a).doubled().doubled();
    return t.doubled() + t;
  }

  // xi^(i (p - 1) / 6).
  static constexpr Fp2 kFrobenius[6] = {
      Fp2::one(),
      Fp2::from_hex("1904d3bf02bb0667c231beb4202c0d1f0fd603fd3cbd5f4f7b2443d784bab9c4"
                    "f67ea53d63e7813d8d0775ed92235fb8",
                    "00fc3e2b36c4e03288e9e902231f9fb854a14787b6c7b36fec0c8ec971f63c5f"
                    "282d5ac14d6c7ec22cf78a126ddc4af3"),
      Fp2::from_hex("0",
                    "1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b"
                    "409427eb4f49fffd8bfd00000000aaac"),
      Fp2::from_hex("06af0e0437ff400b6831e36d6bd17ffe48395dabc2d3435e77f76e17009241c5"
                    "ee67992f72ec05f4c81084fbede3cc09",
                    "06af0e0437ff400b6831e36d6bd17ffe48395dabc2d3435e77f76e17009241c5"
                    "ee67992f72ec05f4c81084fbede3cc09"),
      Fp2::from_hex("1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b"
                    "409427eb4f49fffd8bfd00000000aaad",
                    "0"),
      Fp2::from_hex("05b2cfd9013a5fd8df47fa6b48b1e045f39816240c0b8fee8beadf4d8e9c0566"
                    "c63a3e6e257f87329b18fae980078116",
                    "144e4211384586c16bd3ad4afa99cc9170df3560e77982d0db45f3536814f0bd"
                    "5871c1908bd478cd1ee605167ff82995"),
  };

  // xi^((p^2 - 1) / 6), a primitive sixth root of unity; its powers are sums of it and one.
  static constexpr Fp kFrobeniusSquared = Fp::from_hex(
      "5f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a0002"
      "2e01fffffffeffff");
};

template <>
struct Parameters<curve::Bn254> {
  using Fp = field::Bn254Fp;
  using Fp2 = field::Bn254Fp2;
  static constexpr Family kFamily = Family::kBn;
  static constexpr bool kTwistIsM = false;

  // 6 x + 2, and x.
  static constexpr auto kLoop =
      digits_of<65>(static_cast<unsigned __int128>(6) * curve::kBn254X + 2, true);
  static constexpr auto kX = digits_of<62>(curve::kBn254X, true);
  static constexpr bool kXIsNegative = false;

  // xi a with xi = 9 + u.
  static constexpr NLB_INLINE Fp2 mul_by_xi(const Fp2& a) {
    const Fp2 nine = a.doubled().doubled().doubled() + a;
    return {nine.c0 - a.c1, nine.c1 + a.c0};
  }

  // 3 b' a.
  static NLB_INLINE Fp2 triple_b(const Fp2& a) {
    constexpr Fp2 kTripleB = curve::Bn254G2::kB.doubled() + curve::Bn254G2::kB;
    return a * kTripleB;
  }

  static constexpr Fp2 kFrobenius[6] = {
      Fp2::one(),
      Fp2::from_hex("1284b71c2865a7dfe8b99fdd76e68b605c521e08292f2176d60b35dadcc9e470",
                    "246996f3b4fae7e6a6327cfe12150b8e747992778eeec7e5ca5cf05f80f362ac"),
      curve::kBn254PsiX,
      curve::kBn254PsiY,
      Fp2::from_hex("05b54f5e64eea80180f3c0b75a181e84d33365f7be94ec72848a1f55921ea762",
                    "2c145edbe7fd8aee9f3a80b03b0b1c923685d2ea1bdec763c13b4711cd2b8126"),
      Fp2::from_hex("0183c1e74f798649e93a3661a4353ff4425c459b55aa1bd32ea2c810eab7692f",
                    "12acf2ca76fd0675a27fb246c7729f7db080cb99678e2ac024c6b8ee6e0c2c4b"),
  };
  static constexpr Fp kFrobeniusSquared =
      Fp::from_hex("30644e72e131a0295e6dd9e7e0acccb0c28f069fbb966e3de4bd44e5607cfd49");
};

}  // namespace NLB_ISA
}  // namespace nelumbo::pairing

#endif  // NELUMBO_PAIRING_PARAMETERS_H_
