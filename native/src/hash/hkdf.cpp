#include "hash/hkdf.h"

#include <algorithm>
#include <stdexcept>

#include "hash/sha256.h"
#include "platform/wipe.h"

namespace nelumbo::hash {
namespace {

using Block = platform::Bytes<Sha256::kBlockBytes>;

// HMAC (RFC 2104) over several pieces without an allocation.
class Hmac {
 public:
  explicit Hmac(const Sha256::Digest& key) {
    platform::Secret<Block> pad;
    for (std::size_t i = 0; i < pad.get().size(); ++i) {
      pad.get()[i] = 0x36 ^ (i < key.size() ? key[i] : 0);
    }
    inner_.update(pad.get());
    for (auto& b : pad.get()) {
      b ^= 0x36 ^ 0x5c;
    }
    outer_.update(pad.get());
  }
  Hmac& update(platform::ByteView in) {
    inner_.update(in);
    return *this;
  }
  Sha256::Digest finish() {
    const platform::Secret<Sha256::Digest> digest([&] { return inner_.finish(); });
    return outer_.update(digest.get()).finish();
  }

 private:
  Sha256 inner_, outer_;
};

}  // namespace

void hkdf_sha256(std::span<std::uint8_t> out, platform::ByteView salt, platform::ByteView ikm,
                 platform::ByteView info) {
  if (out.size() > 255 * Sha256::kBytes) {
    throw std::invalid_argument("HKDF: output of at most 8160 bytes");
  }
  const platform::Secret<Sha256::Digest> key([&] { return hmac_sha256(salt, ikm); });
  platform::Secret<Sha256::Digest> block;
  platform::ByteView previous;  // nothing before the first block
  for (std::uint8_t i = 1; !out.empty(); ++i) {
    Hmac mac(key.get());
    block.get() = mac.update(previous).update(info).update(platform::ByteView(&i, 1)).finish();
    previous = block.get();
    const std::size_t n = std::min(out.size(), previous.size());
    std::copy_n(previous.begin(), n, out.begin());
    out = out.subspan(n);
  }
}

}  // namespace nelumbo::hash
