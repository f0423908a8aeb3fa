// SPDX-License-Identifier: BSL-1.0
//
// What every primitive obeys as a function of numbers, checked over the list of all of them: one
// that is added to its family is tested from then on. laws_traced.test.cpp has the laws of graphs.
#include "laws.hpp"
#include "compiled_values.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include <boost/multiprecision/cpp_bin_float.hpp>

using compiled_values::steps_between, compiled_values::within_units;
using laws::expect, laws::point, laws::subject;

namespace {

// Without expression templates, which take twice the time to compile.
using reference = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>,
                                                boost::multiprecision::et_off>;
using precise_point = laws::point_of<reference>;

// A primitive in 50 digits.
struct precise : subject {
    laws::rules<reference> exactly;
};
const std::vector<precise>& all_in_50_digits() {
    static const auto all = laws::each_primitive<precise>([](auto primitive) {
        using op = decltype(primitive);
        return precise{laws::subject_of<op>(), laws::rules_of<op, reference>()};
    });
    return all;
}

precise_point precisely(const point& x) {
    return {x[0], x[1], x[2], x[3]};
}

// (f(x + h) - f(x - h))/2h. The smaller h the better, down to where 50 digits do not carry it.
reference difference_quotient(const precise& s, const point& x, unsigned argument) {
    static const reference h("1e-18");
    precise_point after = precisely(x), before = after;
    after[argument] += h;
    before[argument] -= h;
    return (s.exactly.value(after) - s.exactly.value(before)) / (2 * h);
}

// Random points come closer to poles, where a quotient is off by more.
const double digits_of_quotients = long_mode::is_on() ? 1e-26 : 1e-28;

// Relative, and absolute for small numbers: 1 - tanh(7)^2 has lost its last digits.
bool close(const reference& a, const reference& b, double tolerance) {
    const reference larger = abs(a) > abs(b) ? abs(a) : abs(b);
    return abs(a - b) <= tolerance * (larger > 0.01 ? larger : reference(0.01));
}

} // namespace

// The quotient in 50 digits agrees to 28 of them.
BOOST_AUTO_TEST_CASE(partials_are_the_limits_of_difference_quotients) {
    for (const precise& s : all_in_50_digits()) {
        const auto points = laws::points_in_domain(s);
        for (const point& x : points)
            for (unsigned k = 0; k < s.arity; ++k) {
                if (s.partial[k] == nullptr)
                    continue;
                const reference quotient = difference_quotient(s, x, k);
                const reference exact = s.exactly.partial[k](precisely(x));
                if (!close(exact, quotient, digits_of_quotients))
                    expect(false, s, x, "partial " + std::to_string(k) + " in 50 digits",
                           exact.str(), quotient.str());
                const double computed = s.partial[k](x);
                expect(close(computed, exact, 1e-13), s, x, k, computed,
                       static_cast<double>(exact));
            }
        laws::tried(s, points.size());
    }
}

BOOST_AUTO_TEST_CASE(what_is_called_commutative_is_so_to_the_last_bit) {
    for (const subject& s : laws::all_primitives())
        if (s.commutative) {
            BOOST_TEST(s.arity == 2u);
            const auto points = laws::points_in_domain(s);
            for (const point& x : points) {
                const double there = s.value(x), back = s.value({x[1], x[0]});
                expect(there == back, s, x, "the arguments exchanged", back, there);
            }
            laws::tried(s, points.size());
        }
}

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

// What is computed while compiling is the better of the two. The standard cbrt may be off by 4
// units, and tanh by 2 (glibc's manual says so); sigmoid rounds several times. What rounds its
// argument before a standard function has it, loses as many digits as the function is steep.
std::uint64_t units_of(const subject& s, const point& x) {
    const std::uint64_t units = s.name == "cbrt" || s.name.starts_with("normal_") ? 4
                                : s.name == "tanh" || s.name == "sigmoid"         ? 2
                                                                                  : 1;
    double steepness = 0;
    if (s.name.starts_with("normal_") || s.name == "logaddexp")
        for (unsigned k = 0; k < s.arity; ++k)
            steepness += 2 * std::fabs(x[k] * s.partial[k](x) / s.value(x));
    return units + static_cast<std::uint64_t>(steepness < 1e5 ? steepness : 0);
}

// The grid of the whole number line, edges included, for the agreement of compiler and machine.
constexpr std::array edges{-infinity, -largest, -750.5,   -2.0,        -1.0, -smallest,
                           -0.0,      0.0,      smallest, 0.5,         1.0,  1.000001,
                           35.0625,   1e17,     infinity, not_a_number};

template <class Op>
constexpr std::size_t edge_points = Op::arity == 1   ? edges.size()
                                    : Op::arity == 2 ? edges.size() * edges.size()
                                                     : 1024;
// Those at the edges, then those at random.
template <class Op>
constexpr point place_to_compare(std::size_t index) {
    point out{};
    std::size_t n = Op::arity > 2 ? 61 * index : index;
    for (unsigned k = 0; k < Op::arity; ++k) {
        out[k] = index < edge_points<Op> ? edges[n % edges.size()]
                                         : compiled_values::any_double(4 * index + k);
        n /= edges.size();
    }
    return out;
}

template <class Op>
constexpr auto all_values() {
    std::array<double, edge_points<Op> + compiled_values::random_points> out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = laws::value_at<Op>(place_to_compare<Op>(i));
    return out;
}
template <class Op>
constexpr auto values_while_compiling = all_values<Op>();

// A primitive, and what the compiler made of it.
struct compiled_subject : subject {
    point (*at)(std::size_t);
    std::span<const double> values;
};

} // namespace

