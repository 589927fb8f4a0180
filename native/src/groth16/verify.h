// Verification of Groth16 proofs over either curve (J. Groth, "On the size of pairing-based
// non-interactive arguments", EUROCRYPT 2016), one at a time and in batches.
//
// A proof holds when e(A, B) = e(alpha, beta) e(sum x_i IC_i, gamma) e(C, delta). All inputs are
// public: nothing here is constant-time.
#ifndef NELUMBO_GROTH16_VERIFY_H_
#define NELUMBO_GROTH16_VERIFY_H_

#include <algorithm>

#include "format/verifying_key.h"
#include "groth16/fixed_sum.h"
#include "groth16/proof.h"
#include "pairing/pairing.h"
#include "platform/pool.h"
#include "platform/random.h"

namespace nelumbo::groth16 {

// `count` proofs of one key and their public inputs, back to back.
struct BatchView {
  const std::uint8_t* proofs;
  const std::uint8_t* inputs;
  std::size_t count;
};

inline namespace NLB_ISA {

// False unless every input is below r.
template <class Fr>
bool decode_inputs(const std::uint8_t* bytes, std::span<Fr> inputs) {
  bool canonical = true;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::span<const std::uint8_t, kInputBytes> in(bytes + i * kInputBytes, kInputBytes);
    canonical = Fr::from_bytes_le(in, inputs[i]) && canonical;
  }
  return canonical;
}

// A verifying key ready for use: e(alpha, beta), the lines of -gamma and -delta, tables of the IC
// points. Immutable; any number of threads may use it.
template <class C>
class Verifier {
  using Fr = typename C::Scalar;
  using Fp12 = pairing::Fp12<C>;
  using PreparedG2 = pairing::PreparedG2<C>;
  using Pair = pairing::Pair<C>;

 public:
  explicit Verifier(const format::VerifyingKey<C>& key)
      : minus_gamma_(-key.gamma),
        minus_delta_(-key.delta),
        ic_(key.ic),
        inputs_(key.ic.size() - 1) {
    const PreparedG2 beta(key.beta);
    const Pair pair = {key.alpha, &beta};
    alpha_beta_ = pairing::pairing_product<C>({&pair, 1});
  }

  std::size_t inputs() const { return inputs_; }

  // Whether `proof` (kProofBytes<C>) holds for `inputs` (kInputBytes each). Malformed bytes: false.
  bool verify(const std::uint8_t* proof, const std::uint8_t* inputs) const {
    Proof<C> decoded;
    std::vector<Fr> scalars(inputs_ + 1);
    scalars[0] = Fr::one();
    return decode_proof(proof, decoded) &&
           decode_inputs<Fr>(inputs, std::span(scalars).subspan(1)) && holds(decoded, scalars);
  }

  // valid[i] = 1 or 0, exactly what verify says of each proof.
  void verify_batch(platform::WorkerPool& pool, const BatchView& batch, std::int32_t* valid) const;

 private:
  template <class>
  friend class BatchVerifier;

  // scalars: one, then the inputs.
  bool holds(const Proof<C>& proof, std::span<const Fr> scalars) const {
    const PreparedG2 b(proof.b);
    const Pair pairs[3] = {{proof.a, &b},
                           {ic_.sum_vartime(scalars).to_affine_vartime(), &minus_gamma_},
                           {proof.c, &minus_delta_}};
    return pairing::pairing_product<C>(pairs) == alpha_beta_;
  }

  PreparedG2 minus_gamma_;
  PreparedG2 minus_delta_;
  FixedSum<C> ic_;
  std::size_t inputs_;
  Fp12 alpha_beta_;
};

// One batch: the product of all equations, each raised to a random power r_i of 128 bits,
//   prod e(r_i A_i, B_i) e(sum_i r_i sum_j x_ij IC_j, -gamma) e(sum_i r_i C_i, -delta)
//     = e(alpha, beta)^(sum r_i).
// A batch with a false proof passes with a probability of about 2^-128. Powers are drawn after all
// bytes have been read.
template <class C>
class BatchVerifier {
  using Fr = typename C::Scalar;
  using G1 = curve::Jacobian<typename C::G1>;
  using Fp12 = pairing::Fp12<C>;
  using PreparedG2 = pairing::PreparedG2<C>;
  using Pair = pairing::Pair<C>;

 public:
  BatchVerifier(const Verifier<C>& key, platform::WorkerPool& pool, const BatchView& batch)
      : key_(key),
        pool_(pool),
        batch_(batch),
        width_(key.inputs_ + 1),
        proofs_(batch.count),
        scalars_(batch.count * width_),
        workers_(pool.threads()) {}

  // valid[i] is 1 only from the moment when the proof has been checked, also if this throws.
  void run(std::int32_t* valid) {
    std::fill_n(valid, batch_.count, 0);
    decode();
    if (live_.size() > 1 && all_hold()) {
      for (const std::size_t i : live_) {
        valid[i] = 1;
      }
      return;
    }
    each([&](std::size_t i) { valid[i] = key_.holds(proofs_[i], scalars_of(i)) ? 1 : 0; });
  }

 private:
  using Power = field::Limbs<2>;
  static constexpr std::size_t kChunk = 8;  // Miller loops that share their squarings

