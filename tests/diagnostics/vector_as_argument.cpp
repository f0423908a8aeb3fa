// SPDX-License-Identifier: BSL-1.0
//
// A function is traced while compiling, when the size of a std::vector is not known.
// expect: ctgrad: function(lambda) is called with numbers and std::arrays of them
// expect: use a std::array, or a sum over the container
#include <ctgrad.hpp>

#include <array>
#include <vector>

using namespace ctgrad;
constexpr auto product = function([](const auto& x) { return x[0] * x[1]; });

int main() {
#ifdef FIXED
    const std::array x{1.0, 2.0};
#else
    const std::vector x{1.0, 2.0};
#endif
    return gradient(product)(x)[0] > 0 ? 0 : 1;
}
