#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: scripts/long-tests.sh [test...]
#
# Runs the tests that have a long mode at length, for example before a release: the laws of all
# primitives on a thousand random points and more of each. Every test is compiled with optimisation
# and without sanitizers into a temporary directory, one at a time, and says how many points it
# tried. Names choose some of the tests: scripts/long-tests.sh laws value/laws. CXX is the compiler.
#
# Then, with CLANGXX (clang++): libFuzzer makes up bytes for each target of tests/fuzz,
# CTGRAD_FUZZ_SECONDS long (60), under the address and undefined-behaviour sanitizers (fuzz/csv);
# and tests of what runs in threads run under the thread sanitizer (threads-of/vmap). What libFuzzer
# finds stays in build/fuzz/. Without names scripts/random-programs.sh runs at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# A line for each file tests/X.test.cpp with a long mode; scripts/random-programs.sh has its own.
tests=(
    conventions
    value/conventions
    laws
    laws_traced
    laws_forward
    value/laws
    value/random_statements
    primitives/gamma_accuracy
    primitives/gamma_laws
    primitives/gamma_graphs
    primitives/gamma_scalars
    # A line for each target of tests/fuzz.
    fuzz/csv
    fuzz/parameters
    fuzz/names
    fuzz/graph
    # Tests with an operator new of their own cannot be linked with that sanitizer.
    threads-of/threads
    threads-of/vmap
    threads-of/value/threads
    threads-of/value/lifetime
    threads-of/value/link
    threads-of/value/dense
    threads-of/nn/module
    threads-of/nn/train
)
if (($# > 0)); then
    tests=("$@")
fi

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

boost=${BOOST_ROOT:+-isystem "$BOOST_ROOT/include" -L "$BOOST_ROOT/lib"}
# Sums of two doubles need the operations as they are written.
options="-std=c++20 -O1 -ffp-contract=off -Iinclude -DBOOST_TEST_DYN_LINK"

# fuzz <target>: from its corpus on; new files go to the temporary directory.
fuzz() {
    local target=$1
    mkdir -p "$directory/corpus" build/fuzz
    # shellcheck disable=SC2086
    "${CLANGXX:-clang++}" -std=c++20 -O1 -g1 -Iinclude $boost \
        -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
        -include "tests/fuzz/$target.hpp" tests/fuzz/libfuzzer.cpp -o "$directory/fuzz" &&
        "$directory/fuzz" -max_total_time="${CTGRAD_FUZZ_SECONDS:-60}" -max_len=400 -verbosity=0 \
            -artifact_prefix="build/fuzz/$target-" "$directory/corpus" "tests/fuzz/corpus/$target"
    local result=$?
    rm -rf "$directory/corpus"
    rmdir build/fuzz 2>/dev/null || true # if nothing was found
    return $result
}

# threads_of <test>: under the thread sanitizer.
threads_of() {
    # shellcheck disable=SC2086
    "${CLANGXX:-clang++}" $options -g1 $boost -fsanitize=thread "-DBOOST_TEST_MODULE=$1" \
        "tests/$1.test.cpp" -o "$directory/test" -lboost_unit_test_framework -lpthread &&
        "$directory/test" --color_output=no
}

failed=()
for name in "${tests[@]}"; do
    printf '\n==> %s\n' "$name"
    SECONDS=0
    case "$name" in
        fuzz/*) fuzz "${name#fuzz/}" || failed+=("$name"); continue ;;
        threads-of/*) threads_of "${name#threads-of/}" || failed+=("$name"); continue ;;
    esac
    # shellcheck disable=SC2086 # options are words
    if "${CXX:-c++}" $options -DCTGRAD_LONG_TESTS $boost "-DBOOST_TEST_MODULE=$name" \
        "tests/$name.test.cpp" -o "$directory/test" -lboost_unit_test_framework -lpthread; then
        printf '  compiled in %d s\n' "$SECONDS"
        SECONDS=0
        CTGRAD_LONG_TESTS=1 "$directory/test" --color_output=no || failed+=("$name")
        printf '  ran for %d s\n' "$SECONDS"
    else
        failed+=("$name")
    fi
done

# Without names also the random programs, most of them interpreted, some compiled.
if (($# == 0)); then
    printf '\n==> random programs\n'
    scripts/random-programs.sh || failed+=(random_programs)
fi

if ((${#failed[@]} > 0)); then
    echo "FAILED: ${failed[*]}"
    exit 1
fi
printf '\nAll passed: %s\n' "${tests[*]}"
