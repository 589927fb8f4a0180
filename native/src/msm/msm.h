// Multi-scalar multiplication by signed buckets: the sum of s_i P_i over secret scalars s_i.
//
// N. Pippenger, "On the evaluation of powers and monomials", SIAM J. Comput. 9 (1980); signed
// digits and affine buckets as in G. Botrel, Y. El Housni, "Faster Montgomery multiplication and
// multi-scalar-multiplication for SNARKs", TCHES 2023.
#ifndef NELUMBO_MSM_MSM_H_
#define NELUMBO_MSM_MSM_H_

#include "msm/bucket_sums.h"
#include "msm/msm_task.h"

namespace nelumbo::msm {

inline namespace NLB_ISA {

template <class C>
class Msm {
  using Point = curve::Affine<C>;

 public:
  using Sum = curve::Xyzz<C>;

  // Bytes of scratch of one worker.
  static std::size_t worker_bytes(const MsmTask& task) {
    return BucketScratch<C>::bytes(task.slice_points(), task.digits.buckets());
  }

  // Unit `unit` of the task: the sum over the digits of one window and slice. scratch: worker_bytes,
  // 64-byte aligned, zeroed or used before; holds secrets afterwards. When the control is cancelled
  // the value is unspecified. The time depends on scalars and points.
  static Sum unit_vartime(const MsmTask& task, std::size_t unit, void* scratch,
                          const platform::Control& control) {
    BucketScratch<C> memory;
    memory.lay_out(static_cast<char*>(scratch), task.slice_points(), task.digits.buckets());
    BucketSums<C> buckets(memory, task.digits.buckets());
    buckets.compute(task, unit / task.slices, unit % task.slices, control);
    return WeightedSum<C>::compute_vartime(*memory.adder, memory.sums + 1, task.digits.buckets(),
                                           memory.rounds[0]);
  }

  // The sum of all units.
  static curve::Jacobian<C> combine_vartime(const Sum* results, const MsmTask& task) {
    Sum r = Sum::infinity();
    for (std::size_t w = task.digits.windows; w-- > 0;) {
      for (unsigned i = 0; i < task.digits.bits && !r.is_infinity(); ++i) {
        r = r.doubled();
      }
      for (std::size_t p = 0; p < task.slices; ++p) {
        r = r.plus_vartime(results[w * task.slices + p]);
      }
    }
    return r.to_jacobian();
  }
};

}  // namespace NLB_ISA
}  // namespace nelumbo::msm

#endif  // NELUMBO_MSM_MSM_H_
