// SPDX-License-Identifier: BSL-1.0
//
// Rolled forms: sums, maps and folds over arrays of any length that stay loops, and so do their
// derivatives. Not a part of ctgrad.hpp.
#pragma once

#include <ctgrad/rolled/band.hpp>
#include <ctgrad/rolled/fold.hpp>
#include <ctgrad/rolled/logsumexp.hpp>
#include <ctgrad/rolled/map.hpp>
#include <ctgrad/rolled/sum.hpp>
