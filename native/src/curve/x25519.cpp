#include "curve/x25519.h"

#include "platform/declassify.h"
#include "platform/wipe.h"

namespace nelumbo::curve {
namespace {

using field::Field25519;

constexpr std::uint64_t kA = 486662;
constexpr std::uint64_t kA24 = 121665;  // (A - 2) / 4

// A point (or the pair P, -P) by its projective u-coordinate x / z.
struct Point {
  Field25519 x;
  Field25519 z;
};

Point doubled(const Point& p) {
  const Field25519 a = (p.x + p.z).square();
  const Field25519 b = (p.x - p.z).square();
  const Field25519 c = a - b;
  return {a * b, c * (a + c.times(kA24))};
}

Point times_eight(const Field25519& u) {
  return doubled(doubled(doubled({u, Field25519::from_u64(1)})));
}

// One step of the ladder: (p, q) becomes (2p, p + q), where q - p has the coordinate u.
void ladder_step(Point& p, Point& q, const Field25519& u) {
  const Field25519 sum = p.x + p.z, difference = p.x - p.z;
  const Field25519 a = sum.square(), b = difference.square();
  const Field25519 c = a - b;
  const Field25519 s = (q.x - q.z) * sum, t = (q.x + q.z) * difference;
  q = {(s + t).square(), u * (s - t).square()};
  p = {a * b, c * (a + c.times(kA24))};
}

}  // namespace

X25519Bytes x25519(const X25519Bytes& scalar, const X25519Bytes& u) {
  platform::Secret<X25519Bytes> clamped(scalar);
  X25519Bytes& k = clamped.get();
  k[0] &= 248;
  k[31] = static_cast<std::uint8_t>((k[31] & 127) | 64);
  const Field25519 base = Field25519::from_bytes_masked(u);
  platform::Secret<Point> p(Point{Field25519::from_u64(1), Field25519()});
  platform::Secret<Point> q(Point{base, Field25519::from_u64(1)});
  std::uint64_t previous = 0;
  for (int i = 254; i >= 0; --i) {
    const std::uint64_t bit = (k[static_cast<std::size_t>(i / 8)] >> (i % 8)) & 1;
    const std::uint64_t swap = Field25519::mask_of(bit ^ previous);
    Field25519::swap_if(swap, p.get().x, q.get().x);
    Field25519::swap_if(swap, p.get().z, q.get().z);
    ladder_step(p.get(), q.get(), base);
    previous = bit;
  }
  const std::uint64_t swap = Field25519::mask_of(previous);
  Field25519::swap_if(swap, p.get().x, q.get().x);
  Field25519::swap_if(swap, p.get().z, q.get().z);
  return (p.get().x * p.get().z.inverse()).to_bytes();
}

bool x25519_is_valid(const X25519Bytes& u) {
  const Field25519 x = Field25519::from_bytes_masked(u);
  const std::uint64_t canonical = platform::equal_mask(x.to_bytes().data(), u.data(), u.size());
  // The cofactors of the curve and its twist are 8 and 4.
  return (canonical & ~times_eight(x).z.zero_mask()) != 0;
}

bool x25519_checked(X25519Bytes& out, const X25519Bytes& scalar, const X25519Bytes& u) {
  if (!platform::declassified(x25519_is_valid(u))) {
    out = {};
    return false;
  }
  out = x25519(scalar, u);
  return true;
}

Field25519 elligator2(const Field25519& r) {
  const Field25519 one = Field25519::from_u64(1);
  const Field25519 minus_a = Field25519() - Field25519::from_u64(kA);
  // 1 + 2 r^2 is never zero: -1/2 is not a square.
  const Field25519 x1 = minus_a * (one + r.square() + r.square()).inverse();
  const Field25519 y1_squared = ((x1 + Field25519::from_u64(kA)) * x1 + one) * x1;
  return Field25519::select(y1_squared.square_mask(), x1, minus_a - x1);
}

Field25519 clear_cofactor(const Field25519& u) {
  const Point p = times_eight(u);
  return p.x * p.z.inverse();
}

}  // namespace nelumbo::curve
