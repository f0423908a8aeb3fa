#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: tests/documentation/check_primitives.sh [--update] [program]
#
# docs/reference/primitives.md has a table of all primitives between two markers: formulas and
# partials as the library prints them, domains and edges. tests/documentation/primitives_table.cpp
# writes it from the list of all primitives, and fails for one that tests/edges.hpp does not know;
# --update puts it into the page. Without a compiled program it is compiled by CXX.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

update=false
if [[ ${1-} == --update ]]; then
    update=true
    shift
fi

page=docs/reference/primitives.md
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

program=${1-}
if [[ -z $program ]]; then
    program=$directory/primitives_table
    "${CXX:-c++}" -std=c++20 -Iinclude tests/documentation/primitives_table.cpp -o "$program"
fi

if ! "$program" > "$directory/table"; then
    echo "the table of primitives is not complete: see above" >&2
    exit 1
fi

begin='<!-- primitives: made by tests/documentation/check_primitives.sh --update -->'
end='<!-- end of primitives -->'
if ! grep -qxF "$begin" "$page" || ! grep -qxF "$end" "$page"; then
    echo "$page lacks the markers of the table: $begin ... $end" >&2
    exit 1
fi
awk -v begin="$begin" -v end="$end" -v table="$directory/table" '
    $0 == end { inside = 0 }
    !inside { print }
    $0 == begin {
        inside = 1
        while ((getline line < table) > 0)
            print line
        print ""
    }' "$page" > "$directory/page"

if $update; then
    cp "$directory/page" "$page"
elif ! diff -u "$page" "$directory/page"; then
    echo "$page differs from the library: tests/documentation/check_primitives.sh --update" >&2
    exit 1
fi
