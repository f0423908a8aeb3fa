// SPDX-License-Identifier: BSL-1.0
//
// parameters() is a function, as data() and grad() are.
// expect-gcc: ctgrad: a loop goes over the Values that a function returns
// expect-clang: reference to non-static member function must be called
#include <ctgrad/nn/layer.hpp>

using namespace ctgrad;

int main() {
    nn::Layer layer(3, 1);
#ifdef FIXED
    for (Value& p : layer.parameters())
#else
    for (Value& p : layer.parameters)
#endif
        p.data() -= 0.1 * p.grad();
}