  // What one worker has collected.
  struct Worker {
    Fp12 product = Fp12::one();
    G1 c_sum = G1::infinity();
    std::vector<Fr> scalar_sums;
    std::vector<PreparedG2> lines;
  };

  std::span<Fr> scalars_of(std::size_t i) { return {scalars_.data() + i * width_, width_}; }

  // Runs body(i) for every live proof on all workers.
  template <class Body>
  void each(Body&& body) {
    const platform::Control control;
    platform::parallel_for(pool_, live_.size(), 1, control,
                           [&](std::size_t begin, std::size_t end, unsigned) {
                             for (std::size_t i = begin; i < end; ++i) {
                               body(live_[i]);
                             }
                           });
  }

  // Reads all bytes; live_ becomes what could be read.
  void decode() {
    std::vector<std::uint8_t> readable(batch_.count);
    live_.resize(batch_.count);
    for (std::size_t i = 0; i < batch_.count; ++i) {
      live_[i] = i;
    }
    each([&](std::size_t i) {
      const std::span<Fr> scalars = scalars_of(i);
      scalars[0] = Fr::one();
      const std::uint8_t* const inputs = batch_.inputs + i * (width_ - 1) * kInputBytes;
      readable[i] = decode_proof(batch_.proofs + i * kProofBytes<C>, proofs_[i]) &&
                            decode_inputs<Fr>(inputs, scalars.subspan(1))
                        ? 1
                        : 0;
    });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < batch_.count; ++i) {
      if (readable[i] != 0) {
        live_[kept++] = i;
      }
    }
    live_.resize(kept);
  }

  void draw_powers() {
    powers_.resize(live_.size());
    const std::span<std::uint8_t> bytes(reinterpret_cast<std::uint8_t*>(powers_.data()),
                                        powers_.size() * sizeof(Power));
    do {
      platform::fill_random(bytes);
    } while (has_zero_power());
  }

  bool has_zero_power() const {
    for (const Power& p : powers_) {
      if ((p[0] | p[1]) == 0) {
        return true;
      }
    }
    return false;
  }

  bool all_hold() {
    draw_powers();
    for (Worker& w : workers_) {
      w.scalar_sums.assign(width_, Fr::zero());
      w.lines.resize(kChunk);
    }
    const platform::Control control;
    platform::parallel_for(pool_, live_.size(), kChunk, control,
                           [&](std::size_t begin, std::size_t end, unsigned worker) {
                             collect(begin, end, workers_[worker]);
                           });
    return combined_equation_holds();
  }

  // Proofs live_[begin..end), at most kChunk of them.
  void collect(std::size_t begin, std::size_t end, Worker& worker) {
    G1 scaled[kChunk];
    curve::Affine<typename C::G1> affine[kChunk];
    Pair pairs[kChunk];
    const std::size_t n = end - begin;
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t i = live_[begin + k];
      const Power& power = powers_[begin + k];
      const Proof<C>& proof = proofs_[i];
      scaled[k] = G1::from_affine(proof.a).multiply_vartime(power);
      worker.c_sum = worker.c_sum.plus_vartime(G1::from_affine(proof.c).multiply_vartime(power));
      const Fr scalar = Fr::from_limbs({power[0], power[1], 0, 0});
      for (std::size_t j = 0; j < width_; ++j) {
        worker.scalar_sums[j] += scalar * scalars_of(i)[j];
      }
      worker.lines[k] = PreparedG2(proof.b);
    }
    for (std::size_t k = 0; k < n; ++k) {
      affine[k] = scaled[k].to_affine_vartime();
      pairs[k] = {affine[k], &worker.lines[k]};
    }
    worker.product = worker.product * pairing::miller_loop<C>({pairs, n});
  }

  bool combined_equation_holds() {
    Fp12 product = Fp12::one();
    G1 c_sum = G1::infinity();
    std::vector<Fr> sums(width_);
    for (const Worker& w : workers_) {
      product = product * w.product;
      c_sum = c_sum.plus_vartime(w.c_sum);
      for (std::size_t j = 0; j < width_; ++j) {
        sums[j] += w.scalar_sums[j];
      }
    }
    const Pair fixed[2] = {{key_.ic_.sum_vartime(sums).to_affine_vartime(), &key_.minus_gamma_},
                           {c_sum.to_affine_vartime(), &key_.minus_delta_}};
    product = product * pairing::miller_loop<C>(fixed);
    // scalars_[0] of every proof is one, so that sums[0] is the sum of the powers (modulo r, the
    // order of e(alpha, beta)).
    return pairing::final_exponentiation(product) ==
           pairing::cyclotomic_power_vartime(key_.alpha_beta_, sums[0].to_limbs());
  }

  const Verifier<C>& key_;
  platform::WorkerPool& pool_;
  const BatchView& batch_;
  std::size_t width_;  // inputs + 1
  std::vector<Proof<C>> proofs_;
  std::vector<Fr> scalars_;
  std::vector<std::size_t> live_;
  std::vector<Power> powers_;
  std::vector<Worker> workers_;
};

template <class C>
void Verifier<C>::verify_batch(platform::WorkerPool& pool, const BatchView& batch,
                               std::int32_t* valid) const {
  BatchVerifier<C>(*this, pool, batch).run(valid);
}

}  // namespace NLB_ISA
}  // namespace nelumbo::groth16

#endif  // NELUMBO_GROTH16_VERIFY_H_
