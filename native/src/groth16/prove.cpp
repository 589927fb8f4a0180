#include "groth16/prove.h"

#include <atomic>
#include <chrono>

#include "msm/run.h"
#include "nelumbo/nelumbo.h"
#include "platform/error.h"
#include "platform/wipe.h"

namespace nelumbo::groth16 {
namespace {

using format::Section;
using platform::Buffer;
using platform::set_error;

constexpr std::size_t kElementBytes = 32;

std::uint64_t now_nanos() {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                        std::chrono::steady_clock::now().time_since_epoch())
                                        .count());
}

// k P by windows of four bits. k is a blinding scalar: its limbs are wiped here, what the steps leave on the
// stack by the pool's workers and by the caller of prove_vartime.
template <class C>
curve::Jacobian<C> multiply_secret_vartime(const curve::Jacobian<C>& p,
                                           const typename C::Scalar& k) {
  curve::Jacobian<C> table[16] = {curve::Jacobian<C>::infinity(), p};
  for (std::size_t i = 2; i < 16; ++i) {
    table[i] = table[i - 1].plus_vartime(p);
  }
  const platform::Secret<field::Limbs<4>> plain([&] { return k.to_limbs(); });
  curve::Jacobian<C> r = curve::Jacobian<C>::infinity();
  for (unsigned w = 64; w-- > 0;) {
    r = r.doubled().doubled().doubled().doubled();
    r = r.plus_vartime(table[plain.get()[w / 16] >> (4 * (w % 16)) & 15]);
  }
  return r;
}

// One proof in the making.
template <class C>
class Job {
  using Fr = typename C::Scalar;
  using G1 = curve::Jacobian<typename C::G1>;
  using G2 = curve::Jacobian<typename C::G2>;

 public:
  Job(const ProveInput& input, platform::Control& control,
      std::array<std::uint64_t, kPhases>& nanos)
      : in_(input),
        control_(control),
        nanos_(nanos),
        header_(input.key.header()),
        plain_wires_(kElementBytes * header_.wires, Buffer::Contents::kSecret),
        quotient_(kElementBytes * header_.domain_size, Buffer::Contents::kSecret) {}

  std::int32_t run(const Blinding<C>& blinding, Proof<C>& proof) {
    const std::uint64_t start = now_nanos();
    if (const std::int32_t status = check_witness(); status != NLB_OK) {
      return status;
    }
    nanos_[kA] = now_nanos() - start;
    timed(kH, [&] { compute_quotient(); });
    sum_sections();
    if (control_.cancelled()) {
      return set_error(NLB_CANCELLED, "proving was cancelled");
    }
    timed(kFinish, [&] { finish(blinding, proof); });
    announce(1000, 1);
    control_.advance(1);
    nanos_[kTotal] = now_nanos() - start;
    return NLB_OK;
  }

 private:
  template <class F>
  void timed(Phase phase, F&& f) {
    const std::uint64_t start = now_nanos();
    f();
    nanos_[phase] += now_nanos() - start;
  }

  void announce(std::uint64_t permille, std::uint64_t steps) {
    control_.begin_phase(permille, steps);
  }

