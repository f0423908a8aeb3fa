// SPDX-License-Identifier: BSL-1.0
//
// Each rule of the simplifier, written as the equation that it is: two sides are equal when they
// are one node.
#include <ctgrad/simplify.hpp>

#include <limits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using detail::builder, detail::tracer_front_end;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

// A graph of x, y, z, and of numbers as nodes, in which a pass has begun.
struct pass {
    builder graph;
    tracer x = variable(0), y = variable(1), z = variable(2);

    constexpr pass() { graph.begin_pass(&detail::simplified); }
    constexpr tracer variable(std::uint64_t number) {
        return tracer_front_end::at(graph, graph.push({&detail::variable, {number}}));
    }
    constexpr tracer literal(double number) {
        return tracer_front_end::at(graph, graph.literal(number));
    }
    constexpr std::uint32_t position(const tracer& t) {
        return tracer_front_end::position(graph, t);
    }
};

constexpr bool equal(const auto& left, const auto& right) {
    pass p;
    const std::uint32_t l = p.position(left(p.x, p.y, p.z));
    return l == p.position(right(p.x, p.y, p.z));
}
// The operation of a term after simplification.
constexpr const detail::primitive_info* operation_of(const auto& term) {
    pass p;
    return p.graph.nodes.items[p.position(term(p.x, p.y, p.z))].operation;
}
template <class Op>
constexpr bool is_a(const auto& term) {
    return operation_of(term) == detail::operation<Op>();
}
// Of two literals: whether the result is the literal `expected`, or an operation.
constexpr bool folds(const auto& operation, double a, double b, double expected) {
    pass p;
    return p.position(operation(p.literal(a), p.literal(b))) == p.graph.literal(expected);
}
constexpr bool stays(const auto& operation, double a, double b) {
    pass p;
    return !detail::is_leaf(p.graph.nodes.items[p.position(operation(p.literal(a), p.literal(b)))]);
}

constexpr auto zero = [](auto, auto, auto) { return tracer(0); };
constexpr auto just_x = [](auto x, auto, auto) { return x; };
constexpr auto minus_x = [](auto x, auto, auto) { return -x; };

// Sums.
static_assert(equal([](auto x, auto, auto) { return x + 0; }, just_x));
static_assert(equal([](auto x, auto, auto) { return 0 + x; }, just_x));
static_assert(equal([](auto x, auto, auto) { return x - 0; }, just_x));
static_assert(equal([](auto x, auto, auto) { return 0 - x; }, minus_x));
static_assert(equal([](auto x, auto, auto) { return x + x; },
                    [](auto x, auto, auto) { return 2 * x; }));
static_assert(equal([](auto x, auto y, auto) { return x + -y; },
                    [](auto x, auto y, auto) { return x - y; }));
static_assert(equal([](auto x, auto y, auto) { return -x + y; },
                    [](auto x, auto y, auto) { return y - x; }));
static_assert(equal([](auto x, auto y, auto) { return x - -y; },
                    [](auto x, auto y, auto) { return x + y; }));
static_assert(equal([](auto x, auto y, auto) { return -x - y; },
                    [](auto x, auto y, auto) { return -(x + y); }));
static_assert(equal([](auto x, auto y, auto) { return x + y; },
                    [](auto x, auto y, auto) { return y + x; }));
// NaN and infinity minus themselves are not 0.
static_assert(is_a<op::subtract>([](auto x, auto, auto) { return x - x; }));

// Signs.
static_assert(equal([](auto x, auto, auto) { return -(-x); }, just_x));
static_assert(equal([](auto x, auto y, auto) { return -(x - y); },
                    [](auto x, auto y, auto) { return y - x; }));
static_assert(equal([](auto x, auto, auto) { return -(3 * x); },
                    [](auto x, auto, auto) { return -3 * x; }));

// Products.
static_assert(equal([](auto x, auto, auto) { return x * 1; }, just_x));
static_assert(equal([](auto x, auto, auto) { return 1 * x; }, just_x));
static_assert(equal([](auto x, auto, auto) { return x * 0; }, zero));
static_assert(equal([](auto x, auto, auto) { return -0.0 * x; }, zero));
static_assert(equal([](auto x, auto, auto) { return x * -1; }, minus_x));
static_assert(equal([](auto x, auto, auto) { return x * 3; },
                    [](auto x, auto, auto) { return 3 * x; }));
static_assert(equal([](auto x, auto y, auto) { return x * y; },
                    [](auto x, auto y, auto) { return y * x; }));
