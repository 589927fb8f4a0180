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
  using Sum = curve::Xyzz<C>;

 public:
  // Bytes of MsmTask::scratch for `count` points and a pool of `threads`.
  static std::size_t scratch_bytes(std::size_t count, const DigitView& digits, unsigned threads) {
    const std::size_t parts = part_count(count, digits, threads);
    return sizeof(Sum) * (digits.windows * parts + 1) + 64 +
           threads * worker_bytes(count, digits, parts);
  }

  // The sum. When the control is cancelled the value is unspecified. The time depends on scalars
  // and points.
  static curve::Jacobian<C> compute_vartime(platform::WorkerPool& pool, platform::Control& control,
                                            const MsmTask& task) {
    const DigitView& d = task.digits;
    const std::size_t parts = part_count(task.count, d, pool.threads());
    const std::size_t capacity = part_size(task.count, parts);
    const std::size_t stride = worker_bytes(task.count, d, parts);
    Sum* const results = static_cast<Sum*>(task.scratch);
    char* const workers =
        static_cast<char*>(task.scratch) + (sizeof(Sum) * (d.windows * parts + 1) + 63) / 64 * 64;
    // Heavy units first: the lowest window also has the small scalars.
    parallel_for(pool, d.windows * parts, 1, control,
                 [&](std::size_t begin, std::size_t end, unsigned worker) {
                   BucketScratch<C> scratch;
                   scratch.lay_out(workers + worker * stride, capacity, d.buckets());
                   for (std::size_t u = begin; u < end; ++u) {
                     results[u] = window_sum(task, u / parts, u % parts * capacity, capacity,
                                             scratch, control);
                     control.advance(1);
                   }
                 });
    return combine(results, d, parts);
  }

  // Units of work that compute_vartime reports to its control.
  static std::size_t units(std::size_t count, const DigitView& digits, unsigned threads) {
    return digits.windows * part_count(count, digits, threads);
  }

 private:
  // Windows are enough work to share unless there are many threads.
  static std::size_t part_count(std::size_t count, const DigitView& d, unsigned threads) {
    const std::size_t wanted = (3 * std::size_t{threads} + d.windows - 1) / d.windows;
    const std::size_t useful = count / (4 * d.buckets()) + 1;
    return threads == 1 ? 1 : (wanted < useful ? wanted : useful);
  }
  static std::size_t part_size(std::size_t count, std::size_t parts) {
    return (count + parts - 1) / parts;
  }
  static std::size_t worker_bytes(std::size_t count, const DigitView& d, std::size_t parts) {
    return BucketScratch<C>::bytes(part_size(count, parts), d.buckets());
  }

  static Sum window_sum(const MsmTask& task, std::size_t window, std::size_t first,
                        std::size_t capacity, const BucketScratch<C>& scratch,
                        const platform::Control& control) {
    const std::size_t rest = task.count > first ? task.count - first : 0;
    const std::size_t n = rest < capacity ? rest : capacity;
    const std::uint16_t* const digits = task.digits.values + window * task.digits.stride;
    BucketSums<C> buckets(scratch, task.digits.buckets());
    const bool mapped = task.map != nullptr;
    buckets.compute(reinterpret_cast<const Point*>(task.points) + first, n,
                    mapped ? digits : digits + first, mapped ? task.map + first : nullptr, control);
    return WeightedSum<C>::compute_vartime(*scratch.adder, scratch.sums + 1, task.digits.buckets(),
                                           scratch.rounds[0]);
  }

  static curve::Jacobian<C> combine(const Sum* results, const DigitView& d, std::size_t parts) {
    Sum r = Sum::infinity();
    for (std::size_t w = d.windows; w-- > 0;) {
      for (unsigned i = 0; i < d.bits && !r.is_infinity(); ++i) {
        r = r.doubled();
      }
      for (std::size_t p = 0; p < parts; ++p) {
        r = r.plus_vartime(results[w * parts + p]);
      }
    }
    return r.to_jacobian();
  }
};

}  // namespace NLB_ISA
}  // namespace nelumbo::msm

#endif  // NELUMBO_MSM_MSM_H_
