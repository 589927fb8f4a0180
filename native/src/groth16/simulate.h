// Groth16 keys with known toxic waste, and proofs that need no circuit: for self-tests and tests.
#ifndef NELUMBO_GROTH16_SIMULATE_H_
#define NELUMBO_GROTH16_SIMULATE_H_

#include <array>
#include <vector>

#include "groth16/verify.h"

namespace nelumbo::groth16 {
inline namespace NLB_ISA {

// A verifying key whose every exponent is a fixed small formula. Whoever knows them can prove
// anything: such keys never leave a test.
template <class C>
class Simulation {
  using Fr = typename C::Scalar;

 public:
  explicit Simulation(std::size_t inputs) {
    for (std::size_t i = 0; i <= inputs; ++i) {
      ic_.push_back(scalar(100 + i));
    }
  }

  format::VerifyingKey<C> key() const {
    format::VerifyingKey<C> key{g1(alpha()), g2(beta()), g2(gamma()), g2(delta()), {}};
    for (const Fr& e : ic_) {
      key.ic.push_back(g1(e));
    }
    return key;
  }

  // Public inputs, kInputBytes each, that depend on the seed.
  std::vector<std::uint8_t> some_inputs(std::uint64_t seed) const {
    std::vector<std::uint8_t> out((ic_.size() - 1) * kInputBytes);
    for (std::size_t i = 0; i + 1 < ic_.size(); ++i) {
      scalar(seed + 1000 * (i + 1))
          .to_bytes_le(
              std::span<std::uint8_t, kInputBytes>(out.data() + i * kInputBytes, kInputBytes));
    }
    return out;
  }

  // A valid proof for canonical inputs: A and B from the seed, C what the equation leaves.
  std::array<std::uint8_t, kProofBytes<C>> prove(const std::vector<std::uint8_t>& inputs,
                                                 std::uint64_t seed) const {
    Fr x = ic_[0];
    for (std::size_t i = 0; i + 1 < ic_.size(); ++i) {
      Fr input;
      Fr::from_bytes_le(
          std::span<const std::uint8_t, kInputBytes>(inputs.data() + i * kInputBytes, kInputBytes),
          input);
      x += input * ic_[i + 1];
    }
    const Fr a = scalar(seed);
    const Fr b = scalar(seed + 1);
    const Fr c = (a * b - alpha() * beta() - x * gamma()) * delta().inverse();
    std::array<std::uint8_t, kProofBytes<C>> out;
    encode_proof<C>({g1(a), g2(b), g1(c)}, out.data());
    return out;
  }

 private:
  // A full-size scalar from a number.
  static Fr scalar(std::uint64_t n) { return Fr::from_u64(n + 2).inverse(); }
  static Fr alpha() { return scalar(1); }
  static Fr beta() { return scalar(2); }
  static Fr gamma() { return scalar(3); }
  static Fr delta() { return scalar(4); }

  template <class G>
  static curve::Affine<G> times_generator(const Fr& k) {
    return curve::Jacobian<G>::from_affine(G::generator()).multiply_vartime(k).to_affine_vartime();
  }
  static auto g1(const Fr& k) { return times_generator<typename C::G1>(k); }
  static auto g2(const Fr& k) { return times_generator<typename C::G2>(k); }

  std::vector<Fr> ic_;
};

}  // namespace NLB_ISA
}  // namespace nelumbo::groth16

#endif  // NELUMBO_GROTH16_SIMULATE_H_
