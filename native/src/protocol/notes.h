// Notes, their commitments and nullifiers (docs/protocol/notes.md 1-5).
#ifndef NELUMBO_PROTOCOL_NOTES_H_
#define NELUMBO_PROTOCOL_NOTES_H_

#include "protocol/keys.h"

namespace nelumbo::protocol {

inline constexpr std::size_t kNoteBytes = 120;
using NoteBytes = platform::Bytes<kNoteBytes>;

// A note's opening.
struct Note {
  F asset;
  std::uint64_t value = 0;
  Diversifier d{};
  F o;
  Bytes32 rseed{};
};

// Decodes asset 32, value 8, d 16, o 32, rseed 32. Returns false if asset or o is not canonical or
// asset is zero. Constant time but for the answer.
[[nodiscard]] bool decode_note(Note& note, std::span<const std::uint8_t, kNoteBytes> in);
void encode_note(std::span<std::uint8_t, kNoteBytes> out, const Note& note);

// What follows from rseed.
F note_rcm(const Note& note, std::uint8_t pool);
void note_esk(Bytes32& esk, const Note& note, std::uint8_t pool);

// cm of the note with the randomness rcm.
F note_commitment(const Note& note, const F& rcm, std::uint8_t pool);

// nf of the note (cm, rcm) at a leaf position below 2^32.
F note_nullifier(std::uint8_t pool, std::uint64_t position, const F& nk, const F& cm, const F& rcm);

}  // namespace nelumbo::protocol

#endif  // NELUMBO_PROTOCOL_NOTES_H_
