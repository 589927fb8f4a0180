#include "protocol/note_encryption.h"

#include <algorithm>

#include "curve/x25519.h"
#include "hash/hkdf.h"
#include "platform/declassify.h"
#include "platform/wipe.h"
#include "protocol/chacha20_poly1305.h"
#include "protocol/personal_hash.h"

namespace nelumbo::protocol {
namespace {

using platform::Bytes;
using platform::ByteView;
using platform::Secret;

constexpr std::size_t kPlainBytes = 633;
constexpr std::size_t kOutPlainBytes = 112;
constexpr std::uint8_t kVersion = 1;
constexpr AeadNonce kNonce{};  // every key encrypts one message

// The plaintext of C_enc.
struct Plain {
  std::uint8_t version;
  Diversifier d;
  Bytes<8> value;
  Bytes32 asset;
  Bytes32 rseed;
  Bytes<kMemoBytes> memo;
  Bytes32 key_commitment;
};
static_assert(sizeof(Plain) == kPlainBytes && alignof(Plain) == 1);

// The plaintext of C_out.
struct OutPlain {
  Diversifier d;
  Bytes32 o;
  Bytes32 pk_d;
  Bytes32 rseed;
};
static_assert(sizeof(OutPlain) == kOutPlainBytes && alignof(OutPlain) == 1);

// An output's bytes as they lie.
struct Output {
  Bytes32 cm;
  Bytes32 epk;
  Bytes<kPlainBytes + kAeadTagBytes> c_enc;
  Bytes<kOutPlainBytes + kAeadTagBytes> c_out;
};
static_assert(sizeof(Output) == kOutputBytes && alignof(Output) == 1);

struct NoteKeys {
  Bytes32 key;
  Bytes32 commitment;
};

template <class T>
std::span<std::uint8_t> bytes_of(T& x) {
  return {reinterpret_cast<std::uint8_t*>(&x), sizeof(T)};
}

template <class T>
ByteView view_of(const T& x) {
  return {reinterpret_cast<const std::uint8_t*>(&x), sizeof(T)};
}

std::uint64_t equal_mask(const Bytes32& a, const Bytes32& b) {
  return platform::equal_mask(a.data(), b.data(), a.size());
}

// K and kc.
void derive_note_keys(NoteKeys& keys, const Bytes32& shared, const Output& output, Scope scope) {
  Bytes<69> info;
  std::copy(output.epk.begin(), output.epk.end(), info.begin());
  std::copy(output.cm.begin(), output.cm.end(), info.begin() + 32);
  platform::store_be32(info.data() + 64, scope.chain);
  info[68] = scope.pool;
  constexpr char kSalt[] = "Nelumbo_NoteEnc1";
  hash::hkdf_sha256(bytes_of(keys), ByteView(reinterpret_cast<const std::uint8_t*>(kSalt), 16),
                    shared, info);
}

Bytes<69> associated_data(const Output& output, Scope scope) {
  Bytes<69> out;
  platform::store_be32(out.data(), scope.chain);
  out[4] = scope.pool;
  std::copy(output.cm.begin(), output.cm.end(), out.begin() + 5);
  std::copy(output.epk.begin(), output.epk.end(), out.begin() + 37);
  return out;
}

void outgoing_key(Bytes32& key, const Bytes32& ovk, const Output& output, Scope scope) {
  personal_hash(key, "Nelumbo_ock_____", ovk, output.cm, output.epk, scope.pool);
}

// epk of the note's own randomness: X25519(esk, g_d).
void ephemeral_key(Bytes32& esk, Bytes32& epk, const Note& note, std::uint8_t pool) {
  note_esk(esk, note, pool);
  epk = curve::x25519(esk, diversified_base(note.d));
}

// Opens C_enc and does every check of docs/protocol/notes.md 11; o is what owner(d) says.
template <class Owner>
bool open_note(Opened& opened, const Bytes32& shared, const Output& output, Scope scope,
               Owner&& owner) {
  Secret<NoteKeys> keys;
  derive_note_keys(keys.get(), shared, output, scope);
  Secret<Plain> plain;
  Plain& p = plain.get();
  if (!aead_open(bytes_of(p), keys.get().key, kNonce, associated_data(output, scope),
                 output.c_enc)) {
    return false;
  }
  // From here on no check ends the work early.
  Secret<Note> holder;
  Note& note = holder.get();
  bool ok = F::from_bytes_le(p.asset, note.asset);
  note.value = platform::load_be64(p.value.data());
  note.d = p.d;
  note.rseed = p.rseed;
  ok &= owner(note.d, note.o);
  const Secret<F> rcm([&] { return note_rcm(note, scope.pool); });
  const Bytes32 cm = to_bytes(note_commitment(note, rcm.get(), scope.pool));
  Secret<Bytes32> esk;
  Bytes32 epk;
  ephemeral_key(esk.get(), epk, note, scope.pool);
  std::uint64_t good = equal_mask(cm, output.cm) & equal_mask(epk, output.epk) &
                       equal_mask(p.key_commitment, keys.get().commitment);
  good &= ~note.asset.is_zero_mask();
  good &= field::zero_mask(static_cast<std::uint64_t>(p.version ^ kVersion));
  ok &= good != 0;
  platform::declassify(ok);
  if (ok) {
    encode_note(opened.note, note);
    opened.memo = p.memo;
  }
  return ok;
}

}  // namespace

bool seal_note(std::span<std::uint8_t, kOutputBytes> out, const Note& note,
               std::span<const std::uint8_t, kMemoBytes> memo, const Bytes32& pk_d,
               const Bytes32& ovk, Scope scope) {
  Output output;
  const Secret<F> rcm([&] { return note_rcm(note, scope.pool); });
  output.cm = to_bytes(note_commitment(note, rcm.get(), scope.pool));
  Secret<Bytes32> esk, shared;
  ephemeral_key(esk.get(), output.epk, note, scope.pool);
  if (!curve::x25519_checked(shared.get(), esk.get(), pk_d)) {
    return false;
  }
  Secret<NoteKeys> keys;
  derive_note_keys(keys.get(), shared.get(), output, scope);
  const Bytes<69> associated = associated_data(output, scope);

  Secret<Plain> plain;
  Plain& p = plain.get();
  p.version = kVersion;
  p.d = note.d;
  platform::store_be64(p.value.data(), note.value);
  note.asset.to_bytes_le(p.asset);
  p.rseed = note.rseed;
  std::copy(memo.begin(), memo.end(), p.memo.begin());
  p.key_commitment = keys.get().commitment;
  aead_seal(output.c_enc, keys.get().key, kNonce, associated, view_of(plain.get()));

  const Secret<OutPlain> out_plain([&] {
    return OutPlain{note.d, to_bytes(note.o), pk_d, note.rseed};
  });
  Secret<Bytes32> ock;
  outgoing_key(ock.get(), ovk, output, scope);
  aead_seal(output.c_out, ock.get(), kNonce, associated, view_of(out_plain.get()));
  std::memcpy(out.data(), &output, out.size());
  return true;
}

bool open_received(Opened& opened, const Bytes32& ivk, const F& ko,
                   std::span<const std::uint8_t, kOutputBytes> in, Scope scope) {
  opened = {};
  Output output;
  std::memcpy(&output, in.data(), sizeof(output));
  Secret<Bytes32> shared;
  if (!curve::x25519_checked(shared.get(), ivk, output.epk)) {
    return false;
  }
  return open_note(opened, shared.get(), output, scope, [&](const Diversifier& d, F& o) {
    o = address_owner(ko, d);
    return true;
  });
}

bool open_sent(Opened& opened, const Bytes32& ovk, std::span<const std::uint8_t, kOutputBytes> in,
               Scope scope) {
  opened = {};
  Output output;
  std::memcpy(&output, in.data(), sizeof(output));
  Secret<Bytes32> ock, esk, shared;
  outgoing_key(ock.get(), ovk, output, scope);
  Secret<OutPlain> plain;
  OutPlain& p = plain.get();
  if (!aead_open(bytes_of(p), ock.get(), kNonce, associated_data(output, scope), output.c_out)) {
    return false;
  }
  Secret<Note> holder;
  Note& note = holder.get();
  note.d = p.d;
  note.rseed = p.rseed;
  Bytes32 epk;
  if (!platform::declassified(F::from_bytes_le(p.o, note.o))) {
    return false;
  }
  ephemeral_key(esk.get(), epk, note, scope.pool);
  if (platform::declassified(equal_mask(epk, output.epk) == 0) ||
      !curve::x25519_is_valid(output.epk) ||
      !curve::x25519_checked(shared.get(), esk.get(), p.pk_d)) {
    return false;
  }
  const bool ok = open_note(opened, shared.get(), output, scope, [&](const Diversifier& d, F& o) {
    o = note.o;
    return platform::equal_mask(d.data(), p.d.data(), d.size()) != 0;
  });
  if (ok) {
    opened.pk_d = p.pk_d;
  }
  return ok;
}

}  // namespace nelumbo::protocol
