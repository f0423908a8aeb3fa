#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: tests/documentation/check_errors.sh [--update]
#
# docs/reference/errors.md has an entry for each mistake that tests/diagnostics/ knows: what was
# wrong, what the compiler says, and the fix. It is made from those files, so both sides are
# compiled; --update writes it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

page=docs/reference/errors.md
new=$(mktemp)
trap 'rm -f "$new"' EXIT

entry() {
    awk -v file="$1" '
        function flush_code(title, code) {
            print title "\n\n```"
            printf "%s", code
            print "```\n"
        }
        /SPDX-License/ || /^#include/ || /^#pragma/ { next }
        /^\/\/ expect/ {
            text = $0
            sub(/^\/\/ expect[a-z-]*: /, "", text)
            if (!(text in seen)) { seen[text] = 1; messages = messages (messages == "" ? "" : " ... ") text }
            next
        }
        !started && /^\/\/( |$)/ {
            text = $0
            sub(/^\/\/ ?/, "", text)
            title = title (title == "" || text == "" ? "" : " ") text
            next
        }
        { started = 1 }
        /^#ifdef FIXED/ { side = 1; next }
        /^#else/ && side { side = 2; next }
        /^#endif/ && side { side = 0; next }
        side == 1 { fixed = fixed $0 "\n" }
        side == 2 { wrong = wrong $0 "\n" }
        END {
            print "## " title "\n"
            print "The compiler says: `" messages "`\n"
            if (wrong != "") flush_code("Refused:", wrong)
            if (fixed != "") flush_code("Right:", fixed)
            print "Whole: [" file "](../../" file ")\n"
        }' "$1"
}

{
    cat <<'END'
# Errors

What the compiler says when a formula is not one, and what to write instead. Each entry is a test:
the wrong lines are compiled and must be refused with that text, in fewer than 60 lines of output on
g++ and clang, and the right ones must compile. `tests/documentation/check_errors.sh --update` makes
this page from `tests/diagnostics/`.

What is found at run time is thrown: see [error](error.md) and [run_time_error](run_time_error.md).

END
    for file in tests/diagnostics/*.cpp; do
        entry "$file"
    done
} > "$new"

if [[ ${1-} == --update ]]; then
    cp "$new" "$page"
elif ! diff -u "$page" "$new"; then
    echo "$page is not what tests/diagnostics/ says: tests/documentation/check_errors.sh --update" >&2
    exit 1
fi
