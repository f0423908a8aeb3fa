// SPDX-License-Identifier: BSL-1.0
#pragma once

// Ctrl-C asks the training to end after the current step. A second one ends the program at once,
// for what hangs.

#include <csignal>

namespace train {

namespace detail {

inline volatile std::sig_atomic_t interrupt_flag = 0;

extern "C" inline void train_on_interrupt(int) {
    interrupt_flag = 1;
    std::signal(SIGINT, SIG_DFL);
}

} // namespace detail

inline void catch_interrupts() {
    std::signal(SIGINT, detail::train_on_interrupt);
}

inline bool interrupted() {
    return detail::interrupt_flag != 0;
}

/// What a shell reports for a program that Ctrl-C ended.
constexpr int interrupted_status = 128 + 2;

} // namespace train
