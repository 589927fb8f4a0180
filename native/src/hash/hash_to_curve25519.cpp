#include "hash/hash_to_curve25519.h"

#include <algorithm>

#include "curve/x25519.h"
#include "hash/expand_message.h"

namespace nelumbo::hash {
namespace {

using field::Field25519;

// 48 big-endian bytes modulo p: high 2^192 + low with two halves of 24 bytes.
Field25519 reduce(const platform::Bytes<48>& wide) {
  platform::Bytes<32> high{}, low{}, shift{};
  std::reverse_copy(wide.begin(), wide.begin() + 24, high.begin());
  std::reverse_copy(wide.begin() + 24, wide.end(), low.begin());
  shift[24] = 1;
  return Field25519::from_bytes_masked(high) * Field25519::from_bytes_masked(shift) +
         Field25519::from_bytes_masked(low);
}

}  // namespace

CurveEncoding encode_to_curve25519(platform::ByteView message, std::string_view tag) {
  platform::Bytes<48> wide;
  expand_message_xmd(wide, message, tag);
  const Field25519 u = reduce(wide);
  const Field25519 q = curve::elligator2(u);
  return {u.to_bytes(), q.to_bytes(), curve::clear_cofactor(q).to_bytes()};
}

}  // namespace nelumbo::hash
