#include "hash/sha256.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "platform/wipe.h"

namespace nelumbo::hash {
namespace {

constexpr std::array<std::uint32_t, 64> kRound = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

constexpr std::array<std::uint32_t, 8> kInitial = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

std::uint32_t load_be(const std::uint8_t* p) {
  std::uint32_t x;
  std::memcpy(&x, p, 4);
  return __builtin_bswap32(x);
}

}  // namespace

Sha256::Sha256() : state_(kInitial), pending_{} {}

Sha256::~Sha256() {
  platform::secure_wipe(state_.data(), sizeof(state_));
  platform::secure_wipe(pending_.data(), sizeof(pending_));
}

void Sha256::compress(const std::uint8_t* blocks, std::size_t count) {
  std::array<std::uint32_t, 64> w;
  for (; count > 0; --count, blocks += kBlockBytes) {
    for (std::size_t i = 0; i < 16; ++i) {
      w[i] = load_be(blocks + 4 * i);
    }
    for (std::size_t i = 16; i < 64; ++i) {
      const std::uint32_t x = w[i - 15];
      const std::uint32_t y = w[i - 2];
      w[i] = w[i - 16] + (std::rotr(x, 7) ^ std::rotr(x, 18) ^ (x >> 3)) + w[i - 7] +
             (std::rotr(y, 17) ^ std::rotr(y, 19) ^ (y >> 10));
    }
    auto [a, b, c, d, e, f, g, h] = state_;
    for (std::size_t i = 0; i < 64; ++i) {
      const std::uint32_t t = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) +
                              ((e & f) ^ (~e & g)) + kRound[i] + w[i];
      const std::uint32_t u =
          (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = d + t;
      d = c;
      c = b;
      b = a;
      a = t + u;
    }
    const std::array<std::uint32_t, 8> step = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < 8; ++i) {
      state_[i] += step[i];
    }
  }
  platform::secure_wipe(w.data(), sizeof(w));
}

Sha256& Sha256::update(std::span<const std::uint8_t> data) {
  const std::size_t used = length_ % kBlockBytes;
  length_ += data.size();
  if (used != 0) {
    const std::size_t take = std::min(kBlockBytes - used, data.size());
    std::copy_n(data.data(), take, pending_.data() + used);
    data = data.subspan(take);
    if (used + take < kBlockBytes) {
      return *this;
    }
    compress(pending_.data(), 1);
  }
  compress(data.data(), data.size() / kBlockBytes);
  data = data.subspan(data.size() / kBlockBytes * kBlockBytes);
  std::copy(data.begin(), data.end(), pending_.begin());
  return *this;
}

Sha256::Digest Sha256::finish() {
  const std::uint64_t bits = length_ * 8;
  const std::size_t used = length_ % kBlockBytes;
  std::array<std::uint8_t, 2 * kBlockBytes> tail{};
  std::copy_n(pending_.data(), used, tail.data());
  tail[used] = 0x80;
  const std::size_t blocks = used + 9 <= kBlockBytes ? 1 : 2;
  for (std::size_t i = 0; i < 8; ++i) {
    tail[blocks * kBlockBytes - 1 - i] = static_cast<std::uint8_t>(bits >> (8 * i));
  }
  compress(tail.data(), blocks);
  platform::secure_wipe(tail.data(), sizeof(tail));
  Digest digest;
  for (std::size_t i = 0; i < kBytes; ++i) {
    digest[i] = static_cast<std::uint8_t>(state_[i / 4] >> (24 - 8 * (i % 4)));
  }
  return digest;
}

Sha256::Digest hmac_sha256(std::span<const std::uint8_t> key, std::span<const std::uint8_t> data) {
  std::array<std::uint8_t, Sha256::kBlockBytes> block{};
  if (key.size() > block.size()) {
    const Sha256::Digest short_key = Sha256::of(key);
    std::copy(short_key.begin(), short_key.end(), block.begin());
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
  for (auto& b : block) {
    b ^= 0x36;
  }
  Sha256::Digest inner = Sha256().update(block).update(data).finish();
  for (auto& b : block) {
    b ^= 0x36 ^ 0x5c;
  }
  const Sha256::Digest outer = Sha256().update(block).update(inner).finish();
  platform::secure_wipe(block.data(), sizeof(block));
  platform::secure_wipe(inner.data(), sizeof(inner));
  return outer;
}

}  // namespace nelumbo::hash
