#include "hash/poseidon2.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "hash/poseidon2_table.h"
#include "platform/bytes.h"
#include "support/vectors.h"

namespace nelumbo::test {
namespace {

using hash::F;

// Big-endian hex with or without leading zeros.
F element(const Json& x) {
  std::string digits = x.text().substr(2);
  const auto bytes = Json::from_hex(std::string(64 - digits.size(), '0') + digits);
  platform::Bytes<32> array;
  std::copy(bytes.begin(), bytes.end(), array.begin());
  F out;
  EXPECT_TRUE(F::from_bytes_be(array, out));
  return out;
}

hash::Poseidon2State state(const Json& in) {
  return {element(in.at(0)), element(in.at(1)), element(in.at(2)), element(in.at(3))};
}

// The answers for other widths and for BN254 do not apply: the protocol has one instance.
TEST(Poseidon2, AnswersOfOthers) {
  int run = 0, other = 0;
  const Json file = outside_vectors("poseidon2/poseidon2_kats.json");
  for (const Json& k : file) {
    if (k["field"].text() != "bls12-381-fr" || k["t"].u64() != 4) {
      ++other;
      continue;
    }
    hash::Poseidon2State s = state(k["input"]);
    hash::poseidon2_permute(s);
    EXPECT_EQ(s, state(k["output"]));
    ++run;
  }
  EXPECT_EQ(run, 1);
  EXPECT_EQ(other, 7);
  record_vectors("poseidon2",
                 {"poseidon2", "permutation", 8, 7, "other widths and BN254: one instance here"});
}

void expect_table(const Json& diagonal, const Json& rounds) {
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(F::from_limbs(hash::kPoseidon2Diagonal[i]), element(diagonal.at(i)));
  }
  ASSERT_EQ(rounds.size(), 64U);
  for (std::size_t r = 0; r < 64; ++r) {
    const bool partial = r >= 4 && r < 60;
    const auto* row =
        partial ? &hash::kPoseidon2Partial[r - 4] : &hash::kPoseidon2Full[4 * (r < 4 ? r : r - 56)];
    for (std::size_t i = 0; i < (partial ? 1 : 4); ++i) {
      EXPECT_EQ(F::from_limbs(row[i]), element(rounds.at(r).at(i))) << r << " " << i;
    }
  }
}

TEST(Poseidon2, TheTableIsThatOfTheVectors) {
  const Json own = own_vectors("poseidon2_constants.json");
  expect_table(own["mat_internal_diag_m1"], own["round_constants"]);
  const Json outside = outside_vectors("poseidon2/poseidon2_bls12_381_t4_constants.json");
  expect_table(outside["internal_matrix_diagonal_minus_1"], outside["round_constants"]);
}

TEST(Poseidon2, AgreesWithGo) {
  const Json permutations = own_vectors("poseidon2.json");
  for (const Json& v : permutations) {
    hash::Poseidon2State s = state(v["input"]);
    hash::poseidon2_permute(s);
    EXPECT_EQ(s, state(v["output"]));
  }
  const Json hashes = own_vectors("hashes.json");
  for (const Json& v : hashes) {
    EXPECT_EQ(hash::poseidon2_c4(state(v["input"])), element(v["c4"]));
    EXPECT_EQ(hash::poseidon2_node(state(v["input"])), element(v["node"]));
  }
  EXPECT_GE(permutations.size() + hashes.size(), 40U);
}

TEST(Poseidon2, EmptyNodesAgreeWithGo) {
  const Json merkle = own_vectors("merkle.json");
  const auto nodes = hash::empty_nodes(static_cast<std::uint8_t>(merkle["pool"].u64()));
  ASSERT_EQ(merkle["empty_nodes"].size(), nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    EXPECT_EQ(nodes[i], element(merkle["empty_nodes"].at(i)));
  }
}

TEST(Poseidon2, MerklePathsAgreeWithGo) {
  const Json merkle = own_vectors("merkle.json");
  for (const Json& path : merkle["paths"]) {
    F node = element(path["leaf"]);
    const std::uint64_t position = path["position"].u64();
    for (std::size_t l = 0; l < hash::kTreeLevels; ++l) {
      const std::size_t own = (position >> (2 * l)) & 3;
      hash::Poseidon2State children;
      std::size_t next = 0;
      for (std::size_t c = 0; c < 4; ++c) {
        children[c] = c == own ? node : element(path["siblings"].at(l).at(next++));
      }
      node = hash::poseidon2_node(children);
    }
    EXPECT_EQ(node, element(path["root"]));
  }
  EXPECT_GE(merkle["paths"].size(), 40U);
}

}  // namespace
}  // namespace nelumbo::test
