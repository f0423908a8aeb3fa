// SPDX-License-Identifier: BSL-1.0
//
// What the laws are checked with: the list of all primitives, each as a row of functions of
// numbers, and points for each. A law is a loop over rows and points. It is compiled once, not once
// for each primitive, of which there are so many that it matters.
//
// The points are a grid; the grid of each argument is shifted, so that ties and kinks, which
// conventions.test.cpp has, do not occur. In long mode there are a thousand and more at random.
#pragma once

#include "long_mode.hpp"
#include "rules.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iomanip>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace laws {

/// Value and partials of a primitive in the arithmetic of T; an argument that it is never
/// differentiated by has none.
template <class T>
struct rules {
    T (*value)(const point_of<T>&);
    std::array<T (*)(const point_of<T>&), 4> partial;
};
template <class Op, class T>
constexpr rules<T> rules_of() {
    rules<T> out{value_at<Op, T>, {}};
    if constexpr (has_partial<Op, 0>)
        out.partial[0] = partial_at<Op, 0, T>;
    if constexpr (has_partial<Op, 1>)
        out.partial[1] = partial_at<Op, 1, T>;
    if constexpr (has_partial<Op, 2>)
        out.partial[2] = partial_at<Op, 2, T>;
    if constexpr (has_partial<Op, 3>)
        out.partial[3] = partial_at<Op, 3, T>;
    return out;
}

struct subject : rules<double> {
    std::string_view name;
    unsigned arity;
    bool commutative, branch;
    bool (*domain)(const point&);
};
template <class Op>
constexpr subject subject_of() {
    return {rules_of<Op, double>(), Op::name,   Op::arity,
            Op::commutative,        Op::branch, in_domain<Op>};
}

/// Calls `check` with each primitive, for what cannot be a row.
template <class... Ops>
void for_each(ctgrad::family<Ops...>, const auto& check) {
    const auto one = [&](auto primitive) {
        BOOST_TEST_CONTEXT(decltype(primitive)::name) {
            check(primitive);
        }
    };
    (one(Ops()), ...);
}
void for_each_primitive(const auto& check) {
    for_each(ctgrad::primitives(), check);
}

/// What `row` makes of each primitive, where it returns something.
template <class Row, class... Ops>
std::vector<Row> each_of(ctgrad::family<Ops...>, const auto& row) {
    std::vector<Row> out;
    const auto add = [&](auto primitive) {
        if constexpr (!std::is_void_v<decltype(row(primitive))>)
            out.push_back(row(primitive));
        else
            row(primitive);
    };
    (add(Ops()), ...);
    return out;
}
template <class Row>
std::vector<Row> each_primitive(const auto& row) {
    return each_of<Row>(ctgrad::primitives(), row);
}
inline const std::vector<subject>& all_primitives() {
    static const auto all =
        each_primitive<subject>([](auto primitive) { return subject_of<decltype(primitive)>(); });
    return all;
}

// ---- points -------------------------------------------------------------------------------------

constexpr std::array steps{-3.25, -1.5, -0.625, 0.375, 0.75, 1.0, 2.5, 7.0};

// Numbers between -32 and 32, of large and small magnitude, every one of them possible.
class random_numbers {
public:
    explicit random_numbers(std::string_view seed) {
        std::uint64_t hash = 0xcbf29ce484222325;
        for (const char c : seed)
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
        bits_.seed(hash);
    }
    double operator()() {
        const double kind = fraction();
        if (kind < 0.4)
            return 16 * fraction() - 8;
        if (kind < 0.7)
            return 2 * fraction() - 1;
        const double size = std::exp2(15 * fraction() - 10);
        return fraction() < 0.5 ? -size : size;
    }

private:
    double fraction() { return static_cast<double>(bits_() >> 11) * 0x1p-53; }

    std::mt19937_64 bits_;
};

