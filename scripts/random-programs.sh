#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: scripts/random-programs.sh [interpreted [compiled]]
#
# Random programs against 50 digits: so many (10,000) are run on Values and as interpreted graphs,
# so many (200) are written as C++ and compiled, as traced functions, typed expressions and code on
# Values. What fails is printed as a minimal program. SEED is the first seed (1), CXX the compiler.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

interpreted=${1:-10000} compiled=${2:-200} seed=${SEED:-1}
compiler=${CXX:-g++}
directory=build/random-programs
mkdir -p "$directory"
root=$PWD
boost=${BOOST_ROOT:+-isystem "$BOOST_ROOT/include" -L "$BOOST_ROOT/lib"}
options="-std=c++20 -I$root/include -I$root/tests/programs $boost"

compile() {
    # shellcheck disable=SC2086 # options are words
    $compiler $options "$@"
}

compile -O1 -c tests/programs/reference.cpp -o "$directory/reference.o"

if ((interpreted > 0)); then
    compile -DBOOST_TEST_DYN_LINK -DBOOST_TEST_MODULE=random_programs \
        tests/random_programs.test.cpp "$directory/reference.o" \
        -lboost_unit_test_framework -o "$directory/interpreted"
    CTGRAD_LONG_TESTS=1 CTGRAD_PROGRAMS=$interpreted CTGRAD_FIRST_SEED=$seed \
        "$directory/interpreted" --log_level=message
fi

failed=()
if ((compiled > 0)); then
    compile tests/programs/write_programs.cpp "$directory/reference.o" \
        -o "$directory/write_programs"
fi
cd "$directory"
for ((rest = compiled; rest > 0; rest -= 10)); do
    ./write_programs write "$seed" $((rest < 10 ? rest : 10)) > programs.cpp 2> seeds.txt
    cat seeds.txt
    seed=$(awk '{ print $4 + 1 }' seeds.txt)
    compile programs.cpp -o programs
    if ! ./programs | tee differences.txt; then
        failed+=("$(sed -n '1s/^seed \([0-9]*\),.*/\1/p' differences.txt)")
    fi
done

for program in ${failed[@]+"${failed[@]}"}; do
    ./write_programs shrink "$program" \
        "sh -c '$compiler $options \"\$0\" -o minimal && ./minimal'" || true
done
((${#failed[@]} == 0))
