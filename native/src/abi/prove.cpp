#include "groth16/prove.h"

#include "abi/context.h"
#include "abi/guard.h"
#include "abi/handles.h"
#include "kernels/dispatch.h"
#include "platform/wipe.h"

using nelumbo::abi::require_pointer;

namespace curve = nelumbo::curve;
namespace groth16 = nelumbo::groth16;

namespace {

template <class C>
void prove(const groth16::ProveInput& input, nelumbo::platform::Control& control,
           std::uint8_t* proof, std::array<std::uint64_t, groth16::kPhases>& nanos) {
  const nelumbo::platform::Secret<groth16::Blinding<C>> blinding(
      [] { return groth16::random_blinding<C>(); });
  groth16::Proof<C> made;
  const std::int32_t status =
      groth16::prove_vartime<C>(input, blinding.get(), control, made, nanos);
  if (status != NLB_OK) {
    throw nelumbo::abi::Failure{status};
  }
  groth16::encode_proof<C>(made, proof);
}

}  // namespace

int32_t nlb_groth16_prove_vartime(nlb_context* context, uint8_t* proof, uint64_t phase_nanos[8],
                                  uint64_t* progress, const nlb_proving_key* key,
                                  const nlb_witness* witness, const int32_t* cancel) {
  return nelumbo::abi::guarded_secret([&] {
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
    std::array<std::uint64_t, groth16::kPhases> nanos;
    const std::uint32_t id = key->key->header().curve;
    const groth16::ProveInput input{context->pool, kernel->of(id)->prove, *key->key,
                                    witness->witness};
    if (id == curve::Bls12381::kId) {
      prove<curve::Bls12381>(input, control, proof, nanos);
    } else {
      prove<curve::Bn254>(input, control, proof, nanos);
    }
    std::copy(nanos.begin(), nanos.end(), phase_nanos);
  });
}
