#include "hash/blake2b.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

#include "platform/wipe.h"

namespace nelumbo::hash {
namespace {

constexpr std::uint64_t kIv[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                  0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                  0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};

constexpr std::uint8_t kSigma[10][16] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                                         {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
                                         {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
                                         {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
                                         {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
                                         {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
                                         {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
                                         {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
                                         {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
                                         {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

inline void mix(std::uint64_t* v, const int (&at)[4], std::uint64_t x, std::uint64_t y) {
  std::uint64_t &a = v[at[0]], &b = v[at[1]], &c = v[at[2]], &d = v[at[3]];
  a += b + x;
  d = std::rotr(d ^ a, 32);
  c += d;
  b = std::rotr(b ^ c, 24);
  a += b + y;
  d = std::rotr(d ^ a, 16);
  c += d;
  b = std::rotr(b ^ c, 63);
}

}  // namespace

Blake2b::Blake2b(std::size_t size, std::string_view personal) : size_(size) {
  if (size == 0 || size > kMaxBytes || (!personal.empty() && personal.size() != 16)) {
    throw std::invalid_argument("BLAKE2b: output of 1..64 bytes, personalisation of 16 bytes");
  }
  std::copy(std::begin(kIv), std::end(kIv), h_);
  h_[0] ^= 0x01010000 ^ size;
  if (!personal.empty()) {
    const auto* p = reinterpret_cast<const std::uint8_t*>(personal.data());
    h_[6] ^= platform::load_le64(p);
    h_[7] ^= platform::load_le64(p + 8);
  }
}

Blake2b::~Blake2b() {
  platform::secure_wipe(h_, sizeof(h_));
  platform::secure_wipe(block_, sizeof(block_));
}

void Blake2b::compress(bool last) {
  std::uint64_t m[16], v[16];
  for (int i = 0; i < 16; ++i) {
    m[i] = platform::load_le64(block_ + 8 * i);
    v[i] = i < 8 ? h_[i] : kIv[i - 8];
  }
  v[12] ^= count_;
  v[14] ^= last ? ~std::uint64_t{0} : 0;
  for (int r = 0; r < 12; ++r) {
    const std::uint8_t* s = kSigma[r % 10];
    mix(v, {0, 4, 8, 12}, m[s[0]], m[s[1]]);
    mix(v, {1, 5, 9, 13}, m[s[2]], m[s[3]]);
    mix(v, {2, 6, 10, 14}, m[s[4]], m[s[5]]);
    mix(v, {3, 7, 11, 15}, m[s[6]], m[s[7]]);
    mix(v, {0, 5, 10, 15}, m[s[8]], m[s[9]]);
    mix(v, {1, 6, 11, 12}, m[s[10]], m[s[11]]);
    mix(v, {2, 7, 8, 13}, m[s[12]], m[s[13]]);
    mix(v, {3, 4, 9, 14}, m[s[14]], m[s[15]]);
  }
  for (int i = 0; i < 8; ++i) {
    h_[i] ^= v[i] ^ v[i + 8];
  }
  platform::secure_wipe(m, sizeof(m));
  platform::secure_wipe(v, sizeof(v));
}

Blake2b& Blake2b::update(platform::ByteView in) {
  while (!in.empty()) {
    if (fill_ == sizeof(block_)) {  // the last block waits for finish()
      count_ += sizeof(block_);
      compress(false);
      fill_ = 0;
    }
    const std::size_t n = std::min(in.size(), sizeof(block_) - fill_);
    std::memcpy(block_ + fill_, in.data(), n);
    fill_ += n;
    in = in.subspan(n);
  }
  return *this;
}

void Blake2b::finish(std::span<std::uint8_t> out) {
  if (out.size() != size_) {
    throw std::invalid_argument("BLAKE2b: output of another length");
  }
  count_ += fill_;
  std::memset(block_ + fill_, 0, sizeof(block_) - fill_);
  compress(true);
  std::memcpy(out.data(), h_, size_);
}

}  // namespace nelumbo::hash
