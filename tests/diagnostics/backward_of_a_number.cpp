// SPDX-License-Identifier: BSL-1.0
//
// Plain numbers remember nothing.
// expect-gcc: request for member 'backward' in 'y', which is of non-class type 'double'
// expect-clang: member reference base type 'double' is not a structure or union
#include <ctgrad/value.hpp>

using namespace ctgrad;

int main() {
#ifdef FIXED
    Value x{2.0};
    Value y = x * x;
#else
    double x = 2.0;
    double y = x * x;
#endif
    y.backward();
    return y.data() > 0 ? 0 : 1;
}
