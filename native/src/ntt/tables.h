// What a transform needs of its domain, as plain limbs: the same for every instruction set.
#ifndef NELUMBO_NTT_TABLES_H_
#define NELUMBO_NTT_TABLES_H_

#include <cstddef>
#include <cstdint>

namespace nelumbo::ntt {

inline constexpr unsigned kMaxLogSize = 28;
inline constexpr unsigned kGroupStages = 8;
inline constexpr std::size_t kGroupColumns = 8;
// Scratch of one worker, in 64-bit words.
inline constexpr std::size_t kScratchWords = (std::size_t{4} << kGroupStages) * kGroupColumns;

// Factors of every stage as Montgomery limbs: stage s has 2^s of them.
struct StageTable {
  const std::uint64_t* stage[kMaxLogSize];
  bool first_is_one;  // factor 0 of every stage is 1: no coset
};

// What a kernel needs of a domain. Constants are Montgomery limbs unless said otherwise.
struct DomainTables {
  unsigned log_size;
  StageTable forward;        // natural coefficients to bit-reversed values
  StageTable inverse;        // and back, times n
  StageTable coset_forward;  // the same on the coset g w^i
  StageTable coset_inverse;
  // 1 / (n^3 (g^n - 1)) and 1 / (n (g^n - 1)) as plain integers: a product of a Montgomery element
  // with one of them is a plain integer too.
  std::uint64_t quotient_scale[4];
  std::uint64_t linear_scale[4];
};

constexpr std::size_t reverse_bits(std::size_t x, unsigned bits) {
  std::size_t r = 0;
  for (unsigned i = 0; i < bits; ++i) {
    r |= ((x >> i) & 1) << (bits - 1 - i);
  }
  return r;
}

}  // namespace nelumbo::ntt

#endif  // NELUMBO_NTT_TABLES_H_
