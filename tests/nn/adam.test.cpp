// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/jacobian.hpp>
#include <ctgrad/near.hpp>
#include <ctgrad/nn/adam.hpp>

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

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class Error>
auto says(std::string_view text) {
    return [text](const Error& problem) {
        BOOST_TEST(problem.what() == text);
        return problem.what() == text;
    };
}

constexpr auto rosenbrock = ctgrad::function([](const auto& x) {
    const auto along = 1 - x[0], across = x[1] - x[0] * x[0];
    return along * along + 100 * across * across;
});

} // namespace

BOOST_AUTO_TEST_CASE(the_first_step_is_the_rate_whatever_the_gradient) {
    std::vector p{1.0, 1.0, 1.0, 1.0};
    adam<double> optimizer{{.rate = 0.1}};
    optimizer.step(p, std::array{3.0, -1e-4, 1e6, 0.0});
    BOOST_TEST(near(p[0], 1 - 0.1 * 3 / (3 + 1e-8)));
    BOOST_TEST(near(p[1], 1 + 0.1 * 1e-4 / (1e-4 + 1e-8)));
    BOOST_TEST(near(p[2], 0.9));
    BOOST_TEST(p[3] == 1.0);
    BOOST_TEST(optimizer.steps() == 1U);
}

BOOST_AUTO_TEST_CASE(two_steps_by_the_formula) {
    // beta1 = 1/2, beta2 = 3/4, gradients 2 and -4:
    //   m = 1, v = 1:                 1/(1/2) = 2,            1/(1/4) = 4,  2/2 = 1
    //   m = -3/2, v = 3/4 + 4 = 19/4: -3/2/(3/4) = -2, 19/4/(7/16) = 76/7
    std::array p{0.0};
    adam<double> optimizer{{.rate = 0.5, .beta1 = 0.5, .beta2 = 0.75, .epsilon = 1e-300}};
    optimizer.step(p, std::array{2.0});
    BOOST_TEST(p[0] == -0.5);
    optimizer.step(p, std::array{-4.0});
    BOOST_TEST(near(p[0], -0.5 + 0.5 * 2 / std::sqrt(76.0 / 7)));
}

BOOST_AUTO_TEST_CASE(a_third_of_a_thousand_steps_by_the_formula) {
    std::array p{1.0};
    adam<double> optimizer;
    double m = 0, v = 0, q = 1;
    for (int t = 1; t <= 333; ++t) {
        const double g = std::sin(t) + q;
        optimizer.step(p, std::array{std::sin(t) + p[0]});
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        const double mean = m / (1 - std::pow(0.9, t)), square = v / (1 - std::pow(0.999, t));
        q -= 0.001 * mean / (std::sqrt(square) + 1e-8);
    }
    BOOST_TEST(near(p[0], q, 1e-10));
}

BOOST_AUTO_TEST_CASE(decay_is_apart_from_the_gradient) {
    // AdamW: a parameter without gradient shrinks by rate*decay, whatever the moments are.
    std::array p{2.0, 2.0};
    adam<double> optimizer{{.rate = 0.1, .weight_decay = 0.5}};
    optimizer.step(p, std::array{0.0, 1.0});
    BOOST_TEST(near(p[0], 2 - 0.1 * 0.5 * 2));
    BOOST_TEST(near(p[1], 2 - 0.1 * (1 / (1 + 1e-8) + 0.5 * 2)));
    optimizer.step(p, std::array{0.0, 1.0});
    BOOST_TEST(near(p[0], 2 * 0.95 * 0.95));
}

