// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/nn/initialise.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::nn;

namespace {

constexpr std::size_t inputs = 100, neurons = 50;

std::vector<double> drawn(initialisation how) {
    random_source random(3);
    std::vector<double> parameters((inputs + 1) * neurons, 7.0);
    initialise(std::span(parameters), inputs, how, random);
    return parameters;
}

struct spread {
    double largest = 0, deviation = 0;
    bool biases_are_zero = true;
};
spread of_weights(const std::vector<double>& parameters) {
    spread s;
    for (std::size_t k = 0; k < parameters.size(); ++k)
        if (k % (inputs + 1) == inputs)
            s.biases_are_zero = s.biases_are_zero && parameters[k] == 0;
        else {
            s.largest = std::max(s.largest, std::fabs(parameters[k]));
            s.deviation += parameters[k] * parameters[k] / (inputs * neurons);
        }
    s.deviation = std::sqrt(s.deviation);
    return s;
}

// A uniform distribution in [-b, b) has the deviation b/sqrt(3).
void check_uniform(initialisation how, double bound) {
    const spread s = of_weights(drawn(how));
    BOOST_TEST(s.largest < bound);
    BOOST_TEST(s.largest > 0.99 * bound);
    BOOST_TEST(near(s.deviation, bound / std::sqrt(3.0), 0.03));
    BOOST_TEST(s.biases_are_zero == (how != initialisation::uniform));
}
void check_normal(initialisation how, double deviation) {
    const spread s = of_weights(drawn(how));
    BOOST_TEST(near(s.deviation, deviation, 0.03));
    BOOST_TEST(s.largest > 2.5 * deviation);
    BOOST_TEST(s.biases_are_zero);
}

} // namespace

BOOST_AUTO_TEST_CASE(spreads) {
    check_uniform(initialisation::uniform, 1);
    check_uniform(initialisation::glorot_uniform, std::sqrt(6.0 / 150));
    check_uniform(initialisation::he_uniform, std::sqrt(6.0 / 100));
    check_normal(initialisation::glorot_normal, std::sqrt(2.0 / 150));
    check_normal(initialisation::he_normal, std::sqrt(2.0 / 100));
    const auto zeros = drawn(initialisation::zero);
    BOOST_TEST(std::count(zeros.begin(), zeros.end(), 0.0) ==
               static_cast<std::ptrdiff_t>(zeros.size()));
}

BOOST_AUTO_TEST_CASE(the_same_bits_everywhere) {
    random_source random(1);
    std::array<double, 6> p{};
    initialise(std::span<double>(p), 2, initialisation::uniform, random);
    random_source again(1);
    for (const double each : p)
        BOOST_TEST(each == again.uniform(-1, 1));
    initialise(std::span<double>(p), 2, initialisation::he_normal, random);
    BOOST_TEST(p[0] == again.normal()); // sqrt(2/2)
    BOOST_TEST(p[1] == again.normal());
    BOOST_TEST(p[2] == 0.0);
    BOOST_TEST(p[3] == again.normal());
}

BOOST_AUTO_TEST_CASE(networks_are_drawn_layer_by_layer) {
    random_source one(5), other(5);
    std::array<float, 9 + 4> whole{}, parts{};
    const std::array<std::size_t, 3> sizes{2, 3, 1};
    initialise(std::span<float>(whole), sizes, initialisation::glorot_uniform, one);
    initialise(std::span<float>(parts).first(9), 2, initialisation::glorot_uniform, other);
    initialise(std::span<float>(parts).subspan(9), 3, initialisation::glorot_uniform, other);
    BOOST_TEST((whole == parts));
}
