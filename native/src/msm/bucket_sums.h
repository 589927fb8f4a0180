// Sums of the points of each bucket by affine additions with shared inversions.
//
// The points of a window are sorted by bucket; then neighbours within a bucket are added pairwise,
// round after round, until one is left. A block of a thousand pairs, from whatever buckets,
// shares one inversion (Montgomery's trick), so that an addition costs six products. No two pairs
// of a round touch the same sum, so there is nothing to queue and nothing to conflict: the pairs of
// one full bucket are as good as those of many.
#ifndef NELUMBO_MSM_BUCKET_SUMS_H_
#define NELUMBO_MSM_BUCKET_SUMS_H_

#include <algorithm>

#include "msm/msm_task.h"
#include "msm/weighted_sum.h"
#include "platform/pool.h"

namespace nelumbo::msm {

// A bucket in a round: `count` points from `start` on.
struct Run {
  std::uint32_t bucket;
  std::uint32_t start;
  std::uint32_t count;
};

inline namespace NLB_ISA {

// The memory of one worker for windows of up to `capacity` points and `buckets` buckets, laid out
// in a caller's block.
template <class C>
struct BucketScratch {
  using Point = curve::Affine<C>;

  PairAdder<C>* adder;
  Point* sums;             // of each bucket, index 0 unused
  Point* rounds[2];        // partial sums of the odd and of the even rounds
  Run* runs;               // buckets with two points or more
  std::uint32_t* sorted;   // 2 (index of the point) + sign, bucket by bucket
  std::uint32_t* offsets;  // first of each bucket in sorted

  // Of two points or more in a bucket, a round leaves at most two thirds.
  static std::size_t bytes(std::size_t capacity, std::size_t buckets) {
    BucketScratch unused;
    return unused.lay_out(nullptr, capacity, buckets);
  }

  std::size_t lay_out(char* base, std::size_t capacity, std::size_t buckets) {
    std::size_t used = 0;
    const auto take = [&](std::size_t size) {
      char* const at = base == nullptr ? nullptr : base + used;
      used += (size + 63) / 64 * 64;
      return static_cast<void*>(at);
    };
    adder = static_cast<PairAdder<C>*>(take(sizeof(PairAdder<C>)));
    sums = static_cast<Point*>(take(sizeof(Point) * (buckets + 1)));
    // When the rounds are over their memory serves the folding of the buckets.
    const std::size_t first = capacity * 2 / 3 + 1;
    const std::size_t both = first + capacity * 4 / 9 + 1;
    const std::size_t folds = WeightedSum<C>::scratch_points(buckets);
    rounds[0] = static_cast<Point*>(take(sizeof(Point) * (both < folds ? folds : both)));
    rounds[1] = rounds[0] + first;
    runs = static_cast<Run*>(take(sizeof(Run) * (capacity / 2 + 1)));
    sorted = static_cast<std::uint32_t*>(take(sizeof(std::uint32_t) * (capacity + 1)));
    offsets = static_cast<std::uint32_t*>(take(sizeof(std::uint32_t) * (buckets + 2)));
    return used;
  }
};

template <class C>
class BucketSums {
 public:
  using Point = curve::Affine<C>;
  using Operand = typename PairAdder<C>::Operand;

  BucketSums(const BucketScratch<C>& scratch, std::size_t buckets)
      : scratch_(scratch), buckets_(buckets) {
    scratch_.adder->reset();
  }

  // Fills sums[1 .. buckets] with the sums of the points under the digits of one window, over one
  // slice of the points.
  void compute(const MsmTask& task, std::size_t window, std::size_t slice,
               const platform::Control& control) {
    sort(task, window, slice * task.slice_points());
    std::size_t active = first_round(reinterpret_cast<const Point*>(task.points));
    for (unsigned round = 1; active != 0 && !control.cancelled(); ++round) {
      active = next_round(scratch_.rounds[(round - 1) & 1], scratch_.rounds[round & 1], active);
    }
  }

 private:
  // Calls f(index of the point, its digit) for the points of a slice.
  template <class F>
  static NLB_INLINE void for_digits(const MsmTask& task, std::size_t window, std::size_t first,
                                    F&& f) {
    const DigitView& d = task.digits;
    const std::size_t end = std::min(first + task.slice_points(), task.all_points());
    for (unsigned part = 0; part < d.split.parts; ++part) {
      const std::uint16_t* const digits = d.values + window * d.stride + part * d.part_stride;
      const std::size_t base = part * task.count;
      const std::size_t to = std::min(end, base + task.count);
      for (std::size_t i = std::max(first, base); i < to; ++i) {
        f(i, digits[task.map == nullptr ? i - base : task.map[i - base]]);
      }
    }
  }

  // A counting sort by the size of the digit; zeros are left out.
  void sort(const MsmTask& task, std::size_t window, std::size_t first) {
    std::uint32_t* const next = scratch_.offsets;
    std::fill_n(next, buckets_ + 2, 0U);
    for_digits(task, window, first, [&](std::size_t, std::uint32_t d) { ++next[d >> 1]; });
    next[0] = 0;
    std::uint32_t at = 0;
    for (std::size_t b = 1; b <= buckets_ + 1; ++b) {
      const std::uint32_t count = next[b];
      next[b] = at;
      at += count;
    }
    for_digits(task, window, first, [&](std::size_t i, std::uint32_t d) {
      if (d >> 1 != 0) {
        scratch_.sorted[next[d >> 1]++] = static_cast<std::uint32_t>(2 * i) + (d & 1);
      }
    });
    // next[b] is now the end of b, which is the start of b + 1: next[b - 1] is the start of b.
  }

  static Operand operand(const Point* points, std::uint32_t entry) {
    return {points + (entry >> 1), 0 - static_cast<std::uint64_t>(entry & 1)};
  }

  // Adds pairs of the caller's points. Returns the number of runs that are left.
  std::size_t first_round(const Point* points) {
    std::size_t active = 0;
    std::uint32_t out = 0;
    for (std::size_t b = 1; b <= buckets_; ++b) {
      const std::uint32_t* const entries = scratch_.sorted + scratch_.offsets[b - 1];
      const std::uint32_t count = scratch_.offsets[b] - scratch_.offsets[b - 1];
      if (count < 2) {
        scratch_.sums[b] = Point::infinity();
        if (count == 1) {
          const Operand only = operand(points, entries[0]);
          scratch_.sums[b] = {only.point->x, only.y()};
        }
        continue;
      }
      const std::uint32_t left = (count + 1) / 2;
      Point* const to = left == 1 ? scratch_.sums + b : scratch_.rounds[0] + out;
      for (std::uint32_t j = 0; j < count / 2; ++j) {
        scratch_.adder->add(operand(points, entries[2 * j]), operand(points, entries[2 * j + 1]),
                            to + j);
      }
      if ((count & 1) != 0) {
        const Operand odd = operand(points, entries[count - 1]);
        to[left - 1] = {odd.point->x, odd.y()};
      }
      if (left > 1) {
        scratch_.runs[active++] = {static_cast<std::uint32_t>(b), out, left};
        out += left;
      }
    }
    scratch_.adder->flush();
    return active;
  }

  std::size_t next_round(const Point* from, Point* to_base, std::size_t active) {
    std::size_t still = 0;
    std::uint32_t out = 0;
    for (std::size_t r = 0; r < active; ++r) {
      const Run run = scratch_.runs[r];
      const Point* const source = from + run.start;
      const std::uint32_t left = (run.count + 1) / 2;
      Point* const to = left == 1 ? scratch_.sums + run.bucket : to_base + out;
      for (std::uint32_t j = 0; j < run.count / 2; ++j) {
        scratch_.adder->add({source + 2 * j, 0}, {source + 2 * j + 1, 0}, to + j);
      }
      if ((run.count & 1) != 0) {
        to[left - 1] = source[run.count - 1];
      }
      if (left > 1) {
        scratch_.runs[still++] = {run.bucket, out, left};
        out += left;
      }
    }
    scratch_.adder->flush();
    return still;
  }

  BucketScratch<C> scratch_;
  std::size_t buckets_;
};

}  // namespace NLB_ISA
}  // namespace nelumbo::msm

#endif  // NELUMBO_MSM_BUCKET_SUMS_H_
