#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: scripts/matrix.sh
#
# Compiles and runs a program of each side with every compiler, standard library, language version
# and word size that this machine has, and prints a table. "absent": the compiler or its library is
# not installed (Debian: clang-16, clang-19, libc++-19-dev with libc++abi-19-dev, g++-multilib).
# The complete tests with other compilers are presets: scripts/test.sh --all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
programs=(flags/static_side flags/both_sides compile_budget/second compile_budget/network)

# The compiler and its library can make a program at all.
exists() {
    printf '#include <bit>\n#include <string>\nint main() { return static_cast<int>(std::string().size()); }\n' |
        "$@" -x c++ - -o "$work/exists" 2>/dev/null && "$work/exists"
}

status=0
printf '%-52s' compiler
printf '%-26s' "${programs[@]}"
echo
for row in 'g++' 'g++ -std=c++2b' 'g++ -O2' 'g++ -m32' 'clang++-14' 'clang++-14 -std=c++2b' \
    'clang++-16' 'clang++-19' 'clang++-19 -std=c++23' 'clang++-19 -stdlib=libc++'; do
    read -ra command <<< "$row"
    [[ $row == *-std=* ]] || command+=(-std=c++20)
    printf '%-52s' "$row"
    if ! exists "${command[@]}"; then
        echo absent
        continue
    fi
    for program in "${programs[@]}"; do
        result=compiles
        if [[ $program == flags/* ]]; then
            "${command[@]}" -Iinclude "tests/$program.cpp" -o "$work/program" 2>"$work/log" &&
                "$work/program" && result=runs || result=FAILS
        else
            "${command[@]}" -Iinclude -c "tests/$program.cpp" -o "$work/unit.o" 2>"$work/log" ||
                result=FAILS
        fi
        if [[ $result == FAILS ]]; then
            status=1
            cp "$work/log" "$work/last.log"
        fi
        printf '%-26s' "$result"
    done
    echo
done
if ((status != 0)); then
    head -n 20 "$work/last.log" >&2
fi
exit "$status"
