// Number-theoretic transforms in place, without a reordering pass.
//
// Stages are taken up to eight at a time: a group of stages touches 2^k rows of a block at a fixed
// stride, so a few neighbouring columns are copied into a small buffer, taken through all k stages
// and copied back. Memory is read and written once per group, and the units of a group are
// independent of one another: the pool shares them without locks.
#ifndef NELUMBO_NTT_TRANSFORM_H_
#define NELUMBO_NTT_TRANSFORM_H_

#include "ntt/domain.h"
#include "platform/pool.h"

namespace nelumbo::ntt {

inline namespace NLB_ISA {

// Arrays of one size that are transformed together.
template <class F>
struct Batch {
  F* const* arrays;
  std::size_t count;
  std::uint64_t* scratch;  // kScratchWords per worker of the pool
};

template <class F>
class Transform {
 public:
  Transform(platform::WorkerPool& pool, const platform::Control& control, unsigned log_size)
      : pool_(pool), control_(control), log_size_(log_size) {}

  // Coefficients in natural order to values in bit-reversed order.
  void forward(const Batch<F>& batch, const StageTable& table) const {
    const unsigned groups = group_count();
    for (unsigned g = 0; g < groups; ++g) {
      run_group<false>(batch, table, first_stage(g), first_stage(g + 1));
    }
  }

  // Values in bit-reversed order to n times the coefficients in natural order. The table is that
  // of the inverse factors.
  void inverse(const Batch<F>& batch, const StageTable& table) const {
    for (unsigned g = group_count(); g-- > 0;) {
      run_group<true>(batch, table, first_stage(g), first_stage(g + 1));
    }
  }

 private:
  unsigned group_count() const { return (log_size_ + kGroupStages - 1) / kGroupStages; }
  unsigned first_stage(unsigned group) const { return log_size_ * group / group_count(); }

  struct Unit {
    unsigned first;   // first stage of the group
    unsigned stages;  // k
    std::size_t block;
    std::size_t columns;
  };

  template <bool kInverse>
  void run_group(const Batch<F>& batch, const StageTable& table, unsigned first,
                 unsigned end) const {
    const unsigned k = end - first;
    const std::size_t stride = std::size_t{1} << (log_size_ - end);
    const std::size_t columns = stride < kGroupColumns ? stride : kGroupColumns;
    const std::size_t units_per_block = stride / columns;
    const std::size_t units = (std::size_t{1} << first) * units_per_block;
    // About the work of 1024 elements a chunk.
    const std::size_t elements = columns << k;
    const std::size_t grain = elements >= 1024 ? 1 : 1024 / elements;
    parallel_for(pool_, batch.count * units, grain, control_,
                 [&](std::size_t from, std::size_t to, unsigned worker) {
                   F* const buffer = reinterpret_cast<F*>(batch.scratch + worker * kScratchWords);
                   for (std::size_t i = from; i < to; ++i) {
                     const std::size_t u = i % units;
                     const Unit unit{first, k, u / units_per_block, columns};
                     F* const block = batch.arrays[i / units] + (unit.block * stride << k) +
                                      u % units_per_block * columns;
                     if (stride == 1) {
                       stages<kInverse>(block, unit, table);
                     } else {
                       move<true>(buffer, block, columns, std::size_t{1} << k, stride);
                       stages<kInverse>(buffer, unit, table);
                       move<false>(buffer, block, columns, std::size_t{1} << k, stride);
                     }
                   }
                 });
  }

  // Copies `rows` rows of `columns` elements between the buffer and the strided block.
  template <bool kIn>
  static void move(F* buffer, F* block, std::size_t columns, std::size_t rows, std::size_t stride) {
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t c = 0; c < columns; ++c) {
        if constexpr (kIn) {
          buffer[r * columns + c] = block[r * stride + c];
        } else {
          block[r * stride + c] = buffer[r * columns + c];
        }
      }
    }
  }

  template <bool kInverse>
  static void stages(F* x, const Unit& unit, const StageTable& table) {
    for (unsigned i = 0; i < unit.stages; ++i) {
      const unsigned t = kInverse ? unit.stages - 1 - i : i;
      const F* factors = reinterpret_cast<const F*>(table.stage[unit.first + t]);
      const std::size_t span = unit.columns << (unit.stages - 1 - t);
      const std::size_t first = unit.block << t;
      for (std::size_t q = 0; q < std::size_t{1} << t; ++q) {
        F* const low = x + 2 * q * span;
        if (first + q == 0 && table.first_is_one) {
          sums(low, low + span, span);
        } else {
          butterflies<kInverse>(low, low + span, span, factors[first + q]);
        }
      }
    }
  }

  static void sums(F* low, F* high, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const F u = low[i];
      const F v = high[i];
      low[i] = u + v;
      high[i] = u - v;
    }
  }

  template <bool kInverse>
  static void butterflies(F* low, F* high, std::size_t count, const F& factor) {
    for (std::size_t i = 0; i < count; ++i) {
      if constexpr (kInverse) {
        const F u = low[i];
        const F v = high[i];
        low[i] = u + v;
        high[i] = (u - v) * factor;
      } else {
        const F u = low[i];
        const F v = high[i] * factor;
        low[i] = u + v;
        high[i] = u - v;
      }
    }
  }

  platform::WorkerPool& pool_;
  const platform::Control& control_;
  unsigned log_size_;
};

}  // namespace NLB_ISA
}  // namespace nelumbo::ntt

#endif  // NELUMBO_NTT_TRANSFORM_H_
