// SPDX-License-Identifier: BSL-1.0
//
// Formulas that nobody would think of: a generator seeded at compile time writes them, generic in
// the scalar. Typed expressions, sealed ones and traced functions must agree with forward-mode dual
// numbers of long double, which share no code with the library.
#include "random_formulas.hpp"

#include <ctgrad/jacobian.hpp>

using namespace ctgrad;
using namespace random_formulas;

namespace {

constexpr double numbers[] = {2, 0.5, -1, 3, 1, 0, -0.25, 0.1, 0.3, -0.7, 1e-3, 1.0 / 3};
constexpr double exponents[] = {2, 3, -1, 0.5, 1, 0, -2, 1.5};

// A random formula of the three arguments. The alternatives of its selects are sometimes undefined
// where they are not chosen; arguments of log, sqrt and pow are positive where they are.
template <std::uint64_t Seed, int Depth>
constexpr auto formula(const auto& x, const auto& y, const auto& z) {
    constexpr std::uint64_t r = scrambled(Seed);
    constexpr std::uint64_t left = 3 * r + 1, right = 5 * r + 2;
    constexpr int kind = static_cast<int>((r >> 8) % 26);
    constexpr double number = numbers[(r >> 16) % std::size(numbers)];
    if constexpr (Depth == 0) {
        if constexpr (r % 3 == 0)
            return x;
        else if constexpr (r % 3 == 1)
            return y;
        else
            return z;
    } else {
        const auto a = formula<left, Depth - 1>(x, y, z);
        if constexpr (kind == 0)
            return a + formula<right, Depth - 1>(x, y, z);
        else if constexpr (kind == 1)
            return a - formula<right, Depth - 1>(x, y, z);
        else if constexpr (kind == 2 || kind == 3)
            return a * formula<right, Depth - 1>(a, y, z);
        else if constexpr (kind == 4)
            return a / (1.5 + sin(formula<right, Depth - 1>(x, a, z)));
        else if constexpr (kind == 5)
            return number + a * a;
        else if constexpr (kind == 6)
            return a - number;
        else if constexpr (kind == 7)
            return number * a - a;
        else if constexpr (kind == 8)
            return a / 4.0 + 1.0 / (2.0 + a * a);
        else if constexpr (kind == 9)
            return -a;
        else if constexpr (kind == 10)
            return exp(-(a * a)) * number;
        else if constexpr (kind == 11)
            return log(1.25 + a * a);
        else if constexpr (kind == 12)
            return sin(a) + a;
        else if constexpr (kind == 13)
            return cos(a) - number;
        else if constexpr (kind == 14)
            return tanh(a) * formula<right, Depth - 1>(x, y, a);
        else if constexpr (kind == 15)
            return sqrt(0.75 + a * a);
        else if constexpr (kind == 16)
            return erf(a) - erfc(number - a);
        else if constexpr (kind == 17)
            return abs(a) + number;
        else if constexpr (kind == 18)
            return relu(a) - relu(number - a);
        else if constexpr (kind == 19)
            return max(a, formula<right, Depth - 1>(x, y, z));
        else if constexpr (kind == 20)
            return min(formula<right, Depth - 1>(x, y, z), a) + max(a, number);
        else if constexpr (kind == 21)
            return pow(0.5 + a * a, exponents[(r >> 24) % std::size(exponents)]);
        else if constexpr (kind == 22)
            return pow(1.5 + sin(a), formula<right, Depth - 1>(z, y, x));
        else if constexpr (kind == 23)
            return select(number < a, a * sqrt(a - number), formula<right, Depth - 1>(x, y, z));
        else if constexpr (kind == 24)
            return select(a <= formula<right, Depth - 1>(y, x, z), a,
                          formula<right, Depth - 1>(y, x, z) / (1.5 + cos(a)));
        else
            return select(0 < a, log(a) + select(a < y, sqrt(y - a), a), a * tan(a / 8.0)) - a;
    }
}

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr var<"z"> z;

template <std::uint64_t Seed, int Depth>
struct generic_formula {
    constexpr auto operator()(const auto& a, const auto& b, const auto& c) const {
        return formula<Seed, Depth>(a, b, c) + 0.0 * (a + b + c);
    }
};

template <std::uint64_t Seed, int Depth>
constexpr auto typed = generic_formula<Seed, Depth>()(x, y, z);

int usable = 0;

template <std::uint64_t Seed, int Depth>
void check_formula() {
    constexpr auto traced = function(generic_formula<Seed, Depth>());
    for (const auto& [a, b, c] : points) {
        BOOST_TEST_CONTEXT("seed " << Seed << " at " << a << ' ' << b << ' ' << c) {
            const auto exact = at_point(generic_formula<Seed, Depth>(), {a, b, c});
            if (!is_tame(exact))
                continue;
            ++usable;
            const auto [v, g] = value_and_gradient(traced)(a, b, c);
            check("traced", v, std::get<0>(g), std::get<1>(g), std::get<2>(g), exact);
            BOOST_TEST(traced(a, b, c) == v);

            const auto point = at(x = a, y = b, z = c);
            const auto plain = value_and_gradient(typed<Seed, Depth>, point);
            check("typed", plain.value, plain[x], plain[y], plain[z], exact);

            const auto merged = value_and_gradient<typed<Seed, Depth>>(point);
            check("sealed", merged.value, merged[x], merged[y], merged[z], exact);
        }
    }
}

template <std::uint64_t First, int Depth, std::size_t... I>
void check_formulas(std::index_sequence<I...>) {
    (check_formula<First + I, Depth>(), ...);
}

} // namespace

BOOST_AUTO_TEST_CASE(formulas_of_a_few_operations) {
    check_formulas<0, 2>(std::make_index_sequence<24>());
    BOOST_TEST(usable > 80);
}
