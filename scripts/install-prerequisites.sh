#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: scripts/install-prerequisites.sh [--tests] [--all]
#
# Finds out what ctgrad's examples need and this machine lacks, says so, and installs it with
# apt-get. Where there is no apt-get it says what to install and fails. When nothing is missing it
# needs neither root nor a network.
#
#   --tests   also what scripts/test.sh needs: g++, clang++ with its sanitizers, and the formatter
#   --all     also clang 16 and clang 19
set -euo pipefail

tests=false
all=false
for argument in "$@"; do
    case "$argument" in
        --tests) tests=true ;;
        --all) tests=true all=true ;;
        *) echo "usage: $0 [--tests] [--all]" >&2; exit 2 ;;
    esac
done

have() { command -v "$1" >/dev/null 2>&1; }

# at_least 3.25 3.30.1: the second version is the first or a later one.
at_least() { [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; }

compiles_cxx20() {
    have "$1" && printf '%s\n' \
        '#include <compare>' \
        '#include <concepts>' \
        'template <std::size_t N> struct text { char c[N]; constexpr text(const char (&)[N]); };' \
        'template <text T> requires std::same_as<int, int> struct named {};' |
        "$1" -std=c++20 -x c++ -fsyntax-only - >/dev/null 2>&1
}

links_with_sanitizers() {
    have "$1" && echo 'int main() {}' |
        "$1" -fsanitize=address,undefined -x c++ -o /dev/null - >/dev/null 2>&1
}

find_compiler() {
    local compiler
    for compiler in ${CXX:+"$CXX"} c++ g++ clang++; do
        compiles_cxx20 "$compiler" && return
    done
    return 1
}

find_cmake() {
    have cmake && at_least 3.25 "$(cmake --version | sed -n 's/^cmake version \([0-9.]*\).*/\1/p')"
}

# The places where packages, Homebrew and a build from source put Boost.
boost_prefixes=(${BOOST_ROOT:+"$BOOST_ROOT"} /usr /usr/local /opt/homebrew /opt/local)

find_boost_headers() {
    local prefix version
    for prefix in "${boost_prefixes[@]}"; do
        version=$(sed -n 's/^#define BOOST_VERSION \([0-9]*\).*/\1/p' \
            "$prefix/include/boost/version.hpp" 2>/dev/null) || continue
        if ((${version:-0} >= 107400)) && [[ -f $prefix/include/boost/hana.hpp ]]; then
            return
        fi
    done
    return 1
}

# find_boost_library <header> <library>
find_boost_library() {
    local prefix
    for prefix in "${boost_prefixes[@]}"; do
        if [[ -f $prefix/include/boost/$1 ]] &&
            { compgen -G "$prefix/lib*/lib$2[.-]*" || compgen -G "$prefix/lib*/*/lib$2[.-]*"; } \
                >/dev/null; then
            return
        fi
    done
    return 1
}
find_boost_test() { find_boost_library test/unit_test.hpp boost_unit_test_framework; }
find_boost_program_options() { find_boost_library program_options.hpp boost_program_options; }

find_eigen() {
    local prefix
    for prefix in "${boost_prefixes[@]}"; do
        [[ -f $prefix/include/eigen3/Eigen/Core || -f $prefix/include/Eigen/Core ]] && return
    done
    return 1
}

find_xsimd() {
    local prefix
    for prefix in "${boost_prefixes[@]}"; do
        [[ -f $prefix/include/xsimd/xsimd.hpp ]] && return
    done
    return 1
}

find_formatter() { have clang-format-14 || have clang-format; }

missing=()  # what a person would call it
packages=() # what Debian and Ubuntu call it

# need <test command> <name> <package>
need() {
    if ! eval "$1"; then
        missing+=("$2")
        packages+=("$3")
    fi
}

look_for_everything() {
    missing=()
    packages=()
    if $tests; then
        need 'compiles_cxx20 g++' 'g++ with C++20' g++
        need 'compiles_cxx20 clang++' 'clang++ with C++20' clang
        need 'links_with_sanitizers clang++' "clang's sanitizers" libclang-rt-dev
        need find_formatter 'clang-format' clang-format
        need find_eigen 'Eigen (for the tests of ctgrad/eigen.hpp)' libeigen3-dev
        need find_xsimd 'xsimd (for the tests of ctgrad/xsimd.hpp)' libxsimd-dev
    else
        need find_compiler 'a C++20 compiler' g++
        need 'have gnuplot' 'gnuplot (for the curves of the demo)' gnuplot-nox
    fi
    if $all; then
        need 'compiles_cxx20 clang++-16' 'clang++ 16' clang-16
        need 'compiles_cxx20 clang++-19' 'clang++ 19' clang-19
    fi
    need find_cmake 'CMake 3.25 or newer' cmake
    need 'have ninja || have make' 'Ninja or make' ninja-build
    need find_boost_headers 'Boost 1.74 or newer (headers, with Hana)' libboost-dev
    need find_boost_test 'Boost.Test' libboost-test-dev
    need find_boost_program_options 'Boost.Program_options' libboost-program-options-dev
    need 'have dot' 'Graphviz (the program dot)' graphviz
}

print_missing() {
    local i
    for i in "${!missing[@]}"; do
        echo "  ${missing[i]}   (Debian and Ubuntu: ${packages[i]})"
    done
}

look_for_everything
if ((${#missing[@]} == 0)); then
    exit 0
fi

echo "ctgrad needs, and this machine does not have:"
print_missing

if ! have apt-get; then
    echo "There is no apt-get here: please install these with your package manager and start again." >&2
    exit 1
fi

as_root=()
if ((EUID != 0)); then
    if ! have sudo; then
        echo "Installing needs root and there is no sudo. As root:" >&2
        echo "  apt-get install ${packages[*]}" >&2
        exit 1
    fi
    # env: sudo drops the variable otherwise.
    as_root=(sudo env DEBIAN_FRONTEND=noninteractive)
fi
export DEBIAN_FRONTEND=noninteractive

echo "Installing with apt-get: ${packages[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Standard input is closed, so that nothing can wait for an answer. A failing update is not the end:
# it may be one source of many, and the installation will tell.
"${as_root[@]}" apt-get -q update </dev/null >"$log" 2>&1 || tail -n 3 "$log" >&2
if ! "${as_root[@]}" apt-get -q -y --no-install-recommends install "${packages[@]}" \
    </dev/null >"$log" 2>&1; then
    cat "$log" >&2
    echo "apt-get could not install them." >&2
    exit 1
fi

hash -r
look_for_everything
if ((${#missing[@]} > 0)); then
    echo "This system's packages are not enough; still missing:" >&2
    print_missing >&2
    exit 1
fi
