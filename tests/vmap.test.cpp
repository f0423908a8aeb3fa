// SPDX-License-Identifier: BSL-1.0
//
// A batch is the function at each point: for every length, for spans that begin anywhere, in float
// and double, with branches in other directions side by side, at the edges.
#include <ctgrad/jacobian.hpp>
#include <ctgrad/vmap.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using numbers = boost::mpl::list<float, double>;

namespace {

constexpr auto smooth = function([](auto x, auto y) {
    return x * exp(x * y) - log(y) / cos(x) + x * x * tanh(y) + sin(x) * erf(x - y) - 2.5;
});
// A branch that is worth one, and its like: lanes differ in what they choose.
constexpr auto piecewise_formula = function([](auto x, auto y) {
    const auto chosen = select(x < y, sqrt(y) * exp(sin(x) * cos(y)) + tanh(x * y), log(x) * x);
    return chosen + relu(x - 0.5) + abs(y - 1) + max(x, 2 * y) - min(x * y, 1) + pow(x, 1.5);
});
constexpr auto of_vector = function([](const auto& v, auto k) {
    return std::array{k * (v[0] * v[0] + sin(v[1])), v[0] - k};
});

template <class T>
using column = std::vector<T>;

template <class T>
column<T> inputs(std::size_t size, double least, double most) {
    column<T> x(size);
    for (std::size_t i = 0; i < size; ++i)
        x[i] = static_cast<T>(least + (most - least) * std::fmod(0.618 * double(i + 1), 1.0));
    return x;
}

// Within 4 units in the last place, of the largest term that went into it.
template <class T>
bool close(T found, T expected, T scale = 4) {
    return std::abs(found - expected) <= 4 * std::numeric_limits<T>::epsilon() * scale;
}

template <class T>
void check_against_numbers(const auto& f, std::span<const T> x, std::span<const T> y,
                           std::span<T> value, std::span<T> dx, std::span<T> dy) {
    vmap(value_and_gradient(f))(x, y, value, dx, dy);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto [v, g] = value_and_gradient(f)(x[i], y[i]);
        BOOST_TEST(close(value[i], v));
        BOOST_TEST(close(dx[i], std::get<0>(g)));
        BOOST_TEST(close(dy[i], std::get<1>(g)));
    }
}

bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(every_length, T, numbers) {
    for (std::size_t size = 0; size <= 2 * pack<T>::size + 1; ++size) {
        const column<T> x = inputs<T>(size, 0.1, 1.2), y = inputs<T>(size, 0.5, 1.5);
        column<T> value(size), dx(size), dy(size);
        check_against_numbers<T>(smooth, x, y, value, dx, dy);
        check_against_numbers<T>(piecewise_formula, x, y, value, dx, dy);
    }
}

// One number past the end, and one before the begin, are left alone.
BOOST_AUTO_TEST_CASE_TEMPLATE(every_alignment, T, numbers) {
    constexpr std::size_t size = pack<T>::size + 3;
    const column<T> x = inputs<T>(4 * size, 0.1, 1.2), y = inputs<T>(4 * size, 0.5, 1.5);
    for (std::size_t shift = 1; shift <= pack<T>::size; ++shift) {
        column<T> value(4 * size, 7), dx(4 * size, 7), dy(4 * size, 7);
        check_against_numbers<T>(
            smooth, std::span(x).subspan(shift, size), std::span(y).subspan(2 * shift, size),
            std::span(value).subspan(shift, size), std::span(dx).subspan(shift + 1, size),
            std::span(dy).subspan(1, size));
        BOOST_TEST((value[shift - 1] == 7 && value[shift + size] == 7));
        BOOST_TEST((dx[shift] == 7 && dx[shift + 1 + size] == 7));
        BOOST_TEST((dy[0] == 7 && dy[1 + size] == 7));
    }
}

BOOST_AUTO_TEST_CASE(values_and_gradients_alone) {
    const column<double> x = inputs<double>(9, 0, 1), y = inputs<double>(9, 1, 2);
    column<double> value(9), dx(9), dy(9);
    vmap(smooth)(x, y, value);
    vmap(gradient(smooth))(x, y, dx, dy);
    for (std::size_t i = 0; i < 9; ++i) {
        BOOST_TEST(close(value[i], smooth(x[i], y[i])));
        BOOST_TEST(close(dx[i], std::get<0>(gradient(smooth)(x[i], y[i]))));
        BOOST_TEST(close(dy[i], std::get<1>(gradient(smooth)(x[i], y[i]))));
    }
}

