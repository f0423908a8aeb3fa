// SPDX-License-Identifier: BSL-1.0
//
// What the library throws. Most mistakes are compile-time errors; these are the others.
#pragma once

#include <exception>

namespace ctgrad {

/// A request that cannot be fulfilled. `what()` says what was required, what was found, what to do.
class error : public std::exception {
public:
    /// `message` has static storage duration: an error is made without allocating.
    explicit error(const char* message) noexcept : message_(message) {}
    [[nodiscard]] const char* what() const noexcept override { return message_; }

private:
    const char* message_;
};

} // namespace ctgrad
