// Builds the prove kernel of the instruction set that the including file is compiled for.
#ifndef NELUMBO_KERNELS_PROVE_KERNEL_OF_H_
#define NELUMBO_KERNELS_PROVE_KERNEL_OF_H_

#include "curve/bls12_381.h"
#include "curve/bn254.h"
#include "groth16/quotient.h"
#include "kernels/prove_kernel.h"
#include "msm/endomorphism.h"
#include "msm/msm.h"

namespace nelumbo::kernels {
inline namespace NLB_ISA {

template <class C>
constexpr MsmKernel msm_kernel() {
  using Point = curve::Affine<C>;
  using Sum = typename msm::Msm<C>::Sum;
  return {sizeof(Point) / 8,
          sizeof(Sum),
          msm::Endomorphism<C>::kSplit,
          [](std::uint64_t* to, const std::uint64_t* from, std::size_t count, std::size_t begin,
             std::size_t end) {
            msm::multiples<C>(reinterpret_cast<Point*>(to), reinterpret_cast<const Point*>(from),
                              count, begin, end);
          },
          &msm::Msm<C>::worker_bytes,
          [](void* result, const msm::MsmTask& task, std::size_t unit, void* scratch,
             const platform::Control& control) {
            *static_cast<Sum*>(result) = msm::Msm<C>::unit_vartime(task, unit, scratch, control);
          },
          [](std::uint64_t* sum, const void* results, const msm::MsmTask& task) {
            *reinterpret_cast<curve::Jacobian<C>*>(sum) =
                msm::Msm<C>::combine_vartime(static_cast<const Sum*>(results), task);
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
