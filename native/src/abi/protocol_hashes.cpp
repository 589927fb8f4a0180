// The C ABI: randomness, hashes and the tree.
#include "abi/protocol_arguments.h"
#include "hash/poseidon2.h"
#include "platform/random.h"

namespace {

using namespace nelumbo;
using abi::F;

// Hashes count groups of four elements.
void hash_groups(F (*hash)(const hash::Poseidon2State&), std::uint8_t* out, std::uint64_t count,
                 const std::uint8_t* in, const char* name) {
  for (std::uint64_t i = 0; i < count; ++i) {
    hash::Poseidon2State group;
    for (std::uint64_t j = 0; j < 4; ++j) {
      group[j] = abi::read_element<F>(in + 32 * (4 * i + j), name, 4 * i + j);
    }
    hash(group).to_bytes_le(abi::view<32>(out + 32 * i));
  }
}

}  // namespace

int32_t nlb_random_bytes(uint8_t* out, uint64_t len) {
  return abi::guarded([&] {
    abi::require_array(out, len, 1, "out");
    platform::fill_random({out, len});
  });
}

int32_t nlb_field_reduce(uint8_t* out, uint64_t count, const uint8_t* wide, uint64_t wide_len) {
  return abi::guarded_secret([&] {
    abi::require_array(out, count, 32, "out");
    abi::require_length(wide, wide_len, count, 64, "wide");
    for (std::uint64_t i = 0; i < count; ++i) {
      F::from_wide_le(abi::view<64>(wide + 64 * i)).to_bytes_le(abi::view<32>(out + 32 * i));
    }
  });
}

int32_t nlb_poseidon2_compress(uint8_t* out, uint64_t count, const uint8_t* in, uint64_t in_len) {
  return abi::guarded_secret([&] {
    abi::require_array(out, count, 32, "out");
    abi::require_length(in, in_len, count, 128, "in");
    hash_groups(hash::poseidon2_c4, out, count, in, "in");
  });
}

int32_t nlb_merkle_node(uint8_t* out, uint64_t count, const uint8_t* children,
                        uint64_t children_len) {
  return abi::guarded([&] {
    abi::require_array(out, count, 32, "out");
    abi::require_length(children, children_len, count, 128, "children");
    hash_groups(hash::poseidon2_node, out, count, children, "children");
  });
}

int32_t nlb_merkle_empty(uint8_t out[544], uint32_t pool) {
  return abi::guarded([&] {
    abi::require_pointer(out, "out");
    for (const F& node : hash::empty_nodes(abi::read_pool(pool))) {
      node.to_bytes_le(abi::view<32>(out));
      out += 32;
    }
  });
}
