// SPDX-License-Identifier: BSL-1.0
//
// What the run-time side throws: errors whose messages have parts that are known only then, such as
// a size, a file's name, a step. All of them are `ctgrad::error`.
#pragma once

#include <ctgrad/error.hpp>

#include <stdexcept>
#include <string>

namespace ctgrad {

/// An error with a message made at run time.
class run_time_error : public error {
public:
    explicit run_time_error(const std::string& message) : error(""), text_(message) {}
    [[nodiscard]] const char* what() const noexcept override { return text_.what(); }

private:
    std::runtime_error text_; // a string whose copies never throw
};

/// A use of a run-time graph that has no meaning: a node of a finished thread, the gradient of a
/// constant.
class graph_error : public run_time_error {
    using run_time_error::run_time_error;
};

/// Sizes that do not fit together: an input of the wrong length, parameters of another network.
class size_error : public run_time_error {
    using run_time_error::run_time_error;
};

/// Data that cannot be used: a file that cannot be read or is damaged, a table without rows, one
/// class only, an unknown column.
class data_error : public run_time_error {
    using run_time_error::run_time_error;
};

/// Training that cannot go on: a loss that is not a number. The message names the step.
class training_error : public run_time_error {
    using run_time_error::run_time_error;
};

} // namespace ctgrad
