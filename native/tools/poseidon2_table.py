#!/usr/bin/env python3
"""Writes src/hash/poseidon2_table.h from circuits/vectors/poseidon2_constants.json.

Run it in native/ after that file has changed; a test compares the two.
"""
import json
import pathlib

NATIVE = pathlib.Path(__file__).resolve().parent.parent
SOURCE = NATIVE.parent / "circuits/vectors/poseidon2_constants.json"
TARGET = NATIVE / "src/hash/poseidon2_table.h"


def limbs(text):
    x = int(text, 16)
    return "{" + ", ".join(f"0x{x >> (64 * i) & (2**64 - 1):016x}" for i in range(4)) + "}"


def table(name, rows, comment):
    body = ",\n    ".join(rows)
    return f"// {comment}\ninline constexpr field::Limbs<4> {name}[{len(rows)}] = {{\n    {body}}};\n"


def main():
    data = json.loads(SOURCE.read_text())
    half, partial = data["rounds_f"] // 2, data["rounds_p"]
    rounds = data["round_constants"]
    full = rounds[:half] + rounds[half + partial:]
    middle = rounds[half:half + partial]
    assert data["t"] == 4 and len(rounds) == 2 * half + partial
    assert all(int(x, 16) == 0 for r in middle for x in r[1:])
    parts = [
        "// Constants of Poseidon2 over the scalar field of BLS12-381, width 4 (HorizenLabs).\n"
        "// Made by tools/poseidon2_table.py from circuits/vectors/poseidon2_constants.json; do not edit.\n"
        "#ifndef NELUMBO_HASH_POSEIDON2_TABLE_H_\n#define NELUMBO_HASH_POSEIDON2_TABLE_H_\n\n"
        '#include "field/limbs.h"\n\nnamespace nelumbo::hash {\n\n// clang-format off\n',
        table("kPoseidon2Diagonal", [limbs(x) for x in data["mat_internal_diag_m1"]],
              "Diagonal of the internal matrix, less one."),
        "\n",
        table("kPoseidon2Full", [limbs(x) for r in full for x in r],
              "Constants of the full rounds, four a round."),
        "\n",
        table("kPoseidon2Partial", [limbs(r[0]) for r in middle],
              "Constants of the partial rounds, for the first element."),
        "// clang-format on\n\n}  // namespace nelumbo::hash\n\n#endif  // NELUMBO_HASH_POSEIDON2_TABLE_H_\n",
    ]
    TARGET.write_text("".join(parts))


if __name__ == "__main__":
    main()
