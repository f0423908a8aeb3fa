#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: scripts/test.sh [--all]
#
# Installs what is missing, then builds and runs the tests with g++ and with clang++, where those of
# code that runs are under the address and undefined-behaviour sanitizers (constant evaluation
# refuses undefined behaviour anyway), and checks the formatting. Every test is built with clang, all
# but five of the slowest with g++, none three times. clang 16 and clang 19 build all tests where they
# are installed; --all installs them, and runs all tests with every check of the sanitizers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

all=()
case "${1-}" in
    '') ;;
    --all) all=(--all) ;;
    *) echo "usage: $0 [--all]" >&2; exit 2 ;;
esac

scripts/install-prerequisites.sh --tests ${all[@]+"${all[@]}"}
source scripts/workflow.sh

presets=(gcc clang sanitize)
for version in 16 19; do
    if command -v "clang++-$version" >/dev/null 2>&1; then
        presets+=("clang-$version")
    fi
done
if ((${#all[@]} > 0)); then
    presets+=(sanitize-all)
fi

# Every step runs, whatever the ones before it found: one run shows all that is wrong.
failed=()
closing_lines=()
mkdir -p build
for preset in "${presets[@]}"; do
    printf '\n==> %s\n' "$preset"
    log=build/$preset.log
    workflow "$preset" 2>&1 | tee "$log" || failed+=("$preset")
    closing_lines+=("$preset: $(grep -E '^[0-9]+% tests passed' "$log" || echo 'no tests ran')")
done

printf '\n==> format\n'
scripts/format.sh --check || failed+=(format)

printf '\n'
printf '%s\n' "${closing_lines[@]}"
if ((${#failed[@]} > 0)); then
    echo "FAILED: ${failed[*]}"
    exit 1
fi
echo "All passed: ${presets[*]} format"
