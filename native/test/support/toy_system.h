// A small constraint system with its own Groth16 setup, for tests of the prover: the toxic waste is
// known, so a proof can be checked in the exponent, and the key file is written here byte by byte.
#ifndef NELUMBO_TEST_SUPPORT_TOY_SYSTEM_H_
#define NELUMBO_TEST_SUPPORT_TOY_SYSTEM_H_

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "curve/bls12_381.h"
#include "curve/bn254.h"
#include "curve/encoding.h"
#include "hash/sha256.h"
#include "ntt/domain.h"
#include "test_support.h"

namespace nelumbo::test {

using Fr = field::Bls12381Fr;

// Rows a_i . w times b_i . w = w_k, where wire k is new in row i: always solvable.
template <class C>
class ToySystemOf {
 public:
  using Fr = typename C::Scalar;
  struct Term {
    std::size_t wire;
    Fr factor;
  };
  struct Row {
    std::vector<Term> a, b;
    std::size_t c;
  };
  struct Waste {
    Fr tau, alpha, beta, gamma, delta;
  };

  std::size_t public_inputs;
  unsigned log_domain;
  std::vector<Row> rows;
  std::vector<Fr> wires;  // a solution
  Waste waste;
  // The polynomials of each wire at tau.
  std::vector<Fr> a_at, b_at, c_at;

  ToySystemOf(Random& random, std::size_t public_count, unsigned log_size, std::size_t constraints)
      : public_inputs(public_count), log_domain(log_size) {
    wires.push_back(Fr::one());
    // Two private inputs, of which the first is in no B and the second in no A.
    for (std::size_t i = 0; i < public_inputs + 2; ++i) {
      wires.push_back(i % 3 == 2 ? Fr::from_u64(i) : random.element<Fr>());
    }
    for (std::size_t i = 0; i < constraints; ++i) {
      add_row(random, i);
    }
    waste = {random.element<Fr>(), random.element<Fr>(), random.element<Fr>(), random.element<Fr>(),
             random.element<Fr>()};
    evaluate();
  }

  std::size_t domain_size() const { return std::size_t{1} << log_domain; }

  static Fr dot(const std::vector<Term>& terms, const std::vector<Fr>& w) {
    Fr sum;
    for (const Term& t : terms) {
      sum += t.factor * w[t.wire];
    }
    return sum;
  }

  // tau^n - 1.
  Fr vanishing() const { return waste.tau.pow_vartime(domain_size()) - Fr::one(); }

  // beta a + alpha b + c of a wire.
  Fr combined(std::size_t wire) const {
    return waste.beta * a_at[wire] + waste.alpha * b_at[wire] + c_at[wire];
  }

 private:
  void add_row(Random& random, std::size_t i) {
    const std::size_t p = public_inputs;
    Row row;
    // Every public input is used; the first rows also bind the private inputs.
    row.a = {{i % (p + 1), random.element<Fr>()}, {p + 1, Fr::one()}};
    row.b = {{p + 2, Fr::one()}, {0, random.element<Fr>()}};
    if (i > 2) {
      row.a.push_back({p + 3 + random.u64() % i, -Fr::one()});
      row.b.push_back({p + 3 + i - 1, random.element<Fr>()});
    }
    row.c = wires.size();
    wires.push_back(dot(row.a, wires) * dot(row.b, wires));
    rows.push_back(row);
  }

  void evaluate() {
    a_at.resize(wires.size());
    b_at.resize(wires.size());
    c_at.resize(wires.size());
    // L_i(tau) = (tau^n - 1) w^i / (n (tau - w^i)).
    const Fr w = ntt::Domain<Fr>::root(log_domain);
    const Fr scale = vanishing() * Fr::from_u64(domain_size()).inverse();
    Fr power = Fr::one();
    for (const Row& row : rows) {
      const Fr lagrange = scale * power * (waste.tau - power).inverse();
      for (const Term& t : row.a) {
        a_at[t.wire] += t.factor * lagrange;
      }
      for (const Term& t : row.b) {
        b_at[t.wire] += t.factor * lagrange;
      }
      c_at[row.c] += lagrange;
      power *= w;
    }
  }
};

using ToySystem = ToySystemOf<curve::Bls12381>;

// The key file of a toy system (docs/protocol/keys.md 8, 9), with handles for spoiling it.
template <class Curve>
class ToyKeyFileOf {
  using ToySystem = ToySystemOf<Curve>;
  using Fr = typename Curve::Scalar;
  using G1 = typename Curve::G1;
  using G2 = typename Curve::G2;

 public:
  static constexpr std::size_t kTable = 192;
  static constexpr std::size_t kSections = 13;

