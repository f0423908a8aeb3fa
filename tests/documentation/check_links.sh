#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: tests/documentation/check_links.sh
#
# Every relative link, picture and anchor in the repository's Markdown files leads somewhere.
# Absolute addresses are not followed: a test must not depend on somebody's server.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# The anchors that GitHub makes of a document's headings, one per line.
anchors_of() {
    awk '
        /^ *(```|~~~)/ { fenced = !fenced; next }
        !fenced && /^#+ / {
            sub(/^#+ +/, "")
            sub(/ +#* *$/, "")
            # [text](address) shows as its text.
            while (match($0, /\]\([^)]*\)/))
                $0 = substr($0, 1, RSTART - 1) substr($0, RSTART + RLENGTH)
            anchor = tolower($0)
            gsub(/[][!"#$%&()*+,.\/:;<=>?@\\^`{|}~\047]/, "", anchor)
            gsub(/ /, "-", anchor)
            print seen[anchor] ? anchor "-" seen[anchor] : anchor
            ++seen[anchor]
        }
        !fenced {
            while (match($0, /<a (id|name)="[^"]*"/)) {
                anchor = substr($0, RSTART, RLENGTH - 1)
                sub(/.*"/, "", anchor)
                print anchor
                $0 = substr($0, RSTART + RLENGTH)
            }
        }' "$1"
}

# line<TAB>address for each link outside code.
links_of() {
    awk '
        function report(address) {
            sub(/ +".*$/, "", address)
            gsub(/^<|>$/, "", address)
            print NR "\t" address
        }
        /^ *(```|~~~)/ { fenced = !fenced; next }
        fenced { next }
        {
            gsub(/`[^`]*`/, "")
            text = $0
            while (match(text, /\]\([^()]*(\([^()]*\)[^()]*)*\)/)) {
                report(substr(text, RSTART + 2, RLENGTH - 3))
                text = substr(text, RSTART + RLENGTH)
            }
            text = $0
            while (match(text, /(src|href|srcset)="[^"]*"/)) {
                address = substr(text, RSTART, RLENGTH - 1)
                sub(/^[a-z]*="/, "", address)
                report(address)
                text = substr(text, RSTART + RLENGTH)
            }
            if (match($0, /^ *\[[^]]+\]: +[^ ]+/)) {
                address = substr($0, RSTART, RLENGTH)
                sub(/^ *\[[^]]+\]: +/, "", address)
                report(address)
            }
        }' "$1"
}

failures=0
complain() {
    echo "$1" >&2
    failures=$((failures + 1))
}

while IFS= read -r document; do
    while IFS=$'\t' read -r line address; do
        case "$address" in
            '' | *://* | mailto:*) continue ;;
        esac
        path=${address%%#*}
        anchor=
        [[ $address == *#* ]] && anchor=${address#*#}
        if [[ -z $path ]]; then
            target=$document
        elif [[ $path == /* ]]; then
            complain "$document:$line: $address is absolute; write it relative to this document"
            continue
        else
            target=$(dirname "$document")/$path
        fi
        if [[ ! -e $target ]]; then
            complain "$document:$line: $address does not exist"
        elif [[ -n $anchor && $target == *.md ]] && ! anchors_of "$target" | grep -Fxq -- "$anchor"; then
            complain "$document:$line: $target has no heading #$anchor"
        fi
    done < <(links_of "$document")
done < <(find . -name '*.md' -not -path './build/*' -not -path './.git/*' | sed 's|^\./||' | sort)

((failures == 0))
