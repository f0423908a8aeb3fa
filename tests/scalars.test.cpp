// SPDX-License-Identifier: BSL-1.0
//
// One formula with every kind of primitive, in every scalar type, to the precision of that type.
#include <ctgrad/jacobian.hpp>

#include <limits>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

struct formula {
    constexpr auto operator()(const auto& x, const auto& y) const {
        return pow(x, y) + 2.5 * erf(x * y) - sqrt(y) * tanh(x) / (3 + cos(y)) + max(x, y) +
               abs(x - y) * relu(y) + log(exp(x) + pow(y, 3)) + tan(x) * erfc(y) + min(x, 0.25) +
               select(x < y, sin(x), x);
    }
};
constexpr auto general = function(formula());

template <class T>
void check_scalar(double tolerance) {
    using reference = boost::multiprecision::cpp_bin_float_50;
    const T x = T(11) / 16, y = T(21) / 16;
    const auto [value, g] = value_and_gradient(general)(x, y);
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(value)>, T>);
    const auto [exact, exact_g] =
        value_and_gradient(general)(reference(11) / 16, reference(21) / 16);
    const auto check = [&](const T& computed, const reference& expected) {
        BOOST_TEST(abs(static_cast<reference>(computed) - expected) <= tolerance * abs(expected),
                   computed << " is not " << expected);
    };
    check(value, exact);
    check(std::get<0>(g), std::get<0>(exact_g));
    check(std::get<1>(g), std::get<1>(exact_g));
}

} // namespace

BOOST_AUTO_TEST_CASE(every_scalar_type) {
    namespace mp = boost::multiprecision;
    check_scalar<float>(4 * std::numeric_limits<float>::epsilon());
    check_scalar<double>(4 * std::numeric_limits<double>::epsilon());
    check_scalar<long double>(4 * static_cast<double>(std::numeric_limits<long double>::epsilon()));
    // Another arithmetic, decimal, with expression templates that must not be kept by reference.
    check_scalar<mp::number<mp::cpp_dec_float<50>, mp::et_on>>(1e-48);
}
