// The quotient h = (a b - c) / (x^n - 1) of a solved system (J. Groth, "On the size of pairing-based
// non-interactive arguments", EUROCRYPT 2016, section 3.1).
//
// On the coset g w^i the divisor is the constant g^n - 1. Since the inverse coset transform is linear
// and takes the values of a polynomial of degree below n to its coefficients, c needs no transform
// to the coset and back: h = (coefficients of a b mod (x^n - g^n) - c) / (g^n - 1). Six transforms.
#ifndef NELUMBO_GROTH16_QUOTIENT_H_
#define NELUMBO_GROTH16_QUOTIENT_H_

#include "groth16/quotient_task.h"
#include "ntt/transform.h"

namespace nelumbo::groth16 {

inline namespace NLB_ISA {

template <class F>
class Quotient {
 public:
  Quotient(platform::WorkerPool& pool, const platform::Control& control, const QuotientTask& task)
      : pool_(pool), control_(control), task_(task), log_size_(task.domain->log_size) {}

  // Fills task.quotient. When the control is cancelled the contents are unspecified.
  void compute() const {
    F* work[3];
    for (std::size_t i = 0; i < 3; ++i) {
      work[i] = reinterpret_cast<F*>(task_.work[i]);
      load(work[i], reinterpret_cast<const F*>(task_.values[i]));
    }
    const ntt::Transform<F> transform(pool_, control_, log_size_);
    transform.inverse({work, 3, task_.scratch}, task_.domain->inverse);
    transform.forward({work, 2, task_.scratch}, task_.domain->coset_forward);
    for_all([&](std::size_t i) { work[0][i] *= work[1][i]; });
    transform.inverse({work, 1, task_.scratch}, task_.domain->coset_inverse);
    F* const out = reinterpret_cast<F*>(task_.quotient);
    const F quotient_scale = *reinterpret_cast<const F*>(task_.domain->quotient_scale);
    const F linear_scale = *reinterpret_cast<const F*>(task_.domain->linear_scale);
    for_all(
        [&](std::size_t i) { out[i] = work[0][i] * quotient_scale - work[2][i] * linear_scale; });
  }

 private:
  static constexpr std::size_t kGrain = 2048;

  template <class G>
  void for_all(G&& g) const {
    parallel_for(pool_, std::size_t{1} << log_size_, kGrain, control_,
                 [&](std::size_t begin, std::size_t end, unsigned) {
                   for (std::size_t i = begin; i < end; ++i) {
                     g(i);
                   }
                 });
  }

  // Into bit-reversed order, which the first transform expects.
  void load(F* to, const F* from) const {
    const unsigned unused = 64 - log_size_;
    for_all([&](std::size_t i) { to[i] = from[reverse_word(i) >> unused]; });
  }

  static std::uint64_t reverse_word(std::uint64_t x) {
    x = ((x >> 1) & 0x5555555555555555) | ((x & 0x5555555555555555) << 1);
    x = ((x >> 2) & 0x3333333333333333) | ((x & 0x3333333333333333) << 2);
    x = ((x >> 4) & 0x0f0f0f0f0f0f0f0f) | ((x & 0x0f0f0f0f0f0f0f0f) << 4);
    return __builtin_bswap64(x);
  }

  platform::WorkerPool& pool_;
  const platform::Control& control_;
  const QuotientTask& task_;
  unsigned log_size_;
};

}  // namespace NLB_ISA
}  // namespace nelumbo::groth16

#endif  // NELUMBO_GROTH16_QUOTIENT_H_
