// The constant-time check: secrets are marked as undefined memory, so that valgrind reports every branch and
// every memory index that depends on one (the method of libsecp256k1's ctime_tests.c). Built with the flags of a
// release. Run by tools/check_ctime.sh.
//
//   ctime_check list            the names of the cases
//   ctime_check <case>          that case; valgrind must report nothing
//   ctime_check leak-branch     a branch on a secret; valgrind must report it
//   ctime_check leak-index      an index by a secret; valgrind must report it
//   ctime_check leak-library    a library function that says vartime; valgrind must report it
#include <sys/random.h>
#include <valgrind/memcheck.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

#include "abi/context.h"
#include "curve/bls12_381.h"
#include "curve/bn254.h"
#include "curve/jubjub.h"
#include "curve/x25519.h"
#include "groth16/blinding.h"
#include "nelumbo/nelumbo.h"
#include "platform/bytes.h"

namespace {

using nelumbo::platform::Bytes;

constexpr std::uint32_t kChain = 7;
constexpr std::uint32_t kPool = 1;

template <class T>
void poison(T& secret) {
  VALGRIND_MAKE_MEM_UNDEFINED(&secret, sizeof(secret));
}

template <class T>
void publish(T& value) {
  VALGRIND_MAKE_MEM_DEFINED(&value, sizeof(value));
}

void require(bool fine, const char* what) {
  if (!fine) {
    std::fprintf(stderr, "ctime_check: %s\n", what);
    std::exit(2);
  }
}

void require_ok(std::int32_t status, const char* what) { require(status == NLB_OK, what); }

// What the cases start from, made before anything is poisoned.
struct Fixture {
  Fixture() {
    seed.fill(0x5a);
    require_ok(nlb_key_derive(sk.data(), seed.data(), seed.size(), path, 3), "derive");
    require_ok(nlb_key_expand(keys.data(), sk.data()), "expand");
    publish(keys);
    require_ok(nlb_redjubjub_alpha(alpha.data()), "alpha");
    publish(alpha);
    require_ok(nlb_address_derive(address.data(), keys.data() + 192, keys.data() + 256,
                                  keys.data() + 160, 3),
               "address");
    publish(address);
    note[0] = 5;
    note[39] = 200;
    std::memcpy(note.data() + 40, address.data(), 48);
    std::memset(note.data() + 88, 0x77, 32);
    memo.fill(0xf6);
    std::memcpy(ovk.data(), keys.data() + 224, 32);
    std::memcpy(pk_d.data(), address.data() + 48, 32);
    require_ok(nlb_note_encrypt(output.data(), note.data(), memo.data(), pk_d.data(), ovk.data(),
                                kChain, kPool),
               "encrypt");
    publish(output);
  }

