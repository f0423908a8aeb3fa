// SPDX-License-Identifier: BSL-1.0
//
// std::accumulate adds in the type of its last argument.
// expect-gcc: to 'double' in assignment
// expect-clang: assigning to 'double' from incompatible type
#include <ctgrad/value.hpp>

#include <numeric>
#include <vector>

using namespace ctgrad;

int main() {
    const std::vector<Value> x{1.0, 2.0};
#ifdef FIXED
    const Value sum = std::accumulate(x.begin(), x.end(), Value(0));
#else
    const Value sum = std::accumulate(x.begin(), x.end(), 0.0);
#endif
    return sum > 0 ? 0 : 1;
}
