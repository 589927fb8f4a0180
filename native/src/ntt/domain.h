// Tables of a multiplicative domain of size 2^k: the roots that the transforms multiply with.
//
// A transform splits x^m - rho into (x^(m/2) - sigma)(x^(m/2) + sigma), rho = sigma^2, from x^n - 1
// (or x^n - g^n for the coset g) down to linear factors: decimation in time on natural-order
// coefficients, with one factor sigma for a whole block (D. Bernstein, "Multidigit multiplication
// for mathematicians", 2001, section 3). At stage s there are 2^s blocks, and block b has
//   sigma = g^(n / 2^(s+1)) w^rev(b),  rev = reversal of log n - 1 bits, w = primitive n-th root.
// So the coset costs nothing beyond its table, and no pass reorders anything.
#ifndef NELUMBO_NTT_DOMAIN_H_
#define NELUMBO_NTT_DOMAIN_H_

#include <cstddef>
#include <cstdint>

#include "field/prime_field.h"
#include "ntt/tables.h"
#include "platform/buffer.h"

namespace nelumbo::ntt {

inline namespace NLB_ISA {

// The tables of one size over the field F; about 3 n elements of memory. Immutable once made.
template <class F>
class Domain {
 public:
  // log_size 1..kMaxLogSize and at most F::kTwoAdicity. Throws std::bad_alloc.
  explicit Domain(unsigned log_size)
      : log_size_(log_size),
        memory_(4 * (sizeof(F) << log_size), platform::Buffer::Contents::kPublic) {
    const std::size_t n = std::size_t{1} << log_size;
    F* const base = memory_.as<F>();
    fill_plain(base, root(log_size));
    fill_plain(base + n / 2, root(log_size).inverse_vartime());
    fill_coset(base + n, base, generator());
    fill_coset(base + 2 * n, base + n / 2, generator().inverse_vartime());
    tables_.log_size = log_size;
    for (unsigned s = 0; s < log_size; ++s) {
      const std::size_t at = (std::size_t{1} << s) - 1;
      tables_.forward.stage[s] = raw(base);
      tables_.inverse.stage[s] = raw(base + n / 2);
      tables_.coset_forward.stage[s] = raw(base + n + at);
      tables_.coset_inverse.stage[s] = raw(base + 2 * n + at);
    }
    tables_.forward.first_is_one = tables_.inverse.first_is_one = true;
    tables_.coset_forward.first_is_one = tables_.coset_inverse.first_is_one = false;
    set_scales();
  }

  unsigned log_size() const { return log_size_; }
  std::size_t size() const { return std::size_t{1} << log_size_; }
  const DomainTables& tables() const { return tables_; }

  // w, a primitive 2^log_size-th root of unity.
  static F root(unsigned log_size) {
    F w = F::root_of_unity();
    for (unsigned i = log_size; i < F::kTwoAdicity; ++i) {
      w = w.square();
    }
    return w;
  }
  // g, whose coset shares no element with the domain.
  static F generator() { return F::from_u64(F::Params::kNonResidue); }

 private:
  static const std::uint64_t* raw(const F* p) { return reinterpret_cast<const std::uint64_t*>(p); }

  // out[b] = w^rev(b), b < n/2.
  void fill_plain(F* out, const F& w) const {
    out[0] = F::one();
    if (log_size_ < 2) {
      return;
    }
    F step = w;  // w^(n / 2^(s+2)), from the last stage to the first
    F steps[kMaxLogSize];
    for (unsigned s = log_size_ - 1; s-- > 0;) {
      steps[s] = step;
      step = step.square();
    }
    for (unsigned s = 0; s + 1 < log_size_; ++s) {
      const std::size_t half = std::size_t{1} << s;
      for (std::size_t j = 0; j < half; ++j) {
        out[half + j] = out[j] * steps[s];
      }
    }
  }

  // Stage s at out + 2^s - 1: plain factors times g^(n / 2^(s+1)).
  void fill_coset(F* out, const F* plain, const F& g) const {
    F power = g;
    for (unsigned s = log_size_; s-- > 0;) {
      const std::size_t blocks = std::size_t{1} << s;
      for (std::size_t b = 0; b < blocks; ++b) {
        out[blocks - 1 + b] = plain[b] * power;
      }
      power = power.square();
    }
  }

  void set_scales() {
    F g_to_n = generator();
    for (unsigned i = 0; i < log_size_; ++i) {
      g_to_n = g_to_n.square();
    }
    const F n = F::from_u64(size());
    const F linear = (n * (g_to_n - F::one())).inverse_vartime();
    const F inverse_n = n.inverse_vartime();
    const auto quotient_limbs = (linear * inverse_n * inverse_n).to_limbs();
    const auto linear_limbs = linear.to_limbs();
    for (std::size_t i = 0; i < 4; ++i) {
      tables_.quotient_scale[i] = quotient_limbs[i];
      tables_.linear_scale[i] = linear_limbs[i];
    }
  }

  unsigned log_size_;
  platform::Buffer memory_;
  DomainTables tables_{};
};

}  // namespace NLB_ISA
}  // namespace nelumbo::ntt

#endif  // NELUMBO_NTT_DOMAIN_H_