BOOST_AUTO_TEST_CASE(compiler_and_machine_agree_to_the_last_places) {
    const auto all = laws::each_primitive<compiled_subject>([](auto primitive) {
        using op = decltype(primitive);
        return compiled_subject{laws::subject_of<op>(), place_to_compare<op>,
                                values_while_compiling<op>};
    });
    for (const compiled_subject& s : all) {
        std::uint64_t largest_distance = 0;
        for (std::size_t i = 0; i < s.values.size(); ++i) {
            const point x = s.at(i);
            const double here = s.value(x), there = s.values[i];
            expect(within_units(there, here, units_of(s, x)), s, x,
                   "at run time and while compiling", here, there);
            if (here == here && there == there)
                largest_distance = std::max(largest_distance, steps_between(there, here));
        }
        BOOST_TEST_MESSAGE(s.name << ": at most " << largest_distance << " units apart");
        long_mode::count_edges(s.name, s.values.size() - compiled_values::random_points);
        if (compiled_values::random_points != 0)
            laws::tried(s, compiled_values::random_points);
    }
}

// Except where the argument does not matter: the alternative that a select does not choose, and,
// as in C, pow(NaN, 0), pow(1, NaN) and the second argument of copysign, whose sign is all there
// is.
BOOST_AUTO_TEST_CASE(nan_in_gives_nan_out) {
    for (const subject& s : laws::all_primitives()) {
        if (s.branch)
            continue;
        const auto points = laws::points_in_domain(s);
        for (const point& x : points) {
            if (x[0] == 1 && s.name.find("pow") != std::string_view::npos)
                continue;
            for (unsigned k = 0; k < s.arity; ++k) {
                if (k == 1 && s.name == "copysign")
                    continue;
                point poisoned = x;
                poisoned[k] = not_a_number;
                const double value = s.value(poisoned);
                expect(value != value, s, poisoned, "the value", value, not_a_number);
            }
        }
        laws::tried(s, points.size());
    }
}

namespace {

template <class... Ops>
constexpr bool all_names_differ(ctgrad::family<Ops...>) {
    constexpr std::array names{Ops::name...};
    for (std::size_t i = 0; i < names.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (names[i] == names[j])
                return false;
    return true;
}
static_assert(all_names_differ(ctgrad::primitives()));

constexpr bool printable(std::string_view name) {
    for (const char c : name)
        if (c <= ' ' || c > '~')
            return false;
    return !name.empty();
}
constexpr unsigned count_operands(std::string_view format) {
    unsigned n = 0;
    for (const char c : format)
        n += c == '%';
    return n;
}
template <class... Ops>
constexpr bool all_are_printable(ctgrad::family<Ops...>) {
    return (printable(Ops::name) && ...) &&
           ((Ops::format.empty() || count_operands(Ops::format) == Ops::arity) && ...);
}
static_assert(all_are_printable(ctgrad::primitives()));

} // namespace

BOOST_AUTO_TEST_CASE(names_are_unique_and_printable) {
    BOOST_TEST(all_names_differ(ctgrad::primitives()));
    BOOST_TEST(all_are_printable(ctgrad::primitives()));
}

// ---- do the laws notice a wrong rule? -----------------------------------------------------------
// Each partial of each primitive is broken in several ways, and the first law must refuse it. A
// mutant that is the same function on the whole grid, twice 0 for example, is no mutant.
namespace {

// From the right partial and the argument.
constexpr reference (*mutations[])(const reference&, const reference&) = {
    [](const reference& p, const reference&) -> reference { return -p; },
    [](const reference& p, const reference&) -> reference { return 2 * p; },
    [](const reference& p, const reference&) -> reference { return p * reference("1.0000000001"); },
    [](const reference& p, const reference& x) -> reference { return p - x; }, // a missing term
    [](const reference& p, const reference&) -> reference { return p + 1; },
    [](const reference&, const reference&) -> reference { return 0; },
    [](const reference& p, const reference&) -> reference {
        return p == 0 ? p : reference(1 / p);
    }};

struct tally {
    std::size_t caught = 0, missed = 0, same = 0;
};

struct sample {
    reference partial, quotient, argument;
};
// The first law, on a mutant.
void try_mutant(tally& all, reference (*mutate)(const reference&, const reference&),
                std::string_view name, const std::vector<sample>& samples) {
    bool differs = false, caught = false;
    for (const sample& s : samples) {
        const reference mutant = mutate(s.partial, s.argument);
        differs = differs || mutant != s.partial;
        caught = caught || !close(mutant, s.quotient, 1e-28);
    }
    ++(caught ? all.caught : differs ? all.missed : all.same);
    BOOST_TEST((caught || !differs), name << " has a mutant that the law does not notice");
}

} // namespace

BOOST_AUTO_TEST_CASE(every_wrong_rule_is_noticed) {
    tally all;
    for (const precise& s : all_in_50_digits()) {
        const auto points = laws::grid_in_domain(s);
        for (unsigned k = 0; k < s.arity; ++k) {
            if (s.partial[k] == nullptr)
                continue;
            std::vector<sample> samples;
            for (const point& x : points)
                samples.push_back({s.exactly.partial[k](precisely(x)), difference_quotient(s, x, k),
                                   reference(x[k])});
            for (const auto mutate : mutations)
                try_mutant(all, mutate, s.name, samples);
        }
    }
    BOOST_TEST_MESSAGE(all.caught << " mutants caught, " << all.missed << " missed, " << all.same
                                  << " that are the same function");
    BOOST_TEST(all.missed == 0u);
    BOOST_TEST(all.caught > 6 * all.same);
}
