#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: check.sh <clang++> [--update]
#
# What five programs cost the compiler, in counts that do not depend on the machine: templates that
# clang instantiates, and steps of constant evaluation in the longest single one. More than 3 %
# above budget.txt fails. --update measures anew and writes it.
set -euo pipefail
compiler=$1
directory=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
options=(-std=c++20 "-I$directory/../../include")

instantiations() {
    "$compiler" "${options[@]}" -c -ftime-trace -ftime-trace-granularity=0 \
        "$directory/$1.cpp" -o "$work/$1.o"
    grep -oE '"name":"(InstantiateFunction|InstantiateClass)"' "$work/$1.json" | wc -l
}
enough() {
    "$compiler" "${options[@]}" -fsyntax-only "-fconstexpr-steps=$2" "$directory/$1.cpp" \
        2>/dev/null
}
# To 1 %.
steps() {
    local low=1000 high=1048576
    while ((100 * (high - low) > high)); do
        local middle=$(((low + high) / 2))
        if enough "$1" "$middle"; then high=$middle; else low=$middle; fi
    done
    echo "$high"
}

programs=(typed traced second values network)
if [[ ${2-} == --update ]]; then
    {
        echo "# program, templates instantiated, steps of constant evaluation ($("$compiler" --version | head -n 1))"
        for program in "${programs[@]}"; do
            echo "$program $(instantiations "$program") $(steps "$program")"
        done
    } > "$work/budget.txt"
    mv "$work/budget.txt" "$directory/budget.txt"
    cat "$directory/budget.txt"
    exit 0
fi

status=0
for program in "${programs[@]}"; do
    read -r _ budget most_steps < <(grep "^$program " "$directory/budget.txt")
    count=$(instantiations "$program")
    printf '%-8s %6d templates instantiated, budget %6d\n' "$program" "$count" "$budget"
    if ((100 * count > 103 * budget)); then
        echo "$program: instantiates more than its budget and 3 %: find out why, or run" \
            "tests/compile_budget/check.sh clang++ --update and say why in the commit" >&2
        status=1
    fi
    if ! enough "$program" "$((103 * most_steps / 100))"; then
        echo "$program: takes more than $most_steps steps of constant evaluation and 3 %: find out" \
            "why, or run tests/compile_budget/check.sh clang++ --update and say why" >&2
        status=1
    fi
done
exit "$status"
