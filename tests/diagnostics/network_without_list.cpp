// SPDX-License-Identifier: BSL-1.0
//
// The layers of a network are a list, as in MLP(3, [4, 4, 1]) of Python.
// expect-gcc: no matching function for call to 'ctgrad::nn::basic_mlp<double>::basic_mlp(
// expect-clang: no matching constructor for initialization of 'const nn::MLP'
#include <ctgrad/nn/mlp.hpp>

using namespace ctgrad;

int main() {
#ifdef FIXED
    const nn::MLP net(3, {4, 4, 1});
#else
    const nn::MLP net(3, 4, 4, 1);
#endif
    return net.parameter_count() > 0 ? 0 : 1;
}