BOOST_AUTO_TEST_CASE(numbers_are_shared) {
    const column<double> x = inputs<double>(9, 0, 1);
    column<double> with_number(9), with_column(9);
    vmap(smooth)(x, 2, with_number);
    vmap(smooth)(x, column<double>(9, 2.0), with_column);
    BOOST_TEST(with_number == with_column);
    vmap(smooth)(0.5, 2, with_number); // all of them
    BOOST_TEST(close(with_number[8], smooth(0.5, 2.0)));
}

// A std::array of spans is an array at each point; several results are several outputs.
BOOST_AUTO_TEST_CASE(arrays) {
    const column<double> v0 = inputs<double>(7, -1, 1), v1 = inputs<double>(7, -3, 3);
    const std::array v{std::span(v0), std::span(v1)};
    column<double> first(7), second(7);
    vmap(of_vector)(v, 2, first, second);
    vmap(of_vector)(v, 2, std::array{std::span(first), std::span(second)});
    std::array<column<double>, 6> rows;
    for (column<double>& each : rows)
        each.resize(7);
    vmap(jacobian(of_vector))(v, 2, rows[0], rows[1], rows[2], rows[3], rows[4], rows[5]);
    for (std::size_t i = 0; i < 7; ++i) {
        BOOST_TEST(close(first[i], 2 * (v0[i] * v0[i] + std::sin(v1[i]))));
        BOOST_TEST(close(second[i], v0[i] - 2));
        const std::array expected{
            4 * v0[i], 2 * std::cos(v1[i]), v0[i] * v0[i] + std::sin(v1[i]), 1.0, 0.0, -1.0};
        for (std::size_t k = 0; k < 6; ++k)
            BOOST_TEST(close(rows[k][i], expected[k]));
    }
}

BOOST_AUTO_TEST_CASE(an_output_may_be_an_input) {
    column<double> x = inputs<double>(9, 0, 1), y(9);
    constexpr auto square = function([](auto each) { return each * each; });
    vmap(square)(x, y);
    vmap(square)(x, x);
    BOOST_TEST(x == y);
}

// Every edge beside ordinary points, as values and slopes; what is not chosen does not count.
BOOST_AUTO_TEST_CASE(edges) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const column<double> x{0, 1, -0.0, infinity, -infinity, std::nan(""), 5e-324, -1, 1e300, 0.5};
    column<double> value(x.size()), dx(x.size());
    const auto check = [&](const auto& f) {
        vmap(value_and_gradient(f))(x, value, dx);
        for (std::size_t i = 0; i < x.size(); ++i) {
            const auto [v, g] = value_and_gradient(f)(x[i]);
            BOOST_TEST(same(value[i], v), "value at " << x[i]);
            BOOST_TEST(same(dx[i], g), "slope at " << x[i]);
        }
    };
    check(function([](auto t) { return abs(t); }));
    check(function([](auto t) { return relu(t); }));
    check(function([](auto t) { return max(t, 0.5) + min(t, 0); }));
    check(function([](auto t) { return select(t < 0, 1 / t, sqrt(t)); }));
    check(function([](auto t) { return select(t == 0, 1, 2 * t); }));
    check(function([](auto t) { return pow(t, 3); }));
    check(function([](auto t) { return 1 / sqrt(t); }));
}

BOOST_AUTO_TEST_CASE(lengths_must_agree) {
    const column<double> x(5), y(4);
    column<double> value(5);
    const auto says = [](const std::string& text) {
        return [text](const size_error& e) {
            return std::string(e.what()).find(text) != std::string::npos;
        };
    };
    BOOST_CHECK_EXCEPTION(vmap(smooth)(x, y, value), size_error,
                          says("argument 1 has 5 numbers and argument 2 has 4"));
    BOOST_CHECK_EXCEPTION(vmap(smooth)(0.5, x, std::span(value).first(3)), size_error,
                          says("argument 2 has 5 numbers and argument 3 has 3"));
}
