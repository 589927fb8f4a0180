// Jubjub: the twisted Edwards curve -x^2 + y^2 = 1 + d x^2 y^2 over the scalar field of BLS12-381
// (Zcash protocol specification 5.4.9.3, where x is called u and y is called v).
#ifndef NELUMBO_CURVE_JUBJUB_H_
#define NELUMBO_CURVE_JUBJUB_H_

#include "field/prime_field.h"
#include "platform/bytes.h"

namespace nelumbo::curve {

using JubjubBytes = platform::Bytes<32>;

// A point in extended coordinates (X : Y : Z : T), x = X / Z, y = Y / Z, T = X Y / Z (Hisil, Wong,
// Carter, Dawson, "Twisted Edwards Curves Revisited", section 3). The default is the identity.
class JubjubPoint {
 public:
  using Coordinate = field::JubjubFq;
  using Scalar = field::JubjubFs;

  struct Affine {
    Coordinate x, y;
  };

  JubjubPoint() : x_(), y_(Coordinate::one()), z_(Coordinate::one()), t_() {}

  // A point of the curve by its coordinates, which are not checked.
  static JubjubPoint from_affine(const Affine& a);

  // Decodes 32 bytes as in Sapling. Returns false unless they are canonical and on the curve; the
  // point may be of any order. Constant time but for the answer.
  [[nodiscard]] static bool decode(const JubjubBytes& in, JubjubPoint& out);
  JubjubBytes encode() const { return encode(to_affine()); }
  static JubjubBytes encode(const Affine& a);
  Affine to_affine() const;

  JubjubPoint doubled() const;
  JubjubPoint operator-() const;
  // Complete: right for every pair of points.
  friend JubjubPoint operator+(const JubjubPoint& p, const JubjubPoint& q);
  friend bool operator==(const JubjubPoint& p, const JubjubPoint& q);

  bool is_identity() const { return *this == JubjubPoint(); }
  // True if the order divides the cofactor 8 (the identity included).
  bool is_small_order() const { return doubled().doubled().doubled().is_identity(); }

  // k P. The time depends on both.
  JubjubPoint mul_vartime(const Scalar& k) const;

  // Sapling's generator for spend authorization.
  static const JubjubPoint& spending_key_generator();
  // k times that generator, in constant time, from a table of 48 KiB made at first use.
  static JubjubPoint mul_generator(const Scalar& k);

 private:
  struct Cached;
  struct AffineCached;
  struct Table;
  static const Table& generator_table();
  static JubjubPoint complete(const Coordinate& e, const Coordinate& f, const Coordinate& g,
                              const Coordinate& h);
  JubjubPoint plus(const Cached& q) const;
  JubjubPoint plus(const AffineCached& q) const;
  Cached cached() const;

  Coordinate x_, y_, z_, t_;
};

}  // namespace nelumbo::curve

#endif  // NELUMBO_CURVE_JUBJUB_H_
