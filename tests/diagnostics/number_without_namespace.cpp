// SPDX-License-Identifier: BSL-1.0
//
// Of plain numbers no argument says that ctgrad's function is meant.
// expect-gcc: 'sigmoid' was not declared in this scope
// expect-clang: use of undeclared identifier 'sigmoid'
#include <ctgrad.hpp>

#ifdef FIXED
constexpr double half = ctgrad::sigmoid(0.0);
#else
constexpr double half = sigmoid(0.0);
#endif

int main() {
    return half > 0 ? 0 : 1;
}
