// SPDX-License-Identifier: BSL-1.0
//
// What every primitive obeys as a function of numbers, checked over the list of all of them: one
// that is added to its family is tested from then on. laws_traced.test.cpp has the laws of graphs.
#include "laws.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include <boost/multiprecision/cpp_bin_float.hpp>

using laws::partial_at, laws::value_at;

namespace {

using reference = boost::multiprecision::cpp_bin_float_50;

template <class Op>
laws::point_of<Op, reference> precisely(const laws::point_of<Op>& point) {
    laws::point_of<Op, reference> out;
    for (unsigned k = 0; k < Op::arity; ++k)
        out[k] = point[k];
    return out;
}

// Relative, and absolute for small numbers: 1 - tanh(7)^2 has lost its last digits.
bool close(const reference& a, const reference& b, double tolerance) {
    const reference larger = abs(a) > abs(b) ? abs(a) : abs(b);
    return abs(a - b) <= tolerance * (larger > 0.01 ? larger : reference(0.01));
}

} // namespace

// (f(x + h) - f(x - h))/2h in 50 digits agrees to 28 of them.
BOOST_AUTO_TEST_CASE(partials_are_the_limits_of_difference_quotients) {
    laws::for_each_primitive([](auto primitive) {
        using op = decltype(primitive);
        laws::for_each_partial<op>([](auto argument) {
            laws::on_grid<op>([=](const laws::point_of<op>& point) {
                const reference h("1e-16");
                auto after = precisely<op>(point), before = after;
                after[argument] += h;
                before[argument] -= h;
                const reference quotient = (static_cast<reference>(value_at<op>(after)) -
                                            static_cast<reference>(value_at<op>(before))) /
                                           (2 * h);
                const auto exact = partial_at<op, argument>(precisely<op>(point));
                BOOST_TEST(close(exact, quotient, 1e-28), exact << " is not " << quotient);
                const double computed = partial_at<op, argument>(point);
                BOOST_TEST(close(computed, exact, 1e-13), computed << " is not " << exact);
            });
        });
    });
}

BOOST_AUTO_TEST_CASE(what_is_called_commutative_is_so_to_the_last_bit) {
    laws::for_each_primitive([](auto primitive) {
        using op = decltype(primitive);
        if constexpr (op::commutative) {
            static_assert(op::arity == 2);
            laws::on_grid<op>([](const laws::point_of<op>& point) {
                BOOST_TEST(op::value(point[0], point[1]) == op::value(point[1], point[0]));
            });
        }
    });
}

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

// Numbers of which one is the next after the other are neighbours on this scale.
std::int64_t place(double x) {
    const auto bits = std::bit_cast<std::int64_t>(x);
    return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
}
bool within_units(double a, double b, std::int64_t units) {
    if (a != a || b != b)
        return a != a && b != b;
    return std::abs(place(a) - place(b)) <= units;
}
// What is computed while compiling is the better of the two. The standard cbrt may be off by 4
// units (glibc's manual says so), and compositions of standard functions round several times.
constexpr std::int64_t units_of(std::string_view name) {
    return name == "cbrt" || name.starts_with("normal_") ? 4 : 1;
}

// The grid of the whole number line, edges included, for the agreement of compiler and machine.
constexpr std::array edges{-infinity, -largest, -750.5,   -2.0,        -1.0, -smallest,
                           -0.0,      0.0,      smallest, 0.5,         1.0,  1.000001,
                           35.0625,   1e17,     infinity, not_a_number};

template <class Op>
constexpr std::size_t edge_points = Op::arity == 1   ? edges.size()
                                    : Op::arity == 2 ? edges.size() * edges.size()
                                                     : 1024;
template <class Op>
constexpr laws::point_of<Op> edge_point(std::size_t index) {
    laws::point_of<Op> out{};
    std::size_t n = Op::arity > 2 ? 61 * index : index;
    for (double& x : out) {
        x = edges[n % edges.size()];
        n /= edges.size();
    }
    return out;
}

template <class Op>
constexpr auto edge_values() {
    std::array<double, edge_points<Op>> out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = value_at<Op>(edge_point<Op>(i));
    return out;
}
template <class Op>
constexpr auto values_while_compiling = edge_values<Op>();

} // namespace

BOOST_AUTO_TEST_CASE(compiler_and_machine_agree_to_the_last_places) {
    laws::for_each_primitive([](auto primitive) {
        using op = decltype(primitive);
        for (std::size_t i = 0; i < edge_points<op>; ++i) {
            const auto point = edge_point<op>(i);
            const double there = values_while_compiling<op>[i], here = value_at<op>(point);
            BOOST_TEST(within_units(there, here, units_of(op::name)),
                       there << " and " << here << " of " << point[0] << ", " << point.back());
        }
    });
}

// Except where the argument does not matter: the alternative that a select does not choose, and,
// as in C, pow(NaN, 0), pow(1, NaN) and the second argument of copysign, whose sign is all there
// is.
BOOST_AUTO_TEST_CASE(nan_in_gives_nan_out) {
    laws::for_each_primitive([](auto primitive) {
        using op = decltype(primitive);
        if constexpr (!op::branch)
            laws::on_grid<op>([](const laws::point_of<op>& point) {
                if (point[0] == 1 && op::name.find("pow") != std::string_view::npos)
                    return;
                for (unsigned k = 0; k < op::arity; ++k) {
                    if (k == 1 && op::name == "copysign")
                        continue;
                    auto poisoned = point;
                    poisoned[k] = not_a_number;
                    const double value = value_at<op>(poisoned);
                    BOOST_TEST(value != value, "argument " << k << " of " << point[0]);
                }
            });
    });
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
                const std::vector<sample>& samples) {
    bool differs = false, caught = false;
    for (const sample& s : samples) {
        const reference mutant = mutate(s.partial, s.argument);
        differs = differs || mutant != s.partial;
        const reference larger = abs(mutant) > abs(s.quotient) ? abs(mutant) : abs(s.quotient);
        caught =
            caught || abs(mutant - s.quotient) > 1e-28 * (larger > 0.01 ? larger : reference(0.01));
    }
    ++(caught ? all.caught : differs ? all.missed : all.same);
    BOOST_TEST((caught || !differs), "a mutant that the law does not notice");
}

template <class Op, unsigned Argument>
std::vector<sample> find_samples() {
    std::vector<sample> samples;
    laws::on_grid<Op>([&](const laws::point_of<Op>& at) {
        std::array<reference, Op::arity> point, after, before;
        for (unsigned k = 0; k < Op::arity; ++k)
            point[k] = after[k] = before[k] = at[k];
        const reference h("1e-16");
        after[Argument] += h;
        before[Argument] -= h;
        samples.push_back({laws::partial_at<Op, Argument>(point),
                           (static_cast<reference>(laws::value_at<Op>(after)) -
                            static_cast<reference>(laws::value_at<Op>(before))) /
                               (2 * h),
                           point[Argument]});
    });
    return samples;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_wrong_rule_is_noticed) {
    tally all;
    laws::for_each_primitive([&](auto primitive) {
        using op = decltype(primitive);
        laws::for_each_partial<op>([&](auto argument) {
            const auto samples = find_samples<op, decltype(argument)::value>();
            for (const auto mutate : mutations)
                try_mutant(all, mutate, samples);
        });
    });
    BOOST_TEST_MESSAGE(all.caught << " mutants caught, " << all.missed << " missed, " << all.same
                                  << " that are the same function");
    BOOST_TEST(all.missed == 0u);
    BOOST_TEST(all.caught > 6 * all.same);
}
