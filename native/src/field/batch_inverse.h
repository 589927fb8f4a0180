// Many inversions for the price of one.
#ifndef NELUMBO_FIELD_BATCH_INVERSE_H_
#define NELUMBO_FIELD_BATCH_INVERSE_H_

#include <cstddef>
#include <cstdint>

#include "platform/isa.h"

namespace nelumbo::field {
inline namespace NLB_ISA {

// Replaces each of n elements by its inverse, zero by zero, with one inversion in all (Montgomery's
// trick). `scratch` has room for n elements.
template <class F>
void batch_inverse(F* values, std::size_t n, F* scratch) {
  F product = F::one();
  for (std::size_t i = 0; i < n; ++i) {
    scratch[i] = product;
    product *= F::select(values[i].is_zero_mask(), F::one(), values[i]);
  }
  F inverse = product.inverse();
  for (std::size_t i = n; i-- > 0;) {
    const std::uint64_t zero = values[i].is_zero_mask();
    const F next = inverse * F::select(zero, F::one(), values[i]);
    values[i] = F::select(zero, F::zero(), inverse * scratch[i]);
    inverse = next;
  }
}

}  // namespace NLB_ISA
}  // namespace nelumbo::field

#endif  // NELUMBO_FIELD_BATCH_INVERSE_H_
