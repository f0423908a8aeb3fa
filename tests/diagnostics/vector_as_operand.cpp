// SPDX-License-Identifier: BSL-1.0
//
// Operations are of numbers: the vector's loop is written around them.
// expect-gcc: no match for 'operator*'
// expect-clang: invalid operands to binary expression
#include <ctgrad/value.hpp>

#include <vector>

using namespace ctgrad;

int main() {
    Value w{2.0}, sum = 0;
    const std::vector<double> data{1, 2, 3};
#ifdef FIXED
    for (const double number : data)
        sum += w * number;
#else
    sum = w * data;
#endif
    return sum.data() > 0 ? 0 : 1;
}
