// SPDX-License-Identifier: BSL-1.0
//
// What the gamma functions are made of while compiling: a logarithm in two doubles, the numbers of
// their power series at 2 (zeta(k) - 1) and of their asymptotic series (Bernoulli's), and what is
// known near zeros that are no doubles.
#pragma once

#include <ctgrad/detail/elementary/arithmetic.hpp>
#include <ctgrad/detail/elementary/exponential.hpp>
#include <ctgrad/detail/elementary/logarithm.hpp>

namespace ctgrad::detail::elementary {

/// log a, absolute error about 2^-103 near 1: twice_artanh with more terms. a is normal.
constexpr double_double precise_log(double_double a) {
    int k = exponent_of(a.high);
    double_double m =
        times_power_of_two(times_power_of_two(a, power_of_two(-k / 2)), power_of_two(k / 2 - k));
    if (m.high > 0x1.6a09e667f3bcdp0) {
        m = times_power_of_two(m, 0.5);
        ++k;
    }
    const double_double f = (m + -1.0) / (m + 1.0);
    const double_double z = f * f;
    double tail = 0;
    for (int i = 43; i >= 25; i -= 2)
        tail = z.high * (tail + 1.0 / i);
    double_double p{tail, 0};
    for (int i = 23; i >= 3; i -= 2)
        p = z * (p + double_double{1, 0} / double_double{1.0 * i, 0});
    constexpr double_double ln2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
    return ln2 * k + times_power_of_two(f + f * p, 2);
}

/// zeta(k) - 1 for k = 2, 3, ..., rounded from 80 digits.
inline constexpr double_double zeta_less_one[] = {
    {0x1.4a34cc4a60fa6p-1, 0x1.1873d8912200cp-55},
    {0x1.9dd002780310ap-3, -0x1.f23a3a8e9865cp-58},
    {0x1.51322ac7d8483p-4, 0x1.afc89088cb729p-58},
    {0x1.2e831d94f99b7p-5, -0x1.773ec70b99803p-62},
    {0x1.1c26130249124p-6, -0x1.049a1e95fe1f7p-61},
    {0x1.1196d0a679c47p-7, -0x1.5902995de94efp-62},
    {0x1.0b36af86396e9p-8, -0x1.0698d6c892967p-62},
    {0x1.073e7b02d6aep-9, 0x1.7fd07dd8e6b43p-63},
    {0x1.04b8ce96ee5f8p-10, 0x1.811f3054300cp-64},
    {0x1.0318df2459954p-11, 0x1.1c138c584e5d8p-65},
    {0x1.020a5b2cd3042p-12, -0x1.91bdf43d1ea35p-66},
    {0x1.01593a1177bd6p-13, 0x1.8ccb23ed16378p-70},
    {0x1.00e4af2b4e156p-14, 0x1.e18438a6b48bep-70},
    {0x1.0097bcbf11bedp-15, 0x1.55e8bafea33acp-72},
    {0x1.0064cdeb22f0fp-16, 0x1.d0156affdbc11p-71},
    {0x1.0043073686681p-17, -0x1.643b6fd841d17p-72},
    {0x1.002c9953744ccp-18, -0x1.b59478ccd48a2p-72},
    {0x1.001db08f9ba4ap-19, -0x1.bbe0e1359be6cp-75},
    {0x1.0013c594466eap-20, -0x1.de0792137e167p-74},
    {0x1.000d2bab28121p-21, 0x1.3b24839a5d1e2p-76},
    {0x1.0008c66cec77dp-22, -0x1.158c16e0e2054p-76},
    {0x1.0005d8f13858cp-23, 0x1.69b0d4d854ac3p-77},
    {0x1.0003e59ffde12p-24, -0x1.2be263ae7d962p-81},
    {0x1.000298ea55633p-25, 0x1.17bc5bf6b04a4p-80},
    {0x1.0001bb316ccdap-26, -0x1.bf98c5790f889p-80},
    {0x1.0001276b90845p-27, -0x1.602b4076a885cp-81},
};
/// The same for k = 28, 29, ..., 54: these terms are so small that a double is enough.
inline constexpr double zeta_less_one_tail[] = {
    0x1.0000c4ed05ae3p-28, 0x1.0000834601a87p-29, 0x1.00005782aaebep-30, 0x1.00003a56719b9p-31,
    0x1.000026e3f644fp-32, 0x1.000019ed24201p-33, 0x1.00001148ad653p-34, 0x1.00000b85be414p-35,
    0x1.000007ae797ffp-36, 0x1.0000051ef8ffap-37, 0x1.00000369f9ff9p-38, 0x1.00000246a5ffbp-39,
    0x1.000001846e551p-40, 0x1.00000102f40e1p-41, 0x1.000000aca29ebp-42, 0x1.000000731709dp-43,
    0x1.0000004cba013p-44, 0x1.0000003326a8dp-45, 0x1.0000002219c49p-46, 0x1.00000016bbd7bp-47,
    0x1.0000000f27e4dp-48, 0x1.0000000a1a986p-49, 0x1.00000006bc658p-50, 0x1.000000047d98fp-51,
    0x1.00000002fe65fp-52, 0x1.00000001feeeap-53, 0x1.00000001549f1p-54};
inline constexpr double_double one_less_euler{0x1.b0ee6072093cep-2, 0x1.6cb90701fbfabp-58};

struct fraction {
    double numerator;
    double denominator;
};
/// Bernoulli's numbers B2, B4, ..., B30 (DLMF 24.2).
inline constexpr fraction bernoulli[] = {{1, 6},
                                         {-1, 30},
                                         {1, 42},
                                         {-1, 30},
                                         {5, 66},
                                         {-691, 2730},
                                         {7, 6},
                                         {-3617, 510},
                                         {43867, 798},
                                         {-174611, 330},
                                         {854513, 138},
                                         {-236364091, 2730},
                                         {8553103, 6},
                                         {-23749461029, 870},
                                         {8615841276005, 14322}};

/// The sum of B2k/(2k) w^(k-1), k = 1..15, which digamma has; that of log gamma is divided by
/// 2k (2k - 1).
constexpr double_double bernoulli_series(double_double w, bool of_log_gamma) {
    const auto divisor = [=](int k) { return of_log_gamma ? 2.0 * k * (2 * k - 1) : 2.0 * k; };
    double tail = 0;
    for (int k = 15; k >= 9; --k)
        tail = bernoulli[k - 1].numerator / (bernoulli[k - 1].denominator * divisor(k)) +
               w.high * tail;
    double_double p{tail, 0};
    for (int k = 8; k >= 1; --k)
        p = double_double{bernoulli[k - 1].numerator, 0} /
                double_double{bernoulli[k - 1].denominator * divisor(k), 0} +
            w * p;
    return p;
}

/// A place where a function is 0, with the slope and half the second derivative there. These zeros
/// are no doubles, but some doubles are so near that the sum of larger terms is not enough.
struct nearby_zero {
    double_double place;
    double_double slope;
    double curvature;
};
template <std::size_t Count>
constexpr double around_zero(const nearby_zero (&zeros)[Count], double x) {
    for (const nearby_zero& z : zeros) {
        const double_double d = double_double{x - z.place.high, 0} + -z.place.low;
        if (magnitude(d.high) < 0x1p-40)
            return (d * (z.slope + d.high * z.curvature)).high;
    }
    return 0;
}

} // namespace ctgrad::detail::elementary
