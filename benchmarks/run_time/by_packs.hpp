// SPDX-License-Identifier: BSL-1.0
#pragma once

// Three of the hand-written gradients again, with the vector type that g++ and clang have beside
// standard C++ (`pack`): the same mathematics, but what stays in a register is said and not hoped
// for. For comparison only; the denominators are in hand_written.hpp.

#include "by_packs/layers.hpp"
#include "by_packs/mixture.hpp"
#include "by_packs/moons.hpp"
