// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/derived_expression.hpp>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr auto f = 2.5 * x * y;

// The recipe is the one that is evaluated, the numbers those of the expression.
constexpr auto g = gradient(f);
static_assert(g.slots[0] == 2.5);
template <class Derivatives>
using program_of = detail::program<typename Derivatives::subject::recipe>;
static_assert(program_of<decltype(g)>::g.results == 2);
static_assert(program_of<decltype(value_and_gradient(f))>::g.results == 3);
static_assert(program_of<decltype(hessian(f))>::g.results == 4);
static_assert(program_of<decltype(gradient(f, wrt(y)))>::g.results == 1);
static_assert(detail::graph_of<decltype(gradient<f>())::source> ==
              detail::graph_of<std::remove_const_t<decltype(sealed<f>)>::source>);

// What the results mean: of 2 variables, the value, 2 first and 4 second derivatives.
constexpr auto last = detail::meaning_of(detail::content::value_gradient_and_hessian, 6, 2, 7);
static_assert(last.order == 2 && last.first == 1 && last.second == 1);
static_assert(detail::meaning_of(detail::content::value_gradient_and_hessian, 0, 2, 7).order == 0);
constexpr auto second = detail::meaning_of(detail::content::value_gradient_and_hessian, 2, 2, 7);
static_assert(second.order == 1 && second.first == 1);
// Of 3 results and 2 variables.
constexpr auto entry = detail::meaning_of(detail::content::value_and_jacobian, 3 + 5, 2, 9);
static_assert(entry.order == 1 && entry.row == 2 && entry.first == 1);
static_assert(detail::meaning_of(detail::content::value_and_jacobian, 2, 2, 9).row == 2);

} // namespace

BOOST_AUTO_TEST_CASE(numbers_known_at_run_time_only) {
    volatile double factor = 3;
    const auto h = hessian(factor * x * y);
    const double point[] = {1, 2};
    const auto entries =
        detail::evaluate<program_of<std::remove_const_t<decltype(h)>>>(point, h.slots);
    BOOST_TEST(entries[1] == 3.0);
    BOOST_TEST(entries[2] == 3.0);
    BOOST_TEST(entries[0] == 0.0);
}
