#include "format/foreign.h"

#include "curve/bls12_381.h"
#include "curve/bn254.h"
#include "format/verifying_key.h"
#include "groth16/proof.h"
#include "nelumbo/nelumbo.h"

namespace nelumbo::format {
namespace {

Refusal refuse(std::int32_t status, const char* field, const char* what) {
  return {status, {field, 0, what}};
}

// gnark's files are in one of two forms as a whole: flags of the first point tell which.
template <class C>
PointForm gnark_form(std::span<const std::uint8_t> in) {
  const bool flagged = !in.empty() && (in[0] & C::G1::kFlags.mask) != 0;
  return flagged ? PointForm::kCompressed : PointForm::kUncompressed;
}

template <class C>
void read_ic(PointReader& in, std::uint32_t count, VerifyingKey<C>& key) {
  if (count < 2 || count > kMaxPublicInputs + 1) {
    in.refuse("IC", 0, "has not 2 to 4097 points (public inputs and one)");
  } else if (in.left() / in.size<typename C::G1>() < count) {
    in.refuse("IC", 0, "has a count beyond the end of the key");
  }
  if (in.problem().found()) {
    return;
  }
  key.ic.resize(count);
  for (std::uint32_t i = 0; i < count && !in.problem().found(); ++i) {
    key.ic[i] = in.point<typename C::G1>("IC", i);
  }
}

// gnark backend/groth16 marshal.go, VerifyingKey.writeTo: alpha_1, beta_1, beta_2, gamma_2, delta_1,
// delta_2, u32 count, IC, u32 count of committed wires' lists, u32 count of commitment keys.
template <class C>
Refusal read_gnark_key(std::span<const std::uint8_t> bytes, VerifyingKey<C>& key) {
  using G1 = typename C::G1;
  using G2 = typename C::G2;
  PointReader in(bytes, gnark_form<C>(bytes));
  key.alpha = in.point<G1>("alpha_g1");
  in.point<G1>("beta_g1");
  key.beta = in.point<G2>("beta_g2");
  key.gamma = in.point<G2>("gamma_g2");
  in.point<G1>("delta_g1");
  key.delta = in.point<G2>("delta_g2");
  const std::uint32_t count = in.u32("IC's count");
  if (!in.problem().found()) {
    read_ic<C>(in, count, key);
  }
  const std::uint32_t lists = in.u32("count of committed wires");
  if (lists > in.left() / 4) {
    in.refuse("count of committed wires", 0, "is beyond the end of the key");
  }
  if (!in.problem().found() && lists != 0) {
    return refuse(NLB_UNSUPPORTED, "commitments",
                  "are part of this gnark key; only keys of circuits without commitments can be "
                  "used");
  }
  const std::uint32_t commitments = in.u32("count of commitment keys");
  if (!in.problem().found() && commitments != 0) {
    in.refuse("commitment keys", 0, "stand in a key without committed wires");
  }
  if (in.left() != 0) {
    in.refuse("length", 0, "is longer than the key");
  }
  return {in.problem().found() ? NLB_BAD_KEY : NLB_OK, in.problem()};
}

// alpha_1, beta_2, gamma_2, delta_2 and IC up to the end.
template <class C>
Refusal read_affine_key(std::span<const std::uint8_t> bytes, VerifyingKey<C>& key) {
  using G1 = typename C::G1;
  using G2 = typename C::G2;
  PointReader in(bytes, PointForm::kAffine);
  const std::size_t fixed = in.size<G1>() + 3 * in.size<G2>();
  if (bytes.size() < fixed || (bytes.size() - fixed) % in.size<G1>() != 0) {
    return refuse(NLB_BAD_KEY, "length", "does not fit alpha, beta, gamma, delta and IC");
  }
  const std::size_t count = (bytes.size() - fixed) / in.size<G1>();
  key.alpha = in.point<G1>("alpha_g1");
  key.beta = in.point<G2>("beta_g2");
  key.gamma = in.point<G2>("gamma_g2");
  key.delta = in.point<G2>("delta_g2");
  read_ic<C>(in, count > kMaxPublicInputs + 1 ? 0 : static_cast<std::uint32_t>(count), key);
  return {in.problem().found() ? NLB_BAD_KEY : NLB_OK, in.problem()};
}

// Bytes of a gnark proof without commitments: a count and a point at infinity follow A, B and C.
template <class C>
constexpr std::size_t gnark_proof_bytes(PointForm form) {
  constexpr std::size_t kPoints = groth16::kProofBytes<C> + curve::kCompressedBytes<typename C::G1>;
  return 4 + (form == PointForm::kCompressed ? kPoints : 2 * kPoints);
}

// The form of a proof's points, by its length; false if no form has it.
template <class C>
bool proof_form(std::span<const std::uint8_t> in, Format format, PointForm& form) {
  constexpr std::size_t kShort = groth16::kProofBytes<C>;
  if (format == Format::kAffine) {
    form = PointForm::kAffine;
    return in.size() == 2 * kShort;
  }
  if (format == Format::kGnark) {
    // With commitments it is longer.
    form = gnark_form<C>(in);
    return in.size() >= gnark_proof_bytes<C>(form);
  }
  form = in.size() == kShort ? PointForm::kCompressed : PointForm::kUncompressed;
  return in.size() == kShort || in.size() == 2 * kShort;
}

}  // namespace

template <class C>
Refusal convert_verifying_key(std::span<const std::uint8_t> in, Format format,
                              std::vector<std::uint8_t>& out) {
  VerifyingKey<C> key;
  const Refusal result =
      format == Format::kGnark ? read_gnark_key<C>(in, key) : read_affine_key<C>(in, key);
  if (result.status == NLB_OK) {
    out = write_verifying_key<C>(key);
  }
  return result;
}

template <class C>
Refusal convert_proof(std::span<const std::uint8_t> bytes, Format format, std::uint8_t* out) {
  using G1 = typename C::G1;
  PointForm form;
  if (!proof_form<C>(bytes, format, form)) {
    return refuse(NLB_BAD_ARGUMENT, "length", "does not fit a proof in this format");
  }
  PointReader in(bytes, form);
  groth16::Proof<C> proof;
  proof.a = in.point<G1>("A");
  proof.b = in.point<typename C::G2>("B");
  proof.c = in.point<G1>("C");
  if (format == Format::kGnark) {
    const std::uint32_t commitments = in.u32("count of commitments");
    if (!in.problem().found() && commitments != 0) {
      return refuse(NLB_UNSUPPORTED, "commitments",
                    "are part of this gnark proof; only circuits without commitments can be used");
    }
    if (!in.point_or_infinity<G1>("proof of knowledge").is_infinity()) {
      in.refuse("proof of knowledge", 0, "stands in a proof without commitments");
    }
    if (bytes.size() != gnark_proof_bytes<C>(form)) {
      return refuse(NLB_BAD_ARGUMENT, "length", "does not fit a proof in this format");
    }
  }
  if (in.problem().found()) {
    return {NLB_BAD_ENCODING, in.problem()};
  }
  groth16::encode_proof<C>(proof, out);
  return {};
}

#define NLB_INSTANTIATE(C)                                                         \
  template Refusal convert_verifying_key<C>(std::span<const std::uint8_t>, Format, \
                                            std::vector<std::uint8_t>&);           \
  template Refusal convert_proof<C>(std::span<const std::uint8_t>, Format, std::uint8_t*)
NLB_INSTANTIATE(curve::Bls12381);
NLB_INSTANTIATE(curve::Bn254);
#undef NLB_INSTANTIATE

}  // namespace nelumbo::format
