// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/gradient.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/primitives/exponential.hpp>

#include <limits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double e = 2.7182818284590452;

constexpr var<"x"> x;

constexpr double of(const auto& formula, double a) {
    return value(formula, at(x = a));
}
constexpr double slope(const auto& formula, double a) {
    return gradient(formula, at(x = a))[x];
}

constexpr bool values_and_slopes(double one) {
    return near(of(exp(x), one), e) && near(slope(exp(x), one), e) &&
           near(slope(exp(2 * x), one), 2 * e * e) && //
           of(exp2(x), 10 * one) == 1024 && near(slope(exp2(x), one), 2 * 0.69314718055994531) &&
           near(of(expm1(x), 1e-20 * one), 1e-20) && near(of(expm1(x), one), e - 1) &&
           near(slope(expm1(x), -50 * one), 1.9287498479639178e-22) && //
           of(log(x), one) == 0 && slope(log(x), 4 * one) == 0.25 && near(of(log(x), e), 1) &&
           near(slope(log(x * x), 4 * one), 0.5) && //
           near(of(tanh(x), one), 0.76159415595576489) &&
           near(slope(tanh(x), one), 0.41997434161402607) && of(tanh(x), -0 * one) == 0 &&
           slope(tanh(x), 0 * one) == 1 && //
           of(sigmoid(x), 0 * one) == 0.5 && slope(sigmoid(x), 0 * one) == 0.25 &&
           near(of(sigmoid(x), -one), 0.2689414213699951) &&
           near(slope(sigmoid(x), one), 0.19661193324148185) && //
           near(of(softplus(x), one), 1.3132616875182228) &&
           near(of(softplus(x), -one), 0.3132616875182228) && slope(softplus(x), 0 * one) == 0.5 &&
           slope(softplus(x), one) == of(sigmoid(x), one);
}
static_assert(values_and_slopes(1));

// The derivative of exp is exp itself, to the last bit.
constexpr bool exp_is_its_own_slope(double one) {
    for (double a = -3; a < 3; a += 0.25)
        if (of(exp(x), one * a) != slope(exp(x), one * a))
            return false;
    return true;
}
static_assert(exp_is_its_own_slope(1));

constexpr bool at_the_edges(double infinity) {
    return of(exp(x), infinity) == inf && of(exp(x), -infinity) == 0 &&
           slope(exp(x), -infinity) == 0 && of(exp(x), 710) == inf && of(exp(x), -746) == 0 && //
           of(log(x), infinity) == inf && slope(log(x), infinity) == 0 &&
           // tanh is flat far out; the composite of exponentials would be NaN.
           of(tanh(x), infinity) == 1 && of(tanh(x), -1000) == -1 && slope(tanh(x), 1000) == 0 &&
           slope(tanh(x), -infinity) == 0 &&
           // Neither overflows, on either side.
           of(sigmoid(x), infinity) == 1 && of(sigmoid(x), -infinity) == 0 &&
           of(sigmoid(x), -745) > 0 && slope(sigmoid(x), infinity) == 0 &&
           slope(sigmoid(x), -1000) == 0 && //
           of(softplus(x), 1000) == 1000 && of(softplus(x), infinity) == inf &&
           of(softplus(x), -infinity) == 0 && of(softplus(x), -745) > 0 &&
           slope(softplus(x), 1000) == 1 && slope(softplus(x), -infinity) == 0;
}
static_assert(at_the_edges(inf));

static_assert(op::logarithm::domain(0.5) && !op::logarithm::domain(0.0) &&
              !op::logarithm::domain(-1.0));
static_assert(op::exponential::domain(-1.0) && op::hyperbolic_tangent::domain(-1.0));
static_assert(op::sigmoid::domain(-1.0) && op::softplus::domain(-1.0));

} // namespace

BOOST_AUTO_TEST_CASE(exponentials_at_run_time) {
    volatile double one = 1, infinity = inf;
    BOOST_TEST(values_and_slopes(one));
    BOOST_TEST(exp_is_its_own_slope(one));
    BOOST_TEST(at_the_edges(infinity));
}
