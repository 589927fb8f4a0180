// A kernel's base-field products as functions on limbs, so that tests can compare kernels.
#ifndef NELUMBO_KERNELS_FIELD_PROBE_H_
#define NELUMBO_KERNELS_FIELD_PROBE_H_

#include <algorithm>
#include <cstdint>

#include "field/quadratic.h"

namespace nelumbo::kernels {

// All values are Montgomery limbs of BLS12-381's Fp, below p: six words, twelve for Fp2.
struct FieldProbe {
  void (*multiply)(std::uint64_t* r, const std::uint64_t* a, const std::uint64_t* b);
  void (*multiply_fp2)(std::uint64_t* r, const std::uint64_t* a, const std::uint64_t* b);
};

inline namespace NLB_ISA {

inline field::Bls12381Fp load_fp(const std::uint64_t* limbs) {
  field::Limbs<6> l{};
  std::copy_n(limbs, 6, l.begin());
  return field::Bls12381Fp::from_montgomery(l);
}

inline void probe_multiply(std::uint64_t* r, const std::uint64_t* a, const std::uint64_t* b) {
  const field::Bls12381Fp product = load_fp(a) * load_fp(b);
  std::copy_n(product.montgomery().begin(), 6, r);
}

inline void probe_multiply_fp2(std::uint64_t* r, const std::uint64_t* a, const std::uint64_t* b) {
  const field::Bls12381Fp2 product = field::Bls12381Fp2{load_fp(a), load_fp(a + 6)} *
                                     field::Bls12381Fp2{load_fp(b), load_fp(b + 6)};
  std::copy_n(product.c0.montgomery().begin(), 6, r);
  std::copy_n(product.c1.montgomery().begin(), 6, r + 6);
}

constexpr FieldProbe make_probe() { return {probe_multiply, probe_multiply_fp2}; }

}  // namespace NLB_ISA
}  // namespace nelumbo::kernels

#endif  // NELUMBO_KERNELS_FIELD_PROBE_H_
