// Sealing a note for its receiver and its sender, and opening it (docs/protocol/notes.md 7-12).
#ifndef NELUMBO_PROTOCOL_NOTE_ENCRYPTION_H_
#define NELUMBO_PROTOCOL_NOTE_ENCRYPTION_H_

#include "protocol/notes.h"

namespace nelumbo::protocol {

inline constexpr std::size_t kOutputBytes = 841;  // cm 32, epk 32, C_enc 649, C_out 128
inline constexpr std::size_t kMemoBytes = 512;

// The chain and pool that an output is bound to.
struct Scope {
  std::uint32_t chain;
  std::uint8_t pool;
};

// What an output says when it is opened. Secret.
struct Opened {
  NoteBytes note;
  platform::Bytes<kMemoBytes> memo;
  Bytes32 pk_d;  // only when opened as its sender
};

// Seals note for the owner of pk_d, which belongs to the note's d. ovk: key under which the sender can
// read it again. Returns false if pk_d is not canonical or of low order. Constant time but for that.
[[nodiscard]] bool seal_note(std::span<std::uint8_t, kOutputBytes> out, const Note& note,
                             std::span<const std::uint8_t, kMemoBytes> memo, const Bytes32& pk_d,
                             const Bytes32& ovk, Scope scope);

// Opens an output as its receiver. Returns false, leaving opened zero, if any check fails; the time tells
// at most whether the tag of C_enc fitted.
[[nodiscard]] bool open_received(Opened& opened, const Bytes32& ivk, const F& ko,
                                 std::span<const std::uint8_t, kOutputBytes> output, Scope scope);

// Opens an output as its sender; the same rules.
[[nodiscard]] bool open_sent(Opened& opened, const Bytes32& ovk,
                             std::span<const std::uint8_t, kOutputBytes> output, Scope scope);

}  // namespace nelumbo::protocol

#endif  // NELUMBO_PROTOCOL_NOTE_ENCRYPTION_H_
