// SPDX-License-Identifier: BSL-1.0
//
// The gradient of a fold whose state is several numbers.
// expect: ctgrad: the gradient of a fold needs a result that is one number
// expect: give fold a third argument
#include <ctgrad/rolled/fold.hpp>

#include <array>
#include <vector>

using namespace ctgrad;

constexpr auto step = [](const auto& s, auto x) { return std::array{s[1] * x, s[0]}; };
#ifdef FIXED
constexpr auto f = fold(over(each()), step, [](const auto& s) { return s[0] + s[1]; });
#else
constexpr auto f = fold(over(each()), step);
#endif

int main() {
    const std::vector<double> x{1, 2, 3};
    static_cast<void>(gradient(f)(std::array{1.0, 2.0}, x));
}