  template <class F>
  void for_all(std::size_t n, F&& f) {
    constexpr std::size_t kGrain = 1024;
    parallel_for(in_.pool, n, kGrain, control_, [&](std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t i = begin; i < end; ++i) {
        f(i);
      }
    });
  }

  static void keep_lowest(std::atomic<std::size_t>& lowest, std::size_t i) {
    std::size_t seen = lowest.load(std::memory_order_relaxed);
    while (i < seen && !lowest.compare_exchange_weak(seen, i, std::memory_order_relaxed)) {
    }
  }

  static bool is_canonical(const Fr& x) {
    return field::less_mask(x.montgomery(), Fr::kModulus) != 0;
  }

  // Canonical elements, the one-wire, and A B = C in every row; also fills plain_wires_.
  std::int32_t check_witness() {
    if (!in_.witness.fits(in_.key)) {
      return set_error(
          NLB_BAD_ARGUMENT,
          "witness: made for another proving key; make one with nlb_witness_new for this key");
    }
    constexpr std::size_t kNone = SIZE_MAX;
    std::atomic<std::size_t> bad_wire{kNone};
    const auto* const w = reinterpret_cast<const Fr*>(in_.witness.wire_values());
    auto* const plain = plain_wires_.as<field::Limbs<4>>();
    for_all(header_.wires, [&](std::size_t i) {
      if (!is_canonical(w[i])) {
        keep_lowest(bad_wire, i);
      }
      plain[i] = w[i].to_limbs();
    });
    const Fr* rows[3];
    for (unsigned k = 0; k < 3; ++k) {
      rows[k] = reinterpret_cast<const Fr*>(in_.witness.row_values(k));
    }
    std::atomic<std::size_t> bad_row{kNone};
    std::atomic<std::size_t> wrong_row{kNone};
    for_all(header_.domain_size, [&](std::size_t i) {
      if (!is_canonical(rows[0][i]) || !is_canonical(rows[1][i]) || !is_canonical(rows[2][i])) {
        keep_lowest(bad_row, i);
      } else if (!(rows[0][i] * rows[1][i] == rows[2][i])) {
        keep_lowest(wrong_row, i);
      }
    });
    if (bad_wire != kNone) {
      return set_error(NLB_BAD_ENCODING, "witness: W[%zu] is not below the modulus",
                       bad_wire.load());
    }
    if (bad_row != kNone) {
      return set_error(NLB_BAD_ENCODING, "witness: row %zu of A, B or C is not below the modulus",
                       bad_row.load());
    }
    if (!control_.cancelled() && !(w[0] == Fr::one())) {
      return set_error(NLB_BAD_ARGUMENT,
                       "witness: W[0] is not one; fill the buffer with a solution first");
    }
    if (wrong_row != kNone) {
      return set_error(NLB_BAD_ARGUMENT,
                       "witness: row %zu does not satisfy A B = C; solve the system again",
                       wrong_row.load());
    }
    return NLB_OK;
  }

  void compute_quotient() {
    const std::size_t n = header_.domain_size;
    const Buffer work(3 * kElementBytes * n, Buffer::Contents::kSecret);
    const Buffer scratch(8 * ntt::kScratchWords * in_.pool.threads(), Buffer::Contents::kSecret);
    QuotientTask task{};
    task.domain = &in_.key.domain();
    for (unsigned k = 0; k < 3; ++k) {
      task.values[k] = in_.witness.row_values(k);
      task.work[k] = work.as<std::uint64_t>() + 4 * n * k;
    }
    task.scratch = scratch.as<std::uint64_t>();
    task.quotient = quotient_.as<std::uint64_t>();
    in_.kernel.quotient(in_.pool, control_, task);
    announce(40, 1);
    control_.advance(1);
  }

  // Digits of n scalars for a multiplication of about `points` points of the key, which are in the
  // subgroup of prime order.
  msm::Digits digits_of(const kernels::MsmKernel& kernel, const Buffer& scalars, std::size_t n,
                        std::size_t points) {
    const unsigned bits =
        msm::choose_window_bits(points * kernel.split.parts, kernel.split.part_bits(Fr::kBits));
    return {in_.pool,     control_, scalars.as<std::uint64_t>(), n, Fr::kModulus.data(),
            kernel.split, bits};
  }

  template <class G>
  static msm::Job job(const kernels::MsmKernel& kernel, std::span<const curve::Affine<G>> points,
                      const msm::DigitView& digits, std::span<const std::uint32_t> map,
                      curve::Jacobian<G>& sum) {
    return {&kernel,       reinterpret_cast<const std::uint64_t*>(points.data()),
            points.size(), map.empty() ? nullptr : map.data(),
            digits,        reinterpret_cast<std::uint64_t*>(&sum)};
  }

  void sum_sections() {
    const format::ProvingKey& key = in_.key;
    const kernels::MsmKernel& in_g1 = in_.kernel.g1;
    const kernels::MsmKernel& in_g2 = in_.kernel.g2;
    const auto k = key.g1<C>(Section::kK);
    const auto z = key.g1<C>(Section::kZ);
    const auto b2 = key.g2<C>(Section::kB2);
    std::uint64_t start = now_nanos();
    const msm::Digits wires = digits_of(in_g1, plain_wires_, header_.wires, k.size());
    const msm::Digits wires_in_g2 = digits_of(in_g2, plain_wires_, header_.wires, b2.size());
    msm::DigitView private_wires = wires.view();
    private_wires.values += header_.public_inputs + 1;
    nanos_[kA] += now_nanos() - start;
    start = now_nanos();
    const msm::Digits h = digits_of(in_g1, quotient_, z.size(), z.size());
    nanos_[kZ] += now_nanos() - start;
    constexpr Phase kOrder[] = {kA, kB1, kB2, kK, kZ};
    msm::Job jobs[] = {job(in_g1, key.g1<C>(Section::kA), wires.view(), key.wires_of_a(), a_),
                       job(in_g1, key.g1<C>(Section::kB1), wires.view(), key.wires_of_b(), b1_),
                       job(in_g2, b2, wires_in_g2.view(), key.wires_of_b(), b2_),
                       job(in_g1, k, private_wires, {}, k_), job(in_g1, z, h.view(), {}, z_)};
    msm::run_vartime(in_.pool, control_, 980, jobs);
    for (std::size_t i = 0; i < std::size(jobs); ++i) {
      nanos_[kOrder[i]] += jobs[i].nanos / in_.pool.threads();
    }
  }

  void finish(const Blinding<C>& blinding, Proof<C>& proof) {
    const format::ProvingKey& key = in_.key;
    const Fr& r = blinding.r;
    const Fr& s = blinding.s;
    const G1 delta = G1::from_affine(key.g1<C>(Section::kDeltaG1)[0]);
    G1 s_a, r_b, b1, minus_rs_delta;
    G2 b2;
    const auto part = [&](std::size_t i) {
      if (i == 0) {
        b2 = b2_.plus_vartime(key.g2<C>(Section::kBetaG2)[0])
                 .plus_vartime(
                     multiply_secret_vartime(G2::from_affine(key.g2<C>(Section::kDeltaG2)[0]), s));
      } else if (i == 1) {
        a_ = a_.plus_vartime(key.g1<C>(Section::kAlphaG1)[0])
                 .plus_vartime(multiply_secret_vartime(delta, r));
        s_a = multiply_secret_vartime(a_, s);
      } else if (i == 2) {
        b1 = b1_.plus_vartime(key.g1<C>(Section::kBetaG1)[0])
                 .plus_vartime(multiply_secret_vartime(delta, s));
        r_b = multiply_secret_vartime(b1, r);
      } else {
        const platform::Secret<Fr> minus_rs([&] { return -(r * s); });
        minus_rs_delta = multiply_secret_vartime(delta, minus_rs.get());
      }
    };
    parallel_for(in_.pool, 4, 1, platform::Control(),
                 [&](std::size_t begin, std::size_t end, unsigned) {
                   for (std::size_t i = begin; i < end; ++i) {
                     part(i);
                   }
                 });
    const G1 c =
        k_.plus_vartime(z_).plus_vartime(s_a).plus_vartime(r_b).plus_vartime(minus_rs_delta);
    proof = {a_.to_affine_vartime(), b2.to_affine_vartime(), c.to_affine_vartime()};
  }

  const ProveInput& in_;
  platform::Control& control_;
  std::array<std::uint64_t, kPhases>& nanos_;
  const format::ProvingKeyHeader& header_;
  Buffer plain_wires_;
  Buffer quotient_;
  G1 a_, b1_, k_, z_;
  G2 b2_;
};

}  // namespace

template <class C>
std::int32_t prove_vartime(const ProveInput& input, const Blinding<C>& blinding,
                           platform::Control& control, Proof<C>& proof,
                           std::array<std::uint64_t, kPhases>& nanos) {
  nanos = {};
  return Job<C>(input, control, nanos).run(blinding, proof);
}

#define NLB_INSTANTIATE(C)                                                      \
  template std::int32_t prove_vartime<C>(const ProveInput&, const Blinding<C>&, \
                                         platform::Control&, Proof<C>&,         \
                                         std::array<std::uint64_t, kPhases>&)
NLB_INSTANTIATE(curve::Bls12381);
NLB_INSTANTIATE(curve::Bn254);
#undef NLB_INSTANTIATE

}  // namespace nelumbo::groth16
