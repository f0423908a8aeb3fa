// SPDX-License-Identifier: BSL-1.0
//
// A network is given a number for each input.
// expect: ctgrad: net({...}) takes one number for each input of the network
#include <ctgrad/nn/static_mlp.hpp>

using namespace ctgrad;

int main() {
    const nn::static_mlp<3, 4, 1> net;
#ifdef FIXED
    return net({1.0, 2.0, 0.0}) > 0 ? 1 : 0;
#else
    return net({1.0, 2.0}) > 0 ? 1 : 0;
#endif
}
