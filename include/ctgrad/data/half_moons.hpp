// SPDX-License-Identifier: BSL-1.0
//
// Two half circles that reach into each other: the smallest data that no straight line separates,
// so that a network must bend one. The same curves as scikit-learn's make_moons.
#pragma once

#include <ctgrad/data/dataset.hpp>

#include <cmath>
#include <numbers>

namespace ctgrad {

/// `points` rows x, y in a random order: half of them (rounded down) on the upper moon,
/// (cos t, sin t) with target -1, the others on the lower one, (1 - cos t, 1/2 - sin t) with target
/// 1; t evenly spaced from 0 to pi. Both coordinates get normal noise of the deviation `noise`.
///
/// `classes` stays empty, as the targets are numbers to compute with: a margin loss takes -1 and 1.
/// The last bit of a coordinate is that of std::cos and std::sin, which differ between systems;
/// noise and order are the same everywhere.
///
/// Errors: data_error below two points; run_time_error unless noise is finite and not negative.
/// Source: scikit-learn, sklearn.datasets.make_moons. Example: examples/data.cpp.
[[nodiscard]] inline dataset half_moons(std::size_t points, double noise, random_source& random) {
    if (points < 2)
        throw data_error("ctgrad: half_moons(points, noise, random) requires two points, one on "
                         "each moon, found points = " +
                         std::to_string(points) + ": 100 make a good picture");
    if (!(noise >= 0 && std::isfinite(noise)))
        throw run_time_error("ctgrad: half_moons(points, noise, random) requires a finite noise, "
                             "0 or more, found " +
                             detail::shown(noise) +
                             ": it is the standard deviation of both coordinates; 0.1 is usual");
    dataset out{{"x", "y"}, "moon", 2, {}, {}, {}};
    const std::size_t upper = points / 2;
    for (std::size_t i = 0; i < points; ++i) {
        const bool is_upper = i < upper;
        const std::size_t k = is_upper ? i : i - upper;
        const std::size_t last = (is_upper ? upper : points - upper) - 1;
        // A single point is where the moon begins.
        const double t =
            last == 0 ? 0 : std::numbers::pi * static_cast<double>(k) / static_cast<double>(last);
        const double x = is_upper ? std::cos(t) : 1 - std::cos(t);
        const double y = is_upper ? std::sin(t) : 0.5 - std::sin(t);
        // One statement per draw: the operands of one statement have no order.
        const double dx = random.normal();
        const double dy = random.normal();
        out.inputs.push_back(std::fma(noise, dx, x)); // a compiler may fuse this or not
        out.inputs.push_back(std::fma(noise, dy, y));
        out.targets.push_back(is_upper ? -1 : 1);
    }
    return detail::rows_of(out, detail::shuffled_indices(points, random));
}

/// With the random numbers of a seed.
[[nodiscard]] inline dataset half_moons(std::size_t points, double noise, std::uint64_t seed) {
    random_source random(seed);
    return half_moons(points, noise, random);
}

} // namespace ctgrad
