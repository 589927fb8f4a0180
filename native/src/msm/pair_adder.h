// Affine additions of many pairs of points with shared inversions.
#ifndef NELUMBO_MSM_PAIR_ADDER_H_
#define NELUMBO_MSM_PAIR_ADDER_H_

#include "curve/point.h"

namespace nelumbo::msm {

inline constexpr std::size_t kBlockPairs = 1024;

inline namespace NLB_ISA {

// Adds pairs of points in blocks. Exceptional pairs (a point at infinity, equal or opposite points)
// are found lane by lane and get their own rule; they cost the others nothing.
template <class C>
class PairAdder {
 public:
  using Field = typename C::Field;
  using Point = curve::Affine<C>;

  // A point, or its negative.
  struct Operand {
    const Point* point;
    std::uint64_t negate;  // a mask

    Field y() const { return negate == 0 ? point->y : -point->y; }
  };

  // Forgets pairs that were not flushed. Call it first: the object may be any zeroed or used memory.
  void reset() { size_ = 0; }

  // *sum = left + right, now or at the latest in flush. sum must be none of the operands of the
  // block. The caller keeps the operands alive.
  NLB_INLINE void add(const Operand& left, const Operand& right, Point* sum) {
    __builtin_prefetch(left.point);
    __builtin_prefetch(reinterpret_cast<const char*>(left.point) + sizeof(Point) / 2);
    __builtin_prefetch(right.point);
    __builtin_prefetch(reinterpret_cast<const char*>(right.point) + sizeof(Point) / 2);
    left_[size_] = left;
    right_[size_] = right;
    sum_[size_] = sum;
    if (++size_ == kBlockPairs) {
      flush();
    }
  }

  void flush() {
    if (size_ == 0) {
      return;
    }
    // Two chains of products, so that one need not wait for the other.
    Field running[2] = {Field::one(), Field::one()};
    for (std::size_t i = 0; i < size_; ++i) {
      kind_[i] = Kind::kOrdinary;
      const Field& x1 = left_[i].point->x;
      const Field& x2 = right_[i].point->x;
      denominator_[i] = x2 - x1;
      // One word is enough to find nearly all ordinary pairs.
      if (low_word(denominator_[i]) == 0 || low_word(x1) == 0 || low_word(x2) == 0) [[unlikely]] {
        classify(i);
      }
      prefix_[i] = running[i & 1];
      running[i & 1] *= denominator_[i];
    }
    const Field both = (running[0] * running[1]).inverse_vartime();
    Field inverse[2] = {both * running[1], both * running[0]};
    for (std::size_t end = size_; end > 0;) {
      const std::size_t n = end < kGroup ? end : kGroup;
      end -= n;
      finish(end, n, inverse);
    }
    size_ = 0;
  }

 private:
  static NLB_INLINE std::uint64_t low_word(const Field& x) {
    return *reinterpret_cast<const std::uint64_t*>(&x);
  }

  static constexpr std::size_t kGroup = sizeof(Field) > 64 ? 1 : 8;

  enum class Kind : std::uint8_t { kOrdinary, kDouble, kLeft, kRight, kInfinity };

  // The rule of a pair whose x are equal or where one x is zero.
  void classify(std::size_t i) {
    const bool left_infinite = left_[i].point->is_infinity();
    const bool right_infinite = right_[i].point->is_infinity();
    if (left_infinite || right_infinite) {
      kind_[i] = right_infinite ? Kind::kLeft : Kind::kRight;
      denominator_[i] = Field::one();
      return;
    }
    if (!denominator_[i].is_zero()) {
      return;  // an x of zero on the curve is nothing special
    }
    const Field y = left_[i].y();
    if (y == right_[i].y() && !y.is_zero()) {
      kind_[i] = Kind::kDouble;
      denominator_[i] = y.doubled();
    } else {
      kind_[i] = Kind::kInfinity;
      denominator_[i] = Field::one();
    }
  }

  // The sums of the n pairs from first on, from the last to the first. Each product of a pair needs
  // the one before it, so a group goes through one product at a time: those of different pairs
  // overlap.
  NLB_INLINE void finish(std::size_t first, std::size_t n, Field inverse[2]) {
    Field slope[kGroup];
    Field y1[kGroup];
    Field x3[kGroup];
    bool ordinary = true;
    for (std::size_t k = n; k-- > 0;) {
      const std::size_t i = first + k;
      slope[k] = inverse[i & 1] * prefix_[i];
      inverse[i & 1] *= denominator_[i];
    }
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t i = first + k;
      y1[k] = left_[i].y();
      slope[k] *= kind_[i] == Kind::kDouble ? tangent(i) : right_[i].y() - y1[k];
      ordinary = ordinary && kind_[i] <= Kind::kDouble;
    }
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t i = first + k;
      x3[k] = slope[k].square() - left_[i].point->x - right_[i].point->x;
    }
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t i = first + k;
      sum_[i]->y = slope[k] * (left_[i].point->x - x3[k]) - y1[k];
      sum_[i]->x = x3[k];
    }
    for (std::size_t k = 0; k < n && !ordinary; ++k) {
      if (kind_[first + k] > Kind::kDouble) {
        copy(first + k);
      }
    }
  }

  // 3 x^2, the numerator of the slope in a point.
  Field tangent(std::size_t i) const {
    const Field square = left_[i].point->x.square();
    return square.doubled() + square;
  }

  void copy(std::size_t i) {
    if (kind_[i] == Kind::kInfinity) {
      *sum_[i] = Point::infinity();
    } else {
      const Operand& from = kind_[i] == Kind::kLeft ? left_[i] : right_[i];
      *sum_[i] = {from.point->x, from.y()};
    }
  }

  std::size_t size_;
  Operand left_[kBlockPairs];
  Operand right_[kBlockPairs];
  Point* sum_[kBlockPairs];
  Kind kind_[kBlockPairs];
  Field denominator_[kBlockPairs];
  Field prefix_[kBlockPairs];
};

}  // namespace NLB_ISA
}  // namespace nelumbo::msm

#endif  // NELUMBO_MSM_PAIR_ADDER_H_
