// SPDX-License-Identifier: BSL-1.0
//
// A typed expression inside a traced function.
// expect: ctgrad: an operation takes operands of one kind, here it is given two
// expect: inside function(lambda) use only the lambda's own arguments and numbers
#include <ctgrad/function.hpp>

using namespace ctgrad;

#ifdef FIXED
constexpr auto f = function([](auto x, auto weight) { return exp(weight * x) + x; });
#else
constexpr var<"weight"> weight;
constexpr auto f = function([](auto x, auto) { return exp(weight * x) + x; });
#endif

int main() {
    return f(2.0, 3.0) > 0 ? 0 : 1;
}
