// SPDX-License-Identifier: BSL-1.0
//
// Numerical routines as people write them, for a scalar type T, with the standard library: they run
// with double, with Value and with basic_value<float>, and the gradients are right.
#include <ctgrad/near.hpp>
#include <ctgrad/value.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

using ctgrad::basic_value;
using ctgrad::Value;

namespace {

// Nothing here knows of the library.

template <class T>
using matrix = std::vector<std::vector<T>>;

// Gauss with partial pivoting.
template <class T>
std::vector<T> solve(matrix<T> a, std::vector<T> b) {
    using std::abs;
    using std::swap;
    const std::size_t n = b.size();
    for (std::size_t k = 0; k < n; ++k) {
        std::size_t pivot = k;
        T largest = abs(a[k][k]);
        for (std::size_t i = k + 1; i < n; ++i)
            if (abs(a[i][k]) > largest) {
                largest = abs(a[i][k]);
                pivot = i;
            }
        if (largest < std::numeric_limits<T>::min())
            throw std::domain_error("the matrix is singular");
        if (pivot != k) {
            swap(a[pivot], a[k]);
            swap(b[pivot], b[k]);
        }
        for (std::size_t i = k + 1; i < n; ++i) {
            const T factor = a[i][k] / a[k][k];
            a[i][k] = 0;
            for (std::size_t j = k + 1; j < n; ++j)
                a[i][j] -= factor * a[k][j];
            b[i] -= factor * b[k];
        }
    }
    std::vector<T> x(n);
    for (std::size_t k = n; k-- != 0;) {
        T sum = 0.;
        for (std::size_t j = k + 1; j < n; ++j)
            sum += a[k][j] * x[j];
        x[k] = (b[k] - sum) / a[k][k];
    }
    return x;
}

// Runge and Kutta's method of fourth order.
template <class T, class F>
std::vector<T> integrate(const F& slope, std::vector<T> y, T step, int steps) {
    const auto moved = [](const std::vector<T>& from, const std::vector<T>& by, const T& h) {
        std::vector<T> to(from);
        for (std::size_t i = 0; i < to.size(); ++i)
            to[i] += by[i] * h;
        return to;
    };
    for (int n = 0; n < steps; ++n) {
        const auto k1 = slope(y);
        const auto k2 = slope(moved(y, k1, step / 2));
        const auto k3 = slope(moved(y, k2, step / 2));
        const auto k4 = slope(moved(y, k3, step));
        for (std::size_t i = 0; i < y.size(); ++i)
            y[i] += step / 6 * (k1[i] + T(2) * k2[i] + T(2) * k3[i] + k4[i]);
    }
    return y;
}

template <class T>
std::vector<T> lorenz(const std::vector<T>& s, const T& sigma, const T& rho, const T& beta) {
    return {sigma * (s[1] - s[0]), s[0] * (rho - s[2]) - s[1], s[0] * s[1] - beta * s[2]};
}
template <class T>
T lorenz_after(const std::vector<T>& p, int steps) {
    const auto slope = [&](const std::vector<T>& s) { return lorenz(s, p[3], p[4], p[5]); };
    const auto end = integrate<T>(slope, {p[0], p[1], p[2]}, T(0.01), steps);
    return std::accumulate(end.begin(), end.end(), T(0));
}
template <class T>
T pendulum_after(const std::vector<T>& p, int steps) {
    using std::sin, std::cos;
    const auto slope = [&](const std::vector<T>& s) {
        return std::vector<T>{s[1], -p[2] * sin(s[0]) - T(0.1) * s[1]};
    };
    const auto end = integrate<T>(slope, {p[0], p[1]}, T(0.02), steps);
    return end[0] + cos(end[1]);
}

template <class T>
T log_sum_exp(const std::vector<T>& x) {
    using std::exp, std::log;
    const T largest = *std::max_element(x.begin(), x.end());
    T sum = T();
    for (const T& each : x)
        sum += exp(each - largest);
    return largest + log(sum);
}
template <class T>
T log_add_exp(const T& x, const T& y) {
    using std::exp, std::log;
    const T largest = std::max(x, y);
    return largest + log(exp(x - largest) + exp(y - largest));
}

// What the library gives, in whatever scalar, and differences of doubles.

template <class T>
std::vector<double> gradient(const auto& f, const std::vector<double>& at, double& value) {
    std::vector<basic_value<T>> x;
    for (const double each : at)
        x.emplace_back(each);
    const basic_value<T> y = f(x);
    y.backward();
    value = static_cast<double>(y.data());
    std::vector<double> g;
    for (const auto& each : x)
        g.push_back(static_cast<double>(each.grad()));
    return g;
}
std::vector<double> differences(const auto& f, const std::vector<double>& at, double h) {
    std::vector<double> g(at.size());
    for (std::size_t i = 0; i < at.size(); ++i) {
        auto after = at, before = at;
        after[i] += h;
        before[i] -= h;
        g[i] = (f(after) - f(before)) / (2 * h);
    }
    return g;
}
void check_against_differences(const auto& f, const std::vector<double>& at, double h = 1e-6) {
    const std::vector<double> expected = differences(f, at, h);
    double size = 1;
    for (const double each : expected)
        size = std::fmax(size, std::fabs(each));
    double value = 0;
    const std::vector<double> g = gradient<double>(f, at, value);
    BOOST_TEST(ctgrad::near(value, f(at), 1e-13));
    const std::vector<double> g_float = gradient<float>(f, at, value);
    BOOST_TEST(ctgrad::near(value, f(at), 1e-3));
    for (std::size_t i = 0; i < at.size(); ++i) {
        BOOST_TEST(std::fabs(g[i] - expected[i]) < 1e-7 * size, g[i] << " is not " << expected[i]);
        BOOST_TEST(std::fabs(g_float[i] - expected[i]) < 2e-3 * size,
                   g_float[i] << " is not " << expected[i]);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(linear_equations) {
    constexpr std::size_t n = 6;
    // Zeros on the diagonal: rows are exchanged.
    std::vector<double> at;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            at.push_back(i == j ? 0 : std::sin(3.0 * static_cast<double>(i * n + j) + 1));
    for (std::size_t i = 0; i < n; ++i)
        at.push_back(0.5 * static_cast<double>(i) - 1);
    const auto system = [&](const auto& x) {
        using T = std::remove_cvref_t<decltype(x[0])>;
        matrix<T> a(n, std::vector<T>(n));
        std::vector<T> b(n);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j)
                a[i][j] = x[i * n + j];
            b[i] = x[n * n + i];
        }
        return solve(a, b);
    };
    const auto sum_of_squares = [&](const auto& x) {
        const auto solution = system(x);
        using T = std::remove_cvref_t<decltype(x[0])>;
        return std::inner_product(solution.begin(), solution.end(), solution.begin(), T(0));
    };
    check_against_differences(sum_of_squares, at);

    // d(solution_0)/d(b_i) is the first row of the inverse, lambda; d/dA is -lambda x^T.
    std::vector<Value> x(at.begin(), at.end());
    const std::vector<Value> solution = system(x);
    solution[0].backward();
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            BOOST_TEST(ctgrad::near(x[i * n + j].grad(), -x[n * n + i].grad() * solution[j].data(),
                                    1e-10));
    BOOST_CHECK_THROW(solve(matrix<Value>{{1, 2}, {2, 4}}, std::vector<Value>{1, 2}),
                      std::domain_error);
}

BOOST_AUTO_TEST_CASE(differential_equations) {
    check_against_differences([](const auto& p) { return lorenz_after(p, 50); },
                              {1, 1.5, 20, 10, 28, 8.0 / 3});
    check_against_differences([](const auto& p) { return pendulum_after(p, 200); },
                              {0.5, 0.1, 9.81});
    // y' = -k*y: y(1) = y0*exp(-k), dy/dk = -y.
    Value y0{2.0}, k{0.7};
    const auto decay = [&](const std::vector<Value>& y) { return std::vector<Value>{-k * y[0]}; };
    const auto end = integrate<Value>(decay, {y0}, Value(0.01), 100);
    end[0].backward();
    BOOST_TEST(ctgrad::near(end[0].data(), 2 * std::exp(-0.7), 1e-9));
    BOOST_TEST(ctgrad::near(y0.grad(), std::exp(-0.7), 1e-9));
    BOOST_TEST(ctgrad::near(k.grad(), -2 * std::exp(-0.7), 1e-8));
}

BOOST_AUTO_TEST_CASE(logarithms_of_sums_of_exponentials) {
    const auto f = [](const auto& x) { return log_sum_exp(x); };
    check_against_differences(f, {0.3, -1.2, 2.5, 2.4, 0});
    // The gradient is the softmax, also where exp would overflow.
    const std::vector<double> at{1000, 1001, 999.5};
    double value = 0;
    const auto g = gradient<double>(f, at, value);
    double sum = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
        BOOST_TEST(ctgrad::near(g[i], std::exp(at[i] - value), 1e-12));
        sum += g[i];
    }
    BOOST_TEST(ctgrad::near(sum, 1, 1e-14));
    check_against_differences([](const auto& x) { return log_add_exp(x[0], x[1]); }, {0.3, -1.2});
    check_against_differences([](const auto& x) { return log_add_exp(x[1], x[1]); }, {0.3, -1.2});
}
