#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
#
# Usage: scripts/benchmark.sh [--gradients | --run-time | --batch | --rolled] [options]
#
# Times ctgrad's gradients against hand-written ones and prints the ratios, for every compiler that
# is installed: compiled gradients (benchmarks/gradients.cpp), then run-time graphs
# (benchmarks/run_time.cpp), batches (benchmarks/batch.cpp), rolled sums
# (benchmarks/rolled.cpp), or the one that is named. Other arguments
# go to Google Benchmark, e.g. --benchmark_filter=neuron. CXX="g++ clang++" chooses the compilers.
set -eu
cd "$(dirname "$0")/.."

programs="gradients run_time batch rolled"
case "${1-}" in
    --gradients) programs=gradients; shift ;;
    --run-time) programs=run_time; shift ;;
    --batch) programs=batch; shift ;;
    --rolled) programs=rolled; shift ;;
esac

boost=${BOOST_ROOT:+-isystem "$BOOST_ROOT/include"}
options="-std=c++20 -O3 -march=native -DNDEBUG"
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

if ! printf '#include <benchmark/benchmark.h>\n' | ${CXX_PROBE:-c++} -x c++ -E - > /dev/null 2>&1; then
    echo "Google Benchmark is missing. Debian, Ubuntu: apt-get install libbenchmark-dev" >&2
    exit 1
fi

measured=false
for compiler in ${CXX:-g++ clang++}; do
    command -v "$compiler" > /dev/null || continue
    measured=true
    printf '\n%s, %s\n' "$("$compiler" --version | head -n 1)" "$options"
    for program in $programs; do
        # shellcheck disable=SC2086 # options are words
        "$compiler" $options $boost -Iinclude "benchmarks/$program.cpp" -lbenchmark -lpthread \
            -o "$directory/$program"
        printf '\n%s\n' "$program"
        "$directory/$program" "$@"
    done
done
if ! $measured; then
    echo "No compiler found. Debian, Ubuntu: apt-get install g++" >&2
    exit 1
fi
