// SPDX-License-Identifier: BSL-1.0
//
// Complex numbers have no order, which the derivative of pow by an exponent that varies asks for.
// expect: ctgrad: a formula that compares takes numbers that have an order
// expect: exp(y*log(x)) for pow(x, y)
#include <ctgrad/jacobian.hpp>

#include <complex>

int main() {
#ifdef FIXED
    const auto f = ctgrad::function([](auto x, auto y) { return exp(y * log(x)); });
#else
    const auto f = ctgrad::function([](auto x, auto y) { return pow(x, y); });
#endif
    const auto g = gradient(f)(std::complex<double>(0, 1), std::complex<double>(1, 1));
    return real(std::get<0>(g)) < 0 ? 0 : 1;
}
