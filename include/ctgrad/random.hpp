// SPDX-License-Identifier: BSL-1.0
//
// Random numbers that are the same on every platform, so that a training that went well, or wrong,
// can be run again elsewhere. The standard fixes the sequence of its engines but not what its
// distributions and std::shuffle make of it: those are made here. They use no function of <cmath>
// whose last bit differs between systems, and nothing that a compiler may fuse into a multiply-add.
#pragma once

#include <ctgrad/detail/shown.hpp>
#include <ctgrad/run_time_error.hpp>

#include <cmath>
#include <concepts>
#include <cstdint>
#include <iterator>
#include <random>
#include <ranges>

namespace ctgrad {

/// A sequence of random numbers, given by its seed. A copy continues with the same numbers as the
/// original. Not for secrets: the sequence can be computed from a part of it.
///
/// Source: std::mt19937_64 (M. Matsumoto, T. Nishimura, 1998; 64 bits, 2000). Example:
/// examples/data.cpp.
class random_source {
public:
    explicit random_source(std::uint64_t seed) : engine_(seed) {}

    /// A number in [0, 1): a multiple of 2^-53, all of them equally likely. Cost: one draw from the
    /// engine.
    double uniform() { return static_cast<double>(engine_() >> 11U) * 0x1p-53; }

    /// A number in [lo, hi): lo + (hi - lo) * uniform(), rounded once.
    /// Errors: run_time_error unless lo < hi and hi - lo is finite.
    double uniform(double lo, double hi) {
        if (!(lo < hi && std::isfinite(hi - lo)))
            throw run_time_error("ctgrad: uniform(lo, hi) requires lo < hi, both finite and not "
                                 "further apart than the largest double, found lo = " +
                                 detail::shown(lo) + ", hi = " + detail::shown(hi) +
                                 ": give the smaller bound first");
        // Rounding may lead to hi, which is not in the interval. std::fma, because a compiler may
        // fuse the sum or not.
        for (;;)
            if (const double x = std::fma(hi - lo, uniform(), lo); x < hi)
                return x;
    }

    /// A number of the standard normal distribution, mean 0 and deviation 1.
    ///
    /// Comparisons, one square and one sum: no logarithm, hence the same bits everywhere. Of
    /// x = k + y with a whole k and y in [0, 1), k is drawn in proportion to exp(-k/2) and the pair
    /// accepted with probability exp(-k(k-1)/2 - k*y - y*y/2), which makes exp(-x*x/2). Cost: about
    /// 17 draws. Source: J. von Neumann, 1951, for exp; C. Karney, Sampling exactly from the normal
    /// distribution, ACM Transactions on Mathematical Software 42, 2016.
    double normal() {
        for (;;) {
            int k = 0;
            while (happens(0.5))
                ++k;
            const double y = uniform();
            if (happens(0.5, k * (k - 1)) && happens(y, k) && happens(y * y / 2))
                return uniform() < 0.5 ? -(k + y) : k + y;
        }
    }

    /// A whole number in [0, n), all of them equally likely. Cost: below two draws on average.
    /// Errors: run_time_error when n is 0.
    std::uint64_t below(std::uint64_t n) {
        if (n == 0)
            throw run_time_error("ctgrad: below(n) gives a number smaller than n and requires "
                                 "n > 0, found n = 0: is a container empty?");
        // 2^64 is not a multiple of n: without its first 2^64 mod n numbers it is.
        const std::uint64_t first = (0 - n) % n;
        for (;;)
            if (const std::uint64_t bits = engine_(); bits >= first)
                return bits % n;
    }

    /// Puts the elements into a random order, all orders equally likely (as far as the 19937 bits
    /// of the engine go). Cost: one exchange per element. Source: Fisher and Yates, Durstenfeld.
    template <std::ranges::random_access_range Range>
        requires std::ranges::sized_range<Range> && std::permutable<std::ranges::iterator_t<Range>>
    void shuffle(Range&& range) {
        using distance = std::ranges::range_difference_t<Range>;
        const auto first = std::ranges::begin(range);
        for (auto left = static_cast<std::uint64_t>(std::ranges::size(range)); left > 1; --left)
            std::ranges::iter_swap(first + static_cast<distance>(left - 1),
                                   first + static_cast<distance>(below(left)));
    }

private:
    // Whether an event of probability exp(-p) happens, 0 <= p <= 1: of p > u1 > u2 > ... the length
    // is at least n with probability p^n/n!, so it is even with probability exp(-p).
    bool happens(double p) {
        for (bool even = true;; even = !even) {
            const double u = uniform();
            if (!(u < p))
                return even;
            p = u;
        }
    }
    // That many times in sequence.
    bool happens(double p, int times) {
        while (times > 0 && happens(p))
            --times;
        return times <= 0;
    }

    std::mt19937_64 engine_;
};

} // namespace ctgrad
