#include "hash/hkdf.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "hash/sha256.h"
#include "platform/wipe.h"

namespace nelumbo::hash {

void hkdf_sha256(std::span<std::uint8_t> out, platform::ByteView salt, platform::ByteView ikm,
                 platform::ByteView info) {
  if (out.size() > 255 * Sha256::kBytes) {
    throw std::invalid_argument("HKDF: output of at most 8160 bytes");
  }
  const platform::Secret<Sha256::Digest> key(hmac_sha256(salt, ikm));
  platform::Secret<Sha256::Digest> block;
  std::vector<std::uint8_t> input;  // previous block, info, counter
  input.reserve(Sha256::kBytes + info.size() + 1);
  for (std::uint8_t i = 1; !out.empty(); ++i) {
    input.insert(input.end(), info.begin(), info.end());
    input.push_back(i);
    block.get() = hmac_sha256(key.get(), input);
    const std::size_t n = std::min(out.size(), block.get().size());
    std::copy_n(block.get().begin(), n, out.begin());
    out = out.subspan(n);
    input.assign(block.get().begin(), block.get().end());
  }
  platform::secure_wipe(input.data(), input.size());
}

}  // namespace nelumbo::hash
