// What a kernel offers: whole algorithms, compiled once for each instruction set.
//
// The table speaks bytes and opaque pointers only, because every kernel has its own copies of the
// types (platform/isa.h). A new kernel is one file that defines NLB_ISA, includes
// kernels/instantiate.h and exports the table that dispatch.cpp expects under its name.
#ifndef NELUMBO_KERNELS_KERNEL_TABLE_H_
#define NELUMBO_KERNELS_KERNEL_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/prove_kernel.h"

namespace nelumbo::format {
struct KeyProblem;
}
namespace nelumbo::groth16 {
struct BatchView;
}
namespace nelumbo::platform {
class WorkerPool;
}

namespace nelumbo::kernels {

// A verifying key as one kernel keeps it. Immutable after creation; shared by any threads.
struct PreparedKey;

// The algorithms over one curve.
struct CurveTable {
  std::size_t proof_bytes;

  // Decodes verifying key bytes under the loader's rules. Null on a problem, which is then set.
  PreparedKey* (*key_open)(std::span<const std::uint8_t> bytes, format::KeyProblem& problem);
  void (*key_close)(PreparedKey* key);

  // groth16::Verifier::verify and verify_batch.
  bool (*verify)(const PreparedKey* key, const std::uint8_t* proof, const std::uint8_t* inputs);
  void (*verify_batch)(const PreparedKey* key, platform::WorkerPool& pool,
                       const groth16::BatchView& batch, std::int32_t* valid);

  // The algorithms of a proof.
  ProveKernel prove;
};

struct KernelTable {
  const char* name;
  CurveTable bls12_381;
  CurveTable bn254;

  // Known answers of everything above. Null if all are right, else what is wrong.
  const char* (*self_test)();

  // The table of a curve by its number in nelumbo.h, or null.
  const CurveTable* of(std::uint64_t curve) const {
    return curve == 1 ? &bls12_381 : curve == 2 ? &bn254 : nullptr;
  }
};

}  // namespace nelumbo::kernels

#endif  // NELUMBO_KERNELS_KERNEL_TABLE_H_
