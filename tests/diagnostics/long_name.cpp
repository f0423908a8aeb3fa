// SPDX-License-Identifier: BSL-1.0
//
// A name of 33 characters.
// expect: ctgrad: the name of a variable, parameter or label has at most 32 characters
#include <ctgrad/gradient.hpp>

using namespace ctgrad;
#ifdef FIXED
constexpr var<"a_name_of_two_and_thirty_letters"> x;
#else
constexpr var<"a_name_of_three_and_thirty_letter"> x;
#endif

int main() {
    return value(x * x, at(x = 2.0)) > 0 ? 0 : 1;
}
