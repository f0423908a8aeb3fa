// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/rolled.hpp>
#include <ctgrad/value.hpp>

#include <array>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

// Rolled forms stand beside functions and Values, whose verbs have the same names.
constexpr auto squares = sum(over(each(), shared()), [](auto x, auto k) { return k * x * x; });
constexpr auto f = function([](const auto& x, auto k) { return exp(squares(x, k)); });
static_assert(near(f(std::array{0.5, 0.5}, 2.0), 2.7182818284590452));
constexpr auto g = gradient(f)(std::array{0.5, 0.5}, 2.0);
static_assert(near(std::get<0>(g)[1], 5.4365636569180905));
static_assert(near(std::get<1>(g), 1.3591409142295226));

} // namespace

BOOST_AUTO_TEST_CASE(rolled_forms_of_values) {
    const std::vector<Value> x{1.0, 2.0, 3.0};
    Value k = 0.5;
    Value total = squares(x, k);
    total.backward();
    BOOST_TEST(total.data() == 7);
    BOOST_TEST(x[2].grad() == 3);
    BOOST_TEST(k.grad() == 14);
}