BOOST_AUTO_TEST_CASE(downhill) {
    std::array p{1.0, 1.0};
    adam<double> on_a_bowl{{.rate = exponential_rate{0.1, 0.99}}};
    while (std::hypot(p[0], p[1]) > 1e-6 && on_a_bowl.steps() < 10000)
        on_a_bowl.step(p, std::array{p[0], 10 * p[1]});
    BOOST_TEST_MESSAGE("on a bowl: " << on_a_bowl.steps());
    BOOST_TEST(on_a_bowl.steps() < 1000U);

    std::array x{-1.2, 1.0};
    adam<double> optimizer{{.rate = 0.02}};
    while (rosenbrock(x) > 1e-10 && optimizer.steps() < 100000)
        optimizer.step(x, gradient(rosenbrock)(x));
    BOOST_TEST_MESSAGE("in Rosenbrock's valley: " << optimizer.steps());
    BOOST_TEST(optimizer.steps() < 10000U);

    std::array single{-1.2f, 1.0f};
    adam<float> of_floats{{.rate = 0.02f}};
    while (rosenbrock(single) > 1e-6f && of_floats.steps() < 100000)
        of_floats.step(single, gradient(rosenbrock)(single));
    BOOST_TEST(of_floats.steps() < 10000U);
}

BOOST_AUTO_TEST_CASE(reset_begins_anew) {
    adam<double> used{{.rate = exponential_rate{0.1, 0.5}}}, fresh = used;
    std::array p{1.0, 2.0};
    std::array q{3.0}, r{3.0};
    for (int k = 0; k < 5; ++k)
        used.step(p, std::array{1.0, -3.0});
    used.reset();
    BOOST_TEST(used.steps() == 0U);
    for (int k = 0; k < 5; ++k) {
        used.step(q, std::array{q[0]});
        fresh.step(r, std::array{r[0]});
    }
    BOOST_TEST(q[0] == r[0]);
}

BOOST_AUTO_TEST_CASE(only_the_first_step_allocates) {
    static std::array<double, 1000> parameters{}, gradient{};
    adam<double> optimizer{{.rate = cosine_rate{0.1, 0.0, 100}}};
    const auto before = allocations;
    optimizer.step(parameters, gradient);
    BOOST_TEST(allocations - before == 1U);
    const auto after = allocations;
    for (int k = 0; k < 100; ++k)
        optimizer.step(parameters, gradient);
    optimizer.reset();
    optimizer.step(parameters, gradient);
    BOOST_TEST(allocations == after);
}

BOOST_AUTO_TEST_CASE(what_is_refused) {
    std::array p{1.0, 2.0};
    adam<double> optimizer{{.rate = 0.1}};
    BOOST_CHECK_EXCEPTION(
        optimizer.step(p, std::array{1.0, not_a_number}), ctgrad::training_error,
        says<ctgrad::training_error>(
            "ctgrad: adam.step(parameters, gradient) requires a finite gradient, found component 1 "
            "to be nan in step 0: lower the rate, clip the gradient, or look for a function "
            "outside its domain; see docs/reference/nn/adam.md"));
    BOOST_CHECK_EXCEPTION(
        optimizer.step(p, std::array{1.0}), ctgrad::size_error,
        says<ctgrad::size_error>(
            "ctgrad: adam.step(parameters, gradient) requires one gradient component for each "
            "parameter, found 2 parameters and 1 components: pass the gradient with respect to "
            "these parameters; see docs/reference/nn/adam.md"));
    BOOST_TEST((p == std::array{1.0, 2.0}));
    BOOST_TEST(optimizer.steps() == 0U);
    optimizer.step(p, p);
    std::array<double, 3> longer{};
    BOOST_CHECK_THROW(optimizer.step(longer, longer), ctgrad::size_error);

    BOOST_CHECK_EXCEPTION(
        adam<double>({.beta1 = 1.0}), ctgrad::training_error,
        says<ctgrad::training_error>("ctgrad: adam requires 0 <= beta1 < 1, found 1: 0.9 is usual; "
                                     "see docs/reference/nn/adam.md"));
    BOOST_CHECK_THROW(adam<double>({.beta2 = -0.1}), ctgrad::training_error);
    BOOST_CHECK_THROW(adam<double>({.epsilon = 0}), ctgrad::training_error);
    BOOST_CHECK_THROW(adam<double>({.weight_decay = not_a_number}), ctgrad::training_error);
}
