// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/primitives.hpp>

#include <string_view>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

template <class... Ops>
constexpr bool lists(std::string_view name, family<Ops...>) {
    return ((Ops::name == name) || ...);
}
template <class... Ops>
constexpr std::size_t size(family<Ops...>) {
    return sizeof...(Ops);
}

// Every operator and function that a user can write is in the list, which the laws run over.
constexpr std::string_view expected[] = {"+",
                                         "-",
                                         "*",
                                         "/",
                                         "neg",
                                         "pow",
                                         "exp",
                                         "log",
                                         "sqrt",
                                         "sin",
                                         "cos",
                                         "tan",
                                         "tanh",
                                         "sigmoid",
                                         "softplus",
                                         "relu",
                                         "abs",
                                         "max",
                                         "min",
                                         "erf",
                                         "erfc",
                                         "floor",
                                         "ceil",
                                         "trunc",
                                         "round",
                                         "fmod",
                                         "sign",
                                         "copysign",
                                         "clamp",
                                         "fma",
                                         "exp2",
                                         "expm1",
                                         "log2",
                                         "log10",
                                         "log1p",
                                         "logit",
                                         "logaddexp",
                                         "cbrt",
                                         "hypot",
                                         "hypot3",
                                         "sinh",
                                         "cosh",
                                         "asinh",
                                         "acosh",
                                         "atanh",
                                         "asin",
                                         "acos",
                                         "atan",
                                         "atan2",
                                         "sinpi",
                                         "cospi",
                                         "normal_pdf",
                                         "normal_log_density",
                                         "normal_cdf",
                                         "power",
                                         "fractional_power",
                                         "select_less",
                                         "select_less_equal",
                                         "select_equal"};
constexpr bool all_are_listed() {
    for (const std::string_view name : expected)
        if (!lists(name, primitives()))
            return false;
    return true;
}
static_assert(all_are_listed());

// The families make up the whole, and nothing is in two of them.
static_assert(size(primitives()) ==
              size(arithmetic()) + size(powers()) + size(exponentials()) + size(logarithms()) +
                  size(trigonometric()) + size(half_turns()) + size(inverse_trigonometric()) +
                  size(hyperbolic()) + size(error_functions()) + size(distributions()) +
                  size(piecewise()) + size(roundings()));
static_assert(size(primitives()) >= std::size(expected));

} // namespace

BOOST_AUTO_TEST_CASE(the_list_is_complete) {
    BOOST_TEST(all_are_listed());
}
