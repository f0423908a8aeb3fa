#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
#
# Counts the instructions of one gradient, ctgrad's and the hand-written one's, under valgrind. Unlike
# times, counts repeat exactly. valgrind does not know AVX-512, so the code is built for x86-64-v3
# (AVX2 and FMA) where the benchmark is built for the machine at hand.
#
# Also lists what the object code of ctgrad's gradients calls: the mathematical library, and nothing
# else. CXX="g++ clang++" chooses the compilers.
set -eu
cd "$(dirname "$0")/.."

options="-std=c++20 -O3 -DNDEBUG"
if [ "$(uname -m)" = x86_64 ]; then
    options="$options -march=x86-64-v3"
fi
calls=64
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

if ! command -v valgrind > /dev/null; then
    echo "valgrind is missing. Debian, Ubuntu: apt-get install valgrind" >&2
    exit 1
fi

# Prints "own total": instructions per call inside the program, and with those of libm.
count() {
    workload=$1
    side=$2
    case $side in
        hand) function="by_hand::$workload" ;;
        ctgrad) function="by_ctgrad::$workload" ;;
        alone) function="alone::$workload" ;;
    esac
    # Symbols are bound before main, or the first call would count the dynamic linker.
    LD_BIND_NOW=1 valgrind --tool=callgrind --callgrind-out-file="$directory/out" \
        --compress-strings=no --compress-pos=no --toggle-collect="$function(double const*, double*)" \
        "$directory/instructions" "$workload" "$side" $calls > "$directory/log" 2>&1 || {
        cat "$directory/log" >&2
        exit 1
    }
    # A cost line is "position cost". The one after "calls=" repeats what the callee has on its own.
    awk -v calls=$calls '
        /^ob=/ { own = $0 ~ /instructions$/; math = $0 ~ /libm[.-]/; next }
        /^calls=/ { skip = 1; next }
        /^[0-9+*-]/ { if (skip) { skip = 0; next } if (own) a += $2; else if (math) b += $2; else c += $2 }
        END {
            if (c > 0) print "instructions outside the program and libm: " c > "/dev/stderr"
            printf "%.1f %.1f\n", a / calls, (a + b + c) / calls
        }' "$directory/out"
}

for compiler in ${CXX:-g++ clang++}; do
    command -v "$compiler" > /dev/null || continue
    printf '\n%s, %s\n' "$("$compiler" --version | head -n 1)" "$options"
    # shellcheck disable=SC2086 # options are words
    "$compiler" $options -g -Iinclude benchmarks/instructions.cpp -o "$directory/instructions"
    printf '%-14s | %8s %8s %8s %6s | %8s %8s %8s %6s\n' "instructions" \
        alone hand ctgrad ratio alone hand ctgrad ratio
    printf '%-14s | %33s | %33s\n' "per call" "without libm" "with libm"
    for workload in $("$directory/instructions"); do
        alone=$(count "$workload" alone)
        hand=$(count "$workload" hand)
        ctgrad=$(count "$workload" ctgrad)
        echo "$workload $alone $hand $ctgrad" | awk '{
            printf "%-14s | %8.1f %8.1f %8.1f %6.3f | %8.1f %8.1f %8.1f %6.3f\n",
                $1, $2, $4, $6, $6 / $4, $3, $5, $7, $7 / $5 }'
    done

    cat > "$directory/calls.cpp" << 'END'
#include "benchmarks/by_ctgrad.hpp"
void (*const gradients[])(const double*, double*) = {
    by_ctgrad::neuron,     by_ctgrad::black_scholes, by_ctgrad::reprojection,
    by_ctgrad::rosenbrock, by_ctgrad::mixture,       by_ctgrad::sum};
// Keeps the table, and with it the functions.
void (*const* table())(const double*, double*) { return gradients; }
END
    # shellcheck disable=SC2086 # options are words
    "$compiler" $options -I. -Iinclude -c "$directory/calls.cpp" -o "$directory/calls.o"
    called=$(nm --undefined-only "$directory/calls.o" | awk '{ print $2 }' | sort -u | paste -sd ' ')
    echo "called from ctgrad's gradients: $called"
    for name in $called; do
        case $name in
            sin | cos | sincos | exp | log | sqrt | tanh | erfc | _GLOBAL_OFFSET_TABLE_) ;;
            __gxx_personality_v0) ;; # clang lists it in a table; no code refers to it
            *)
                echo "this is not in libm: $name" >&2
                exit 1
                ;;
        esac
    done
done
