// Sums of k_i P_i over points that never change, from tables: the public-input part of Groth16.
#ifndef NELUMBO_GROTH16_FIXED_SUM_H_
#define NELUMBO_GROTH16_FIXED_SUM_H_

#include <span>
#include <vector>

#include "curve/point.h"

namespace nelumbo::groth16 {
inline namespace NLB_ISA {

// Signed digits of five bits. The table of a point holds 1..16 times 2^(5 s j) P for every j: with
// s = 1 a sum is additions alone; a larger s, for many points, saves memory for doublings.
template <class C>
class FixedSum {
  using Point = curve::Affine<typename C::G1>;
  using Sum = curve::Jacobian<typename C::G1>;
  using Scalar = typename C::Scalar;
  using Accumulator = curve::Xyzz<typename C::G1>;

  static constexpr unsigned kBits = 5;
  static constexpr std::size_t kWindows = 52;  // 260 bits: no carry out of the last
  static constexpr std::size_t kEntries = 16;
  static constexpr std::size_t kBudget = std::size_t{8} << 20;

 public:
  explicit FixedSum(std::span<const Point> points) : count_(points.size()) {
    while (count_ * tables() * kEntries * sizeof(Point) > kBudget && stride_ < kWindows) {
      stride_ *= 2;
    }
    table_.resize(count_ * tables() * kEntries);
    std::vector<Sum> row(tables() * kEntries);
    for (std::size_t i = 0; i < count_; ++i) {
      fill(points[i], row);
      to_affine_batch(row.data(), row.size(), table_.data() + i * row.size());
    }
  }

  // k_0 P_0 + k_1 P_1 + ...; one scalar for each point.
  Sum sum_vartime(std::span<const Scalar> scalars) const {
    std::vector<std::int8_t> digits(count_ * kWindows);
    for (std::size_t i = 0; i < count_; ++i) {
      recode(scalars[i].to_limbs(), digits.data() + i * kWindows);
    }
    auto r = Accumulator::infinity();
    for (std::size_t phase = stride_; phase-- > 0;) {
      for (unsigned b = 0; b < kBits && phase + 1 != stride_; ++b) {
        r = r.doubled();
      }
      for (std::size_t i = 0; i < count_; ++i) {
        for (std::size_t w = phase; w < kWindows; w += stride_) {
          r = add_entry(r, i * tables() + w / stride_, digits[i * kWindows + w]);
        }
      }
    }
    return r.to_jacobian();
  }

 private:
  std::size_t tables() const { return (kWindows + stride_ - 1) / stride_; }

  void fill(const Point& p, std::vector<Sum>& row) const {
    Sum base = Sum::from_affine(p);
    for (std::size_t t = 0; t < tables(); ++t) {
      Sum* const entries = row.data() + t * kEntries;
      entries[0] = base;
      for (std::size_t e = 1; e < kEntries; ++e) {
        entries[e] = entries[e - 1].plus_vartime(base);
      }
      for (std::size_t b = 0; b < kBits * stride_; ++b) {
        base = base.doubled();
      }
    }
  }

  // Digits between -15 and 16.
  static void recode(const field::Limbs<4>& k, std::int8_t* out) {
    int carry = 0;
    for (std::size_t w = 0; w < kWindows; ++w) {
      const std::size_t bit = w * kBits;
      std::uint64_t chunk = bit / 64 < 4 ? k[bit / 64] >> (bit % 64) : 0;
      if (bit % 64 > 64 - kBits && bit / 64 + 1 < 4) {
        chunk |= k[bit / 64 + 1] << (64 - bit % 64);
      }
      const int digit = static_cast<int>(chunk & 31) + carry;
      carry = digit > 16 ? 1 : 0;
      out[w] = static_cast<std::int8_t>(digit - 32 * carry);
    }
  }

  Accumulator add_entry(const Accumulator& r, std::size_t table, std::int8_t digit) const {
    if (digit == 0) {
      return r;
    }
    const std::size_t entry = static_cast<std::size_t>(digit < 0 ? -digit : digit) - 1;
    const Point& p = table_[table * kEntries + entry];
    return r.plus_vartime(digit < 0 ? -p : p);
  }

  std::size_t count_;
  std::size_t stride_ = 1;
  std::vector<Point> table_;
};

}  // namespace NLB_ISA
}  // namespace nelumbo::groth16

#endif  // NELUMBO_GROTH16_FIXED_SUM_H_
