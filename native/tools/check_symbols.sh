#!/usr/bin/env bash
# Compares the symbols that libnelumbo.so exports with the functions that nelumbo.h declares with NLB_API.
# Usage: check_symbols.sh <libnelumbo.so> [nelumbo.h]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
library=$1
header=${2:-$here/../include/nelumbo/nelumbo.h}

declared() {
  # Declarations may span lines: join them, cut at ';', keep the name before the first parenthesis.
  tr '\n' ' ' <"$header" | tr ';' '\n' | grep -oE 'NLB_API [a-z0-9_ *]*nlb_[a-z0-9_]+ *\(' |
    grep -oE 'nlb_[a-z0-9_]+ *\($' | tr -d ' (' | LC_ALL=C sort -u
}

exported() {
  nm --dynamic --defined-only "$library" | awk '{ print $NF }' | LC_ALL=C sort -u
}

missing=$(LC_ALL=C comm -23 <(declared) <(exported))
extra=$(LC_ALL=C comm -13 <(declared) <(exported))
[ -z "$missing" ] || printf 'declared but not exported:\n%s\n' "$missing" >&2
[ -z "$extra" ] || printf 'exported but not declared:\n%s\n' "$extra" >&2
[ -z "$missing$extra" ] || exit 1
echo "$(declared | wc -l) symbols: exported = declared"
