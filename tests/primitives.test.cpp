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
static_assert(size(primitives()) == size(arithmetic()) + size(powers()) + size(exponentials()) +
                                        size(trigonometric()) + size(error_functions()) +
                                        size(piecewise()));
static_assert(size(primitives()) >= std::size(expected));

} // namespace

BOOST_AUTO_TEST_CASE(the_list_is_complete) {
    BOOST_TEST(all_are_listed());
}
