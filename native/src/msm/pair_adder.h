// Affine additions of many pairs of points with shared inversions.
#ifndef NELUMBO_MSM_PAIR_ADDER_H_
#define NELUMBO_MSM_PAIR_ADDER_H_

#include "curve/point.h"

namespace nelumbo::msm {

inline constexpr std::size_t kBlockPairs = 512;

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

    Field y() const { return point->y.negated_if(negate); }
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
      if (denominator_[i].is_zero() || x1.is_zero() || x2.is_zero()) [[unlikely]] {
        classify(i);
      }
      prefix_[i] = running[i & 1];
      running[i & 1] *= denominator_[i];
    }
    const Field both = (running[0] * running[1]).inverse_vartime();
    Field inverse[2] = {both * running[1], both * running[0]};
    for (std::size_t i = size_; i-- > 0;) {
      const Field reciprocal = inverse[i & 1] * prefix_[i];
      inverse[i & 1] *= denominator_[i];
      finish(i, reciprocal);
    }
    size_ = 0;
  }

 private:
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

  NLB_INLINE void finish(std::size_t i, const Field& reciprocal) {
    const Field& x1 = left_[i].point->x;
    const Field& x2 = right_[i].point->x;
    const Field y1 = left_[i].y();
    Field numerator;
    if (kind_[i] == Kind::kOrdinary) [[likely]] {
      numerator = right_[i].y() - y1;
    } else if (kind_[i] == Kind::kDouble) {
      const Field square = x1.square();
      numerator = square.doubled() + square;
    } else {
      copy(i);
      return;
    }
    const Field slope = numerator * reciprocal;
    const Field x3 = slope.square() - x1 - x2;
    sum_[i]->y = slope * (x1 - x3) - y1;
    sum_[i]->x = x3;
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