// Far enough from ties, kinks and ends of domains, for which differences across them would be
// needed: halves, and arguments that are equal.
inline bool is_clear(const point& x, unsigned arity) {
    constexpr double margin = 0x1p-11;
    for (unsigned i = 0; i < arity; ++i) {
        if (std::fabs(2 * x[i] - std::round(2 * x[i])) < margin)
            return false;
        for (unsigned j = 0; j < i; ++j)
            if (std::fabs(std::fabs(x[i]) - std::fabs(x[j])) < margin)
                return false;
    }
    return true;
}

constexpr std::size_t points_in_long_mode = 1500;

/// Adds random points that `in_domain` accepts, in long mode.
inline void add_random_points(std::vector<point>& to, std::string_view name, unsigned arity,
                              const auto& in_domain) {
    if (!long_mode::is_on())
        return;
    random_numbers number(name);
    const std::size_t wanted = to.size() + points_in_long_mode;
    for (std::size_t tries = 0; to.size() < wanted && tries < 1000 * points_in_long_mode; ++tries) {
        point x{};
        for (unsigned k = 0; k < arity; ++k)
            x[k] = number();
        if (is_clear(x, arity) && in_domain(x))
            to.push_back(x);
    }
    BOOST_TEST(to.size() == wanted, name << " has a domain that random points do not find");
}

/// The points of the grid that lie in the domain, every 17th in 3 and 4 dimensions.
inline std::vector<point> grid_in_domain(const subject& s) {
    std::size_t size = 1;
    for (unsigned k = 0; k < s.arity; ++k)
        size *= steps.size();
    std::vector<point> out;
    std::size_t tried = 0;
    for (std::size_t i = 0; i<size; i += s.arity> 2 ? 17 : 1) {
        point x{};
        std::size_t rest = i;
        for (unsigned k = 0; k < s.arity; ++k) {
            x[k] = steps[rest % steps.size()] + 0.03125 * k;
            rest /= steps.size();
        }
        ++tried;
        if (s.domain(x))
            out.push_back(x);
    }
    BOOST_TEST(4 * out.size() >= tried, s.name << " has a domain that the grid does not meet");
    return out;
}
/// The same and, in long mode, random ones.
inline std::vector<point> points_in_domain(const subject& s) {
    auto out = grid_in_domain(s);
    add_random_points(out, s.name, s.arity, s.domain);
    return out;
}

// ---- verdicts -----------------------------------------------------------------------------------

inline std::string text_of(double x) {
    std::ostringstream out;
    out << std::setprecision(17) << x;
    return out.str();
}
inline std::string text_of(std::string_view name, const point& x, unsigned arity) {
    std::string out(name);
    for (unsigned k = 0; k < arity; ++k)
        out += (k == 0 ? "(" : ", ") + text_of(x[k]);
    return out + ')';
}

/// The one check of all laws: a primitive at a point, what is meant, what it was and should be.
inline void expect(bool holds, const subject& s, const point& x, const std::string& what,
                   const std::string& got, const std::string& wanted) {
    BOOST_TEST(holds, text_of(s.name, x, s.arity)
                          << ", " << what << ": got " << got << ", wanted " << wanted);
}
inline void expect(bool holds, const subject& s, const point& x, const char* what, double got,
                   double wanted) {
    if (holds) // texts are made for those that fail
        BOOST_TEST(holds);
    else
        expect(holds, s, x, what, text_of(got), text_of(wanted));
}
inline void expect(bool holds, const subject& s, const point& x, unsigned argument, double got,
                   double wanted) {
    if (holds)
        BOOST_TEST(holds);
    else
        expect(holds, s, x, "partial " + std::to_string(argument), text_of(got), text_of(wanted));
}

/// To be called at the end of a law for each primitive, with the number of points it was tried on.
inline void tried(const subject& s, std::size_t points) {
    BOOST_TEST(points != 0u, s.name << " was not tried");
    if (long_mode::is_on())
        BOOST_TEST(points >= 1000u, s.name << " was tried on " << points << " points");
    long_mode::count(s.name, points);
}
/// A law, on all points of all primitives.
inline void on_all_points(const auto& law) {
    for (const subject& s : all_primitives()) {
        const auto points = points_in_domain(s);
        for (const point& x : points)
            law(s, x);
        tried(s, points.size());
    }
}

} // namespace laws