static_assert(equal([](auto x, auto y, auto) { return -x * y; },
                    [](auto x, auto y, auto) { return -(x * y); }));
static_assert(equal([](auto x, auto y, auto) { return x * -y; },
                    [](auto x, auto y, auto) { return -(x * y); }));
static_assert(equal([](auto x, auto y, auto) { return -x * -y; },
                    [](auto x, auto y, auto) { return x * y; }));
static_assert(equal([](auto x, auto, auto) { return 2 * (3 * x); },
                    [](auto x, auto, auto) { return 6 * x; }));
static_assert(equal([](auto x, auto, auto) { return 0.5 * (2 * x); }, just_x));
static_assert(equal([](auto x, auto, auto) { return 2 * -x; },
                    [](auto x, auto, auto) { return -2 * x; }));
// Only where no digit is lost, in any scalar type: 0.1*0.2 is not 0.02.
static_assert(!equal([](auto x, auto, auto) { return 0.1 * (0.2 * x); },
                     [](auto x, auto, auto) { return (0.1 * 0.2) * x; }));
static_assert(!equal([](auto x, auto, auto) { return 1e-18 * (1e18 * x); }, just_x));

// Quotients.
static_assert(equal([](auto x, auto, auto) { return x / 1; }, just_x));
static_assert(equal([](auto x, auto, auto) { return 0 / x; }, zero));
static_assert(equal([](auto x, auto y, auto) { return -x / y; },
                    [](auto x, auto y, auto) { return -(x / y); }));
static_assert(equal([](auto x, auto y, auto) { return x / -y; },
                    [](auto x, auto y, auto) { return -(x / y); }));
static_assert(equal([](auto x, auto y, auto) { return -x / -y; },
                    [](auto x, auto y, auto) { return x / y; }));
static_assert(is_a<op::divide>([](auto x, auto, auto) { return x / x; }));
static_assert(is_a<op::divide>([](auto x, auto, auto) { return x / 0; }));

// Numbers, where the result is exact.
constexpr auto sum = [](auto a, auto b) { return a + b; };
constexpr auto difference = [](auto a, auto b) { return a - b; };
constexpr auto product = [](auto a, auto b) { return a * b; };
constexpr auto quotient = [](auto a, auto b) { return a / b; };
static_assert(folds(sum, 2, 3, 5) && folds(sum, 0.5, -3, -2.5) &&
              folds(sum, 0x1p52, 1, 0x1p52 + 1));
static_assert(stays(sum, 0.1, 0.2) && stays(sum, 1, 1e-20) && stays(sum, 0x1p53, 1));
static_assert(folds(difference, 2, 3, -1) && folds(difference, 0.5, 1, -0.5));
static_assert(stays(difference, 0.1, 1) && stays(difference, 1e-20, 1));
static_assert(folds(product, 2, 3, 6) && folds(product, 0.1, 2, 0.2) &&
              folds(product, -0.5, 4, -2));
static_assert(stays(product, 0.1, 0.2) && stays(product, 1.0 / 3, 3) &&
              stays(product, 1e18, 1e-18));
static_assert(folds(quotient, 6, 3, 2) && folds(quotient, 1, 4, 0.25) &&
              folds(quotient, 0.1, 2, 0.05));
static_assert(stays(quotient, 1, 3) && stays(quotient, 1, 0.1) && stays(quotient, 1, 0));
// Folding may not overflow or make a NaN: that would be no constant expression.
static_assert(stays(sum, largest, largest) && stays(sum, inf, -inf) && stays(sum, nan, 1));
static_assert(stays(difference, inf, inf) && stays(difference, -largest, largest));
static_assert(stays(product, largest, largest) && stays(product, smallest, smallest) &&
              stays(product, inf, 2) && stays(product, nan, 2));
static_assert(stays(quotient, largest, smallest) && stays(quotient, 1, smallest) &&
              stays(quotient, 1, inf) && stays(quotient, nan, 2) && stays(quotient, inf, inf));

// Powers.
static_assert(equal([](auto x, auto, auto) { return pow(x, 1); }, just_x));
static_assert(equal([](auto x, auto, auto) { return pow(x, 0); },
                    [](auto, auto, auto) { return tracer(1); }));
static_assert(is_a<op::power>([](auto x, auto, auto) { return pow(x, 2); }));

// Alternatives.
static_assert(equal([](auto x, auto y, auto z) { return select(x < y, z, z); },
                    [](auto, auto, auto z) { return z; }));
static_assert(equal([](auto x, auto y,
                       auto z) { return select(x < y, z, 0) + select(x < y, 0, x); },
                    [](auto x, auto y, auto z) { return select(x < y, z, x); }));
