#include "protocol/poly1305.h"

#include "platform/wipe.h"

namespace nelumbo::protocol {
namespace {

using Wide = unsigned __int128;

constexpr std::uint64_t kMask44 = (std::uint64_t{1} << 44) - 1;
constexpr std::uint64_t kMask42 = (std::uint64_t{1} << 42) - 1;

}  // namespace

Poly1305::Poly1305(const platform::Bytes<32>& key) {
  const std::uint64_t low = platform::load_le64(key.data()) & 0x0ffffffc0fffffff;
  const std::uint64_t high = platform::load_le64(key.data() + 8) & 0x0ffffffc0ffffffc;
  r_[0] = low & kMask44;
  r_[1] = (low >> 44 | high << 20) & kMask44;
  r_[2] = high >> 24;
  pad_[0] = platform::load_le64(key.data() + 16);
  pad_[1] = platform::load_le64(key.data() + 24);
}

Poly1305::~Poly1305() { platform::secure_wipe(this, sizeof(*this)); }

// h = (h + in + 2^128) r mod 2^130 - 5, partly reduced.
void Poly1305::block(const std::uint8_t* in) {
  const std::uint64_t low = platform::load_le64(in);
  const std::uint64_t high = platform::load_le64(in + 8);
  const std::uint64_t h0 = h_[0] + (low & kMask44);
  const std::uint64_t h1 = h_[1] + ((low >> 44 | high << 20) & kMask44);
  const std::uint64_t h2 = h_[2] + (high >> 24) + (std::uint64_t{1} << 40);
  // 2^132 = 4 * 2^130 = 20 modulo 2^130 - 5.
  const std::uint64_t s1 = 20 * r_[1], s2 = 20 * r_[2];
  const Wide d0 =
      static_cast<Wide>(h0) * r_[0] + static_cast<Wide>(h1) * s2 + static_cast<Wide>(h2) * s1;
  Wide d1 =
      static_cast<Wide>(h0) * r_[1] + static_cast<Wide>(h1) * r_[0] + static_cast<Wide>(h2) * s2;
  Wide d2 =
      static_cast<Wide>(h0) * r_[2] + static_cast<Wide>(h1) * r_[1] + static_cast<Wide>(h2) * r_[0];
  d1 += static_cast<std::uint64_t>(d0 >> 44);
  d2 += static_cast<std::uint64_t>(d1 >> 44);
  h_[0] = (static_cast<std::uint64_t>(d0) & kMask44) + static_cast<std::uint64_t>(d2 >> 42) * 5;
  h_[1] = (static_cast<std::uint64_t>(d1) & kMask44) + (h_[0] >> 44);
  h_[0] &= kMask44;
  h_[2] = static_cast<std::uint64_t>(d2) & kMask42;
}

void Poly1305::update_padded(platform::ByteView in) {
  for (; in.size() >= 16; in = in.subspan(16)) {
    block(in.data());
  }
  if (!in.empty()) {
    std::uint8_t last[16] = {};
    std::memcpy(last, in.data(), in.size());
    block(last);
    platform::secure_wipe(last, sizeof(last));
  }
}

Poly1305::Tag Poly1305::finish() {
  std::uint64_t h0 = h_[0], h1 = h_[1], h2 = h_[2];
  for (int i = 0; i < 2; ++i) {  // carry twice round
    h2 += h1 >> 44;
    h1 &= kMask44;
    h0 += 5 * (h2 >> 42);
    h2 &= kMask42;
    h1 += h0 >> 44;
    h0 &= kMask44;
  }
  h2 += h1 >> 44;
  h1 &= kMask44;
  // h - p if that is not negative.
  const std::uint64_t g0 = h0 + 5;
  const std::uint64_t g1 = h1 + (g0 >> 44);
  const std::uint64_t g2 = h2 + (g1 >> 44);
  std::uint64_t take = 0 - ((g2 >> 42) & 1);
  __asm__("" : "+r"(take));
  h0 ^= take & (h0 ^ (g0 & kMask44));
  h1 ^= take & (h1 ^ (g1 & kMask44));
  h2 ^= take & (h2 ^ (g2 & kMask42));
  const Wide low = static_cast<Wide>(h0 | h1 << 44) + pad_[0];
  const std::uint64_t high =
      (h1 >> 20 | h2 << 24) + pad_[1] + static_cast<std::uint64_t>(low >> 64);
  Tag tag;
  platform::store_le64(tag.data(), static_cast<std::uint64_t>(low));
  platform::store_le64(tag.data() + 8, high);
  return tag;
}

}  // namespace nelumbo::protocol
