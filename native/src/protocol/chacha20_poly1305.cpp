#include "protocol/chacha20_poly1305.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

#include "platform/declassify.h"
#include "platform/wipe.h"
#include "protocol/poly1305.h"

namespace nelumbo::protocol {
namespace {

inline void quarter_round(std::uint32_t& a, std::uint32_t& b, std::uint32_t& c, std::uint32_t& d) {
  a += b;
  d = std::rotl(d ^ a, 16);
  c += d;
  b = std::rotl(b ^ c, 12);
  a += b;
  d = std::rotl(d ^ a, 8);
  c += d;
  b = std::rotl(b ^ c, 7);
}

// The key stream of one key and nonce, in blocks of 64 bytes.
class ChaCha20 {
 public:
  ChaCha20(const AeadKey& key, const AeadNonce& nonce)
      : state_{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574} {
    for (int i = 0; i < 8; ++i) {
      state_[4 + i] = platform::load_le32(key.data() + 4 * i);
    }
    for (int i = 0; i < 3; ++i) {
      state_[13 + i] = platform::load_le32(nonce.data() + 4 * i);
    }
  }
  ~ChaCha20() { platform::secure_wipe(this, sizeof(*this)); }
  ChaCha20(const ChaCha20&) = delete;
  ChaCha20& operator=(const ChaCha20&) = delete;

  // Puts the next block into stream_ and returns it.
  const std::uint8_t* next_block() {
    std::uint32_t x[16];
    std::copy(std::begin(state_), std::end(state_), x);
    for (int i = 0; i < 10; ++i) {
      for (int j = 0; j < 4; ++j) {
        quarter_round(x[j], x[4 + j], x[8 + j], x[12 + j]);
      }
      for (int j = 0; j < 4; ++j) {
        quarter_round(x[j], x[4 + (j + 1) % 4], x[8 + (j + 2) % 4], x[12 + (j + 3) % 4]);
      }
    }
    for (int i = 0; i < 16; ++i) {
      platform::store_le32(stream_ + 4 * i, x[i] + state_[i]);
    }
    platform::secure_wipe(x, sizeof(x));
    ++state_[12];
    return stream_;
  }

  void apply(std::uint8_t* out, platform::ByteView in) {
    while (!in.empty()) {
      const std::uint8_t* stream = next_block();
      const std::size_t n = std::min<std::size_t>(in.size(), 64);
      for (std::size_t i = 0; i < n; ++i) {
        out[i] = in[i] ^ stream[i];
      }
      out += n;
      in = in.subspan(n);
    }
  }

 private:
  std::uint32_t state_[16];
  std::uint8_t stream_[64];
};

Poly1305::Tag authenticate(ChaCha20& cipher, platform::ByteView associated,
                           platform::ByteView ciphertext) {
  platform::Secret<platform::Bytes<32>> key;
  std::copy_n(cipher.next_block(), 32, key.get().begin());
  Poly1305 mac(key.get());
  mac.update_padded(associated);
  mac.update_padded(ciphertext);
  platform::Bytes<16> lengths;
  platform::store_le64(lengths.data(), associated.size());
  platform::store_le64(lengths.data() + 8, ciphertext.size());
  mac.update_padded(lengths);
  return mac.finish();
}

// 2^32 - 1 blocks of 64 bytes follow the block that makes the one-time key.
constexpr std::uint64_t kMaxBytes = 64 * ((std::uint64_t{1} << 32) - 1);

}  // namespace

void aead_seal(std::span<std::uint8_t> out, const AeadKey& key, const AeadNonce& nonce,
               platform::ByteView associated, platform::ByteView message) {
  if (out.size() != message.size() + kAeadTagBytes || message.size() > kMaxBytes) {
    throw std::invalid_argument("AEAD: output of another length");
  }
  ChaCha20 cipher(key, nonce);
  ChaCha20 one_time(key, nonce);
  cipher.next_block();
  cipher.apply(out.data(), message);
  const auto tag = authenticate(one_time, associated, out.first(message.size()));
  std::copy(tag.begin(), tag.end(), out.end() - kAeadTagBytes);
}

bool aead_open(std::span<std::uint8_t> out, const AeadKey& key, const AeadNonce& nonce,
               platform::ByteView associated, platform::ByteView sealed) {
  if (sealed.size() != out.size() + kAeadTagBytes || out.size() > kMaxBytes) {
    throw std::invalid_argument("AEAD: output of another length");
  }
  const platform::ByteView ciphertext = sealed.first(out.size());
  ChaCha20 cipher(key, nonce);
  const auto tag = authenticate(cipher, associated, ciphertext);
  const std::uint64_t equal =
      platform::equal_mask(tag.data(), sealed.data() + out.size(), kAeadTagBytes);
  if (platform::declassified(equal == 0)) {
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    return false;
  }
  cipher.apply(out.data(), ciphertext);
  return true;
}

}  // namespace nelumbo::protocol