static_assert(equal([](auto x, auto y,
                       auto z) { return select(x < y, z, 0) + select(x < y, 0, z); },
                    [](auto, auto, auto z) { return z; }));
static_assert(is_a<op::add>([](auto x, auto y, auto z) {
    return select(x < y, z, 0) + select(x <= y, 0, z);
}));
static_assert(is_a<op::add>([](auto x, auto y, auto z) {
    return select(x < y, z, 0) + select(y < x, z, 0);
}));
static_assert(is_a<op::add>([](auto x, auto y, auto z) {
    return select(x < y, z, 0) + select(x < z, z, 0);
}));
constexpr bool known_conditions_are_decided() {
    pass p;
    const tracer one = p.literal(1), two = p.literal(2), not_a_number = p.literal(nan);
    const auto is = [&](const tracer& chosen, const tracer& expected) {
        return p.position(chosen) == p.position(expected);
    };
    return is(select(one < two, p.x, p.y), p.x) && is(select(two < one, p.x, p.y), p.y) &&
           is(select(one <= one, p.x, p.y), p.x) && is(select(one < one, p.x, p.y), p.y) &&
           is(select(one == one, p.x, p.y), p.x) && is(select(one == two, p.x, p.y), p.y) &&
           is(select(not_a_number <= one, p.x, p.y), p.y) &&
           is(select(not_a_number == not_a_number, p.x, p.y), p.y) &&
           is(select(one < two && two < one, p.x, p.y), p.y) &&
           !is(select(p.x <= p.x, p.x, p.y), p.x);
}
static_assert(known_conditions_are_decided());

// What the user wrote before the pass began is found again, not computed in another order.
constexpr bool the_formula_is_reused() {
    builder graph;
    const tracer x = tracer_front_end::at(graph, graph.push({&detail::variable, {0}}));
    const tracer y = tracer_front_end::at(graph, graph.push({&detail::variable, {1}}));
    const tracer xy = x * y, difference_of = x - y;
    const auto position = [&](const tracer& t) { return tracer_front_end::position(graph, t); };
    const std::uint32_t first = position(xy), second = position(difference_of);
    graph.begin_pass(&detail::simplified);
    return position(y * x) == first && position(x - y) == second &&
           graph.nodes.items[position(-difference_of)].operation == detail::operation<op::negate>();
}
static_assert(the_formula_is_reused());

// Products and quotients that the formula computes anyway are used in another order of factors.
// Here the formula consists of the given terms.
struct shared {
    builder graph;
    tracer a = variable(0), b = variable(1), c = variable(2), p = variable(3), q = variable(4);

    constexpr tracer variable(std::uint64_t number) {
        return tracer_front_end::at(graph, graph.push({&detail::variable, {number}}));
    }
    constexpr bool same(const tracer& left, const tracer& right) {
        return tracer_front_end::position(graph, left) == tracer_front_end::position(graph, right);
    }
};
constexpr bool products_of_the_formula_are_used() {
    shared s;
    const tracer ac = s.a * s.c, bc = s.b * s.c;
    s.graph.begin_pass(&detail::simplified);
    return s.same((s.p * s.a) * s.c, s.p * ac) && s.same((s.a * s.p) * s.c, s.p * ac) &&
           s.same(s.c * (s.p * s.a), s.p * ac) &&
           s.same((s.p * s.a + s.q * s.b) * s.c, s.p * ac + s.q * bc) &&
           s.same((s.p * s.a - s.q * s.b) * s.c, s.p * ac - s.q * bc) &&
           s.same((s.p * s.a - (s.q * s.b - s.p * s.b)) * s.c, s.p * ac - (s.q * bc - s.p * bc)) &&
           !s.same((s.p * s.a + s.q * s.q) * s.c, s.p * ac + s.q * (s.q * s.c));
}
static_assert(products_of_the_formula_are_used());
constexpr bool quotients_of_the_formula_are_used() {
    shared s;
    const tracer reciprocal = 1 / s.a, negative = -1 / s.b, ratio = s.p / s.b;
    s.graph.begin_pass(&detail::simplified);
    const tracer through_ratio = s.q / ratio;
    return s.same(s.p / s.a, s.p * reciprocal) && s.same(s.p / s.b, -(s.p * negative)) &&
           s.same(1 / s.a, reciprocal) && //
           s.same(through_ratio / s.b, s.q / s.p) && !s.same(through_ratio / s.c, s.q / s.p) &&
           s.graph.nodes.items[tracer_front_end::position(s.graph, through_ratio / s.c)].word[1] ==
               2;
}
static_assert(quotients_of_the_formula_are_used());
constexpr bool terms_that_a_pass_added_share_a_factor() {
    shared s;
    s.graph.begin_pass(&detail::simplified);
    return s.same(s.p * s.a + s.p * s.b, s.p * (s.a + s.b)) &&
           s.same(s.p * s.a - s.p * s.b, s.p * (s.a - s.b)) &&
           !s.same(s.p * s.a + s.q * s.b, s.p * (s.a + s.b));
}
static_assert(terms_that_a_pass_added_share_a_factor());

