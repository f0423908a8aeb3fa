// SPDX-License-Identifier: BSL-1.0
//
// Values and gradients of typed expressions: by name, in any floating-point type, while compiling
// and at run time.

#include <ctgrad.hpp>

#include <boost/hana/first.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/second.hpp>

#include <iostream>
#include <type_traits>

namespace first {
//! [first]
constexpr ctgrad::var<"x"> x;
constexpr auto f = x * exp(-x * x);
static_assert(ctgrad::near(gradient(f, at(x = 1.0))[x], -0.36787944117144233)); // -1/e
//! [first]
} // namespace first

namespace {

using namespace ctgrad;

//! [names]
constexpr var<"width"> width;
constexpr var<"height"> height;
constexpr param<"price"> price; // bound like a variable, but not differentiated
constexpr auto cost = price * width * height;

constexpr auto point = at(width = 3.0, height = 2.0, price = 10.0);
static_assert(value(cost, point) == 60.0);

constexpr auto g = gradient(cost, point);
static_assert(g[width] == 20.0 && g[height] == 30.0);
//! [names]

//! [both]
constexpr auto both = value_and_gradient(cost, point); // from one sweep
static_assert(both.value == 60.0 && both.gradient[width] == 20.0 && both[height] == 30.0);
//! [both]

//! [scalar]
// The common type of the bound numbers is the type of everything; integers count as double.
static_assert(
    std::is_same_v<decltype(value(width + height, at(width = 1.0F, height = 2.0F))), float>);
static_assert(std::is_same_v<decltype(value(width + height, at(width = 1, height = 2))), double>);
//! [scalar]

} // namespace

int main() {
    //! [run_time]
    double total = 0;
    for (double w = 1; w <= 3; w += 0.5) {
        const auto [c, slope] = value_and_gradient(cost, at(width = w, height = 2.0, price = 10.0));
        std::cout << "width " << w << ": cost " << c << '\n';
        total += slope[height];
    }
    //! [run_time]

    //! [hana]
    // For Boost.Hana a gradient is a map from variables to numbers.
    namespace hana = boost::hana;
    hana::for_each(g, [](const auto& entry) {
        std::cout << "by " << hana::first(entry).name.view() << ": " << hana::second(entry) << '\n';
    });
    //! [hana]
    return total == 100.0 ? 0 : 1;
}
