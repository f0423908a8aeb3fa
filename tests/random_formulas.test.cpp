// SPDX-License-Identifier: BSL-1.0
//
// Formulas that nobody would think of: a generator seeded at compile time writes them, generic in
// the scalar. Typed expressions, sealed ones and traced functions must agree with forward-mode dual
// numbers of long double, which share no code with the library.
#include <ctgrad/function.hpp>
#include <ctgrad/near.hpp>

#include <array>
#include <cmath>
#include <cstdint>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace reference {

struct dual {
    long double value = 0;
    std::array<long double, 3> partial{};

    dual() = default;
    dual(double number) : value(number) {}
    dual(long double number, const std::array<long double, 3>& partials)
        : value(number), partial(partials) {}
};

// f(a, b) with the partials da and db.
dual chain(long double f, const dual& a, long double da, const dual& b = {}, long double db = 0) {
    dual out{f, {}};
    for (std::size_t i = 0; i < 3; ++i)
        out.partial[i] = (a.partial[i] == 0 ? 0 : da * a.partial[i]) +
                         (b.partial[i] == 0 ? 0 : db * b.partial[i]);
    return out;
}

dual operator+(const dual& a, const dual& b) {
    return chain(a.value + b.value, a, 1, b, 1);
}
dual operator-(const dual& a, const dual& b) {
    return chain(a.value - b.value, a, 1, b, -1);
}
dual operator*(const dual& a, const dual& b) {
    return chain(a.value * b.value, a, b.value, b, a.value);
}
dual operator/(const dual& a, const dual& b) {
    return chain(a.value / b.value, a, 1 / b.value, b, -a.value / (b.value * b.value));
}
dual operator-(const dual& a) {
    return chain(-a.value, a, -1);
}
bool operator<(const dual& a, const dual& b) {
    return a.value < b.value;
}
bool operator<=(const dual& a, const dual& b) {
    return a.value <= b.value;
}
dual exp(const dual& a) {
    return chain(std::exp(a.value), a, std::exp(a.value));
}
dual log(const dual& a) {
    return chain(std::log(a.value), a, 1 / a.value);
}
dual sin(const dual& a) {
    return chain(std::sin(a.value), a, std::cos(a.value));
}
dual cos(const dual& a) {
    return chain(std::cos(a.value), a, -std::sin(a.value));
}
dual tan(const dual& a) {
    return chain(std::tan(a.value), a, 1 / (std::cos(a.value) * std::cos(a.value)));
}
dual tanh(const dual& a) {
    return chain(std::tanh(a.value), a, 1 / (std::cosh(a.value) * std::cosh(a.value)));
}
dual sqrt(const dual& a) {
    return chain(std::sqrt(a.value), a, 0.5L / std::sqrt(a.value));
}
dual erf(const dual& a) {
    return chain(std::erf(a.value), a, 1.128379167095512574L * std::exp(-a.value * a.value));
}
dual erfc(const dual& a) {
    return chain(std::erfc(a.value), a, -1.128379167095512574L * std::exp(-a.value * a.value));
}
dual abs(const dual& a) {
    return chain(std::fabs(a.value), a, a.value > 0 ? 1 : a.value < 0 ? -1 : 0);
}
dual relu(const dual& a) {
    return chain(a.value > 0 ? a.value : 0, a, a.value > 0 ? 1 : 0);
}
dual max(const dual& a, const dual& b) {
    const long double to_a = a.value > b.value ? 1 : a.value < b.value ? 0 : 0.5L;
    return chain(a.value < b.value ? b.value : a.value, a, to_a, b, 1 - to_a);
}
dual min(const dual& a, const dual& b) {
    const long double to_a = a.value < b.value ? 1 : a.value > b.value ? 0 : 0.5L;
    return chain(b.value < a.value ? b.value : a.value, a, to_a, b, 1 - to_a);
}
dual pow(const dual& a, double p) {
    return chain(std::pow(a.value, p), a, p == 0 ? 0 : p * std::pow(a.value, p - 1));
}
dual pow(const dual& a, const dual& b) {
    const long double f = std::pow(a.value, b.value);
    return chain(f, a, b.value * std::pow(a.value, b.value - 1), b, f * std::log(a.value));
}
dual select(bool condition, const dual& a, const dual& b) {
    return condition ? a : b;
}

} // namespace reference

namespace {

constexpr std::uint64_t scrambled(std::uint64_t seed) {
    seed += 0x9e3779b97f4a7c15u;
    seed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9u;
    seed = (seed ^ (seed >> 27)) * 0x94d049bb133111ebu;
    return seed ^ (seed >> 31);
}

constexpr double numbers[] = {2, 0.5, -1, 3, 1, 0, -0.25, 1e-3};
constexpr double exponents[] = {2, 3, -1, 0.5, 1, 0, -2, 1.5};

// A random formula of the three arguments. The alternatives of its selects are sometimes undefined
// where they are not chosen; arguments of log, sqrt and pow are positive where they are.
template <std::uint64_t Seed, int Depth>
constexpr auto formula(const auto& x, const auto& y, const auto& z) {
    constexpr std::uint64_t r = scrambled(Seed);
    constexpr std::uint64_t left = 3 * r + 1, right = 5 * r + 2;
    constexpr int kind = static_cast<int>((r >> 8) % 26);
    constexpr double number = numbers[(r >> 16) % 8];
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
            return pow(0.5 + a * a, exponents[(r >> 24) % 8]);
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

bool close(double computed, long double exact) {
    // Cancellation inside a random formula costs some digits.
    return std::fabs(computed - exact) <= 1e-11L * std::fmax(1.0L, std::fabs(exact));
}

void check(const char* front_end, double value, double dx, double dy, double dz,
           const reference::dual& exact) {
    BOOST_TEST_CONTEXT(front_end) {
        BOOST_TEST(close(value, exact.value), value << " is not " << exact.value);
        BOOST_TEST(close(dx, exact.partial[0]), "d/dx " << dx << " is not " << exact.partial[0]);
        BOOST_TEST(close(dy, exact.partial[1]), "d/dy " << dy << " is not " << exact.partial[1]);
        BOOST_TEST(close(dz, exact.partial[2]), "d/dz " << dz << " is not " << exact.partial[2]);
    }
}

int usable = 0;

template <std::uint64_t Seed, int Depth>
void check_formula() {
    constexpr generic_formula<Seed, Depth> body;
    constexpr auto traced = function(generic_formula<Seed, Depth>());
    constexpr std::array<std::array<double, 3>, 4> points{
        {{0.7, -1.3, 0.4}, {-0.6, 0.9, 1.1}, {1.7, 0.2, -2.1}, {-1.1, -0.3, 0.8}}};
    for (const auto& [a, b, c] : points) {
        BOOST_TEST_CONTEXT("seed " << Seed << " at " << a << ' ' << b << ' ' << c) {
            const reference::dual exact =
                body(reference::dual{a, {1, 0, 0}}, reference::dual{b, {0, 1, 0}},
                     reference::dual{c, {0, 0, 1}});
            if (!(std::fabs(exact.value) < 1e6L && std::fabs(exact.partial[0]) < 1e6L &&
                  std::fabs(exact.partial[1]) < 1e6L && std::fabs(exact.partial[2]) < 1e6L))
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
