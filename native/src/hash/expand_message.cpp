#include "hash/expand_message.h"

#include <algorithm>
#include <stdexcept>

#include "hash/sha512.h"

namespace nelumbo::hash {

void expand_message_xmd(std::span<std::uint8_t> out, platform::ByteView message,
                        std::string_view tag) {
  if (out.empty() || out.size() > 255 * Sha512::kBytes || tag.empty() || tag.size() > 255) {
    throw std::invalid_argument("expand_message_xmd: output of 1..16320 bytes, tag of 1..255");
  }
  const platform::ByteView tag_bytes(reinterpret_cast<const std::uint8_t*>(tag.data()), tag.size());
  const auto tag_length = static_cast<std::uint8_t>(tag.size());
  const platform::Bytes<Sha512::kBlockBytes> zero_block{};
  const platform::Bytes<3> length = {static_cast<std::uint8_t>(out.size() >> 8),
                                     static_cast<std::uint8_t>(out.size()), 0};
  const Sha512::Digest b0 = Sha512()
                                .update(zero_block)
                                .update(message)
                                .update(length)
                                .update(tag_bytes)
                                .update(tag_length)
                                .finish();
  Sha512::Digest previous{};
  for (std::uint8_t i = 1; !out.empty(); ++i) {
    Sha512::Digest mixed;
    for (std::size_t j = 0; j < mixed.size(); ++j) {
      mixed[j] = b0[j] ^ previous[j];
    }
    previous = Sha512().update(mixed).update(i).update(tag_bytes).update(tag_length).finish();
    const std::size_t n = std::min(out.size(), previous.size());
    std::copy_n(previous.begin(), n, out.begin());
    out = out.subspan(n);
  }
}

}  // namespace nelumbo::hash
