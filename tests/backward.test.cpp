// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/backward.hpp>
#include <ctgrad/near.hpp>

#include <limits>
#include <string_view>
#include <type_traits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr param<"k"> k;

// Data and grad of every node, constants and parameters included.
constexpr auto product = x * y;
constexpr auto sum = product + 3_c;
constexpr auto whole = k * sum;
constexpr auto pass = backward(whole, at(x = 2.0, y = 5.0, k = 10.0));
static_assert(pass.data(x) == 2 && pass.data(product) == 10 && pass.data(sum) == 13 &&
              pass.data(whole) == 130 && pass.data(3_c) == 3 && pass.data(k) == 10);
static_assert(pass.grad(x) == 50 && pass.grad(y) == 20 && pass.grad(product) == 10 &&
              pass.grad(sum) == 10 && pass.grad(whole) == 1 && pass.grad(3_c) == 10 &&
              pass.grad(k) == 13);
static_assert(pass.grad(x) == gradient(whole, at(x = 2.0, y = 5.0, k = 10.0))[x]);

// A node is asked for by what it is, however it is spelled.
static_assert(pass.data(x * y) == 10 && pass.grad(var<"x">()) == 50);
static_assert(pass.data(named<"p">(x * y)) == 10);

// Plain numbers: equal ones are one node when sealed, and several nodes when not. Then data is that
// of each, and grad the sum.
constexpr auto scaled = 2.0 * x + 2.0 * y + x * 2;
constexpr auto kept = backward(scaled, at(x = 3.0, y = 4.0));
constexpr auto merged = backward<scaled>(at(x = 3.0, y = 4.0));
static_assert(kept.data(2_c) == 2 && kept.grad(2_c) == 10 && merged.grad(2_c) == 10);
static_assert(kept.data(2.0 * x) == 6 && kept.grad(2.0 * x) == 1 && merged.grad(2 * y) == 1);
static_assert(kept.grad(x) == 4 && merged.grad(x) == 4);

// A part that is used twice with numbers of its own is two nodes; its grad is that of both.
constexpr auto e = exp(2 * x);
constexpr auto quotient = (e - 1) / (e + 1);
constexpr auto at_half = at(x = 0.5);
static_assert(near(backward(quotient, at_half).grad(e), backward<quotient>(at_half).grad(e)));
static_assert(near(backward(quotient, at_half).data(e), 2.7182818284590452));

// An exponent that was a plain number is found in the sealed expression, too.
constexpr auto power = pow(x, 3);
constexpr auto half_of_power = power / 2.0;
static_assert(backward<half_of_power>(at(x = 2)).data(power) == 8);
static_assert(backward<half_of_power>(at(x = 2)).grad(power) == 0.5);
static_assert(backward<half_of_power>(at(x = 2)).grad(x) == 6);
static_assert(backward(half_of_power, at(x = 2)).data(power) == 8);

// Only what was chosen has a grad other than 0.
constexpr auto first = x * x;
constexpr auto second = sqrt(x);
constexpr auto choice = select(x < 1, first, second);
constexpr auto below = backward(choice, at(x = -2.0));
static_assert(below.grad(first) == 1 && below.grad(second) == 0 && below.grad(x) == -4);
constexpr auto above = backward(choice, at(x = 4.0));
static_assert(above.grad(first) == 0 && above.grad(second) == 1 && above.grad(x) == 0.25);

// The smallest passes.
static_assert(backward(x, at(x = 3)).data(x) == 3 && backward(x, at(x = 3)).grad(x) == 1);
static_assert(backward(2_c, at()).grad(2_c) == 1);
static_assert(backward(x + x, at(x = 3)).grad(x) == 2);
static_assert(std::is_same_v<decltype(backward(x, at(x = 3.0f)).grad(x)), float>);

// In a cycle of uses: a node is counted once for each.
constexpr auto d = x * y;
constexpr auto f = d * (x + y) + d;
constexpr auto f_pass = backward(f, at(x = -2.0, y = 3.0));
static_assert(f_pass.grad(d) == 2 && f_pass.grad(x) == -3 + 3 && f_pass.grad(y) == -8 - 2);

} // namespace

BOOST_AUTO_TEST_CASE(backward_at_run_time) {
    volatile double two = 2;
    const auto at_run_time = backward(whole, at(x = double{two}, y = 5.0, k = 10.0));
    BOOST_TEST(at_run_time.data(whole) == 130);
    BOOST_TEST(at_run_time.grad(x) == 50);
    BOOST_TEST(backward<quotient>(at(x = two / 4)).grad(e) ==
               backward(quotient, at(x = two / 4)).grad(e));
}

BOOST_AUTO_TEST_CASE(a_part_with_other_numbers_is_refused) {
    volatile double two = 2, three = 3;
    const auto of_two = two * x;
    const auto of_three = three * x;
    const auto run = backward(of_two + 1, at(x = 5.0));
    BOOST_TEST(run.data(of_two) == 10);
    BOOST_CHECK_EXCEPTION(static_cast<void>(run.data(of_three)), error, [](const error& problem) {
        return std::string_view(problem.what()).find("other numbers") != std::string_view::npos;
    });
    BOOST_CHECK_THROW(static_cast<void>(run.grad(of_three)), error);
}
