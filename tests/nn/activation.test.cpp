// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/nn/activation.hpp>

#include <string>
#include <type_traits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::nn;

namespace {

template <class Activation>
constexpr double slope_at(double x) {
    return Activation::slope(Activation::value(x));
}

constexpr bool values_and_slopes(double one) {
    using activation::linear, activation::relu, activation::sigmoid;
    return near(activation::tanh::value(one), 0.76159415595576489) &&
           near(slope_at<activation::tanh>(one), 0.41997434161402607) && //
           relu::value(-one) == 0 && relu::value(2 * one) == 2 && slope_at<relu>(2 * one) == 1 &&
           slope_at<relu>(-one) == 0 && slope_at<relu>(0 * one) == 0 && // as relu itself
           slope_at<relu>(1e-300 * one) == 1 && slope_at<sigmoid>(40 * one) < 1e-16 &&
           sigmoid::value(0 * one) == 0.5 && slope_at<sigmoid>(0 * one) == 0.25 &&
           sigmoid::value(1000 * one) == 1 && sigmoid::value(-1000 * one) == 0 && //
           linear::value(-3 * one) == -3 && slope_at<linear>(-3 * one) == 1;
}
static_assert(values_and_slopes(1));
static_assert(std::is_same_v<decltype(activation::relu::slope(1.0f)), float>);

//! [words]
static_assert(parse_activation("relu") == activation_kind::relu);
static_assert(name_of(activation_kind::relu) == "relu");
static_assert(with_activation(activation_kind::relu, [](auto a) { return a.value(-2.0); }) == 0);
//! [words]
constexpr bool names_lead_back() {
    for (const activation_kind kind : activation_kinds) {
        const bool same =
            with_activation(kind, [&](auto chosen) { return decltype(chosen)::kind == kind; });
        if (!same || parse_activation(name_of(kind)) != kind)
            return false;
    }
    return true;
}
static_assert(names_lead_back());
static_assert(name_of(activation_kind::tanh) == "tanh" &&
              name_of(activation_kind::sigmoid) == "sigmoid");

} // namespace

BOOST_AUTO_TEST_CASE(activations_at_run_time) {
    volatile double one = 1;
    BOOST_TEST(values_and_slopes(one));
    BOOST_TEST(names_lead_back());
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_an_error) {
    BOOST_CHECK_EXCEPTION(parse_activation("swish"), data_error, [](const data_error& e) {
        return std::string(e.what()) ==
               "ctgrad: an activation is tanh, relu, sigmoid or linear, \"swish\" is none of them";
    });
    BOOST_CHECK_THROW(parse_activation(""), data_error);
}
