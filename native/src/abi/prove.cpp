#include "groth16/prove.h"

#include "abi/context.h"
#include "abi/guard.h"
#include "abi/handles.h"
#include "curve/encoding.h"
#include "kernels/dispatch.h"
#include "platform/wipe.h"

using nelumbo::abi::require_pointer;

namespace curve = nelumbo::curve;
namespace groth16 = nelumbo::groth16;

namespace {

void encode(const groth16::Proof& proof, std::uint8_t* out) {
  const std::span<std::uint8_t, NLB_PROOF_BYTES> bytes(out, NLB_PROOF_BYTES);
  curve::encode_compressed<curve::Bls12381G1>(proof.a, bytes.subspan<0, 48>());
  curve::encode_compressed<curve::Bls12381G2>(proof.b, bytes.subspan<48, 96>());
  curve::encode_compressed<curve::Bls12381G1>(proof.c, bytes.subspan<144, 48>());
}

}  // namespace

int32_t nlb_groth16_prove_vartime(nlb_context* context, uint8_t proof[192], uint64_t phase_nanos[8],
                                  uint64_t* progress, const nlb_proving_key* key,
                                  const nlb_witness* witness, const int32_t* cancel) {
  return nelumbo::abi::guarded([&] {
    require_pointer(context, "context");
    require_pointer(proof, "proof");
    require_pointer(phase_nanos, "phase_nanos");
    require_pointer(key, "key");
    require_pointer(witness, "witness");
    const nelumbo::kernels::KernelTable* const kernel = nelumbo::kernels::active_kernel();
    if (kernel == nullptr) {
      NLB_FAIL(NLB_UNSUPPORTED, "%s", nelumbo::kernels::selection_problem());
    }
    nelumbo::platform::Control control(cancel, progress);
    const nelumbo::platform::Secret<groth16::Blinding> blinding(groth16::random_blinding());
    groth16::Proof made;
    std::array<std::uint64_t, groth16::kPhases> nanos;
    const groth16::ProveInput input{context->pool, kernel->prove, *key->key, witness->witness};
    const std::int32_t status = groth16::prove_vartime(input, blinding.get(), control, made, nanos);
    if (status != NLB_OK) {
      throw nelumbo::abi::Failure{status};
    }
    encode(made, proof);
    std::copy(nanos.begin(), nanos.end(), phase_nanos);
  });
}
