// The C ABI: notes, nullifiers and note encryption.
#include "abi/context.h"
#include "abi/protocol_arguments.h"
#include "platform/random.h"
#include "platform/wipe.h"
#include "protocol/note_encryption.h"

using namespace nelumbo;
using abi::F;
using platform::Secret;
using protocol::Bytes32;
using protocol::Opened;

namespace {

constexpr std::uint64_t kGrain = 8;  // outputs of about 0.1 ms each

void read_note(protocol::Note& note, const std::uint8_t* in, std::uint64_t index) {
  if (!platform::declassified(protocol::decode_note(note, abi::view<NLB_NOTE_BYTES>(in)))) {
    NLB_FAIL(NLB_BAD_ENCODING, "note[%llu]: asset or o is not below the modulus, or asset is zero",
             static_cast<unsigned long long>(index));
  }
}

// Where the caller wants what was opened; pk_d may be null.
struct Results {
  std::int32_t* found;
  std::uint8_t* notes;
  std::uint8_t* memos;
  std::uint8_t* pk_d;
};

void require_results(const Results& r, std::uint64_t count) {
  abi::require_array(r.found, count, sizeof(std::int32_t), "found");
  abi::require_array(r.notes, count, NLB_NOTE_BYTES, "notes");
  abi::require_array(r.memos, count, NLB_MEMO_BYTES, "memos");
}

void write_result(const Results& results, std::size_t i, bool own, const Opened& o) {
  results.found[i] = own ? 1 : 0;
  std::memcpy(results.notes + NLB_NOTE_BYTES * i, o.note.data(), o.note.size());
  std::memcpy(results.memos + NLB_MEMO_BYTES * i, o.memo.data(), o.memo.size());
  if (results.pk_d != nullptr) {
    std::memcpy(results.pk_d + 32 * i, o.pk_d.data(), o.pk_d.size());
  }
}

// Opens count outputs over the pool; open(opened, output) returns whether it is the key's own.
template <class Open>
void open_all(platform::WorkerPool& pool, const Results& results, std::uint64_t count,
              const std::uint8_t* outputs, Open&& open) {
  platform::parallel_for(
      pool, count, kGrain, platform::Control(),
      [&](std::size_t begin, std::size_t end, unsigned) noexcept {
        auto open_some = [&]() noexcept {
          Secret<Opened> opened;
          for (std::size_t i = begin; i < end; ++i) {
            const bool own =
                open(opened.get(), abi::view<NLB_OUTPUT_BYTES>(outputs + NLB_OUTPUT_BYTES * i));
            write_result(results, i, own, opened.get());
          }
        };
        platform::apart(open_some);
        platform::wipe_stack();
      });
}

}  // namespace

int32_t nlb_note_commit(uint8_t* cm, uint8_t* rcm, uint64_t count, const uint8_t* notes,
                        uint64_t notes_len, uint32_t pool) {
  return abi::guarded_secret([&] {
    abi::require_array(cm, count, 32, "cm");
    abi::require_array(rcm, count, 32, "rcm");
    abi::require_length(notes, notes_len, count, NLB_NOTE_BYTES, "notes");
    const std::uint8_t id = abi::read_pool(pool);
    for (std::uint64_t i = 0; i < count; ++i) {
      Secret<protocol::Note> note;
      read_note(note.get(), notes + NLB_NOTE_BYTES * i, i);
      const Secret<F> randomness([&] { return protocol::note_rcm(note.get(), id); });
      randomness.get().to_bytes_le(abi::view<32>(rcm + 32 * i));
      protocol::note_commitment(note.get(), randomness.get(), id)
          .to_bytes_le(abi::view<32>(cm + 32 * i));
    }
  });
}

