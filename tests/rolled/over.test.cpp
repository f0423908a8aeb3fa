// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/rolled/sum.hpp>

#include <array>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr std::array a{1.0, 2.0, 3.0, 4.0};
constexpr std::array b{10.0, 20.0, 30.0, 40.0};

// each: x_i. window<N>: N neighbours. rows<N>: an array. shared: a number or an array.
constexpr auto product = [](auto x, auto y) { return x * y; };
static_assert(sum(over(each(), each()), product)(a, b) == 300);
static_assert(sum(window<2>(), product)(a) == 1 * 2 + 2 * 3 + 3 * 4);
static_assert(sum(over(rows<2>()), [](const auto& r) { return r[0] * r[1]; })(a) == 1 * 2 + 3 * 4);
static_assert(sum(over(each(), shared()), product)(a, 3.0) == 30);
static_assert(sum(over(each(), shared()), [](auto x, const auto& w) {
                  return w[0] * x + w[1];
              })(a, std::array{2.0, 1.0}) == 24);

// Kinds side by side: windows are longer than what goes along them.
constexpr auto slopes = sum(over(window<2>(), passive(each()), shared()),
                            [](auto x, auto next, auto h, auto k) { return k * (next - x) * h; });
constexpr std::array steps{1.0, 2.0, 3.0};
static_assert(slopes(a, steps, 0.5) == 3);

// Active arguments have gradients, in order; of one it stands alone.
static_assert(gradient(sum(over(each(), passive(each())), product))(a, b) == b);
static_assert(gradient(sum(over(each(), each()), product))(a, b) == std::tuple(b, a));
static_assert(gradient(sum(over(passive(each()), shared()), product))(a, 3.0) == 10);
static_assert(gradient(slopes)(a, steps, 0.5) ==
              std::tuple(std::array{-0.5, -0.5, -0.5, 1.5}, 6.0));
static_assert(gradient(sum(over(rows<2>()), [](const auto& r) { return r[0] * r[1]; }))(a) ==
              std::array{2.0, 1.0, 4.0, 3.0});
static_assert(gradient(sum(over(passive(rows<2>()), shared()), [](const auto& r, const auto& w) {
                  return r[0] * w[0] + r[1] * w[1];
              }))(a, std::array{1.0, 1.0}) == std::array{4.0, 6.0});
static_assert(
    std::is_same_v<decltype(passive(passive(window<3>()))), decltype(passive(window<3>()))>);

std::string message(auto&& call) {
    try {
        call();
    } catch (const size_error& problem) {
        return problem.what();
    }
    return "nothing was thrown";
}

} // namespace

BOOST_AUTO_TEST_CASE(arrays_of_every_kind) {
    const std::vector<double> v(a.begin(), a.end());
    const double raw[] = {1, 2, 3, 4};
    constexpr auto f = sum(over(each()), [](auto x) { return x * x; });
    BOOST_TEST(f(v) == 30);
    BOOST_TEST(f(raw) == 30);
    BOOST_TEST(f(std::span(v).subspan(1)) == 29);
    static_assert(std::is_same_v<decltype(gradient(f)(v)), std::vector<double>>);
    static_assert(std::is_same_v<decltype(gradient(f)(a)), std::array<double, 4>>);
}

BOOST_AUTO_TEST_CASE(lengths_must_fit) {
    const std::vector<double> four(4), three(3);
    constexpr auto f = sum(over(each(), each()), product);
    BOOST_TEST(message([&] { static_cast<void>(f(four, three)); }) ==
               "ctgrad: a rolled form takes arrays with as many places as the first, argument 2: 4 "
               "required, 3 found: give arrays of one length, a window<N> being N - 1 longer");
    BOOST_TEST(slopes(four, three, 1.0) == 0);
    BOOST_TEST(message([&] {
                   static_cast<void>(slopes(four, four, 1.0));
               }).find("argument 2: 3 required, 4 found") != std::string::npos);
    constexpr auto g = sum(over(rows<2>()), [](const auto& r) { return r[0] * r[1]; });
    BOOST_TEST(message([&] { static_cast<void>(g(three)); }) ==
               "ctgrad: a rolled form takes whole rows, argument 1: 4 required, 3 found: give a "
               "multiple of the width of a row");
    std::vector<double> room(3);
    BOOST_TEST(message([&] {
                   value_and_gradient(sum(over(each()), [](auto x) { return x * x; }))(into(room),
                                                                                       four);
               }).find("4 required, 3 found") != std::string::npos);
}
