// SPDX-License-Identifier: BSL-1.0
//
// A function of C cannot be called like a word of C, or like a function that it calls.
// expect: takes a name that C can give to a function
// expect: use letters, digits and _, and begin with a letter
#include <ctgrad/to_c.hpp>

using namespace ctgrad;

constexpr var<"x"> x;
#ifdef FIXED
constexpr auto text_of_function = to_c<"double_of_sine">(2 * sin(x));
#else
constexpr auto text_of_function = to_c<"double">(2 * sin(x));
#endif

int main() {
    return text_of_function.size > 0 ? 0 : 1;
}