  explicit ToyKeyFileOf(const ToySystem& s) {
    const Fr delta_inverse = s.waste.delta.inverse();
    std::vector<Fr> a, b, k, z;
    std::vector<std::uint8_t> infinity_a((s.wires.size() + 7) / 8);
    std::vector<std::uint8_t> infinity_b = infinity_a;
    for (std::size_t i = 0; i < s.wires.size(); ++i) {
      keep(s.a_at[i], i, a, infinity_a);
      keep(s.b_at[i], i, b, infinity_b);
      if (i > s.public_inputs) {
        k.push_back(s.combined(i) * delta_inverse);
      }
    }
    Fr power = s.vanishing() * delta_inverse;
    for (std::size_t i = 0; i + 1 < s.domain_size(); ++i) {
      z.push_back(power);
      power *= s.waste.tau;
    }
    const typename ToySystem::Waste& t = s.waste;
    const std::vector<std::uint8_t> vk = verifying_key(s);
    write_header(s, vk);
    add<G1>(1, {t.alpha});
    add<G1>(2, {t.beta});
    add<G1>(3, {t.delta});
    add<G2>(4, {t.beta});
    add<G2>(5, {t.delta});
    add<G1>(6, a);
    add<G1>(7, b);
    add<G1>(8, k);
    add<G1>(9, z);
    add<G2>(10, b);
    add_bytes(11, 1, infinity_a);
    add_bytes(12, 1, infinity_b);
    add_bytes(13, 1, vk);
    seal();
  }

  std::vector<std::uint8_t> bytes;

  template <class T>
  T get(std::size_t at) const {
    T x;
    std::memcpy(&x, bytes.data() + at, sizeof(T));
    return x;
  }
  template <class T>
  void put(std::size_t at, T x) {
    std::memcpy(bytes.data() + at, &x, sizeof(T));
  }

  // Where a section's entry and its content are.
  static std::size_t entry(unsigned kind) { return kTable + 32 * (kind - 1); }
  std::size_t content(unsigned kind) const { return get<std::uint64_t>(entry(kind) + 8); }

  // Makes size, verifying key hash and digest fit the contents again.
  void seal() {
    put<std::uint64_t>(120, bytes.size());
    if (content(13) <= bytes.size()) {
      put(80, hash::Sha256::of(std::span(bytes).subspan(content(13))));
    }
    put(128, hash::Sha256::of(std::span(bytes).subspan(192)));
  }

  // The file in the test's temporary folder.
  TemporaryFile write() const { return TemporaryFile(bytes); }

  static std::vector<std::uint8_t> verifying_key(const ToySystem& s) {
    std::vector<std::uint8_t> out = {'N', 'L', 'B', 'V', 'K', 'E', 'Y', '1', Curve::kId, 0, 0, 0};
    for (unsigned i = 0; i < 4; ++i) {
      out.push_back(static_cast<std::uint8_t>(s.public_inputs >> (8 * i)));
    }
    compress<G1>(out, s.waste.alpha);
    compress<G2>(out, s.waste.beta);
    compress<G2>(out, s.waste.gamma);
    compress<G2>(out, s.waste.delta);
    const Fr gamma_inverse = s.waste.gamma.inverse();
    for (std::size_t i = 0; i <= s.public_inputs; ++i) {
      compress<G1>(out, s.combined(i) * gamma_inverse);
    }
    return out;
  }

 private:
  static void keep(const Fr& x, std::size_t wire, std::vector<Fr>& points,
                   std::vector<std::uint8_t>& infinity) {
    if (x.is_zero()) {
      infinity[wire / 8] = static_cast<std::uint8_t>(infinity[wire / 8] | 1 << (wire % 8));
    } else {
      points.push_back(x);
    }
  }

  template <class C>
  static curve::Affine<C> point(const Fr& k) {
    return curve::Jacobian<C>::from_affine(C::generator()).multiply_vartime(k).to_affine_vartime();
  }

  template <class C>
  static void compress(std::vector<std::uint8_t>& out, const Fr& k) {
    std::array<std::uint8_t, curve::kCompressedBytes<C>> encoded;
    curve::encode_compressed<C>(point<C>(k), encoded);
    out.insert(out.end(), encoded.begin(), encoded.end());
  }

  void write_header(const ToySystem& s, const std::vector<std::uint8_t>& vk) {
    bytes.resize(kTable + 32 * kSections);
    std::memcpy(bytes.data(), "NLBPKEY1", 8);
    put<std::uint32_t>(8, 1);
    put<std::uint32_t>(12, Curve::kId);
    put<std::uint64_t>(16, s.domain_size());
    put<std::uint64_t>(24, s.wires.size());
    put<std::uint64_t>(32, s.public_inputs);
    put<std::uint64_t>(40, s.rows.size());
    put(48, hash::Sha256::of(vk));
    put<std::uint32_t>(112, 1);
    put<std::uint32_t>(116, kSections);
  }

  void add_bytes(std::uint32_t kind, std::uint32_t element_bytes,
                 const std::vector<std::uint8_t>& content) {
    bytes.resize((bytes.size() + 63) / 64 * 64);
    put(entry(kind), kind);
    put(entry(kind) + 4, element_bytes);
    put<std::uint64_t>(entry(kind) + 8, bytes.size());
    put<std::uint64_t>(entry(kind) + 16, content.size() / element_bytes);
    bytes.insert(bytes.end(), content.begin(), content.end());
  }

  template <class C>
  void add(std::uint32_t kind, const std::vector<Fr>& scalars) {
    std::vector<std::uint8_t> content;
    for (const Fr& k : scalars) {
      const curve::Affine<C> p = point<C>(k);
      const auto* const raw = reinterpret_cast<const std::uint8_t*>(&p);
      content.insert(content.end(), raw, raw + sizeof(p));
    }
    add_bytes(kind, sizeof(curve::Affine<C>), content);
  }
};

using ToyKeyFile = ToyKeyFileOf<curve::Bls12381>;

}  // namespace nelumbo::test

#endif  // NELUMBO_TEST_SUPPORT_TOY_SYSTEM_H_
