// SPDX-License-Identifier: BSL-1.0
//
// The backward pass keeps data and gradient of every node. Which node is meant is said by writing
// the subexpression.

#include <ctgrad.hpp>

#include <iostream>

namespace {

using namespace ctgrad;

//! [parts]
constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr auto product = x * y;
constexpr auto f = product * product + 3 * x;
constexpr auto pass = backward<f>(at(x = 2.0, y = 5.0));
static_assert(pass.data(product) == 10.0 && pass.grad(product) == 20.0);
static_assert(pass.data(3 * x) == 6.0 && pass.grad(3 * x) == 1.0);
static_assert(pass.grad(x) == 103.0 && pass.grad(y) == 40.0);
static_assert(pass.data(f) == 106.0 && pass.grad(f) == 1.0);
//! [parts]

//! [numbers]
// An expression whose numbers are known at run time only is an ordinary argument. Its numbers are
// not merged; if a part occurs several times, the gradients of its places are added.
constexpr auto scaled_cube(double factor) {
    const auto scaled = factor * x;
    return scaled * scaled * scaled;
}
constexpr auto cube_pass = backward(scaled_cube(2.0), at(x = 1.0));
static_assert(cube_pass.data(2 * x) == 2.0 && cube_pass.grad(2 * x) == 12.0);
static_assert(cube_pass.grad(x) == 24.0);
//! [numbers]

} // namespace

int main() {
    std::cout << "at run time: " << backward(scaled_cube(3.0), at(x = 1.0)).grad(x) << '\n';
    //! [error]
    try {
        static_cast<void>(cube_pass.data(7 * x)); // the form occurs, this number does not
    } catch (const ctgrad::error& wrong_part) {
        std::cout << wrong_part.what() << '\n';
        return 0;
    }
    //! [error]
    return 1;
}
