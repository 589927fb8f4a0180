#!/usr/bin/env bash
# Runs the native tests of a build folder and says in one line how it went; shows the output of those that fail.
# Usage: run_tests.sh <build folder> [tests at a time]
# Leaves <build folder>/ctest.log and <build folder>/ctest.xml (JUnit format).
set -uo pipefail
build=$1
jobs=${2:-2}
ctest --test-dir "$build" --output-on-failure --no-tests=error --parallel "$jobs" \
  --output-junit ctest.xml >"$build/ctest.log" 2>&1
status=$?
if [ "$status" -ne 0 ]; then
  grep -vE ' Passed +[0-9.]+ sec$|^ +Start +[0-9]+:' "$build/ctest.log" >&2
  exit "$status"
fi
echo "native tests: $(grep -E 'tests passed' "$build/ctest.log")"
