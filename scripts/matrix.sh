#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: scripts/matrix.sh
#
# Compiles and runs programs of each side with every compiler, standard library, language version
# and word size that this machine has, and prints a table. "absent": the compiler or its library is
# not installed (Debian: clang-16, clang-19, libc++-19-dev with libc++abi-19-dev, g++-multilib).
# OTHER_BOOST names the prefix of one more Boost, whose headers are in $OTHER_BOOST/include.
# The complete tests with other compilers are presets: scripts/test.sh --all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
programs=(tests/flags/static_side tests/flags/both_sides tests/compile_budget/second
    tests/compile_budget/network examples/neuron examples/gamma examples/scalars)

# The compiler and its library can make a program at all.
exists() {
    printf '#include <bit>\n#include <string>\nint main() { return static_cast<int>(std::string().size()); }\n' |
        "$@" -x c++ - -o "$work/exists" 2>/dev/null && "$work/exists"
}

rows=('g++' 'g++ -std=c++2b' 'g++ -O2' 'g++ -m32' 'clang++-14' 'clang++-14 -std=c++2b'
    'clang++-16' 'clang++-19' 'clang++-19 -std=c++23' 'clang++-19 -stdlib=libc++')
if [[ -n ${OTHER_BOOST-} ]]; then
    version=$(sed -n 's/^#define BOOST_LIB_VERSION "\(.*\)"/\1/p' \
        "$OTHER_BOOST/include/boost/version.hpp")
    for compiler in g++ clang++-14; do
        rows+=("$compiler with Boost ${version/_/.}")
    done
fi

status=0
printf '%-28s' compiler
for program in "${programs[@]}"; do
    printf '%-14s' "${program##*/}"
done
echo
for row in "${rows[@]}"; do
    read -ra command <<< "${row%% with *}"
    [[ $row == *-std=* ]] || command+=(-std=c++20)
    # Boost before 1.81 derives from std::unary_function, which libc++ gives on request.
    [[ $row != *libc++* ]] || command+=(-D_LIBCPP_ENABLE_CXX17_REMOVED_UNARY_BINARY_FUNCTION)
    [[ $row != *Boost* ]] || command+=(-isystem "$OTHER_BOOST/include")
    printf '%-28s' "$row"
    if ! exists "${command[@]}"; then
        echo absent
        continue
    fi
    for program in "${programs[@]}"; do
        result=compiles
        if [[ $program == *compile_budget* ]]; then
            "${command[@]}" -Iinclude -c "$program.cpp" -o "$work/unit.o" 2>"$work/log" ||
                result=FAILS
        else
            "${command[@]}" -Iinclude "$program.cpp" -o "$work/program" 2>"$work/log" &&
                "$work/program" >/dev/null && result=runs || result=FAILS
        fi
        if [[ $result == FAILS ]]; then
            status=1
            cp "$work/log" "$work/last.log"
        fi
        printf '%-14s' "$result"
    done
    echo
done
if ((status != 0)); then
    head -n 20 "$work/last.log" >&2
fi
exit "$status"