  const std::uint32_t path[3] = {32, 7761, 0};
  Bytes<64> seed{};
  Bytes<32> sk{}, alpha{}, ovk{}, pk_d{};
  Bytes<384> keys{};
  Bytes<80> address{};
  Bytes<120> note{};
  Bytes<512> memo{};
  Bytes<841> output{};
};

void key_derivation(Fixture& f) {
  poison(f.seed);
  Bytes<32> sk;
  require_ok(nlb_key_derive(sk.data(), f.seed.data(), f.seed.size(), f.path, 3), "derive");
  publish(sk);
  require(sk == f.sk, "another sk");
}

void key_expansion(Fixture& f) {
  poison(f.sk);
  Bytes<384> keys;
  require_ok(nlb_key_expand(keys.data(), f.sk.data()), "expand");
  publish(keys);
  require(keys == f.keys, "other keys");
  Bytes<32> seed;
  require_ok(nlb_key_transparent(seed.data(), f.sk.data()), "transparent");
}

void address_derivation(Fixture& f) {
  poison(f.keys);
  Bytes<80> address;
  require_ok(nlb_address_derive(address.data(), f.keys.data() + 192, f.keys.data() + 256,
                                f.keys.data() + 160, 3),
             "address");
  publish(address);
  require(address == f.address, "another address");
  require_ok(nlb_address_random(address.data()), "random address");
}

void blinding(Fixture& f) {
  Bytes<32> alpha;
  require_ok(nlb_redjubjub_alpha(alpha.data()), "alpha");
  poison(f.keys);
  poison(f.alpha);
  Bytes<32> rk;
  Bytes<64> xy;
  require_ok(nlb_redjubjub_randomize(rk.data(), xy.data(), f.keys.data() + 32, f.alpha.data()),
             "randomize");
}

// The blinding scalars of a proof come from the generator below, which poisons them.
template <class C>
void draw_blinding() {
  auto drawn = nelumbo::groth16::random_blinding<C>();
  publish(drawn);
  require(!(drawn.r == drawn.s), "r equals s");
}

void proof_blinding(Fixture&) {
  draw_blinding<nelumbo::curve::Bls12381>();
  draw_blinding<nelumbo::curve::Bn254>();
}

void signing(Fixture& f) {
  Bytes<32> rk;
  Bytes<64> xy, signature;
  require_ok(nlb_redjubjub_randomize(rk.data(), xy.data(), f.keys.data() + 32, f.alpha.data()),
             "randomize");
  publish(rk);
  poison(f.keys);
  poison(f.alpha);
  require_ok(nlb_redjubjub_sign(signature.data(), f.keys.data(), f.alpha.data(), f.memo.data(), 32),
             "sign");
  publish(signature);
  nlb_context context(1);
  std::int32_t valid = 0;
  require_ok(nlb_redjubjub_verify(&context, &valid, 1, rk.data(), signature.data(), f.memo.data()),
             "verify");
  require(valid == 1, "a signature that does not hold");
}

void note_commitment(Fixture& f) {
  poison(f.note);
  poison(f.keys);
  Bytes<32> cm, rcm, nf;
  require_ok(nlb_note_commit(cm.data(), rcm.data(), 1, f.note.data(), f.note.size(), kPool),
             "commit");
  publish(cm);
  const std::uint64_t position = 77;
  require_ok(
      nlb_note_nullify(nf.data(), 1, f.keys.data() + 128, &position, cm.data(), rcm.data(), kPool),
      "nullify");
}

void note_encryption(Fixture& f) {
  poison(f.note);
  poison(f.memo);
  poison(f.pk_d);
  poison(f.ovk);
  Bytes<841> output;
  require_ok(nlb_note_encrypt(output.data(), f.note.data(), f.memo.data(), f.pk_d.data(),
                              f.ovk.data(), kChain, kPool),
             "encrypt");
  require_ok(nlb_note_encrypt(output.data(), f.note.data(), f.memo.data(), f.pk_d.data(), nullptr,
                              kChain, kPool),
             "encrypt without ovk");
}

void note_decryption(Fixture& f) {
  nlb_context context(1);
  Bytes<2 * 841> outputs;
  std::memcpy(outputs.data(), f.output.data(), 841);
  std::memcpy(outputs.data() + 841, f.output.data(), 841);
  outputs[841 + 100] ^= 1;  // the second one fails
  const Bytes<384> keys = f.keys;
  std::int32_t found[2];
  Bytes<240> notes;
  Bytes<1024> memos;
  Bytes<64> pk_d;
  poison(f.keys);
  require_ok(nlb_note_decrypt(&context, found, notes.data(), memos.data(), 2, f.keys.data() + 192,
                              f.keys.data() + 160, outputs.data(), outputs.size(), kChain, kPool),
             "decrypt");
  publish(found);
  require(found[0] == 1 && found[1] == 0, "decrypt finds other notes");
  f.keys = keys;
  poison(f.keys);
  require_ok(nlb_note_recover(&context, found, notes.data(), memos.data(), pk_d.data(), 2,
                              f.keys.data() + 224, outputs.data(), outputs.size(), kChain, kPool),
             "recover");
  publish(found);
  require(found[0] == 1, "recover finds other notes");
}

void x25519(Fixture& f) {
  poison(f.sk);
  poison(f.pk_d);
  Bytes<32> shared;
  require(nelumbo::curve::x25519_checked(shared, f.sk, f.pk_d), "x25519");
}

void field_and_hash(Fixture&) {
  Bytes<64> wide;
  wide.fill(0x3c);
  Bytes<128> group;
  group.fill(0x11);
  poison(wide);
  poison(group);
  Bytes<32> out;
  require_ok(nlb_field_reduce(out.data(), 1, wide.data(), wide.size()), "reduce");
  require_ok(nlb_poseidon2_compress(out.data(), 1, group.data(), group.size()), "compress");
}

void leak_branch(Fixture& f) {
  poison(f.sk);
  if ((f.sk[7] & 1) != 0) {
    std::puts("odd");
  }
}

void leak_index(Fixture& f) {
  static const std::vector<int> table(256, 3);
  poison(f.sk);
  volatile int sum = table[f.sk[3]];
  (void)sum;
}

void leak_library(Fixture& f) {
  nelumbo::field::JubjubFs k;
  require(nelumbo::field::JubjubFs::from_bytes_le(std::span(f.alpha), k), "alpha");
  poison(k);
  volatile auto point =
      nelumbo::curve::JubjubPoint::spending_key_generator().mul_vartime(k).encode()[0];
  (void)point;
}

struct Case {
  const char* name;
  void (*run)(Fixture&);
};

constexpr Case kCases[] = {
    {"key-derivation", key_derivation},         {"key-expansion", key_expansion},
    {"address-derivation", address_derivation}, {"blinding", blinding},
    {"proof-blinding", proof_blinding},         {"signing", signing},
    {"note-commitment", note_commitment},       {"note-encryption", note_encryption},
    {"note-decryption", note_decryption},       {"x25519", x25519},
    {"field-and-hash", field_and_hash}};
constexpr Case kLeaks[] = {
    {"leak-branch", leak_branch}, {"leak-index", leak_index}, {"leak-library", leak_library}};

}  // namespace

// In place of the system's generator: what is drawn is a secret too.
extern "C" ssize_t getrandom(void* out, size_t size, unsigned) {
  static std::uint64_t state = 0x9e3779b97f4a7c15;
  for (size_t i = 0; i < size; ++i) {
    state = state * 6364136223846793005 + 1442695040888963407;
    static_cast<std::uint8_t*>(out)[i] = static_cast<std::uint8_t>(state >> 56);
  }
  VALGRIND_MAKE_MEM_UNDEFINED(out, size);
  return static_cast<ssize_t>(size);
}

int main(int argc, char** argv) {
  const std::string_view wanted = argc == 2 ? argv[1] : "";
  if (wanted == "list") {
    for (const Case& c : kCases) {
      std::puts(c.name);
    }
    return 0;
  }
  Fixture fixture;
  for (const Case* set : {kCases, kLeaks}) {
    const std::size_t size = set == kCases ? std::size(kCases) : std::size(kLeaks);
    for (std::size_t i = 0; i < size; ++i) {
      if (wanted == set[i].name) {
        set[i].run(fixture);
        return 0;
      }
    }
  }
  std::fputs("usage: ctime_check list | <case> | leak-branch | leak-index | leak-library\n",
             stderr);
  return 2;
}
