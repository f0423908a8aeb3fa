// SPDX-License-Identifier: BSL-1.0
//
// Is the gradient right? `check_gradient(f, x, y)` compares every component with a central
// difference, and reports them side by side. A report is true if all agree, and prints as a table:
// `BOOST_TEST(check_gradient(f, 1.0, 2.0));`
#pragma once

#include <ctgrad/gradient.hpp>
#include <ctgrad/jacobian.hpp>

#include <cmath>
#include <cstddef>
#include <iomanip>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

namespace ctgrad {

/// A component of a gradient beside the central difference (f(x + step) - f(x - step))/(2*step).
struct gradient_comparison {
    std::string name;
    double exact, difference, step, relative_error;
};

/// What `check_gradient` found.
struct gradient_report {
    double value;     // of the function
    double tolerance; // of the relative errors
    std::vector<gradient_comparison> components;

    /// Whether all components agree. NaN agrees with nothing.
    [[nodiscard]] bool passed() const {
        for (const auto& component : components)
            if (!(component.relative_error <= tolerance))
                return false;
        return true;
    }
    explicit operator bool() const { return passed(); }

    friend std::ostream& operator<<(std::ostream& out, const gradient_report& report) {
        const auto flags = out.flags();
        const auto precision = out.precision(10);
        out << "value " << report.value << ", relative errors of at most " << report.tolerance
            << " wanted\n";
        std::size_t width = 0;
        for (const auto& component : report.components)
            width = component.name.size() > width ? component.name.size() : width;
        for (const auto& component : report.components)
            out << std::left << std::setw(static_cast<int>(width)) << component.name << std::right
                << " exact " << std::setw(18) << component.exact << "  difference " << std::setw(18)
                << component.difference << "  step " << std::setw(12) << component.step
                << "  error " << std::setw(12) << component.relative_error
                << (component.relative_error <= report.tolerance ? "" : "  <-- differs") << '\n';
        out.precision(precision);
        out.flags(flags);
        return out;
    }
};

/// How to compare. Steps and errors are relative to the size of the argument, but at least to 1;
/// `step` 0 stands for the cube root of the machine's epsilon, 6e-6, which is best for most.
struct check_options {
    double step = 0;
    double tolerance = 1e-6;
};

/// Compares a gradient, however it was computed, with central differences of
/// `f(const std::vector<double>&)`. Cost: two calls of f per component.
template <class Function>
gradient_report
compare_gradient(const Function& f, const std::vector<double>& x, const std::vector<double>& exact,
                 const std::vector<std::string>& names, const check_options& options = {}) {
    gradient_report report{f(x), options.tolerance, {}};
    const double relative =
        options.step > 0 ? options.step : std::cbrt(std::numeric_limits<double>::epsilon());
    auto moved = x;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double step = relative * std::fmax(1, std::fabs(x[i]));
        moved[i] = x[i] + step;
        const double above = f(moved), up = moved[i];
        moved[i] = x[i] - step;
        const double below = f(moved), width = up - moved[i]; // 2*step as it was rounded
        moved[i] = x[i];
        const double difference = (above - below) / width;
        // What rounding of f leaves of a difference is no error.
        const double noise =
            std::numeric_limits<double>::epsilon() * (std::fabs(above) + std::fabs(below)) / width;
        const double size =
            std::fmax(std::fmax(std::fabs(exact[i]), std::fabs(difference)),
                      std::fmax(noise / options.tolerance, std::numeric_limits<double>::min()));
        report.components.push_back(
            {names[i], exact[i], difference, step, std::fabs(exact[i] - difference) / size});
    }
    return report;
}

namespace detail {

template <class... Args>
std::vector<std::string> argument_names() {
    std::vector<std::string> names;
    std::size_t argument = 0;
    const auto add = [&](std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) {
            std::string name = "argument " + std::to_string(argument);
            if (size > 1)
                name += '[' + std::to_string(i) + ']';
            names.push_back(std::move(name));
        }
        ++argument;
    };
    (add(shape<Args>::size), ...);
    return names;
}

template <class... Args, class Function, std::size_t... I>
double called_with(const Function& f, const std::vector<double>& numbers,
                   std::index_sequence<I...>) {
    const double* next = numbers.data();
    const std::tuple<typename shape<Args>::template with<double>...> arguments{
        shape<Args>::read(next)...};
    return f(std::get<I>(arguments)...);
}

template <class... Args>
std::vector<double> in_a_row(const Args&... args) {
    std::vector<double> numbers((shape<Args>::size + ... + 0));
    double* next = numbers.data();
    (shape<Args>::write(args, next), ...);
    return numbers;
}

template <class Point, fixed_string... Names>
std::vector<std::string> names_of(const named_gradient<Point, Names...>&) {
    return {std::string(Names.view())...};
}
template <class T, fixed_string... Names>
std::vector<double> numbers_of(const named_gradient<T, Names...>& g) {
    return {static_cast<double>(g[var<Names>()])...};
}
// The point with other values for some of its variables.
template <class T, fixed_string... Names, class U, fixed_string... Changed>
named_point<T, Names...> changed(named_point<T, Names...> point,
                                 const named_gradient<U, Changed...>&,
                                 const std::vector<double>& x) {
    std::size_t next = 0;
    ((point.values[find(point.names, pack(Changed.view()))] = static_cast<T>(x[next++])), ...);
    return point;
}
template <class T, fixed_string... Names, class U, fixed_string... Chosen>
std::vector<double> chosen(const named_point<T, Names...>& point,
                           const named_gradient<U, Chosen...>&) {
    return {static_cast<double>(point.values[find(point.names, pack(Chosen.view()))])...};
}

} // namespace detail

/// Compares the gradient of a function at a point with central differences: `check_gradient(f, x,
/// y)`, or `check_gradient(f, check_options{.step = 1e-4}, x, y)`.
/// Errors: a function of several results is refused as by `gradient`.
/// Example: examples/check_gradient.cpp
template <class Function, class... Args>
gradient_report check_gradient(const traced_function<Function>& f, const check_options& options,
                               const Args&... args) {
    const auto call = [&](const std::vector<double>& numbers) {
        return detail::called_with<Args...>(f, numbers, std::index_sequence_for<Args...>());
    };
    const auto exact = gradient(f)(args...);
    return compare_gradient(call, detail::in_a_row(args...), detail::in_a_row(exact),
                            detail::argument_names<Args...>(), options);
}
template <class Function, class First, class... Args>
    requires(!std::is_same_v<First, check_options>)
gradient_report check_gradient(const traced_function<Function>& f, const First& first,
                               const Args&... args) {
    return check_gradient(f, check_options{}, first, args...);
}

/// Compares the gradient of an expression at a point with central differences.
template <class Source, class T, fixed_string... Names>
gradient_report check_gradient(const expr<Source>& e, const named_point<T, Names...>& point,
                               const check_options& options = {}) {
    const auto exact = gradient(e, point);
    const auto call = [&](const std::vector<double>& x) {
        return static_cast<double>(value(e, detail::changed(point, exact, x)));
    };
    return compare_gradient(call, detail::chosen(point, exact), detail::numbers_of(exact),
                            detail::names_of(exact), options);
}

} // namespace ctgrad
