#include "protocol/notes.h"

#include <algorithm>

#include "hash/poseidon2.h"
#include "protocol/personal_hash.h"

namespace nelumbo::protocol {

using hash::Tag;

bool decode_note(Note& note, std::span<const std::uint8_t, kNoteBytes> in) {
  const bool asset = F::from_bytes_le(in.subspan<0, 32>(), note.asset);
  note.value = platform::load_be64(in.data() + 32);
  std::copy_n(in.begin() + 40, note.d.size(), note.d.begin());
  const bool o = F::from_bytes_le(in.subspan<56, 32>(), note.o);
  std::copy_n(in.begin() + 88, note.rseed.size(), note.rseed.begin());
  const std::uint64_t canonical = field::mask_of(static_cast<std::uint64_t>(asset & o));
  return (canonical & ~note.asset.is_zero_mask()) != 0;
}

void encode_note(std::span<std::uint8_t, kNoteBytes> out, const Note& note) {
  note.asset.to_bytes_le(out.subspan<0, 32>());
  platform::store_be64(out.data() + 32, note.value);
  std::copy(note.d.begin(), note.d.end(), out.begin() + 40);
  note.o.to_bytes_le(out.subspan<56, 32>());
  std::copy(note.rseed.begin(), note.rseed.end(), out.begin() + 88);
}

F note_rcm(const Note& note, std::uint8_t pool) {
  const platform::Secret<Bytes32> asset([&] { return to_bytes(note.asset); });
  const platform::Secret<Bytes32> o([&] { return to_bytes(note.o); });
  const platform::Secret<platform::Bytes<8>> value([&] { return platform::be64(note.value); });
  return hash_to_field<F>("Nelumbo_rcm_____", note.rseed, pool, asset.get(), value.get(), note.d,
                          o.get());
}

void note_esk(Bytes32& esk, const Note& note, std::uint8_t pool) {
  const platform::Secret<Bytes32> o([&] { return to_bytes(note.o); });
  first_half(esk, "Nelumbo_esk_____", note.rseed, pool, note.d, o.get());
}

F note_commitment(const Note& note, const F& rcm, std::uint8_t pool) {
  return hash::poseidon2_c4({hash::tagged(Tag::kNote, pool, note.value), note.asset, note.o, rcm});
}

F note_nullifier(std::uint8_t pool, std::uint64_t position, const F& nk, const F& cm,
                 const F& rcm) {
  return hash::poseidon2_c4({hash::tagged(Tag::kNullifier, pool, position), nk, cm, rcm});
}

}  // namespace nelumbo::protocol
