#include "hash/poseidon2.h"

#include "hash/poseidon2_table.h"

namespace nelumbo::hash {
namespace {

template <std::size_t N>
constexpr std::array<F, N> in_montgomery_form(const field::Limbs<4> (&table)[N]) {
  std::array<F, N> out;
  for (std::size_t i = 0; i < N; ++i) {
    out[i] = F::from_limbs(table[i]);
  }
  return out;
}

constexpr auto kDiagonal = in_montgomery_form(kPoseidon2Diagonal);
constexpr auto kFull = in_montgomery_form(kPoseidon2Full);
constexpr auto kPartial = in_montgomery_form(kPoseidon2Partial);

F pow5(const F& x) { return x.square().square() * x; }

// Multiplies by the matrix (5 7 1 3; 4 6 1 1; 1 3 5 7; 1 1 4 6), section 5.1 of the paper.
void mix_external(Poseidon2State& s) {
  const F t0 = s[0] + s[1];
  const F t1 = s[2] + s[3];
  const F t2 = s[1].doubled() + t1;
  const F t3 = s[3].doubled() + t0;
  const F t4 = t1.doubled().doubled() + t3;
  const F t5 = t0.doubled().doubled() + t2;
  s = {t3 + t5, t5, t2 + t4, t4};
}

void mix_internal(Poseidon2State& s) {
  const F sum = s[0] + s[1] + s[2] + s[3];
  for (std::size_t i = 0; i < 4; ++i) {
    s[i] = s[i] * kDiagonal[i] + sum;
  }
}

void full_round(Poseidon2State& s, std::size_t round) {
  for (std::size_t i = 0; i < 4; ++i) {
    s[i] = pow5(s[i] + kFull[4 * round + i]);
  }
  mix_external(s);
}

}  // namespace

void poseidon2_permute(Poseidon2State& state) {
  mix_external(state);
  for (std::size_t r = 0; r < 4; ++r) {
    full_round(state, r);
  }
  for (const F& constant : kPartial) {
    state[0] = pow5(state[0] + constant);
    mix_internal(state);
  }
  for (std::size_t r = 4; r < 8; ++r) {
    full_round(state, r);
  }
}

F poseidon2_c4(const Poseidon2State& in) {
  Poseidon2State s = in;
  poseidon2_permute(s);
  return s[0] + in[0];
}

F poseidon2_node(const Poseidon2State& children) {
  Poseidon2State s = children;
  poseidon2_permute(s);
  return s[1] + children[1];
}

F tagged(Tag kind, std::uint8_t pool, std::uint64_t payload) {
  return F::from_limbs({payload, static_cast<std::uint64_t>(kind) * 256 + pool, 0, 0});
}

std::array<F, kTreeLevels + 1> empty_nodes(std::uint8_t pool) {
  std::array<F, kTreeLevels + 1> nodes;
  nodes[0] = tagged(Tag::kEmptyLeaf, pool, 0);
  for (std::size_t l = 0; l < kTreeLevels; ++l) {
    nodes[l + 1] = poseidon2_node({nodes[l], nodes[l], nodes[l], nodes[l]});
  }
  return nodes;
}

}  // namespace nelumbo::hash
