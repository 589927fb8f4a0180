// gnark and the native prover over BN254: gnark's files in circuits/vectors/bn254, both ways. That
// gnark accepts a native proof is tested there, in Go.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "eip2537.h"
#include "kernels/dispatch.h"
#include "nelumbo/nelumbo.h"
#include "platform/error.h"
#include "support/vectors.h"
#include "test_support.h"

namespace nelumbo {
namespace {

using test::Bytes;

Bytes file(const char* name) {
  return test::read_file(std::filesystem::path(NLB_OWN_VECTORS_DEFAULT) / "bn254" / name);
}

class Bn254InteropTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const Bytes gnark = file("gnark_verifying_key.bin");
    Bytes bytes(4096);
    std::uint64_t written = 0;
    ASSERT_EQ(nlb_verifying_key_convert(bytes.data(), bytes.size(), &written, gnark.data(),
                                        gnark.size(), NLB_CURVE_BN254, NLB_FORMAT_GNARK),
              NLB_OK)
        << platform::last_error();
    ASSERT_EQ(nlb_verifying_key_open(&key_, bytes.data(), written), NLB_OK);
    bytes.resize(written);
    key_bytes_ = bytes;
    // gnark's witness: a header of 12 bytes, then big-endian elements.
    const Bytes witness = file("gnark_public.bin");
    ASSERT_EQ(witness.size(), 12U + 64U);
    inputs_.assign(witness.begin() + 12, witness.end());
    std::reverse(inputs_.begin(), inputs_.begin() + 32);
    std::reverse(inputs_.begin() + 32, inputs_.end());
  }
  void TearDown() override { nlb_verifying_key_free(key_); }

  bool holds(const std::uint8_t* proof, const Bytes& inputs) const {
    std::int32_t valid = -1;
    EXPECT_EQ(nlb_groth16_verify(key_, &valid, proof, inputs.data(), inputs.size()), NLB_OK);
    return valid == 1;
  }

  void expect_only_these_inputs(const std::uint8_t* proof) const {
    EXPECT_TRUE(holds(proof, inputs_));
    for (const std::size_t at : {0U, 32U}) {
      Bytes other = inputs_;
      other[at] ^= 1;
      EXPECT_FALSE(holds(proof, other));
    }
  }

  nlb_verifying_key* key_ = nullptr;
  Bytes key_bytes_;
  Bytes inputs_;
};

TEST_F(Bn254InteropTest, GnarksProofHolds) {
  const Bytes gnark = file("gnark_proof.bin");
  std::array<std::uint8_t, NLB_PROOF_BYTES_BN254> proof;
  ASSERT_EQ(nlb_proof_convert(proof.data(), gnark.data(), gnark.size(), NLB_CURVE_BN254,
                              NLB_FORMAT_GNARK),
            NLB_OK)
      << platform::last_error();
  expect_only_these_inputs(proof.data());
}

TEST_F(Bn254InteropTest, StoredNativeProofHolds) {
  const Bytes proof = file("native_proof.bin");
  ASSERT_EQ(proof.size(), static_cast<std::size_t>(NLB_PROOF_BYTES_BN254));
  expect_only_these_inputs(proof.data());
}

TEST_F(Bn254InteropTest, ProofsFromGnarksKeyHold) {
  const std::string path =
      (std::filesystem::path(NLB_OWN_VECTORS_DEFAULT) / "bn254" / "key.bin").string();
  nlb_context* context = nullptr;
  nlb_proving_key* key = nullptr;
  nlb_witness* witness = nullptr;
  ASSERT_EQ(nlb_context_new(&context, 2), NLB_OK);
  ASSERT_EQ(
      nlb_proving_key_open(&key, reinterpret_cast<const std::uint8_t*>(path.data()), path.size()),
      NLB_OK)
      << platform::last_error();
  Bytes inside(key_bytes_.size());
  std::uint64_t written = 0;
  ASSERT_EQ(nlb_proving_key_verifying_key(key, inside.data(), inside.size(), &written), NLB_OK);
  EXPECT_EQ(written, key_bytes_.size());
  EXPECT_EQ(inside, key_bytes_);
  ASSERT_EQ(nlb_witness_new(&witness, key), NLB_OK);
  std::uint64_t layout[8];
  ASSERT_EQ(nlb_witness_layout(witness, layout), NLB_OK);
  const Bytes solved = file("witness.bin");
  ASSERT_EQ(solved.size(), 32 * (layout[1] + 3 * layout[5]));
  const std::uint8_t* at = solved.data();
  for (const unsigned part : {0U, 2U, 3U, 4U}) {
    const std::uint64_t size = 32 * (part == 0 ? layout[1] : layout[5]);
    std::copy_n(at, size, reinterpret_cast<std::uint8_t*>(layout[part]));
    at += size;
  }
  std::array<std::uint8_t, NLB_PROOF_BYTES> proofs[2];
  for (auto& proof : proofs) {
    proof.fill(0xee);
    std::uint64_t nanos[NLB_PROVE_PHASES];
    ASSERT_EQ(
        nlb_groth16_prove_vartime(context, proof.data(), nanos, nullptr, key, witness, nullptr),
        NLB_OK)
        << platform::last_error();
    expect_only_these_inputs(proof.data());
    EXPECT_EQ(proof[NLB_PROOF_BYTES_BN254], 0xee) << "nothing beyond the proof is written";
  }
  EXPECT_NE(proofs[0], proofs[1]);
  nlb_witness_free(witness);
  nlb_proving_key_free(key);
  nlb_context_free(context);
}

}  // namespace
}  // namespace nelumbo
