// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/nn/sgd.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <new>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {
std::size_t allocations = 0;
}

// Not inlined, or g++ sees std::free meet a pointer from `new` and warns.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size == 0 ? 1 : size))
        return memory;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

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

// f = (x^2 + 10*y^2)/2
std::array<double, 2> bowl_gradient(const std::array<double, 2>& p) {
    return {p[0], 10 * p[1]};
}

template <class Optimizer>
std::size_t steps_down_the_bowl(Optimizer optimizer) {
    std::array p{1.0, 1.0};
    while (std::hypot(p[0], p[1]) > 1e-9 && optimizer.steps() < 10000)
        optimizer.step(p, bowl_gradient(p));
    return optimizer.steps();
}

} // namespace

BOOST_AUTO_TEST_CASE(a_plain_step) {
    std::vector parameters{1.0, 2.0};
    const std::vector gradient{4.0, -8.0};
    sgd<double> descent{{.rate = 0.25}};
    descent.step(parameters, gradient);
    BOOST_TEST((parameters == std::vector{0.0, 4.0}));
    BOOST_TEST(descent.steps() == 1U);

    std::vector single{1.0f};
    sgd<float>{{.rate = 0.5f}}.step(single, std::array{1.0f});
    BOOST_TEST(single[0] == 0.5f);

    std::vector<double> none;
    sgd<double>().step(none, none);
}

BOOST_AUTO_TEST_CASE(momentum_adds_up) {
    // v = 4, 0.5*4 + 4 = 6, 0.5*6 + 0 = 3
    std::array p{100.0};
    sgd<double> descent{{.rate = 0.5, .momentum = 0.5}};
    descent.step(p, std::array{4.0});
    BOOST_TEST(p[0] == 98.0);
    descent.step(p, std::array{4.0});
    BOOST_TEST(p[0] == 95.0);
    descent.step(p, std::array{0.0});
    BOOST_TEST(p[0] == 93.5);
}

BOOST_AUTO_TEST_CASE(nesterov_looks_ahead) {
    // v = 4: 4 + 0.5*4 = 6; v = 6: 4 + 0.5*6 = 7
    std::array p{100.0};
    sgd<double> descent{{.rate = 0.5, .momentum = 0.5, .nesterov = true}};
    descent.step(p, std::array{4.0});
    BOOST_TEST(p[0] == 97.0);
    descent.step(p, std::array{4.0});
    BOOST_TEST(p[0] == 93.5);
}

BOOST_AUTO_TEST_CASE(the_rate_may_be_a_schedule) {
    std::array p{0.0};
    //! [schedule]
    sgd<double> descent{{.rate = linear_rate{1.0, 0.1, 100}}};
    //! [schedule]
    double expected = 0;
    for (int k = 0; k < 100; ++k) {
        descent.step(p, std::array{1.0});
        expected -= 1.0 - 0.9 * k / 100;
    }
    BOOST_TEST(p[0] == expected);
}

BOOST_AUTO_TEST_CASE(downhill) {
    const auto plain = steps_down_the_bowl(sgd<double>{{.rate = 0.15}});
    const auto heavy = steps_down_the_bowl(sgd<double>{{.rate = 0.15, .momentum = 0.5}});
    const auto ahead =
        steps_down_the_bowl(sgd<double>{{.rate = 0.08, .momentum = 0.6, .nesterov = true}});
    BOOST_TEST_MESSAGE("steps: " << plain << ", " << heavy << ", " << ahead);
    BOOST_TEST(plain < 200U);
    BOOST_TEST(heavy < plain);
    BOOST_TEST(ahead < plain);
}

BOOST_AUTO_TEST_CASE(reset_begins_anew) {
    sgd<double> descent{{.rate = linear_rate{1.0, 0.5, 1}, .momentum = 0.5}};
    std::array p{0.0};
    descent.step(p, std::array{1.0});
    descent.step(p, std::array{1.0});
    descent.reset();
    BOOST_TEST(descent.steps() == 0U);
    std::array two{0.0, 0.0}; // also another size
    descent.step(two, std::array{1.0, 2.0});
    BOOST_TEST((two == std::array{-1.0, -2.0}));
}

