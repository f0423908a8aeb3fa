// SPDX-License-Identifier: BSL-1.0
//
// A batch on several threads: `vmap(f, threads(4))`. Each thread has a part of the points, in one
// piece. The parts are disjoint and a point's result does not depend on its neighbours, so the
// results have the same bits whatever the number of threads.
#pragma once

#include <ctgrad/run_time_error.hpp>

#include <algorithm>
#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

namespace ctgrad {

/// How many threads compute a batch, the calling one among them. They start with the call and end
/// with it: of small batches one thread is faster.
/// Errors: size_error if there is none. Threads that the system refuses cost time, not the result.
/// Example: examples/vmap.cpp
class threads {
public:
    explicit threads(std::size_t count) : count_(count) {
        if (count == 0)
            throw size_error("ctgrad: threads(n) requires at least one thread, found 0: give the "
                             "number of processors, std::thread::hardware_concurrency() for "
                             "example; see docs/reference/threads.md");
    }

    /// Calls work(first, last) for ranges that make up 0...count.
    template <class Work>
    void split(std::size_t count, const Work& work) const {
        const std::size_t part = points_per_thread(count);
        std::vector<std::thread> others;
        std::size_t first = part; // the calling thread has the first part
        try {
            for (; first < count; first += part)
                others.emplace_back(work, first, std::min(first + part, count));
        } catch (const std::system_error&) {
            work(first, count);
        }
        work(std::size_t{0}, std::min(part, count));
        for (std::thread& each : others)
            each.join();
    }

private:
    // Whole lines of the cache, as far as the outputs begin at one: no two threads write into one.
    [[nodiscard]] std::size_t points_per_thread(std::size_t count) const {
        constexpr std::size_t line = 64;
        const std::size_t part = count / count_ + (count % count_ != 0);
        return std::max(line, (part + line - 1) / line * line);
    }

    std::size_t count_;
};

} // namespace ctgrad
