#!/usr/bin/env bash
# Fails when the object of one instruction set defines a weak symbol outside its own namespace: the linker
# could give that copy to code that runs on every machine.
# DW.ref.* are pointers for exception tables: data without instructions.
# Usage: check_isa_symbols.sh <isa> <object>...
set -euo pipefail
isa=$1
shift
leaks=$(nm --defined-only --demangle "$@" | grep -E '^[0-9a-f]+ [WVu] ' | grep -v -e "::${isa}::" -e ' DW\.ref\.' || true)
if [ -n "$leaks" ]; then
  echo "weak symbols of the ${isa} kernel lie outside the namespace ${isa}:" >&2
  echo "$leaks" >&2
  exit 1
fi
