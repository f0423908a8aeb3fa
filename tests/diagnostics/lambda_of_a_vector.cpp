// SPDX-License-Identifier: BSL-1.0
//
// A lambda that is traced takes arrays, of which the compiler knows the size.
// expect: ctgrad: function(lambda) is called with numbers and std::arrays of them
// expect: use a std::array, or a sum over the container
#include <ctgrad/function.hpp>

#include <vector>

using namespace ctgrad;

#ifdef FIXED
constexpr auto f = function([](const auto& x) { return x[0] * x[1]; });
#else
constexpr auto f = function([](const std::vector<double>& x) { return x[0] * x[1]; });
#endif

int main() {
#ifdef FIXED
    return f(std::array{1.0, 2.0}) > 0 ? 0 : 1;
#else
    return f(std::vector{1.0, 2.0}) > 0 ? 0 : 1;
#endif
}
