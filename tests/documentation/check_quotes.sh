#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: tests/documentation/check_quotes.sh [--update]
#
# Every ```cpp block in README.md, CONTRIBUTING.md and docs/ is a quotation. It stands directly
# below a comment that names a compiled file and a region of it,
#
#     <!-- examples/gradient.cpp#first -->
#
# and must equal the lines between two markers of that file, without their common indentation:
#
#     //! [first]
#     constexpr var<"x"> x;
#     //! [first]
#
# Blocks of other languages may be quoted the same way (the marker is then `#! [first]` in a CMake
# or shell file) and are checked if they are. --update rewrites the blocks from the regions.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

update=false
case "${1-}" in
    '') ;;
    --update) update=true ;;
    *) echo "usage: $0 [--update]" >&2; exit 2 ;;
esac

failures=0
new_text=$(mktemp)
trap 'rm -f "$new_text"' EXIT

while IFS= read -r document; do
    # awk prints the document with every quoted block replaced by its region, and complains on
    # standard error about blocks that have no source.
    if ! awk -v document="$document" '
        function complain(line, sentence) {
            print document ":" line ": " sentence > "/dev/stderr"
            failed = 1
        }
        function compiled(path) {
            return path ~ /^(examples|tests|benchmarks)\/.*\.cpp$/ ||
                   path ~ /^tests\/.*CMakeLists\.txt$/
        }
        # Prints the region and returns how many lines it has, -1 after a complaint.
        function print_region(path, region, at,    line, text, status, inside, markers, count, i,
                              common, lines) {
            if (!compiled(path)) {
                complain(at, path " is not compiled by the tests; quote examples/ or tests/")
                return -1
            }
            while ((status = (getline line < path)) > 0) {
                text = line
                sub(/^[ \t]+/, "", text)
                sub(/[ \t]+$/, "", text)
                if (text == "//! [" region "]" || text == "#! [" region "]") {
                    inside = !inside
                    ++markers
                } else if (inside && text !~ /^(\/\/|#)! \[[^]]*\]$/) {
                    # Markers of other regions inside this one are not part of the text.
                    lines[++count] = line
                }
            }
            close(path)
            if (status < 0) {
                complain(at, "cannot read " path)
                return -1
            }
            if (markers != 2) {
                complain(at, path " has " markers + 0 " lines //! [" region "], it needs 2")
                return -1
            }
            common = -1
            for (i = 1; i <= count; ++i) {
                if (lines[i] ~ /^[ \t]*$/)
                    continue
                match(lines[i], /^[ \t]*/)
                if (common < 0 || RLENGTH < common)
                    common = RLENGTH
            }
            for (i = 1; i <= count; ++i)
                print lines[i] ~ /^[ \t]*$/ ? "" : substr(lines[i], common + 1)
            return count + 0
        }
        {
            if (fence != "") {
                closing = $0
                sub(/^ */, "", closing)
                sub(/ *$/, "", closing)
                if (closing == fence) {
                    fence = ""
                    replaced = 0
                    print
                } else if (!replaced) {
                    print
                }
                previous = ""
                next
            }
            print
            if (match($0, /^ *(```+|~~~+)/)) {
                opening = $0
                sub(/^ */, "", opening)
                match(opening, /^(`+|~+)/)
                fence = substr(opening, 1, RLENGTH)
                language = substr(opening, RLENGTH + 1)
                sub(/^ */, "", language)
                sub(/[ {].*/, "", language)
                opened = NR
                if (previous ~ /^ *<!-- [^ #]+#[^ ]+ -->$/) {
                    source = previous
                    sub(/^ *<!-- /, "", source)
                    sub(/ -->$/, "", source)
                    hash = index(source, "#")
                    if (print_region(substr(source, 1, hash - 1), substr(source, hash + 1), NR) >= 0)
                        replaced = 1
                } else if (tolower(language) ~ /^(cpp|c\+\+|cxx|cc|hpp|c)$/) {
                    complain(NR, "this block quotes no file; put <!-- path/to/file.cpp#region --> \
directly above it")
                }
            }
            previous = $0
        }
        END {
            if (fence != "")
                complain(opened, "this block is never closed")
            exit failed
        }' "$document" >"$new_text"; then
        failures=$((failures + 1))
        continue
    fi
    if cmp -s "$document" "$new_text"; then
        continue
    fi
    if $update; then
        cat "$new_text" >"$document"
        echo "$document: updated"
    else
        echo "$document: differs from the files it quotes (- document, + compiled file):" >&2
        diff -u "$document" "$new_text" | tail -n +3 >&2 || true
        failures=$((failures + 1))
    fi
done < <(find README.md CONTRIBUTING.md docs -name '*.md' 2>/dev/null | sort)

if ((failures > 0)); then
    echo "after a change of code: tests/documentation/check_quotes.sh --update" >&2
    exit 1
fi
