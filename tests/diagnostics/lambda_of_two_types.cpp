// SPDX-License-Identifier: BSL-1.0
//
// A lambda returns one type: with Values, say that it is Value.
// expect-gcc: inconsistent types
// expect-clang: must match previous return type
#include <ctgrad/value.hpp>

using namespace ctgrad;

#ifdef FIXED
const auto f = [](const Value& x) -> Value {
#else
const auto f = [](const Value& x) {
#endif
    if (x > 0)
        return x * x;
    return -x;
};

int main() {
    return f(2.0) > 0 ? 0 : 1;
}