BOOST_AUTO_TEST_CASE(only_the_first_step_allocates) {
    static std::array<double, 1000> parameters{}, gradient{};
    for (const double momentum : {0.0, 0.9}) {
        sgd<double> descent{{.rate = linear_rate{1.0, 0.1, 100}, .momentum = momentum}};
        const auto before = allocations;
        descent.step(parameters, gradient);
        BOOST_TEST(allocations - before == (momentum == 0 ? 0U : 1U));
        const auto after = allocations;
        for (int k = 0; k < 100; ++k)
            descent.step(parameters, gradient);
        descent.reset();
        descent.step(parameters, gradient);
        BOOST_TEST(allocations == after);
    }
}

BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit) {
    sgd<double> descent{{.rate = 1.0}};
    std::array p{1.0, 2.0, 3.0};
    BOOST_CHECK_EXCEPTION(
        descent.step(p, std::array{1.0, 1.0}), ctgrad::size_error,
        says<ctgrad::size_error>(
            "ctgrad: sgd.step(parameters, gradient) requires one gradient component for each "
            "parameter, found 3 parameters and 2 components: pass the gradient with respect to "
            "these parameters; see docs/reference/nn/sgd.md"));
    descent.step(p, std::array{0.0, 0.0, 0.0});
    std::array shorter{1.0};
    BOOST_CHECK_EXCEPTION(
        descent.step(shorter, std::array{1.0}), ctgrad::size_error,
        says<ctgrad::size_error>(
            "ctgrad: sgd.step(parameters, gradient) requires as many parameters in each step, "
            "found 1 in step 1 and 3 before: call reset() to begin anew with others; see "
            "docs/reference/nn/sgd.md"));
    BOOST_TEST(shorter[0] == 1.0);
}

BOOST_AUTO_TEST_CASE(a_gradient_that_is_not_finite) {
    sgd<double> descent{{.rate = 1.0, .momentum = 0.5}};
    std::array p{1.0, 2.0, 3.0};
    descent.step(p, std::array{1.0, 1.0, 1.0});
    for (const double bad : {not_a_number, inf, -inf})
        BOOST_CHECK_THROW(descent.step(p, std::array{1.0, 1.0, bad}), ctgrad::training_error);
    BOOST_CHECK_EXCEPTION(
        descent.step(p, std::array{1.0, 1.0, -inf}), ctgrad::training_error,
        says<ctgrad::training_error>(
            "ctgrad: sgd.step(parameters, gradient) requires a finite gradient, found component 2 "
            "to be -inf in step 1: lower the rate, clip the gradient, or look for a function "
            "outside its domain; see docs/reference/nn/sgd.md"));
    // Neither parameters nor velocity were touched: v = 0.5*1 + 1.
    BOOST_TEST((p == std::array{0.0, 1.0, 2.0}));
    BOOST_TEST(descent.steps() == 1U);
    descent.step(p, std::array{1.0, 1.0, 1.0});
    BOOST_TEST((p == std::array{-1.5, -0.5, 0.5}));
}

BOOST_AUTO_TEST_CASE(options_outside_their_domain) {
    BOOST_CHECK_EXCEPTION(
        sgd<double>({.momentum = 1.0}), ctgrad::training_error,
        says<ctgrad::training_error>("ctgrad: sgd requires 0 <= momentum < 1, found 1: 0.9 is "
                                     "usual; see docs/reference/nn/sgd.md"));
    BOOST_CHECK_THROW(sgd<double>({.momentum = not_a_number}), ctgrad::training_error);
    BOOST_CHECK_EXCEPTION(
        sgd<double>({.nesterov = true}), ctgrad::training_error,
        says<ctgrad::training_error>("ctgrad: sgd with nesterov requires momentum, found 0: 0.9 is "
                                     "usual; see docs/reference/nn/sgd.md"));
    std::array p{1.0};
    BOOST_CHECK_EXCEPTION(
        sgd<double>({.rate = -0.5}).step(p, std::array{1.0}), ctgrad::training_error,
        says<ctgrad::training_error>(
            "ctgrad: sgd requires a finite rate that is not negative, found -0.5 in step 0: "
            "correct the schedule; see docs/reference/nn/rate.md"));
    BOOST_CHECK_THROW(sgd<double>({.rate = not_a_number}).step(p, std::array{1.0}),
                      ctgrad::training_error);
    BOOST_TEST(p[0] == 1.0);
}
