// The sum 1 S_1 + 2 S_2 + ... + n S_n of the sums of the buckets of a window.
//
// With n = rows m and b = i m + j it is m times the sum of i R_i plus the sum of j C_j, where R_i is
// the sum of row i and C_j that of column j. Rows and columns are folded by affine additions with
// shared inversions, two for each bucket; only about 2 sqrt(n) points are left for running sums,
// whose additions cost four times as much and wait for one another.
#ifndef NELUMBO_MSM_WEIGHTED_SUM_H_
#define NELUMBO_MSM_WEIGHTED_SUM_H_

#include "msm/pair_adder.h"

namespace nelumbo::msm {
inline namespace NLB_ISA {

template <class C>
class WeightedSum {
  using Point = curve::Affine<C>;
  using Sum = curve::Xyzz<C>;
  // Below this folding does not pay for its inversions.
  static constexpr std::size_t kMinFolded = 64;

 public:
  // Points of scratch that compute needs.
  static constexpr std::size_t scratch_points(std::size_t n) {
    return n < kMinFolded ? 0 : 3 * n / 2;
  }

  // The sum over points[0], with weight 1, to points[n - 1]; n is a power of two. The time depends
  // on the points.
  static Sum compute_vartime(PairAdder<C>& adder, const Point* points, std::size_t n,
                             Point* scratch) {
    if (n < kMinFolded) {
      return running(points, n);
    }
    const auto log = static_cast<unsigned>(__builtin_ctzll(n));
    const unsigned log_columns = log / 2;
    const unsigned log_rows = log - log_columns;
    const Point* rows = points;
    const Point* columns = points;
    Point* rows_to[2] = {scratch, scratch + n};
    Point* columns_to[2] = {scratch + n / 2, scratch + n + n / 4};
    for (unsigned level = 0; level < log_rows; ++level) {
      const std::size_t left = n >> (level + 1);
      for (std::size_t k = 0; k < left; ++k) {
        adder.add({columns + k, 0}, {columns + left + k, 0}, columns_to[level & 1] + k);
      }
      for (std::size_t k = 0; k < left && level < log_columns; ++k) {
        adder.add({rows + 2 * k, 0}, {rows + 2 * k + 1, 0}, rows_to[level & 1] + k);
      }
      adder.flush();
      columns = columns_to[level & 1];
      if (level < log_columns) {
        rows = rows_to[level & 1];
      }
    }
    const std::size_t row_count = std::size_t{1} << log_rows;
    Sum total = running(rows + 1, row_count - 1);
    for (unsigned i = 0; i < log_columns; ++i) {
      total = total.doubled();
    }
    return total.plus_vartime(running(columns, std::size_t{1} << log_columns));
  }

 private:
  static Sum running(const Point* points, std::size_t n) {
    Sum sum = Sum::infinity();
    Sum total = Sum::infinity();
    while (n-- > 0) {
      sum = sum.plus_vartime(points[n]);
      total = total.plus_vartime(sum);
    }
    return total;
  }
};

}  // namespace NLB_ISA
}  // namespace nelumbo::msm

#endif  // NELUMBO_MSM_WEIGHTED_SUM_H_
