#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: tests/documentation/check_mirror.sh
#
#   * A public header include/ctgrad/**/X.hpp (all but detail/) has a test tests/**/X.test.cpp and
#     a page docs/reference/**/X.md.
#   * docs/reference/index.md lists every header by the name it is included by, in a line of a list
#     or table, and a header includes only headers listed above it: the library reads from top to
#     bottom.
#   * Every source file names its licence.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

index=docs/reference/index.md
failures=0
complain() {
    echo "$1" >&2
    failures=$((failures + 1))
}

headers=()
if [[ -d include ]]; then
    while IFS= read -r header; do
        headers+=("$header")
    done < <(cd include && find . -name '*.hpp' | sed 's|^\./||' | sort)
fi

# The mirror.
for header in ${headers[@]+"${headers[@]}"}; do
    case "$header" in
        ctgrad/detail/*) continue ;;
        ctgrad/*) ;;
        *) continue ;; # ctgrad.hpp only includes the others
    esac
    name=$(basename "$header" .hpp)
    [[ -n $(find tests -name "$name.test.cpp") ]] ||
        complain "include/$header has no test tests/**/$name.test.cpp"
    [[ -n $(find docs/reference -name "$name.md" 2>/dev/null) ]] ||
        complain "include/$header has no page docs/reference/**/$name.md"
done

# The reading order: position[header] is its place in the index.
declare -A position=()
place=0
if [[ -f $index ]]; then
    while IFS= read -r header; do
        if [[ -n ${position[$header]-} ]]; then
            continue
        fi
        place=$((place + 1))
        position[$header]=$place
        [[ -f include/$header ]] || complain "$index lists $header, which does not exist"
    done < <(awk '
        /^ *([-*]|[0-9]+\.|\|)/ {
            # The first header of a line is the one the line is about.
            if (match($0, /ctgrad(\/[A-Za-z0-9_\/]+)?\.hpp/))
                print substr($0, RSTART, RLENGTH)
        }' "$index")
else
    complain "$index, the list of headers in reading order, does not exist"
fi

for header in ${headers[@]+"${headers[@]}"}; do
    if [[ -z ${position[$header]-} ]]; then
        complain "include/$header is not listed in $index"
        continue
    fi
    while IFS=: read -r line included; do
        # <ctgrad/x.hpp> and "ctgrad/x.hpp" name the file; "x.hpp" is relative to the header.
        if [[ ! -f include/$included ]]; then
            included=$(realpath -m --relative-to=include "include/$(dirname "$header")/$included")
        fi
        if [[ -z ${position[$included]-} ]]; then
            [[ -f include/$included ]] ||
                complain "include/$header:$line: includes $included, which does not exist"
        elif ((position[$included] >= position[$header])); then
            complain "include/$header:$line: includes $included, which $index lists below it"
        fi
    done < <(awk '
        match($0, /^ *# *include *(<ctgrad[\/.][^>]*>|"[^"]*")/) {
            included = substr($0, RSTART, RLENGTH - 1)
            sub(/^[^<"]*[<"]/, "", included)
            print NR ":" included
        }' "include/$header")
done

# The licence.
while IFS= read -r file; do
    head -n 3 "$file" | grep -q 'SPDX-License-Identifier: BSL-1.0' ||
        complain "$file: the line SPDX-License-Identifier: BSL-1.0 is missing from its top"
done < <(find . \( -name build -o -name .git \) -prune -o -type f \
    \( -name '*.hpp' -o -name '*.cpp' -o -name '*.cmake' -o -name '*.cmake.in' -o -name '*.sh' \
    -o -name CMakeLists.txt \) -print | sort)

((failures == 0))
