// SPDX-License-Identifier: BSL-1.0
//
// Networks: run-time Values, data, optimizers, layers, losses, files.
#pragma once

#include <ctgrad/data/csv.hpp>
#include <ctgrad/data/half_moons.hpp>
#include <ctgrad/nn/accuracy.hpp>
#include <ctgrad/nn/adam.hpp>
#include <ctgrad/nn/lbfgs.hpp>
#include <ctgrad/nn/losses.hpp>
#include <ctgrad/nn/mlp.hpp>
#include <ctgrad/nn/parameters_file.hpp>
#include <ctgrad/nn/rate.hpp>
#include <ctgrad/nn/regularise.hpp>
#include <ctgrad/nn/sgd.hpp>
#include <ctgrad/nn/static_mlp.hpp>
#include <ctgrad/nn/train.hpp>
#include <ctgrad/value.hpp>