// Rewriting comes to an end, whatever the constants.
constexpr bool rewriting_ends() {
    shared s;
    s.graph.begin_pass(&detail::simplified);
    tracer chain = s.a;
    for (int i = 0; i < 100; ++i)
        chain = (0.1 + i) * ((chain * (0.3 + i)) / (0.7 + i));
    for (int i = 0; i < 100; ++i)
        chain = (chain * s.b) * (0.1 * s.c) - (chain * s.c) * (0.3 * s.b);
    return s.graph.size() < 2000;
}
static_assert(rewriting_ends());

} // namespace

BOOST_AUTO_TEST_CASE(simplification_at_run_time) {
    BOOST_TEST(products_of_the_formula_are_used());
    BOOST_TEST(quotients_of_the_formula_are_used());
    BOOST_TEST(terms_that_a_pass_added_share_a_factor());
    BOOST_TEST(rewriting_ends());
    BOOST_TEST(known_conditions_are_decided());
    BOOST_TEST(the_formula_is_reused());
    BOOST_TEST(folds(sum, 2, 3, 5));
    BOOST_TEST(stays(sum, largest, largest));
}

// The same rules while running.
BOOST_AUTO_TEST_CASE(rules_at_run_time) {
    pass p;
    const tracer &x = p.x, &y = p.y, &z = p.z;
    const auto same = [&](const tracer& left, const tracer& right) {
        return p.position(left) == p.position(right);
    };
    BOOST_TEST((same(x + 0, x) && same(0 + x, x) && same(x - 0, x) && same(0 - x, -x)));
    BOOST_TEST((same(x + x, 2 * x) && same(x + y, y + x) && !same(x - x, p.literal(0))));
    BOOST_TEST((same(x + -y, x - y) && same(-x + y, y - x) && same(x - -y, x + y)));
    BOOST_TEST((same(-x - y, -(x + y)) && same(-(-x), x) && same(-(x - y), y - x)));
    BOOST_TEST((same(-(3 * x), -3 * x) && same(-p.literal(0), p.literal(0))));

    BOOST_TEST((same(x * 1, x) && same(1 * x, x) && same(x * 0, p.literal(0))));
    BOOST_TEST((same(x * -1, -x) && same(-x * y, -(x * y)) && same(x * -y, -(x * y))));
    BOOST_TEST((same(-x * -y, x * y) && same(2 * (3 * x), 6 * x) && same(2 * -x, -2 * x)));
    BOOST_TEST((same(0.5 * (2 * x), x) && !same(1e-18 * (1e18 * x), x)));
    BOOST_TEST(same((2 * x) * (3 * y), 6 * (x * y)));

    BOOST_TEST((same(x / 1, x) && same(0 / x, p.literal(0)) && !same(x / x, p.literal(1))));
    BOOST_TEST((same(-x / y, -(x / y)) && same(x / -y, -(x / y)) && same(-x / -y, x / y)));

    BOOST_TEST((same(pow(x, 1), x) && same(pow(x, 0), p.literal(1))));
    BOOST_TEST(operation_of([](auto a, auto, auto) { return pow(a, 2); }) ==
               detail::operation<op::power>());

    BOOST_TEST(same(select(x < y, z, z), z));
    BOOST_TEST(same(select(x < y, z, 0) + select(x < y, 0, x), select(x < y, z, x)));
    BOOST_TEST(!same(select(x < y, z, 0) + select(x <= y, 0, z), z));

    BOOST_TEST((folds(difference, 2, 3, -1) && folds(product, 0.1, 2, 0.2)));
    BOOST_TEST((folds(quotient, 6, 3, 2) && folds(quotient, 1, 4, 0.25)));
    BOOST_TEST((stays(difference, 0.1, 1) && stays(product, 0.1, 0.2) && stays(quotient, 1, 3)));
    BOOST_TEST((stays(difference, inf, inf) && stays(product, largest, largest)));
    BOOST_TEST((stays(quotient, largest, smallest) && stays(quotient, 1, 0)));
}