int32_t nlb_note_nullify(uint8_t* nf, uint64_t count, const uint8_t nk[32],
                         const uint64_t* positions, const uint8_t* cm, const uint8_t* rcm,
                         uint32_t pool) {
  return abi::guarded_secret([&] {
    abi::require_array(nf, count, 32, "nf");
    abi::require_pointer(nk, "nk");
    abi::require_array(positions, count, sizeof(std::uint64_t), "positions");
    abi::require_array(cm, count, 32, "cm");
    abi::require_array(rcm, count, 32, "rcm");
    const std::uint8_t id = abi::read_pool(pool);
    const Secret<F> key([&] { return abi::read_element<F>(nk, "nk"); });
    for (std::uint64_t i = 0; i < count; ++i) {
      if (positions[i] >> (2 * NLB_TREE_LEVELS) != 0) {
        NLB_FAIL(NLB_BAD_ARGUMENT, "positions[%llu] must be below 2^32",
                 static_cast<unsigned long long>(i));
      }
      const Secret<F> randomness([&] { return abi::read_element<F>(rcm + 32 * i, "rcm", i); });
      protocol::note_nullifier(id, positions[i], key.get(),
                               abi::read_element<F>(cm + 32 * i, "cm", i), randomness.get())
          .to_bytes_le(abi::view<32>(nf + 32 * i));
    }
  });
}

int32_t nlb_note_encrypt(uint8_t output[841], const uint8_t note[120], const uint8_t memo[512],
                         const uint8_t pk_d[32], const uint8_t* ovk, uint32_t chain,
                         uint32_t pool) {
  return abi::guarded_secret([&] {
    abi::require_pointer(output, "output");
    abi::require_pointer(note, "note");
    abi::require_pointer(memo, "memo");
    abi::require_pointer(pk_d, "pk_d");
    const protocol::Scope scope{chain, abi::read_pool(pool)};
    Secret<protocol::Note> opening;
    read_note(opening.get(), note, 0);
    Secret<Bytes32> key;
    if (ovk != nullptr) {
      std::memcpy(key.get().data(), ovk, 32);
    } else {
      platform::fill_random(key.get());
    }
    if (!protocol::seal_note(abi::view<NLB_OUTPUT_BYTES>(output), opening.get(),
                             abi::view<NLB_MEMO_BYTES>(memo), abi::copy<32>(pk_d), key.get(),
                             scope)) {
      NLB_FAIL(NLB_BAD_ENCODING, "pk_d is not canonical or of low order");
    }
  });
}

int32_t nlb_note_decrypt(nlb_context* context, int32_t* found, uint8_t* notes, uint8_t* memos,
                         uint64_t count, const uint8_t ivk[32], const uint8_t ko[32],
                         const uint8_t* outputs, uint64_t outputs_len, uint32_t chain,
                         uint32_t pool) {
  return abi::guarded_secret([&] {
    const Results results{found, notes, memos, nullptr};
    abi::require_pointer(context, "context");
    require_results(results, count);
    abi::require_pointer(ivk, "ivk");
    abi::require_pointer(ko, "ko");
    abi::require_length(outputs, outputs_len, count, NLB_OUTPUT_BYTES, "outputs");
    const protocol::Scope scope{chain, abi::read_pool(pool)};
    const Secret<Bytes32> key([&] { return abi::copy<32>(ivk); });
    const Secret<F> owner([&] { return abi::read_element<F>(ko, "ko"); });
    open_all(context->pool, results, count, outputs, [&](Opened& opened, auto output) {
      return protocol::open_received(opened, key.get(), owner.get(), output, scope);
    });
  });
}

int32_t nlb_note_recover(nlb_context* context, int32_t* found, uint8_t* notes, uint8_t* memos,
                         uint8_t* pk_d, uint64_t count, const uint8_t ovk[32],
                         const uint8_t* outputs, uint64_t outputs_len, uint32_t chain,
                         uint32_t pool) {
  return abi::guarded_secret([&] {
    const Results results{found, notes, memos, pk_d};
    abi::require_pointer(context, "context");
    require_results(results, count);
    abi::require_array(pk_d, count, 32, "pk_d");
    abi::require_pointer(ovk, "ovk");
    abi::require_length(outputs, outputs_len, count, NLB_OUTPUT_BYTES, "outputs");
    const protocol::Scope scope{chain, abi::read_pool(pool)};
    const Secret<Bytes32> key([&] { return abi::copy<32>(ovk); });
    open_all(context->pool, results, count, outputs, [&](Opened& opened, auto output) {
      return protocol::open_sent(opened, key.get(), output, scope);
    });
  });
}
