#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: scripts/coverage.sh [--lines] [test...]
#
# Measures which lines and branches of include/ the tests execute. Every test is compiled by g++
# without optimisation, with counters, and run; scripts/coverage_report.py adds up what gcov
# counted, prints a row for each header, and says what counts. Fails if a test fails, or if less
# than 98 % of the lines ran. --lines also prints every line that did not run. Names choose some of
# the tests, scripts/coverage.sh --lines nn.lbfgs value.tape, and then no percentage is required.
#
# The preset coverage leaves out tests that repeat the others on more formulas, and makes the
# attribute always_inline another one, so that each function has counters of its own. It takes
# twenty minutes on one processor; the build is kept in build/coverage/. Needs python3, and gcov,
# which comes with g++.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/workflow.sh

report=(--at-least 98)
if [[ ${1-} == --lines ]]; then
    report+=(--lines)
    shift
fi
targets=("${@/#/test-}")
if (($# > 0)); then
    report+=(--at-least 0)
fi

for tool in python3 "${GCOV:=gcov}"; do
    command -v "$tool" >/dev/null 2>&1 || { echo "$tool is missing" >&2; exit 1; }
done

configure coverage >/dev/null
build coverage ${targets[@]+--target "${targets[@]}"}

directory=$PWD/build/coverage/tests
if (($# == 0)); then
    for program in "$directory"/test-*; do
        [[ -f $program && -x $program ]] && targets+=("${program##*/}")
    done
fi

# Counters of an earlier run would be added to.
find "$directory" -name '*.gcda' -delete
failed=()
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for target in "${targets[@]}"; do
    (cd "$directory" && "./$target" --color_output=no) >"$log" 2>&1 || {
        cat "$log"
        failed+=("$target")
    }
done

printf '\n'
GCOV=$GCOV python3 -B scripts/coverage_report.py "${report[@]}" "$directory" || failed+=(coverage)
if ((${#failed[@]} > 0)); then
    echo "FAILED: ${failed[*]}"
    exit 1
fi
