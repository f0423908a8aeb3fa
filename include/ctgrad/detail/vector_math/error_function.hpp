// SPDX-License-Identifier: BSL-1.0
//
// erf and erfc. Up to 1/2, erf(x)/x as a polynomial in x^2. Above it erfc(x) = exp(-x^2)*g(x),
// where g(x)*(x + 3.75) is smooth in t = (x - 3.75)/(x + 3.75) (Shepherd and Laframboise,
// Mathematics of Computation 36, 1981); the polynomials interpolate at Chebyshev's points, with
// errors of 4e-18 and 2e-17. The rounding of x^2 would be multiplied by x^2: g is taken at the
// first 26 bits of x, whose square is exact, and the rest of x, a small step d, follows from the
// derivative:
//
//     erfc(x + d) = exp(-x^2)*(g(x) - 2/sqrt(pi)*(d - x*d^2 + 2/3*x^2*d^3 - ...))
#pragma once

#include <ctgrad/detail/vector_math/exponential.hpp>

namespace ctgrad {
namespace detail::vector_math {

inline constexpr double small_for_erf = 0.5;

// erf(x)/x - 1 for |x| <= 1/2
template <std::size_t Lanes>
[[gnu::always_inline]] inline doubles<Lanes> erf_over_x(const doubles<Lanes>& x) {
    return polynomial(doubles<Lanes>(x * x), 0.12837916709551256959, -0.37612638903183473544,
                      0.11283791670925353147, -0.026866170632887929351, 0.0052239773730214700169,
                      -0.00085482977536749668828, 0.00012053335124353740746,
                      -1.4845849259707869768e-5, 1.4725865480556743912e-6);
}

// erfc(size) for size >= 1/2
template <std::size_t Lanes>
[[gnu::always_inline]] inline doubles<Lanes> erfc_of_large(const doubles<Lanes>& size) {
    using number = doubles<Lanes>;
    const number full = select(size > 28, 28, size); // from 27.3 on the result is 0
    const number x = upper_half(full), d = full - x;
    const number below = x + 3.75, t = (x - 3.75) / below, square = t * t;
    // The last steps by Horner's rule, as even and odd cancel; the others in two chains.
    const number even = polynomial(square, 0.27906204903337909819, 0.04911877862422101089,
                                   0.00098633797910603201184, -0.00034864620559567641096,
                                   0.000037469164228625912501, -3.2832349638397320218e-6,
                                   2.7057867849802948029e-7, -1.8988072941203143027e-8);
    const number odd =
        polynomial(square, -0.13195540117782392762, -0.012535880056735043382,
                   0.00079482327486952643853, 0.000010592864106338378891, -8.8995349690610393323e-6,
                   1.6453226189314831712e-6, -2.4776909826913471716e-7, 2.6786233449200289896e-8);
    const number series =
        -0.95874157665290959951 +
        t * (0.73631892522175879101 + t * (-0.49047029120769075616 + t * (even + t * odd)));
    constexpr double two_over_root_pi = 1.1283791670955125739;
    const number step = x * d;
    const number rest = two_over_root_pi * d * (1 - step * (1 - step * (2.0 / 3)));
    const auto [e, n] = reduced_exp(number(-(x * x)));
    // (first + more)*(1 + e), the largest term last.
    constexpr double first = 1.0919229095627890222, first_low = 9.8560630138193764e-17;
    const number more = t * series + (first_low - rest * below);
    const number product = first + (more + e * (first + more));
    return scale(number(product / below), n);
}

} // namespace detail::vector_math

/// erf in each lane.
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<double, Lanes> erf(const pack<double, Lanes>& x) {
    using namespace detail::vector_math;
    const doubles<Lanes> large = copysign(doubles<Lanes>(1 - erfc_of_large(abs(x))), x);
    return select(abs(x) < small_for_erf, x + x * erf_over_x(x), large);
}

/// erfc in each lane, down to the smallest numbers.
template <std::size_t Lanes>
[[gnu::always_inline]] inline pack<double, Lanes> erfc(const pack<double, Lanes>& x) {
    using namespace detail::vector_math;
    const doubles<Lanes> large = erfc_of_large(abs(x));
    return select(abs(x) < small_for_erf, 0.5 - ((x - 0.5) + x * erf_over_x(x)),
                  select(x < 0, 2 - large, large));
}

} // namespace ctgrad
