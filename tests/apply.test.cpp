// SPDX-License-Identifier: BSL-1.0
//
// A primitive and a front end of nobody's: computed on numbers, recorded on symbols.
#include <ctgrad/apply.hpp>

#include <string_view>
#include <type_traits>

#include <boost/test/unit_test.hpp>

namespace {

struct difference {
    static constexpr std::string_view name = "difference";
    static constexpr auto value(const auto& a, const auto& b) { return a - b; }
};
struct the_answer {
    static constexpr std::string_view name = "the_answer";
    template <class T>
    static constexpr T value() {
        return T(42);
    }
};

struct recorded {
    std::string_view operation;
    int symbols;
    int numbers;
};
struct recorder {
    template <class Op, class... Xs>
    using result = recorded;
    template <class Op, class... Xs>
    static constexpr recorded apply(const Xs&...) {
        return {Op::name, (0 + ... + int{ctgrad::symbolic<Xs>}),
                (0 + ... + int{ctgrad::plain_number<Xs>})};
    }
    template <class Op>
    static constexpr recorded constant(const auto&) {
        return {Op::name, 0, 0};
    }
};
struct symbol {
    using front_end = recorder;
};
struct other_symbol {
    using front_end = other_symbol;
};

static_assert(ctgrad::symbolic<symbol> && !ctgrad::symbolic<double>);
static_assert(ctgrad::plain_number<double> && ctgrad::plain_number<int> &&
              ctgrad::plain_number<float> && ctgrad::plain_number<unsigned char>);
static_assert(!ctgrad::plain_number<bool>, "a condition is not a number");
static_assert(!ctgrad::plain_number<symbol> && !ctgrad::plain_number<double*>);
static_assert(ctgrad::operands<symbol, int> && ctgrad::operands<double, symbol>);
static_assert(!ctgrad::operands<double, int>, "one operand is symbolic");
static_assert(!ctgrad::operands<symbol, bool> && !ctgrad::operands<symbol, std::string_view>);

// Numbers are computed in their common type, of which one is floating-point.
static_assert(ctgrad::apply<difference>(5.0, 3.0) == 2);
static_assert(ctgrad::apply<difference>(5, 3.5) == 1.5);
static_assert(std::is_same_v<ctgrad::applied<difference, float, float>, float>);
static_assert(std::is_same_v<ctgrad::applied<difference, float, int>, float>);
static_assert(std::is_same_v<ctgrad::applied<difference, float, double>, double>);
static_assert(std::is_same_v<ctgrad::applied<difference, int, long double>, long double>);
static_assert(ctgrad::constant<the_answer>(1.0f) == 42.0f);
static_assert(std::is_same_v<decltype(ctgrad::constant<the_answer>(1.0f)), float>);

// Symbols are recorded, with a number on either side.
static_assert(ctgrad::apply<difference>(symbol(), symbol()).symbols == 2);
static_assert(ctgrad::apply<difference>(symbol(), 2).numbers == 1);
static_assert(ctgrad::apply<difference>(2.0, symbol()).operation == "difference");
static_assert(ctgrad::constant<the_answer>(symbol()).operation == "the_answer");

// What is neither is left to others: no overload of ctgrad takes part.
template <class... Xs>
concept can_be_applied = requires {
    typename ctgrad::applied<difference, Xs...>;
};
static_assert(can_be_applied<symbol, double> && can_be_applied<double, double>);
static_assert(!can_be_applied<int, int>, "integers have operations of their own");
static_assert(!can_be_applied<symbol, bool>);
static_assert(!can_be_applied<std::string_view, symbol>);
// Two kinds of symbols are accepted here, to be refused with a sentence when applied
// (tests/diagnostics/mixed_kinds.cpp).
static_assert(can_be_applied<symbol, other_symbol>);

} // namespace

BOOST_AUTO_TEST_CASE(numbers_are_computed_and_symbols_recorded) {
    volatile double five = 5;
    BOOST_TEST(ctgrad::apply<difference>(double{five}, 3) == 2);
    BOOST_TEST(ctgrad::apply<difference>(symbol(), double{five}).numbers == 1);
}
