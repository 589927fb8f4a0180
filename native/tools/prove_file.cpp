// prove_file KEY WITNESS PROOF: makes one proof from a key file and a witness (W, A, B, C as the native
// buffer has them) and writes its bytes. For vectors that other implementations verify.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "nelumbo/nelumbo.h"

namespace {

void check(std::int32_t status, const char* what) {
  if (status != NLB_OK) {
    std::uint8_t text[512];
    std::uint64_t written = 0;
    nlb_error_message(text, sizeof(text), &written);
    std::fprintf(stderr, "prove_file: %s: %.*s\n", what,
                 static_cast<int>(std::min<std::uint64_t>(written, sizeof(text))),
                 reinterpret_cast<const char*>(text));
    std::exit(1);
  }
}

void fill(const std::string& path, nlb_witness* witness) {
  std::uint64_t layout[8];
  check(nlb_witness_layout(witness, layout), "layout");
  std::ifstream in(path, std::ios::binary);
  const std::vector<char> bytes((std::istreambuf_iterator<char>(in)), {});
  if (bytes.size() != 32 * (layout[1] + 3 * layout[5])) {
    std::fprintf(stderr, "prove_file: %s does not fit the key\n", path.c_str());
    std::exit(1);
  }
  const char* at = bytes.data();
  for (const unsigned part : {0U, 2U, 3U, 4U}) {
    const std::uint64_t size = 32 * (part == 0 ? layout[1] : layout[5]);
    std::copy_n(at, size, reinterpret_cast<char*>(layout[part]));
    at += size;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: prove_file KEY WITNESS PROOF\n");
    return 2;
  }
  const std::string path = argv[1];
  nlb_context* context = nullptr;
  nlb_proving_key* key = nullptr;
  nlb_witness* witness = nullptr;
  check(nlb_context_new(&context, 1), "context");
  check(nlb_proving_key_open(&key, reinterpret_cast<const std::uint8_t*>(path.data()), path.size()),
        "key");
  check(nlb_witness_new(&witness, key), "witness");
  fill(argv[2], witness);
  std::uint64_t info[8];
  std::uint8_t hash[2][32];
  check(nlb_proving_key_info(key, info, hash[0], hash[1]), "key info");
  std::uint8_t proof[NLB_PROOF_BYTES];
  std::uint64_t nanos[NLB_PROVE_PHASES];
  check(nlb_groth16_prove_vartime(context, proof, nanos, nullptr, key, witness, nullptr), "prove");
  std::ofstream out(argv[3], std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(proof),
            info[0] == NLB_CURVE_BN254 ? NLB_PROOF_BYTES_BN254 : NLB_PROOF_BYTES);
  out.close();
  nlb_witness_free(witness);
  nlb_proving_key_free(key);
  nlb_context_free(context);
  return out.good() ? 0 : 1;
}
