// SPDX-License-Identifier: BSL-1.0
//
// A user's own primitives work like the library's, in every front end, from one struct each.
#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/primitive.hpp>
#include <ctgrad/to_string.hpp>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

struct cube : primitive<"cube", 1> {
    static constexpr auto value(const auto& x) { return x * x * x; }
    static constexpr auto dx(const auto& x, const auto&) { return 3 * x * x; }
};
// Three arguments, of which the last is not differentiable.
struct blend : primitive<"blend", 3> {
    static constexpr auto value(const auto& x, const auto& y, const auto& t) {
        return x * t + y * (1 - t);
    }
    static constexpr auto dx(const auto&, const auto&, const auto& t, const auto&) { return t; }
    static constexpr auto dy(const auto&, const auto&, const auto& t, const auto&) { return 1 - t; }
};
// Four arguments, two of them with partials.
struct crossed : primitive<"crossed", 4> {
    static constexpr auto value(const auto& a, const auto& b, const auto& c, const auto& d) {
        return a * d - b * c;
    }
    static constexpr auto dy(const auto&, const auto&, const auto& c, const auto&, const auto&) {
        return -c;
    }
    static constexpr auto dw(const auto& a, const auto&, const auto&, const auto&, const auto&) {
        return a;
    }
};
// A step: nothing to differentiate at all.
struct step : primitive<"step", 1> {
    static constexpr auto value(const auto& x) { return select(x < 0, 0, select(x == x, 1, x)); }
};
// A rule that uses the result and another primitive, and a printed form of its own.
struct logistic : primitive<"logistic", 1> {
    static constexpr std::string_view format = "sigma(%)";
    static constexpr auto value(const auto& x) {
        using ctgrad::exp; // for numbers the C library's would be found, which is not constexpr
        return 1 / (1 + exp(-x));
    }
    static constexpr auto dx(const auto&, const auto& result) { return result * (1 - result); }
};

template <class X>
constexpr applied<cube, X> cubed(const X& x) {
    return apply<cube>(x);
}

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr param<"t"> t;

// Which partials exist is found by looking.
constexpr bool partials_are(const bool (&found)[4], bool dx, bool dy, bool dz, bool dw) {
    return found[0] == dx && found[1] == dy && found[2] == dz && found[3] == dw;
}
static_assert(partials_are(detail::has_partial<cube>, true, false, false, false));
static_assert(partials_are(detail::has_partial<blend>, true, true, false, false));
static_assert(partials_are(detail::has_partial<crossed>, false, true, false, true));
static_assert(partials_are(detail::has_partial<step>, false, false, false, false));

// A node knows its primitive by an address, and the address leads back.
static_assert(detail::operation<cube>()->name == "cube");
static_assert(detail::operation<blend>()->arity == 3);
static_assert(detail::operation<cube>() != detail::operation<step>());
static_assert(detail::operation<step>()->partial[0] == nullptr);
static_assert(detail::operation<crossed>()->partial[3] != nullptr);
static_assert(std::is_same_v<detail::primitive_of<detail::operation<cube>()>, cube>);
static_assert(std::is_same_v<detail::primitive_of<detail::operation<blend>()>, blend>);

// On numbers, in typed expressions, in traced functions.
static_assert(cubed(2.0) == 8 && cubed(2.0f) == 8.0f);
static_assert(value(cubed(x) + 1, at(x = 2.0)) == 9);
static_assert(gradient(cubed(x) + 1, at(x = 2.0))[x] == 12);
static_assert(gradient(function([](auto a) { return cubed(a) * cubed(2 * a); }))(1.0) == 48);
static_assert(to_string(2 * cubed(x + y)) == "2*cube(x + y)");

constexpr auto blended = apply<blend>(x, y, t);
constexpr auto blended_gradient = gradient(blended, at(x = 3.0, y = 7.0, t = 0.25));
static_assert(value(blended, at(x = 3.0, y = 7.0, t = 0.25)) == 6);
static_assert(blended_gradient[x] == 0.25 && blended_gradient[y] == 0.75);

constexpr auto of_four =
    function([](auto a, auto b, auto c, auto d) { return apply<crossed>(a, b, c, d) + a; });
static_assert(of_four(1.0, 2.0, 3.0, 5.0) == 0);
static_assert(gradient(of_four)(1.0, 2.0, 3.0, 5.0) == std::tuple(1.0, -3.0, 0.0, 1.0));

static_assert(value(apply<step>(x) * x, at(x = 3.0)) == 3);
static_assert(gradient(apply<step>(x) * x, at(x = 3.0))[x] == 1);
static_assert(gradient(function([](auto a) { return apply<step>(a * a); }))(3.0) == 0);

static_assert(near(gradient(apply<logistic>(2 * x), at(x = 0.0))[x], 0.5));
static_assert(to_string(apply<logistic>(x)) == "sigma(x)");

} // namespace

BOOST_AUTO_TEST_CASE(a_new_primitive_at_run_time) {
    volatile double two = 2;
    BOOST_TEST(cubed(double{two}) == 8);
    BOOST_TEST(gradient(cubed(x), at(x = double{two}))[x] == 12);
    BOOST_TEST((gradient(of_four)(1.0, double{two}, 3.0, 5.0) == std::tuple(1.0, -3.0, 0.0, 1.0)));
    BOOST_TEST(near(gradient(apply<logistic>(x), at(x = two - 2.0))[x], 0.25));
}
