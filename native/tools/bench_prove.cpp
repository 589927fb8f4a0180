// Proves from a key file and a witness dump, again and again, and prints the times of each phase.
//
//   bench_prove KEY WITNESS [THREADS] [ROUNDS]
//
// The dump is that of `circuits witness`: W, A, B, C as 32-byte Montgomery limbs, A, B, C padded to the
// domain. The last proof and its public inputs are verified with the key's own verifying key.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "field/prime_field.h"
#include "nelumbo/nelumbo.h"

namespace {

[[noreturn]] void fail(const char* what) {
  std::uint8_t text[512];
  std::uint64_t length = 0;
  nlb_error_message(text, sizeof(text), &length);
  length = std::min<std::uint64_t>(length, sizeof(text));
  std::fprintf(stderr, "bench_prove: %s: %.*s\n", what, static_cast<int>(length), text);
  std::exit(1);
}

void check(std::int32_t status, const char* what) {
  if (status != NLB_OK) {
    fail(what);
  }
}

// Copies the dump into the library's buffer.
void load_witness(const std::string& path, nlb_witness* witness) {
  std::uint64_t layout[8];
  check(nlb_witness_layout(witness, layout), "layout");
  std::ifstream in(path, std::ios::binary);
  const std::vector<char> bytes((std::istreambuf_iterator<char>(in)), {});
  if (bytes.size() != 32 * (layout[1] + 3 * layout[5])) {
    std::fprintf(stderr, "bench_prove: %s has %zu bytes, the key wants %llu wires and %llu rows\n",
                 path.c_str(), bytes.size(), static_cast<unsigned long long>(layout[1]),
                 static_cast<unsigned long long>(layout[5]));
    std::exit(1);
  }
  const char* at = bytes.data();
  const std::uint64_t addresses[4] = {layout[0], layout[2], layout[3], layout[4]};
  for (int i = 0; i < 4; ++i) {
    const std::size_t size = 32 * (i == 0 ? layout[1] : layout[5]);
    std::copy_n(at, size, reinterpret_cast<char*>(addresses[i]));
    at += size;
  }
}

// Verifies the proof with the key's own verifying key and the public wires of the witness.
void verify(const nlb_proving_key* key, const nlb_witness* witness, const std::uint8_t* proof) {
  using Fr = nelumbo::field::Bls12381Fr;
  std::uint64_t info[8];
  std::uint64_t layout[8];
  std::uint8_t hash[2][32];
  check(nlb_proving_key_info(key, info, hash[0], hash[1]), "key info");
  check(nlb_witness_layout(witness, layout), "layout");
  std::vector<std::uint8_t> inputs(32 * info[3]);
  const auto* const wires = reinterpret_cast<const Fr*>(layout[0]);
  for (std::size_t i = 0; i < info[3]; ++i) {
    wires[i + 1].to_bytes_le(std::span<std::uint8_t, 32>(inputs.data() + 32 * i, 32));
  }
  std::uint64_t length = 0;
  check(nlb_proving_key_verifying_key(key, nullptr, 0, &length), "verifying key");
  std::vector<std::uint8_t> bytes(length);
  check(nlb_proving_key_verifying_key(key, bytes.data(), length, &length), "verifying key");
  nlb_verifying_key* verifying_key = nullptr;
  check(nlb_verifying_key_open(&verifying_key, bytes.data(), length), "verifying key");
  std::int32_t valid = 0;
  check(nlb_groth16_verify(verifying_key, &valid, proof, inputs.data(), inputs.size()), "verify");
  nlb_verifying_key_free(verifying_key);
  if (valid != 1) {
    std::fprintf(stderr, "bench_prove: the proof does not hold\n");
    std::exit(1);
  }
}

// Time of all threads of this process.
std::uint64_t cpu_nanos() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<std::uint64_t>(t.tv_sec) * 1000000000 + static_cast<std::uint64_t>(t.tv_nsec);
}

double milliseconds(std::uint64_t nanos) { return static_cast<double>(nanos) / 1e6; }

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || argc > 5) {
    std::fprintf(stderr, "usage: bench_prove KEY WITNESS [THREADS] [ROUNDS]\n");
    return 2;
  }
  const std::string path = argv[1];
  const auto threads = static_cast<std::uint32_t>(argc > 3 ? std::atoi(argv[3]) : 0);
  const int rounds = std::max(1, argc > 4 ? std::atoi(argv[4]) : 10);
  nlb_context* context = nullptr;
  nlb_proving_key* key = nullptr;
  nlb_witness* witness = nullptr;
  check(nlb_context_new(&context, threads), "context");
  check(nlb_proving_key_open(&key, reinterpret_cast<const std::uint8_t*>(path.data()), path.size()),
        "key");
  check(nlb_witness_new(&witness, key), "witness");
  load_witness(argv[2], witness);

  std::uint8_t proof[NLB_PROOF_BYTES];
  std::vector<std::uint64_t> best(NLB_PROVE_PHASES, UINT64_MAX);
  std::uint64_t best_cpu = UINT64_MAX;
  for (int i = 0; i < rounds; ++i) {
    std::uint64_t nanos[NLB_PROVE_PHASES];
    const std::uint64_t start = cpu_nanos();
    check(nlb_groth16_prove_vartime(context, proof, nanos, nullptr, key, witness, nullptr),
          "prove");
    best_cpu = std::min(best_cpu, cpu_nanos() - start);
    for (std::size_t k = 0; k < NLB_PROVE_PHASES; ++k) {
      best[k] = std::min(best[k], nanos[k]);
    }
  }
  const char* const names[NLB_PROVE_PHASES] = {"H", "A", "B1", "B2", "K", "Z", "finish", "total"};
  std::printf("best of %d, milliseconds:", rounds);
  for (std::size_t k = 0; k < NLB_PROVE_PHASES; ++k) {
    std::printf("  %s %.1f", names[k], milliseconds(best[k]));
  }
  std::printf("  (processor time of all threads %.1f)\n", milliseconds(best_cpu));
  verify(key, witness, proof);
  std::printf("the last proof holds\n");
  nlb_witness_free(witness);
  nlb_proving_key_free(key);
  nlb_context_free(context);
  return 0;
}
