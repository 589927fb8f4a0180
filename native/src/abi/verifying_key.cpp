// Verifying keys and Groth16 verification in the C ABI.
#include "format/verifying_key.h"

#include <algorithm>
#include <memory>

#include "abi/context.h"
#include "abi/guard.h"
#include "groth16/verify.h"
#include "hash/sha256.h"
#include "kernels/dispatch.h"

using nelumbo::abi::guarded;
using nelumbo::abi::require_array;
using nelumbo::abi::require_length;
using nelumbo::abi::require_pointer;
using nelumbo::groth16::kInputBytes;
using nelumbo::kernels::CurveTable;
using nelumbo::kernels::KernelTable;
using nelumbo::kernels::PreparedKey;

struct nlb_verifying_key {
  std::uint32_t curve;
  const CurveTable* kernel;
  PreparedKey* prepared;
  std::uint32_t inputs;
  nelumbo::hash::Sha256::Digest hash;
};

namespace {

void fail_key(const nelumbo::format::KeyProblem& problem) {
  if (problem.index == 0 && std::string_view(problem.field) != "IC") {
    NLB_FAIL(NLB_BAD_KEY, "verifying key: %s %s", problem.field, problem.what);
  }
  NLB_FAIL(NLB_BAD_KEY, "verifying key: %s[%u] %s", problem.field, problem.index, problem.what);
}

void require_inputs(const nlb_verifying_key* key, const uint8_t* inputs, uint64_t length,
                    uint64_t count) {
  require_length(inputs, length, count, kInputBytes * key->inputs, "public_inputs");
}

}  // namespace

int32_t nlb_verifying_key_open(nlb_verifying_key** key, const uint8_t* bytes, uint64_t len) {
  return guarded([&] {
    require_pointer(key, "key");
    *key = nullptr;
    require_array(bytes, len, 1, "bytes");
    const KernelTable* kernel = nelumbo::kernels::active_kernel();
    if (kernel == nullptr) {
      NLB_FAIL(NLB_UNSUPPORTED, "%s", nelumbo::kernels::selection_problem());
    }
    const std::span<const std::uint8_t> in(bytes, len);
    auto handle = std::make_unique<nlb_verifying_key>();
    nelumbo::format::KeyProblem problem;
    handle->curve = nelumbo::format::verifying_key_curve(in);
    handle->kernel = kernel->of(handle->curve);
    if (handle->kernel == nullptr) {
      // The loader of either curve says what is wrong.
      handle->kernel = &kernel->bls12_381;
    }
    handle->prepared = handle->kernel->key_open(in, problem);
    if (handle->prepared == nullptr) {
      fail_key(problem);
    }
    handle->inputs = nelumbo::format::verifying_key_inputs(in);
    handle->hash = nelumbo::hash::Sha256::of(in);
    *key = handle.release();
  });
}

void nlb_verifying_key_free(nlb_verifying_key* key) {
  if (key != nullptr) {
    key->kernel->key_close(key->prepared);
    delete key;
  }
}

int32_t nlb_verifying_key_info(const nlb_verifying_key* key, uint64_t info[4], uint8_t hash[32]) {
  return guarded([&] {
    require_pointer(key, "key");
    require_pointer(info, "info");
    require_pointer(hash, "hash");
    info[0] = key->curve;
    info[1] = key->inputs;
    info[2] = key->kernel->proof_bytes;
    info[3] = 0;
    std::copy(key->hash.begin(), key->hash.end(), hash);
  });
}

int32_t nlb_groth16_verify(const nlb_verifying_key* key, int32_t* valid, const uint8_t* proof,
                           const uint8_t* public_inputs, uint64_t public_len) {
  return guarded([&] {
    require_pointer(key, "key");
    require_pointer(valid, "valid");
    *valid = 0;
    require_pointer(proof, "proof");
    require_inputs(key, public_inputs, public_len, 1);
    *valid = key->kernel->verify(key->prepared, proof, public_inputs) ? 1 : 0;
  });
}

int32_t nlb_groth16_verify_batch(nlb_context* context, int32_t* valid, uint64_t count,
                                 const nlb_verifying_key* key, const uint8_t* proofs,
                                 uint64_t proofs_len, const uint8_t* public_inputs,
                                 uint64_t public_len) {
  return guarded([&] {
    require_pointer(context, "context");
    require_pointer(key, "key");
    require_length(proofs, proofs_len, count, key->kernel->proof_bytes, "proofs");
    require_inputs(key, public_inputs, public_len, count);
    require_array(valid, count, sizeof(*valid), "valid");
    std::fill_n(valid, count, 0);
    key->kernel->verify_batch(key->prepared, context->pool, {proofs, public_inputs, count}, valid);
  });
}
