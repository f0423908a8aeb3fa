#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: scripts/compare-with-pytorch.sh [--update]
#
# Computes with PyTorch the numbers of tests/value/pytorch_reference.hpp, to which the test
# value.pytorch holds ctgrad, and fails if the file has others; --update writes the file. PYTHON
# names the interpreter. Without PyTorch it says how to install it and exits with 3; the tests do
# not need it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case "${1-}" in
    '' | --update) ;;
    *) echo "usage: $0 [--update]" >&2; exit 2 ;;
esac

# Debian's package is for Debian's interpreter, which need not be the first one.
for python in ${PYTHON:+"$PYTHON"} python3 /usr/bin/python3; do
    if "$python" -c 'import torch' >/dev/null 2>&1; then
        exec "$python" -B scripts/pytorch_reference.py "$@"
    fi
done

echo "PyTorch is missing. Debian, Ubuntu: apt-get install python3-torch" >&2
exit 3
