// The C ABI: RedJubjub and Jubjub points.
#include "abi/context.h"
#include "abi/protocol_arguments.h"
#include "platform/random.h"
#include "platform/wipe.h"
#include "protocol/redjubjub.h"

using namespace nelumbo;
using curve::JubjubPoint;
using field::JubjubFs;
using platform::Secret;

namespace {

constexpr std::uint64_t kGrain = 4;  // signatures of about 0.15 ms each

void write_coordinates(std::uint8_t* xy, const JubjubPoint::Affine& a) {
  a.x.to_bytes_le(abi::view<32>(xy));
  a.y.to_bytes_le(abi::view<32>(xy + 32));
}

}  // namespace

int32_t nlb_redjubjub_alpha(uint8_t alpha[32]) {
  return abi::guarded_secret([&] {
    abi::require_pointer(alpha, "alpha");
    Secret<platform::Bytes<64>> wide;
    platform::fill_random(wide.get());
    const Secret<JubjubFs> scalar([&] { return JubjubFs::from_wide_le(wide.get()); });
    scalar.get().to_bytes_le(abi::view<32>(alpha));
  });
}

int32_t nlb_redjubjub_randomize(uint8_t rk[32], uint8_t rk_xy[64], const uint8_t ak[32],
                                const uint8_t alpha[32]) {
  return abi::guarded_secret([&] {
    abi::require_pointer(rk, "rk");
    abi::require_pointer(rk_xy, "rk_xy");
    abi::require_pointer(ak, "ak");
    abi::require_pointer(alpha, "alpha");
    JubjubPoint key;
    // ak is known to whoever may see the account's payments, not to everybody.
    if (!platform::declassified(JubjubPoint::decode(abi::copy<32>(ak), key)) ||
        platform::declassified(key.is_small_order())) {
      NLB_FAIL(NLB_BAD_ENCODING, "ak is not a canonical point of the curve, or of small order");
    }
    const Secret<JubjubFs> scalar([&] { return abi::read_element<JubjubFs>(alpha, "alpha"); });
    const JubjubPoint sum = key + JubjubPoint::mul_generator(scalar.get());
    if (platform::declassified(sum.is_small_order())) {
      NLB_FAIL(NLB_BAD_KEY, "ak + alpha G is of small order; draw another alpha");
    }
    const JubjubPoint::Affine a = sum.to_affine();
    const curve::JubjubBytes encoded = JubjubPoint::encode(a);
    std::memcpy(rk, encoded.data(), encoded.size());
    write_coordinates(rk_xy, a);
  });
}

int32_t nlb_redjubjub_sign(uint8_t signature[64], const uint8_t ask[32], const uint8_t alpha[32],
                           const uint8_t* message, uint64_t message_len) {
  return abi::guarded_secret([&] {
    abi::require_pointer(signature, "signature");
    abi::require_pointer(ask, "ask");
    abi::require_pointer(alpha, "alpha");
    abi::require_array(message, message_len, 1, "message");
    Secret<JubjubFs> sk([&] { return abi::read_element<JubjubFs>(ask, "ask"); });
    const Secret<JubjubFs> scalar([&] { return abi::read_element<JubjubFs>(alpha, "alpha"); });
    sk.get() += scalar.get();
    if (platform::declassified(sk.get().is_zero())) {
      NLB_FAIL(NLB_BAD_KEY, "ask + alpha is zero; draw another alpha");
    }
    Secret<platform::Bytes<80>> randomness;
    platform::fill_random(randomness.get());
    const protocol::Signature out =
        protocol::redjubjub_sign(sk.get(), randomness.get(), {message, message_len});
    std::memcpy(signature, out.data(), out.size());
  });
}

int32_t nlb_redjubjub_verify(nlb_context* context, int32_t* valid, uint64_t count,
                             const uint8_t* rk, const uint8_t* signatures,
                             const uint8_t* messages) {
  return abi::guarded([&] {
    abi::require_pointer(context, "context");
    abi::require_array(valid, count, sizeof(std::int32_t), "valid");
    abi::require_array(rk, count, 32, "rk");
    abi::require_array(signatures, count, NLB_SIGNATURE_BYTES, "signatures");
    abi::require_array(messages, count, 32, "messages");
    platform::parallel_for(
        context->pool, count, kGrain, platform::Control(),
        [&](std::size_t begin, std::size_t end, unsigned) noexcept {
          for (std::size_t i = begin; i < end; ++i) {
            valid[i] = protocol::redjubjub_verify_vartime(
                abi::copy<32>(rk + 32 * i),
                abi::copy<NLB_SIGNATURE_BYTES>(signatures + NLB_SIGNATURE_BYTES * i),
                abi::view<32>(messages + 32 * i));
          }
        });
  });
}

int32_t nlb_jubjub_decode(uint8_t* xy, int32_t* valid, uint64_t count, const uint8_t* points) {
  return abi::guarded([&] {
    abi::require_array(xy, count, 64, "xy");
    abi::require_array(valid, count, sizeof(std::int32_t), "valid");
    abi::require_array(points, count, 32, "points");
    for (std::uint64_t i = 0; i < count; ++i) {
      JubjubPoint p;
      const bool good =
          JubjubPoint::decode(abi::copy<32>(points + 32 * i), p) && !p.is_small_order();
      valid[i] = good ? 1 : 0;
      std::memset(xy + 64 * i, 0, 64);
      if (good) {
        write_coordinates(xy + 64 * i, p.to_affine());
      }
    }
  });
}
