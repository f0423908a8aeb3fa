// SPDX-License-Identifier: BSL-1.0
//
// The number of a Value comes first, then its label.
// expect: ctgrad: a Value is made of a number and, if it shall have one, a label
// expect: here the text is alone or comes first
#include <ctgrad/value.hpp>

using namespace ctgrad;

int main() {
#ifdef FIXED
    Value a{2.0, "a"};
#else
    Value a{"a", 2.0};
#endif
    return a.data() > 0 ? 0 : 1;
}
