// The field of 2^255 - 19 elements in five limbs of 51 bits: the field of Curve25519 (RFC 7748).
//
// Products return limbs below 2^52; sums and differences of two such values are good factors (limbs
// below 2^54). No operation branches or indexes on a value.
#ifndef NELUMBO_FIELD_FIELD25519_H_
#define NELUMBO_FIELD_FIELD25519_H_

#include "platform/bytes.h"

namespace nelumbo::field {

class Field25519 {
 public:
  static constexpr std::size_t kBytes = 32;

  constexpr Field25519() : v_{} {}
  static constexpr Field25519 from_u64(std::uint64_t x) {
    return Field25519(x & kMask, x >> 51, 0, 0, 0);
  }
  // The low 255 bits, little-endian, modulo p; the top bit is ignored, as RFC 7748 wants it.
  static Field25519 from_bytes_masked(const platform::Bytes<kBytes>& in) {
    const std::uint64_t a = platform::load_le64(in.data()), b = platform::load_le64(in.data() + 8);
    const std::uint64_t c = platform::load_le64(in.data() + 16);
    const std::uint64_t d = platform::load_le64(in.data() + 24);
    return Field25519(a & kMask, (a >> 51 | b << 13) & kMask, (b >> 38 | c << 26) & kMask,
                      (c >> 25 | d << 39) & kMask, (d >> 12) & kMask);
  }
  // The canonical encoding, little-endian.
  platform::Bytes<kBytes> to_bytes() const {
    Field25519 t = carried().carried();
    // q = 1 if t >= p, else 0: the carry out of t + 19.
    std::uint64_t q = 19;
    for (std::uint64_t limb : t.v_) {
      q = (limb + q) >> 51;
    }
    t.v_[0] += 19 * q;
    for (int i = 0; i < 4; ++i) {
      t.v_[i + 1] += t.v_[i] >> 51;
      t.v_[i] &= kMask;
    }
    t.v_[4] &= kMask;
    platform::Bytes<kBytes> out;
    platform::store_le64(out.data(), t.v_[0] | t.v_[1] << 51);
    platform::store_le64(out.data() + 8, t.v_[1] >> 13 | t.v_[2] << 38);
    platform::store_le64(out.data() + 16, t.v_[2] >> 26 | t.v_[3] << 25);
    platform::store_le64(out.data() + 24, t.v_[3] >> 39 | t.v_[4] << 12);
    return out;
  }

  friend Field25519 operator+(const Field25519& a, const Field25519& b) {
    Field25519 r;
    for (int i = 0; i < 5; ++i) {
      r.v_[i] = a.v_[i] + b.v_[i];
    }
    return r;
  }
  // a - b + 8p; b's limbs are below 2^53.
  friend Field25519 operator-(const Field25519& a, const Field25519& b) {
    Field25519 r;
    r.v_[0] = a.v_[0] + 8 * (kMask - 18) - b.v_[0];
    for (int i = 1; i < 5; ++i) {
      r.v_[i] = a.v_[i] + 8 * kMask - b.v_[i];
    }
    return r.carried();
  }
  friend Field25519 operator*(const Field25519& a, const Field25519& b) {
    const std::uint64_t b1 = 19 * b.v_[1], b2 = 19 * b.v_[2], b3 = 19 * b.v_[3], b4 = 19 * b.v_[4];
    const auto& x = a.v_;
    const auto& y = b.v_;
    return reduce(
        mul(x[0], y[0]) + mul(x[1], b4) + mul(x[2], b3) + mul(x[3], b2) + mul(x[4], b1),
        mul(x[0], y[1]) + mul(x[1], y[0]) + mul(x[2], b4) + mul(x[3], b3) + mul(x[4], b2),
        mul(x[0], y[2]) + mul(x[1], y[1]) + mul(x[2], y[0]) + mul(x[3], b4) + mul(x[4], b3),
        mul(x[0], y[3]) + mul(x[1], y[2]) + mul(x[2], y[1]) + mul(x[3], y[0]) + mul(x[4], b4),
        mul(x[0], y[4]) + mul(x[1], y[3]) + mul(x[2], y[2]) + mul(x[3], y[1]) + mul(x[4], y[0]));
  }
  Field25519 square() const {
    const auto& x = v_;
    const std::uint64_t d0 = 2 * x[0], d1 = 2 * x[1], d2 = 2 * x[2];
    const std::uint64_t x3 = 19 * x[3], x4 = 19 * x[4];
    return reduce(mul(x[0], x[0]) + mul(d1, x4) + mul(d2, x3),
                  mul(d0, x[1]) + mul(d2, x4) + mul(x[3], x3),
                  mul(d0, x[2]) + mul(x[1], x[1]) + mul(2 * x[3], x4),
                  mul(d0, x[3]) + mul(d1, x[2]) + mul(x[4], x4),
                  mul(d0, x[4]) + mul(d1, x[3]) + mul(x[2], x[2]));
  }
  // this * small, small below 2^32.
  Field25519 times(std::uint64_t small) const {
    return reduce(mul(v_[0], small), mul(v_[1], small), mul(v_[2], small), mul(v_[3], small),
                  mul(v_[4], small));
  }
  // x^-1; zero for zero.
  Field25519 inverse() const {
    const Field25519 x2 = square();
    const Field25519 x11 = x2.square().square() * *this * x2;
    return power_2_250_minus_1().squared_times(5) * x11;  // p - 2 = (2^250 - 1) 2^5 + 11
  }
  // All ones if this is a square (zero included), else zero.
  std::uint64_t square_mask() const {
    const Field25519 x2 = square();
    // (p - 1) / 2 = (2^250 - 1) 2^4 + 6: the symbol is 1, 0 or p - 1.
    const platform::Bytes<32> symbol =
        (power_2_250_minus_1().squared_times(4) * x2 * x2.square()).to_bytes();
    return ~mask_of(symbol[31] >> 6);
  }
  std::uint64_t zero_mask() const {
    const platform::Bytes<32> zero{};
    return platform::equal_mask(to_bytes().data(), zero.data(), kBytes);
  }

