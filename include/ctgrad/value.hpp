// SPDX-License-Identifier: BSL-1.0
//
// The run-time graph: `Value`, for what is built in loops. It is recorded on this thread's tape
// while the program runs, and drawn, swept and given back from there.
#pragma once

#include <ctgrad/value/call.hpp>
#include <ctgrad/value/dense.hpp>
#include <ctgrad/value/history.hpp>
#include <ctgrad/value/link.hpp>
#include <ctgrad/value/print.hpp>
#include <ctgrad/value/to_dot.hpp>
