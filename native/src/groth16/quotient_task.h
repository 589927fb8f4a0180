// The arguments of the quotient computation, the same for every instruction set.
#ifndef NELUMBO_GROTH16_QUOTIENT_TASK_H_
#define NELUMBO_GROTH16_QUOTIENT_TASK_H_

#include <cstdint>

#include "ntt/tables.h"

namespace nelumbo::groth16 {

// In and out of the computation; every array has n elements of four limbs.
struct QuotientTask {
  const ntt::DomainTables* domain;
  const std::uint64_t* values[3];  // a, b, c on the domain: natural order, Montgomery
  std::uint64_t* work[3];
  std::uint64_t* scratch;   // ntt::kScratchWords per worker
  std::uint64_t* quotient;  // coefficients in natural order as plain integers
};

}  // namespace nelumbo::groth16

#endif  // NELUMBO_GROTH16_QUOTIENT_TASK_H_
