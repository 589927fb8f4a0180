// Other encodings of verifying keys and proofs in the C ABI.
#include "format/foreign.h"

#include <algorithm>
#include <string_view>

#include "abi/guard.h"
#include "curve/bls12_381.h"
#include "curve/bn254.h"

using nelumbo::abi::guarded;
using nelumbo::abi::require_array;
using nelumbo::abi::require_pointer;
using nelumbo::format::Format;
using nelumbo::format::Refusal;

namespace curve = nelumbo::curve;
namespace format = nelumbo::format;

namespace {

// Calls f with the curve of that number.
template <class F>
auto with_curve(std::uint32_t id, F&& f) {
  if (id != curve::Bls12381::kId && id != curve::Bn254::kId) {
    NLB_FAIL(NLB_BAD_ARGUMENT, "curve is %u, but must be 1 (BLS12-381) or 2 (BN254)", id);
  }
  return id == curve::Bls12381::kId ? f(curve::Bls12381()) : f(curve::Bn254());
}

Format format_of(std::uint32_t number, bool own) {
  if (number > NLB_FORMAT_AFFINE || (!own && number == NLB_FORMAT_NELUMBO)) {
    NLB_FAIL(NLB_BAD_ARGUMENT, "format is %u, but must be %s1 (gnark) or 2 (affine)", number,
             own ? "0 (own), " : "");
  }
  return static_cast<Format>(number);
}

void fail_on(const Refusal& refusal, const char* object) {
  if (refusal.status == NLB_OK) {
    return;
  }
  const format::KeyProblem& p = refusal.problem;
  if (std::string_view(p.field) == "IC") {
    NLB_FAIL(refusal.status, "%s: %s[%u] %s", object, p.field, p.index, p.what);
  }
  NLB_FAIL(refusal.status, "%s: %s %s", object, p.field, p.what);
}

}  // namespace

int32_t nlb_verifying_key_convert(uint8_t* bytes, uint64_t len, uint64_t* written,
                                  const uint8_t* in, uint64_t in_len, uint32_t curve,
                                  uint32_t format) {
  return guarded([&] {
    require_pointer(written, "written");
    require_array(bytes, len, 1, "bytes");
    require_array(in, in_len, 1, "in");
    const Format from = format_of(format, false);
    std::vector<std::uint8_t> out;
    fail_on(with_curve(curve,
                       [&]<class C>(C) {
                         return format::convert_verifying_key<C>({in, in_len}, from, out);
                       }),
            "verifying key");
    std::copy_n(out.begin(), std::min<std::uint64_t>(len, out.size()), bytes);
    *written = out.size();
  });
}

int32_t nlb_proof_convert(uint8_t* proof, const uint8_t* in, uint64_t in_len, uint32_t curve,
                          uint32_t format) {
  return guarded([&] {
    require_pointer(proof, "proof");
    require_array(in, in_len, 1, "in");
    const Format from = format_of(format, true);
    fail_on(with_curve(curve,
                       [&]<class C>(C) {
                         return format::convert_proof<C>({in, in_len}, from, proof);
                       }),
            "proof");
  });
}

int32_t nlb_public_inputs_check(const uint8_t* public_inputs, uint64_t public_len, uint32_t curve) {
  return guarded([&] {
    require_array(public_inputs, public_len, 1, "public_inputs");
    if (public_len % NLB_FIELD_BYTES != 0) {
      NLB_FAIL(NLB_BAD_ARGUMENT, "public_inputs has %llu bytes, not a multiple of 32",
               static_cast<unsigned long long>(public_len));
    }
    with_curve(curve, [&]<class C>(C) {
      typename C::Scalar unused;
      for (std::uint64_t i = 0; i < public_len / NLB_FIELD_BYTES; ++i) {
        const std::span<const std::uint8_t, NLB_FIELD_BYTES> at(public_inputs + i * NLB_FIELD_BYTES,
                                                                NLB_FIELD_BYTES);
        if (!C::Scalar::from_bytes_le(at, unused)) {
          NLB_FAIL(NLB_BAD_ENCODING, "public input %llu is not below the scalar modulus of %s",
                   static_cast<unsigned long long>(i), C::kName);
        }
      }
      return 0;
    });
  });
}
