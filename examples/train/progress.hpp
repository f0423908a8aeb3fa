// SPDX-License-Identifier: BSL-1.0
#pragma once

// One line that is written again and again while the training runs, if somebody looks: on a
// terminal only, and ten times a second at most.

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string>

namespace train {

/// As "2 h 05 min", "3 min 07 s" or "12 s".
inline std::string duration(double seconds) {
    char text[64];
    const auto whole = static_cast<long long>(std::clamp(seconds, 0.0, 1e12) + 0.5);
    if (whole >= 3600)
        std::snprintf(text, sizeof text, "%lld h %02lld min", whole / 3600, whole / 60 % 60);
    else if (whole >= 60)
        std::snprintf(text, sizeof text, "%lld min %02lld s", whole / 60, whole % 60);
    else
        std::snprintf(text, sizeof text, "%lld s", whole);
    return text;
}

class stopwatch {
public:
    [[nodiscard]] double seconds() const {
        return std::chrono::duration<double>(clock::now() - start_).count();
    }

private:
    using clock = std::chrono::steady_clock;
    clock::time_point start_ = clock::now();
};

class progress_line {
public:
    progress_line() : shown_(isatty(STDERR_FILENO) != 0 && isatty(STDOUT_FILENO) != 0) {}
    progress_line(const progress_line&) = delete;
    progress_line& operator=(const progress_line&) = delete;
    ~progress_line() { clear(); }

    /// Whether the line is worth making now.
    [[nodiscard]] bool is_due() {
        constexpr double pause = 0.1;
        const double now = watch_.seconds();
        if (!shown_ || now < next_)
            return false;
        next_ = now + pause;
        return true;
    }
    /// Writes the line over the one before.
    void show(std::string line) {
        const std::size_t length = line.size();
        line.resize(std::max(length, length_), ' ');
        std::fprintf(stderr, "\r%s", line.c_str());
        length_ = length;
    }
    void clear() {
        if (length_ != 0)
            std::fprintf(stderr, "\r%s\r", std::string(length_, ' ').c_str());
        length_ = 0;
    }

private:
    bool shown_;
    stopwatch watch_;
    double next_ = 0.2; // what takes no time needs no line
    std::size_t length_ = 0;
};

} // namespace train
