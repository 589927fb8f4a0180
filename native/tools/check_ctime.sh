#!/usr/bin/env bash
# The constant-time check under valgrind: every case of ctime/ctime_check.cpp must give no report, every planted leak one.
# Usage: check_ctime.sh [build folder]     (default native/build/ctime; it is configured and built first)
set -uo pipefail
native=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${1:-$native/build/ctime}
command -v valgrind >/dev/null || {
  echo "valgrind not found: apt-get install valgrind" >&2
  exit 2
}
if ! { cmake -S "$native" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DNLB_CTIME=ON >/dev/null &&
  cmake --build "$build" --target ctime_check --parallel "$(nproc)" >"$build/build.log"; }; then
  tail -n 30 "$build/build.log" >&2
  exit 2
fi

# Under valgrind: exit code 42 for a report. Undefined values that only pass through are no reports.
check() {
  valgrind --quiet --error-exitcode=42 --track-origins=yes --num-callers=20 "$build/ctime_check" "$1" >"$build/$1.log" 2>&1
}

cases=0 reports=0 leaks=0 unseen=0
for name in $("$build/ctime_check" list); do
  cases=$((cases + 1))
  check "$name"
  status=$?
  [ "$status" -eq 0 ] && continue
  reports=$((reports + 1))
  echo "$name: exit $status" >&2
  head -n 40 "$build/$name.log" >&2
done
for name in leak-branch leak-index leak-library; do
  leaks=$((leaks + 1))
  check "$name"
  [ $? -eq 42 ] && continue
  unseen=$((unseen + 1))
  echo "$name: the planted leak was not reported" >&2
done
echo "constant time: $cases cases, $reports with reports; $leaks planted leaks, $unseen unseen"
[ "$cases" -gt 0 ] && [ "$reports" -eq 0 ] && [ "$unseen" -eq 0 ]
