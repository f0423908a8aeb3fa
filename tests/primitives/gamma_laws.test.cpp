// SPDX-License-Identifier: BSL-1.0
//
// The laws of laws.test.cpp, of the gamma functions, which are not in the list of primitives that
// it runs over. polygamma is a function for each order.
#include "../laws_functions.hpp"

#include <ctgrad/near.hpp>
#include <ctgrad/primitives/gamma.hpp>

#include <cmath>
#include <limits>
#include <vector>

#include <boost/multiprecision/cpp_bin_float.hpp>

using laws::expect, laws::point;

namespace {

// Without expression templates, which take twice the time to compile.
using reference = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>,
                                                boost::multiprecision::et_off>;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

struct precise : laws::function_subject {
    laws::rules<reference> exactly;

    [[nodiscard]] reference value_at(const reference& x) const {
        return exactly.value(complete_exactly(x));
    }
    [[nodiscard]] reference partial_at(const reference& x) const {
        return exactly.partial[offset](complete_exactly(x));
    }

private:
    [[nodiscard]] laws::point_of<reference> complete_exactly(const reference& x) const {
        const point all = complete({0});
        laws::point_of<reference> out{all[0], all[1], all[2], all[3]};
        out[offset] = x;
        return out;
    }
};
const std::vector<precise>& all_functions() {
    static const auto all = laws::each_function<precise, ctgrad::gammas>([](auto f) {
        using op = typename decltype(f)::primitive;
        return precise{laws::subject_of(f), laws::rules_of<op, reference>()};
    });
    return all;
}

// Random points come closer to poles, where a quotient is off by more.
const double digits_of_quotients = long_mode::is_on() ? 1e-25 : 1e-27;

// Relative, and absolute for small numbers.
bool close(const reference& a, const reference& b, double tolerance) {
    const reference larger = abs(a) > abs(b) ? abs(a) : abs(b);
    return abs(a - b) <= tolerance * (larger > 0.01 ? larger : reference(0.01));
}

} // namespace

BOOST_AUTO_TEST_CASE(partials_are_the_limits_of_difference_quotients) {
    laws::on_all_points(all_functions(), [](const precise& f, const point& x) {
        static const reference h("1e-18");
        const reference at(x[0]);
        const reference quotient = (f.value_at(at + h) - f.value_at(at - h)) / (2 * h);
        const reference exact = f.partial_at(at);
        if (!close(exact, quotient, digits_of_quotients))
            expect(false, f.primitive, f.complete(x), "the partial in 50 digits", exact.str(),
                   quotient.str());
        const double computed = f.primitive.partial[f.offset](f.complete(x));
        expect(close(computed, exact, 1e-13), f, x, f.offset, computed, static_cast<double>(exact));
    });
}

BOOST_AUTO_TEST_CASE(nan_in_gives_nan_out) {
    for (const precise& f : all_functions()) {
        const double value = f.primitive.value(f.complete({not_a_number}));
        expect(value != value, f, {not_a_number}, "the value", value, not_a_number);
    }
    BOOST_TEST(std::isnan(ctgrad::polygamma(not_a_number, 1.0)));
    for (const double order : {-1.0, 0.5, 10001.0, infinity})
        BOOST_TEST(std::isnan(ctgrad::polygamma(order, 1.0)));
}

BOOST_AUTO_TEST_CASE(names_are_unique) {
    for (const precise& f : all_functions())
        for (const laws::subject& s : laws::all_primitives())
            BOOST_TEST(f.primitive.name != s.name);
}

// A wrong rule is noticed: of each mutant the first law does not hold somewhere on the grid.
BOOST_AUTO_TEST_CASE(wrong_rules_are_noticed) {
    constexpr double (*mutations[])(double, double) = {
        [](double p, double) { return -p; }, [](double p, double) { return p * 1.0000001; },
        [](double p, double x) { return p - x; }, [](double, double) { return 0.0; },
        [](double p, double) { return 1 / p; }};
    for (const precise& f : all_functions())
        for (const auto mutate : mutations) {
            bool caught = false;
            for (const double x : laws::steps) {
                const double h = 0x1p-17;
                const auto value = [&](double at) { return f.primitive.value(f.complete({at})); };
                const double partial = f.primitive.partial[f.offset](f.complete({x}));
                const double quotient = (value(x + h) - value(x - h)) / (2 * h);
                caught = caught || !ctgrad::near(mutate(partial, x), quotient, 1e-8);
            }
            BOOST_TEST(caught, f.primitive.name);
        }
}
