#include <gtest/gtest.h>

#include <functional>

#include "nelumbo/nelumbo.h"
#include "platform/error.h"
#include "support/toy_system.h"

namespace nelumbo::format {
namespace {

using test::ToyKeyFile;
using test::ToySystem;

const ToyKeyFile& good_file() {
  static const ToyKeyFile file = [] {
    test::Random random(1);
    return ToyKeyFile(ToySystem(random, 2, 3, 7));
  }();
  return file;
}

std::int32_t open(const std::string& path, nlb_proving_key** key) {
  return nlb_proving_key_open(key, reinterpret_cast<const std::uint8_t*>(path.data()), path.size());
}

TEST(ProvingKeyTest, OpensAGoodFileAndTellsItsNumbers) {
  nlb_proving_key* key = nullptr;
  ASSERT_EQ(open(good_file().write().path(), &key), NLB_OK) << platform::last_error();
  std::uint64_t info[8];
  std::uint8_t fingerprint[32];
  std::uint8_t hash[32];
  ASSERT_EQ(nlb_proving_key_info(key, info, fingerprint, hash), NLB_OK);
  const std::uint64_t expected[8] = {1, 8, 12, 2, 7, 1, good_file().bytes.size(), 0};
  EXPECT_TRUE(std::equal(info, info + 8, expected));
  EXPECT_EQ(std::memcmp(fingerprint, good_file().bytes.data() + 48, 32), 0);
  EXPECT_EQ(std::memcmp(hash, good_file().bytes.data() + 80, 32), 0);
  std::uint64_t written = 0;
  ASSERT_EQ(nlb_proving_key_verifying_key(key, nullptr, 0, &written), NLB_OK);
  std::vector<std::uint8_t> vk(written + 1, 0xee);
  ASSERT_EQ(nlb_proving_key_verifying_key(key, vk.data(), vk.size(), &written), NLB_OK);
  EXPECT_EQ(vk.back(), 0xee);
  EXPECT_EQ(std::memcmp(vk.data(), good_file().bytes.data() + good_file().content(13), written), 0);
  ASSERT_EQ(nlb_proving_key_verifying_key(key, vk.data(), 3, &written), NLB_OK);
  EXPECT_EQ(written, vk.size() - 1);
  nlb_proving_key_free(key);
  nlb_proving_key_free(nullptr);
}

struct Spoiled {
  const char* name;
  const char* message;  // a part of it
  std::function<void(ToyKeyFile&)> spoil;
  bool seal = true;
};

// Every malformed case is refused with a message that names the field.
TEST(ProvingKeyTest, RefusesMalformedFiles) {
  const std::vector<Spoiled> cases = {
      {"empty", "is empty", [](ToyKeyFile& f) { f.bytes.clear(); }, false},
      {"short", "shorter than its header", [](ToyKeyFile& f) { f.bytes.resize(300); }, false},
      {"magic", "magic", [](ToyKeyFile& f) { f.bytes[3] ^= 1; }},
      {"version", "version", [](ToyKeyFile& f) { f.put<std::uint32_t>(8, 2); }},
      {"curve", "curve", [](ToyKeyFile& f) { f.put<std::uint32_t>(12, 7); }},
      {"domain0", "domain size", [](ToyKeyFile& f) { f.put<std::uint64_t>(16, 0); }},
      {"domain1", "domain size", [](ToyKeyFile& f) { f.put<std::uint64_t>(16, 1); }},
      {"domain9", "domain size", [](ToyKeyFile& f) { f.put<std::uint64_t>(16, 9); }},
      {"domain_huge", "domain size",
       [](ToyKeyFile& f) { f.put<std::uint64_t>(16, std::uint64_t{1} << 62); }},
      {"domain_other", "section Z", [](ToyKeyFile& f) { f.put<std::uint64_t>(16, 16); }},
      {"wires0", "wires", [](ToyKeyFile& f) { f.put<std::uint64_t>(24, 0); }},
      {"wires_huge", "wires", [](ToyKeyFile& f) { f.put<std::uint64_t>(24, ~0ULL); }},
      {"wires_more", "infinity of A", [](ToyKeyFile& f) { f.put<std::uint64_t>(24, 17); }},
      {"wires_fewer", "infinity", [](ToyKeyFile& f) { f.put<std::uint64_t>(24, 8); }},
      {"public0", "public inputs", [](ToyKeyFile& f) { f.put<std::uint64_t>(32, 0); }},
      {"public_wires", "public inputs", [](ToyKeyFile& f) { f.put<std::uint64_t>(32, 12); }},
      {"public_other", "section K", [](ToyKeyFile& f) { f.put<std::uint64_t>(32, 3); }},
      {"constraints0", "constraints", [](ToyKeyFile& f) { f.put<std::uint64_t>(40, 0); }},
      {"constraints9", "constraints", [](ToyKeyFile& f) { f.put<std::uint64_t>(40, 9); }},
      {"vk_hash", "verifying key hash", [](ToyKeyFile& f) { f.bytes[80] ^= 1; }, false},
      {"flags", "flags", [](ToyKeyFile& f) { f.put<std::uint32_t>(112, 2); }},
      {"sections", "number of sections", [](ToyKeyFile& f) { f.put<std::uint32_t>(116, 12); }},
      {"file_size", "file size", [](ToyKeyFile& f) { f.put<std::uint64_t>(120, 5); }, false},
      {"cut", "file size", [](ToyKeyFile& f) { f.bytes.pop_back(); }, false},
      {"longer", "goes on after", [](ToyKeyFile& f) { f.bytes.push_back(0); }},
      {"digest", "digest", [](ToyKeyFile& f) { f.bytes[f.content(9) + 5] ^= 1; }, false},
      {"reserved", "reserved bytes of the header", [](ToyKeyFile& f) { f.bytes[165] = 1; }},
      {"kind", "has kind", [](ToyKeyFile& f) { f.put<std::uint32_t>(f.entry(6), 7); }},
      {"element", "elements of", [](ToyKeyFile& f) { f.put<std::uint32_t>(f.entry(6) + 4, 48); }},
      {"entry_zero", "reserved bytes", [](ToyKeyFile& f) { f.bytes[f.entry(2) + 24] = 1; }},
      {"unaligned", "multiple of 64",
       [](ToyKeyFile& f) { f.put<std::uint64_t>(f.entry(6) + 8, f.content(6) + 8); }},
      {"overlap", "overlaps",
       [](ToyKeyFile& f) { f.put<std::uint64_t>(f.entry(6) + 8, f.content(5)); }},
      {"into_header", "overlaps", [](ToyKeyFile& f) { f.put<std::uint64_t>(f.entry(1) + 8, 64); }},
      {"offset_huge", "overlaps",
       [](ToyKeyFile& f) { f.put<std::uint64_t>(f.entry(9) + 8, ~0ULL - 63); }},
      {"count_huge", "count",
       [](ToyKeyFile& f) { f.put<std::uint64_t>(f.entry(9) + 16, ~0ULL / 96 + 2); }},
      {"count_zero", "alpha_g1", [](ToyKeyFile& f) { f.put<std::uint64_t>(f.entry(1) + 16, 0); }},
      {"count_less", "section Z",
       [](ToyKeyFile& f) {
         f.put<std::uint64_t>(f.entry(9) + 16, f.get<std::uint64_t>(f.entry(9) + 16) - 1);
       }},
      {"gap", "gap before section alpha_g1", [](ToyKeyFile& f) { f.bytes[f.content(1) - 1] = 1; }},
      {"bitmap_flip", "section A", [](ToyKeyFile& f) { f.bytes[f.content(11)] ^= 2; }},
      {"bitmap_b_flip", "section B1", [](ToyKeyFile& f) { f.bytes[f.content(12)] ^= 1; }},
      {"bitmap_tail", "beyond the last wire",
       [](ToyKeyFile& f) { f.bytes[f.content(11) + 1] |= 0x80; }},
      {"off_curve", "alpha_g1 is not on the curve",
       [](ToyKeyFile& f) { f.bytes[f.content(1)] ^= 1; }},
      {"off_curve_g2", "delta_g2 is not on the curve",
       [](ToyKeyFile& f) { f.bytes[f.content(5) + 100] ^= 1; }},
      {"coordinate", "beta_g1 has a coordinate",
       [](ToyKeyFile& f) { f.put<std::uint64_t>(f.content(2) + 40, ~0ULL); }},
      {"infinity", "delta_g1 is the point at infinity",
       [](ToyKeyFile& f) {
         std::fill_n(f.bytes.begin() + static_cast<long>(f.content(3)), 96, 0);
       }},
      {"vk_magic", "verifying key's magic", [](ToyKeyFile& f) { f.bytes[f.content(13)] ^= 1; }},
      {"vk_inputs", "verifying key's magic",
       [](ToyKeyFile& f) { f.bytes[f.content(13) + 12] = 3; }},
      {"vk_alpha", "alpha_g1 is not the verifying key's",
       [](ToyKeyFile& f) { f.bytes[f.content(13) + 20] ^= 1; }},
      {"vk_beta", "beta_g2 is not the verifying key's",
       [](ToyKeyFile& f) { f.bytes[f.content(13) + 70] ^= 1; }},
      {"vk_delta", "delta_g2 is not the verifying key's",
       [](ToyKeyFile& f) { f.bytes[f.content(13) + 260] ^= 1; }},
  };
  for (const Spoiled& c : cases) {
    ToyKeyFile file = good_file();
    c.spoil(file);
    if (c.seal) {
      file.seal();
    }
    nlb_proving_key* key = nullptr;
    EXPECT_EQ(open(file.write().path(), &key), NLB_BAD_KEY) << c.name;
    EXPECT_EQ(key, nullptr) << c.name;
    EXPECT_NE(platform::last_error().find(c.message), std::string_view::npos)
        << c.name << ": " << platform::last_error();
  }
}

TEST(ProvingKeyTest, OpensABn254FileAndRefusesTheWrongCurve) {
  test::Random random(1);
  const test::ToyKeyFileOf<curve::Bn254> good(test::ToySystemOf<curve::Bn254>(random, 2, 3, 7));
  nlb_proving_key* key = nullptr;
  ASSERT_EQ(open(good.write().path(), &key), NLB_OK) << platform::last_error();
  std::uint64_t info[8];
  std::uint8_t fingerprint[32];
  std::uint8_t hash[32];
  ASSERT_EQ(nlb_proving_key_info(key, info, fingerprint, hash), NLB_OK);
  EXPECT_EQ(info[0], static_cast<std::uint64_t>(NLB_CURVE_BN254));
  EXPECT_EQ(info[1], 8U);
  nlb_proving_key_free(key);
  const auto expect_refused = [](auto file, std::uint32_t curve) {
    file.template put<std::uint32_t>(12, curve);
    nlb_proving_key* none = nullptr;
    EXPECT_EQ(open(file.write().path(), &none), NLB_BAD_KEY);
    EXPECT_NE(platform::last_error().find("elements of"), std::string_view::npos)
        << platform::last_error();
  };
  expect_refused(good, NLB_CURVE_BLS12_381);
  expect_refused(good_file(), NLB_CURVE_BN254);
}

TEST(ProvingKeyTest, RefusesBadPaths) {
  nlb_proving_key* key = nullptr;
  EXPECT_EQ(open("/no/such/file", &key), NLB_BAD_KEY);
  EXPECT_NE(platform::last_error().find("/no/such/file"), std::string_view::npos);
  EXPECT_EQ(open("/", &key), NLB_BAD_KEY);
  EXPECT_EQ(open("/dev/null", &key), NLB_BAD_KEY);
  EXPECT_EQ(open("", &key), NLB_BAD_ARGUMENT);
  EXPECT_EQ(open(std::string("a\0b", 3), &key), NLB_BAD_ARGUMENT);
  EXPECT_EQ(open(std::string(5000, 'a'), &key), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_proving_key_open(nullptr, nullptr, 0), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_proving_key_open(&key, nullptr, 4), NLB_BAD_ARGUMENT);
}

// One flipped bit anywhere is found.
TEST(ProvingKeyTest, EveryFlippedByteIsFound) {
  const ToyKeyFile& good = good_file();
  for (std::size_t i = 0; i < good.bytes.size(); i += i < 640 ? 1 : 37) {
    if (i >= 40 && i < 80) {
      continue;  // constraints: bound by nothing else; fingerprint: the circuit's library compares it
    }
    if (i == 112) {
      continue;  // the flag is the network's to judge
    }
    ToyKeyFile file = good;
    file.bytes[i] ^= 1;
    nlb_proving_key* key = nullptr;
    EXPECT_NE(open(file.write().path(), &key), NLB_OK) << i;
    nlb_proving_key_free(key);
  }
}

TEST(ContextTest, HasTheThreadsAskedFor) {
  nlb_context* context = nullptr;
  std::uint32_t threads = 0;
  ASSERT_EQ(nlb_context_new(&context, 3), NLB_OK);
  ASSERT_EQ(nlb_context_threads(context, &threads), NLB_OK);
  EXPECT_EQ(threads, 3u);
  nlb_context_free(context);
  ASSERT_EQ(nlb_context_new(&context, 0), NLB_OK);
  ASSERT_EQ(nlb_context_threads(context, &threads), NLB_OK);
  EXPECT_GE(threads, 1u);
  nlb_context_free(context);
  nlb_context_free(nullptr);
  EXPECT_EQ(nlb_context_new(&context, 257), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_context_new(nullptr, 1), NLB_BAD_ARGUMENT);
  EXPECT_EQ(nlb_context_threads(nullptr, &threads), NLB_BAD_ARGUMENT);
}

}  // namespace
}  // namespace nelumbo::format
