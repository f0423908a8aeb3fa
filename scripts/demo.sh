#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Usage: scripts/demo.sh
#
# Installs what is missing, builds the main examples, fits NIST's reference data, draws the graph of
# a neuron, and trains a network on two moons.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/install-prerequisites.sh
source scripts/workflow.sh

echo "Building in build/release"
configure release
build release --target example-fit example-neuron example-train

pictures=build/release/examples/out
repository=$PWD
cd "$pictures"
for data in Misra1a Rat43; do
    printf '\n==> fit data/%s.dat\n' "$data"
    ../example-fit "$repository/data/$data.dat"
done
printf '\n==> neuron\n'
../example-neuron
printf '\n==> train\n'
../example-train

printf '\nThe pictures are in %s:\n' "$pictures"
find . -name '*.svg' | sort | sed "s|^\.|  $pictures|"