  static void swap_if(std::uint64_t mask, Field25519& a, Field25519& b) {
    for (int i = 0; i < 5; ++i) {
      const std::uint64_t d = mask & (a.v_[i] ^ b.v_[i]);
      a.v_[i] ^= d;
      b.v_[i] ^= d;
    }
  }
  static Field25519 select(std::uint64_t mask, const Field25519& if_set,
                           const Field25519& if_clear) {
    Field25519 r;
    for (int i = 0; i < 5; ++i) {
      r.v_[i] = if_clear.v_[i] ^ (mask & (if_set.v_[i] ^ if_clear.v_[i]));
    }
    return r;
  }
  // All ones if bit is 1, zero if it is 0; hidden from the optimiser.
  static std::uint64_t mask_of(std::uint64_t bit) {
    std::uint64_t mask = 0 - bit;
    __asm__("" : "+r"(mask));
    return mask;
  }

 private:
  using Wide = unsigned __int128;
  static constexpr std::uint64_t kMask = (std::uint64_t{1} << 51) - 1;

  constexpr Field25519(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d,
                       std::uint64_t e)
      : v_{a, b, c, d, e} {}

  static Wide mul(std::uint64_t a, std::uint64_t b) { return static_cast<Wide>(a) * b; }

  static Field25519 reduce(Wide a, Wide b, Wide c, Wide d, Wide e) {
    b += static_cast<std::uint64_t>(a >> 51);
    c += static_cast<std::uint64_t>(b >> 51);
    d += static_cast<std::uint64_t>(c >> 51);
    e += static_cast<std::uint64_t>(d >> 51);
    Field25519 r(static_cast<std::uint64_t>(a) & kMask, static_cast<std::uint64_t>(b) & kMask,
                 static_cast<std::uint64_t>(c) & kMask, static_cast<std::uint64_t>(d) & kMask,
                 static_cast<std::uint64_t>(e) & kMask);
    const Wide low = r.v_[0] + static_cast<Wide>(static_cast<std::uint64_t>(e >> 51)) * 19;
    r.v_[0] = static_cast<std::uint64_t>(low) & kMask;
    r.v_[1] += static_cast<std::uint64_t>(low >> 51);
    return r;
  }

  // The same value with limbs below 2^51 + 2^18.
  Field25519 carried() const {
    Field25519 r;
    r.v_[0] = (v_[0] & kMask) + 19 * (v_[4] >> 51);
    for (int i = 1; i < 5; ++i) {
      r.v_[i] = (v_[i] & kMask) + (v_[i - 1] >> 51);
    }
    return r;
  }

  Field25519 squared_times(int n) const {
    Field25519 r = *this;
    for (int i = 0; i < n; ++i) {
      r = r.square();
    }
    return r;
  }

  // x^(2^250 - 1).
  Field25519 power_2_250_minus_1() const {
    const Field25519 e2 = square() * *this;           // 2^2 - 1
    const Field25519 e4 = e2.squared_times(2) * e2;   // 2^4 - 1
    const Field25519 e5 = e4.square() * *this;        // 2^5 - 1
    const Field25519 e10 = e5.squared_times(5) * e5;  // and so on
    const Field25519 e20 = e10.squared_times(10) * e10;
    const Field25519 e40 = e20.squared_times(20) * e20;
    const Field25519 e50 = e40.squared_times(10) * e10;
    const Field25519 e100 = e50.squared_times(50) * e50;
    const Field25519 e200 = e100.squared_times(100) * e100;
    return e200.squared_times(50) * e50;
  }

  std::uint64_t v_[5];
};

}  // namespace nelumbo::field

#endif  // NELUMBO_FIELD_FIELD25519_H_
