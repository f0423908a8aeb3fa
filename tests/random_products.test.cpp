// SPDX-License-Identifier: BSL-1.0
//
// Random formulas of sums, products and quotients, in which the derivative's products can be put in
// many orders: Jacobians of two results that share parts, against dual numbers.
#include "random_formulas.hpp"

#include <ctgrad/jacobian.hpp>

using namespace ctgrad;
using namespace random_formulas;

namespace {

constexpr double numbers[] = {2, 0.5, -1, 3, 1, -0.25, 0.1, 0.3, -0.7, 1e-3, 1.0 / 3};

template <std::uint64_t Seed, int Depth>
constexpr auto formula(const auto& x, const auto& y, const auto& z) {
    constexpr std::uint64_t r = scrambled(Seed);
    constexpr int kind = static_cast<int>((r >> 8) % 22);
    constexpr double number = numbers[(r >> 16) % std::size(numbers)];
    constexpr double other = numbers[(r >> 40) % std::size(numbers)];
    if constexpr (Depth == 0) {
        if constexpr (r % 3 == 0)
            return x;
        else if constexpr (r % 3 == 1)
            return y;
        else
            return z;
    } else {
        const auto a = formula<3 * r + 1, Depth - 1>(x, y, z);
        const auto b = formula<5 * r + 2, Depth - 1>(x, y, z);
        if constexpr (kind == 0)
            return a + b;
        else if constexpr (kind == 1)
            return a * b;
        else if constexpr (kind == 2)
            return a / b;
        else if constexpr (kind == 3)
            return number * (a * b) * other;
        else if constexpr (kind == 4)
            return (number * a) / b;
        else if constexpr (kind == 5)
            return a * (number * b) - other * (a * b);
        else if constexpr (kind == 6)
            return a / number + b / number;
        else if constexpr (kind == 7)
            return number / a - b;
        else if constexpr (kind == 8)
            return -a * b;
        else if constexpr (kind == 9)
            return -(a - b) * (a + b);
        else if constexpr (kind == 10)
            return pow(a, 2) * b;
        else if constexpr (kind == 11)
            return pow(a, 3) - pow(b, 2);
        else if constexpr (kind == 12)
            return 1.0 / a + 1.0 / b;
        else if constexpr (kind == 13)
            return (a * b) * (a * b) / (a + number);
        else if constexpr (kind == 14)
            return log(a * a + number * number) / b;
        else if constexpr (kind == 15)
            return sqrt(a * a + b * b + 0.1);
        else if constexpr (kind == 16)
            return a * b - b * a * other;
        else if constexpr (kind == 17)
            return (number * x - other * y) * (a - z);
        else if constexpr (kind == 18)
            return erf(number * a) * b;
        else if constexpr (kind == 19)
            return exp(-(a * a) / 2.0) * b * other;
        else if constexpr (kind == 20)
            return 2.0 * ((a / 2.0) * b) + 0.5 * (2.0 * a);
        else
            return select(a * b < x * y, (a * y) / b, (x * b) * log(1.5 + a * a) * exp(-(b * b))) *
                   a;
    }
}

// The second result is made of the first one's parts.
template <std::uint64_t Seed, int Depth>
struct two_results {
    constexpr auto operator()(const auto& x, const auto& y, const auto& z) const {
        return std::array{formula<Seed, Depth>(x, y, z),
                          formula<3 * scrambled(Seed) + 1, Depth - 1>(x, y, z) *
                              formula<Seed + 1000, Depth - 1>(z, y, x)};
    }
};

int usable = 0;

template <std::uint64_t Seed, int Depth>
void check_formula() {
    constexpr auto f = function(two_results<Seed, Depth>());
    for (const auto& p : points) {
        BOOST_TEST_CONTEXT("seed " << Seed << " at " << p[0] << ' ' << p[1] << ' ' << p[2]) {
            const auto exact = at_point(two_results<Seed, Depth>(), p);
            const auto [value, rows] = value_and_jacobian(f)(p[0], p[1], p[2]);
            for (std::size_t i = 0; i < 2; ++i) {
                if (!is_tame(exact[i]))
                    continue;
                ++usable;
                const auto [dx, dy, dz] = rows[i];
                check(i == 0 ? "first result" : "second result", value[i], dx, dy, dz, exact[i]);
            }
        }
    }
}

template <std::uint64_t First, int Depth, std::size_t... I>
void check_formulas(std::index_sequence<I...>) {
    (check_formula<First + I, Depth>(), ...);
}

} // namespace

BOOST_AUTO_TEST_CASE(jacobians_of_products) {
    check_formulas<0, 3>(std::make_index_sequence<20>());
    BOOST_TEST(usable > 80);
}
