#include "curve/jubjub.h"

#include <array>
#include <cstdlib>
#include <memory>
#include <vector>

#include "field/batch_inverse.h"
#include "platform/wipe.h"

namespace nelumbo::curve {
namespace {

using Fq = field::JubjubFq;
using Fs = field::JubjubFs;

// d = -10240 / 10241.
constexpr Fq kD = [] {
  field::Limbs<4> p_minus_2{};
  field::sub(p_minus_2, Fq::kModulus, field::Limbs<4>{2, 0, 0, 0});
  return -(Fq::from_u64(10240) * Fq::from_u64(10241).pow_vartime(p_minus_2));
}();
constexpr Fq kTwoD = kD + kD;
static_assert(kD * Fq::from_u64(10241) == -Fq::from_u64(10240));

// A square root of x: RFC 9380, appendix I.4. Returns all ones and the root if there is one, else
// zero. Constant time.
std::uint64_t square_root(const Fq& x, Fq& out) {
  constexpr field::Limbs<4> kExponent = field::shift_right(Fq::kModulus, 33);  // (odd part - 1) / 2
  constexpr Fq kRoot = Fq::root_of_unity();
  static_assert(Fq::kTwoAdicity == 32);
  Fq z = x.pow_vartime(kExponent);  // the exponent is public
  Fq t = z.square() * x;
  z *= x;
  Fq b = t;
  Fq c = kRoot;
  for (unsigned i = Fq::kTwoAdicity; i >= 2; --i) {
    for (unsigned j = 1; j + 1 < i; ++j) {
      b = b.square();
    }
    const std::uint64_t one = b.equal_mask(Fq::one());
    z = Fq::select(one, z, z * c);
    c = c.square();
    t = Fq::select(one, t, t * c);
    b = t;
  }
  out = z;
  return z.square().equal_mask(x);
}

}  // namespace

// (Y + X, Y - X, 2 Z, 2 d T): what an addition wants of its second point.
struct JubjubPoint::Cached {
  Fq sum, difference, twice_z, twice_dt;
};

// The same with Z = 1.
struct JubjubPoint::AffineCached {
  Fq sum, difference, twice_dt;
};

// entry[i][j] = (j + 1) 16^i G.
struct JubjubPoint::Table {
  AffineCached entry[64][8];
};

JubjubPoint JubjubPoint::from_affine(const Affine& a) {
  JubjubPoint p;
  p.x_ = a.x;
  p.y_ = a.y;
  p.t_ = a.x * a.y;
  return p;
}

bool JubjubPoint::decode(const JubjubBytes& in, JubjubPoint& out) {
  JubjubBytes bytes = in;
  const std::uint64_t sign = bytes[31] >> 7;
  bytes[31] &= 0x7f;
  Fq y;
  const bool canonical = Fq::from_bytes_le(bytes, y);
  // x^2 = (y^2 - 1) / (d y^2 + 1); the denominator is never zero, since -1/d is not a square.
  const Fq yy = y.square();
  Fq x;
  const std::uint64_t on_curve = square_root((yy - Fq::one()) * (kD * yy + Fq::one()).inverse(), x);
  const std::uint64_t negative_zero = x.is_zero_mask() & field::mask_of(sign);
  x = x.negated_if(field::mask_of(x.parity() ^ sign));
  out = from_affine({x, y});
  return (field::mask_of(static_cast<std::uint64_t>(canonical)) & on_curve & ~negative_zero) != 0;
}

JubjubPoint::Affine JubjubPoint::to_affine() const {
  const Fq z = z_.inverse();
  return {x_ * z, y_ * z};
}

JubjubBytes JubjubPoint::encode(const Affine& a) {
  JubjubBytes out;
  a.y.to_bytes_le(out);
  out[31] = static_cast<std::uint8_t>(out[31] | a.x.parity() << 7);
  return out;
}

JubjubPoint JubjubPoint::complete(const Fq& e, const Fq& f, const Fq& g, const Fq& h) {
  JubjubPoint r;
  r.x_ = e * f;
  r.y_ = g * h;
  r.z_ = f * g;
  r.t_ = e * h;
  return r;
}

JubjubPoint JubjubPoint::doubled() const {
  const Fq a = x_.square(), b = y_.square();
  const Fq g = b - a;
  return complete((x_ + y_).square() - a - b, g - z_.square().doubled(), g, -(a + b));
}

JubjubPoint JubjubPoint::operator-() const {
  JubjubPoint r = *this;
  r.x_ = -x_;
  r.t_ = -t_;
  return r;
}

JubjubPoint JubjubPoint::plus(const Cached& q) const {
  const Fq a = (y_ - x_) * q.difference, b = (y_ + x_) * q.sum;
  const Fq c = t_ * q.twice_dt, d = z_ * q.twice_z;
  return complete(b - a, d - c, d + c, b + a);
}

JubjubPoint JubjubPoint::plus(const AffineCached& q) const {
  const Fq a = (y_ - x_) * q.difference, b = (y_ + x_) * q.sum;
  const Fq c = t_ * q.twice_dt, d = z_.doubled();
  return complete(b - a, d - c, d + c, b + a);
}

JubjubPoint::Cached JubjubPoint::cached() const {
  return {y_ + x_, y_ - x_, z_.doubled(), t_ * kTwoD};
}

JubjubPoint operator+(const JubjubPoint& p, const JubjubPoint& q) { return p.plus(q.cached()); }

bool operator==(const JubjubPoint& p, const JubjubPoint& q) {
  return ((p.x_ * q.z_).equal_mask(q.x_ * p.z_) & (p.y_ * q.z_).equal_mask(q.y_ * p.z_)) != 0;
}

JubjubPoint JubjubPoint::mul_vartime(const Scalar& k) const {
  // Width-5 non-adjacent form: odd digits below 16 in absolute value.
  std::array<std::int8_t, 256> digits{};
  field::Limbs<4> n = k.to_limbs();
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if ((n[0] & 1) != 0) {
      const auto low = static_cast<int>(n[0] & 31);
      const int digit = low < 16 ? low : low - 32;
      digits[i] = static_cast<std::int8_t>(digit);
      field::Limbs<4> magnitude{static_cast<std::uint64_t>(std::abs(digit)), 0, 0, 0};
      if (digit > 0) {
        field::sub(n, n, magnitude);
      } else {
        field::add(n, n, magnitude);
      }
    }
    n = field::shift_right(n, 1);
  }
  const Cached twice = doubled().cached();
  std::array<JubjubPoint, 8> odd{*this};
  for (std::size_t i = 1; i < odd.size(); ++i) {
    odd[i] = odd[i - 1].plus(twice);
  }
  JubjubPoint r;
  for (std::size_t i = digits.size(); i-- > 0;) {
    r = r.doubled();
    if (digits[i] != 0) {
      const JubjubPoint& p = odd[static_cast<std::size_t>(std::abs(digits[i])) / 2];
      r = r + (digits[i] > 0 ? p : -p);
    }
  }
  return r;
}

