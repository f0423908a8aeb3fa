// SPDX-License-Identifier: BSL-1.0
//
// std::pow knows numbers only.
// expect-gcc: no matching function for call to 'pow(ctgrad::Value&, int)'
// expect-clang: no matching function for call to 'pow'
#include <ctgrad/value.hpp>

using namespace ctgrad;

int main() {
    Value x{2.0};
#ifdef FIXED
    const Value y = pow(x, 3);
#else
    const Value y = std::pow(x, 3);
#endif
    return y.data() > 0 ? 0 : 1;
}
