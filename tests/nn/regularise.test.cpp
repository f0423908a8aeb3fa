// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/nn/regularise.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

using ctgrad::near;
using namespace ctgrad::nn;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class Error>
auto says(std::string_view text) {
    return [text](const Error& problem) {
        BOOST_TEST(problem.what() == text);
        return problem.what() == text;
    };
}

} // namespace

BOOST_AUTO_TEST_CASE(the_norm_of_a_gradient) {
    BOOST_TEST(gradient_norm(std::array{3.0, -4.0}) == 5.0);
    BOOST_TEST(gradient_norm(std::vector{2.0f, 3.0f, 6.0f}) == 7.0f);
    BOOST_TEST(gradient_norm(std::vector<double>{}) == 0.0);
    BOOST_TEST(gradient_norm(std::array{0.0, 0.0}) == 0.0);
    // The squares of these overflow or vanish, the norm does not.
    BOOST_TEST(near(gradient_norm(std::array{3e200, 4e200}), 5e200));
    BOOST_TEST(near(gradient_norm(std::array{3e-200, 4e-200}), 5e-200));
    BOOST_TEST(near(gradient_norm(std::array{3e-160, 4e-160}), 5e-160));
    BOOST_TEST(gradient_norm(std::array{1.0, -inf}) == inf);
    BOOST_TEST(std::isnan(gradient_norm(std::array{1.0, not_a_number})));
    BOOST_TEST(std::isnan(gradient_norm(std::array{not_a_number, 1e300, inf})));
}

BOOST_AUTO_TEST_CASE(clipping_by_norm_keeps_the_direction) {
    //! [clip_norm]
    std::vector gradient{3.0, -4.0};
    const double norm_before = clip_norm(gradient, 1.0);
    //! [clip_norm]
    BOOST_TEST(norm_before == 5.0);
    BOOST_TEST(near(gradient[0], 0.6));
    BOOST_TEST(near(gradient[1], -0.8));
    BOOST_TEST(clip_norm(gradient, 2.0) == 1.0);
    BOOST_TEST(near(gradient[0], 0.6));
    BOOST_TEST(near(clip_norm(std::span(gradient).first(1), 0.5), 0.6));
    BOOST_TEST(near(gradient[0], 0.5));
    BOOST_TEST(near(gradient[1], -0.8));
}

BOOST_AUTO_TEST_CASE(clipping_leaves_what_is_not_finite_to_the_step) {
    std::array gradient{1.0, inf};
    BOOST_TEST(clip_norm(gradient, 1.0) == inf);
    BOOST_TEST(gradient[0] == 1.0);
    BOOST_TEST(gradient[1] == inf);
    gradient[1] = not_a_number;
    BOOST_TEST(std::isnan(clip_norm(gradient, 1.0)));
    BOOST_TEST(gradient[0] == 1.0);
    clip_value(gradient, 0.5);
    BOOST_TEST(gradient[0] == 0.5);
    BOOST_TEST(std::isnan(gradient[1]));
}

BOOST_AUTO_TEST_CASE(clipping_by_value) {
    std::array gradient{0.5, 3.0, -4.0, -1.0, inf};
    clip_value(gradient, 1);
    BOOST_TEST((gradient == std::array{0.5, 1.0, -1.0, -1.0, 1.0}));
}

BOOST_AUTO_TEST_CASE(the_penalty_and_its_gradient) {
    //! [l2]
    const std::array parameters{1.0, -2.0, 3.0};
    std::array gradient{10.0, 10.0, 10.0};
    const double penalty = add_l2(parameters, gradient, 0.5); // 0.5*(1 + 4 + 9)
    //! [l2]
    BOOST_TEST(penalty == 7.0);
    BOOST_TEST((gradient == std::array{11.0, 8.0, 13.0}));
    // micrograd's demo: alpha = 1e-4.
    BOOST_TEST(near(add_l2(parameters, gradient, 1e-4), 14e-4));
    BOOST_TEST(near(gradient[2], 13.0006));
}

BOOST_AUTO_TEST_CASE(what_is_refused) {
    std::array gradient{1.0, 2.0};
    BOOST_CHECK_EXCEPTION(
        clip_norm(gradient, 0.0), ctgrad::training_error,
        says<ctgrad::training_error>(
            "ctgrad: clip_norm(gradient, most) requires most > 0, found 0: give the largest norm "
            "to be kept; see docs/reference/nn/regularise.md"));
    BOOST_CHECK_EXCEPTION(
        clip_value(gradient, not_a_number), ctgrad::training_error,
        says<ctgrad::training_error>(
            "ctgrad: clip_value(gradient, most) requires most > 0, found nan: give the largest "
            "component to be kept; see docs/reference/nn/regularise.md"));
    BOOST_CHECK_EXCEPTION(
        add_l2(std::vector{1.0}, gradient, 0.1), ctgrad::size_error,
        says<ctgrad::size_error>(
            "ctgrad: add_l2(parameters, gradient, lambda) requires one gradient component for each "
            "parameter, found 1 parameters and 2 components: pass the gradient with respect to "
            "these parameters; see docs/reference/nn/regularise.md"));
    BOOST_TEST((gradient == std::array{1.0, 2.0}));
}
