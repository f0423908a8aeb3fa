#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: scripts/format.sh [--check]
#
# Formats every C++ file in place; with --check it changes nothing and fails if a file would change.
# The style is defined by clang-format 14: another version is used for formatting, with a warning,
# but cannot fail the check. Comments are left as they are, so that formulas in them survive; the
# check finds those wider than 100 columns.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

check=false
case "${1-}" in
    '') ;;
    --check) check=true ;;
    *) echo "usage: $0 [--check]" >&2; exit 2 ;;
esac

formatter=
for candidate in clang-format-14 clang-format; do
    if command -v "$candidate" >/dev/null 2>&1; then
        formatter=$candidate
        break
    fi
done
if [[ -z $formatter ]]; then
    echo "clang-format is not installed (Debian and Ubuntu: clang-format)" >&2
    exit 1
fi

version=$("$formatter" --version | sed -n 's/.*version \([0-9]*\).*/\1/p')
if [[ $version != 14 ]]; then
    echo "$formatter is version $version; the style is defined by version 14." >&2
    if $check; then
        echo "Not checked." >&2
        exit 0
    fi
fi

files=()
while IFS= read -r file; do
    files+=("$file")
done < <(find include examples tests benchmarks -name '*.[ch]pp' 2>/dev/null | sort)
if ((${#files[@]} == 0)); then
    exit 0
fi

if $check; then
    status=0
    if ! "$formatter" --dry-run --Werror "${files[@]}"; then
        echo "Some files are not formatted: scripts/format.sh" >&2
        status=1
    fi
    # C.UTF-8: a column is a character, not a byte.
    if LC_ALL=C.UTF-8 grep -nE '^.{101}' "${files[@]}" /dev/null >&2; then
        echo "These lines are wider than 100 columns." >&2
        status=1
    fi
    ((status == 0)) || exit 1
    echo "${#files[@]} files are formatted."
else
    "$formatter" -i "${files[@]}"
fi
