// SPDX-License-Identifier: BSL-1.0
//
// The gradient of Values is computed by backward.
// expect: ctgrad: gradient(f) takes what function([](auto x) { ... }) returns
// expect: and for a Value y.backward(), then x.grad()
#include <ctgrad.hpp>
#include <ctgrad/value.hpp>

using namespace ctgrad;

int main() {
    Value x{2.0};
    const Value y = x * x;
#ifdef FIXED
    y.backward();
    const double slope = x.grad();
#else
    const double slope = gradient(y, x);
#endif
    return slope > 0 ? 0 : 1;
}