const JubjubPoint& JubjubPoint::spending_key_generator() {
  static const JubjubPoint generator = [] {
    // Zcash protocol specification 5.4.7.1 (FindGroupHash of "Zcash_G_").
    constexpr JubjubBytes kEncoded = {0x30, 0xb5, 0xf2, 0xaa, 0xad, 0x32, 0x56, 0x30,
                                      0xbc, 0xdd, 0xdb, 0xce, 0x4d, 0x67, 0x65, 0x6d,
                                      0x05, 0xfd, 0x1c, 0xc2, 0xd0, 0x37, 0xbb, 0x53,
                                      0x75, 0xb6, 0xe9, 0x6d, 0x9e, 0x01, 0xa1, 0xd7};
    JubjubPoint p;
    if (!decode(kEncoded, p)) {
      std::abort();  // unreachable: a constant
    }
    return p;
  }();
  return generator;
}

const JubjubPoint::Table& JubjubPoint::generator_table() {
  static const std::unique_ptr<const Table> table = [] {
    std::vector<JubjubPoint> points;
    JubjubPoint base = spending_key_generator();
    for (int i = 0; i < 64; ++i) {
      JubjubPoint p = base;
      for (int j = 0; j < 8; ++j) {
        points.push_back(p);
        p = p + base;
      }
      base = points.back().doubled();
    }
    std::vector<Fq> z(points.size()), scratch(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      z[i] = points[i].z_;
    }
    field::batch_inverse(z.data(), z.size(), scratch.data());
    auto t = std::make_unique<Table>();
    for (std::size_t i = 0; i < points.size(); ++i) {
      const Fq x = points[i].x_ * z[i], y = points[i].y_ * z[i];
      t->entry[i / 8][i % 8] = {y + x, y - x, x * y * kTwoD};
    }
    return t;
  }();
  return *table;
}

JubjubPoint JubjubPoint::mul_generator(const Scalar& k) {
  const Table& table = generator_table();
  platform::Secret<field::Limbs<4>> n(k.to_limbs());
  platform::Secret<JubjubPoint> r;
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < 64; ++i) {
    // Digits from -8 to 7, of which the last is 0 or 1, as k is below 2^252.
    const std::uint64_t nibble = ((n.get()[i / 16] >> (4 * (i % 16))) & 15) + carry;
    carry = (nibble + 8) >> 4;
    const std::uint64_t negative = field::mask_of(carry);
    const std::uint64_t magnitude = field::select(negative, 16 - nibble, nibble);
    platform::Secret<AffineCached> chosen(AffineCached{Fq::one(), Fq::one(), Fq()});
    AffineCached& q = chosen.get();
    for (std::uint64_t j = 0; j < 8; ++j) {
      const AffineCached& entry = table.entry[i][j];
      const std::uint64_t hit = field::zero_mask(magnitude ^ (j + 1));
      q.sum = Fq::select(hit, entry.sum, q.sum);
      q.difference = Fq::select(hit, entry.difference, q.difference);
      q.twice_dt = Fq::select(hit, entry.twice_dt, q.twice_dt);
    }
    const Fq sum = Fq::select(negative, q.difference, q.sum);
    q.difference = Fq::select(negative, q.sum, q.difference);
    q.sum = sum;
    q.twice_dt = q.twice_dt.negated_if(negative);
    r.get() = r.get().plus(q);
  }
  return r.get();
}

}  // namespace nelumbo::curve
