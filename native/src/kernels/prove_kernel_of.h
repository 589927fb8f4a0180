// Builds the prove kernel of the instruction set that the including file is compiled for.
#ifndef NELUMBO_KERNELS_PROVE_KERNEL_OF_H_
#define NELUMBO_KERNELS_PROVE_KERNEL_OF_H_

#include "curve/bls12_381.h"
#include "curve/bn254.h"
#include "groth16/quotient.h"
#include "kernels/prove_kernel.h"
#include "msm/msm.h"

namespace nelumbo::kernels {
inline namespace NLB_ISA {

template <class C>
constexpr MsmKernel msm_kernel() {
  return {&msm::Msm<C>::scratch_bytes, &msm::Msm<C>::units,
          [](std::uint64_t* sum, platform::WorkerPool& pool, platform::Control& control,
             const msm::MsmTask& task) {
            *reinterpret_cast<curve::Jacobian<C>*>(sum) =
                msm::Msm<C>::compute_vartime(pool, control, task);
          }};
}

template <class C>
constexpr ProveKernel prove_kernel() {
  return {[](platform::WorkerPool& pool, const platform::Control& control,
             const groth16::QuotientTask& task) {
            groth16::Quotient<typename C::Scalar>(pool, control, task).compute();
          },
          msm_kernel<typename C::G1>(), msm_kernel<typename C::G2>()};
}

}  // namespace NLB_ISA
}  // namespace nelumbo::kernels

#endif  // NELUMBO_KERNELS_PROVE_KERNEL_OF_H_
