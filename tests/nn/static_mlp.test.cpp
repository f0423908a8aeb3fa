// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/near.hpp>
#include <ctgrad/nn/static_mlp.hpp>

#include <array>
#include <cmath>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

// Counts what the program allocates.
namespace {
std::size_t allocations = 0;
}
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

using namespace ctgrad;
using namespace ctgrad::nn;

namespace {

// cases.md 7: a network, four samples, parameter number k = sin(k + 1), steps of 0.05.
using small = static_mlp<3, 4, 4, 1>;
static_assert(small::parameter_count == 41 && small::inputs == 3 && small::outputs == 1);
static_assert(static_mlp_of<activation::relu, activation::linear, 2, 16, 16, 1>::parameter_count ==
              337);

constexpr std::array<small::input, 4> xs{{{2, 3, -1}, {3, -1, 0.5}, {0.5, 1, 1}, {1, 1, -1}}};
constexpr std::array<double, 4> ys{1, -1, -1, 1};
constexpr auto squares = sum_of(squared_error);

template <class Network>
constexpr Network sines(double scale = 1) {
    using scalar = typename Network::scalar;
    Network net;
    for (std::size_t k = 0; k < Network::parameter_count; ++k)
        net.parameters[k] = static_cast<scalar>(scale * ctgrad::sin(static_cast<double>(k + 1)));
    return net;
}

struct row {
    int updates;
    double loss, slope;
};
constexpr row table[] = {{0, 7.61390759312455, 0.07349758360109768},
                         {1, 7.10168312417844, -0.23009918424989856},
                         {2, 5.147827432199526, -0.45559887873715593},
                         {9, 0.1405111599537016, 0.08091921274883797},
                         {19, 0.05857562863780582, 0.03323006309020262},
                         {99, 0.006958582595356676, 0.0035486000001730303},
                         {999, 0.0004860631958046854, 0.00011828788197434466}};

constexpr std::size_t rows_that_agree(std::size_t rows) {
    small net = sines<small>();
    int updates = 0;
    for (std::size_t r = 0; r < rows; ++r) {
        for (; updates < table[r].updates; ++updates)
            net.train_step(xs, ys, squares, 0.05);
        const auto [loss, slopes] = net.gradient(xs, ys, squares);
        if (!near(loss, table[r].loss, 1e-9) || !near(slopes[0], table[r].slope, 1e-9))
            return r;
    }
    return rows;
}
static_assert(rows_that_agree(3) == 3);

} // namespace

BOOST_AUTO_TEST_CASE(training_follows_the_table) {
    for (const row& r : table) {
        small net = sines<small>();
        for (int k = 0; k < r.updates; ++k)
            net.train_step(xs, ys, squares, 0.05);
        const auto [loss, slopes] = net.gradient(xs, ys, squares);
        BOOST_TEST(near(loss, r.loss, 1e-9), loss << " after " << r.updates << " updates");
        BOOST_TEST(near(slopes[0], r.slope, 1e-9), slopes[0] << " after " << r.updates);
    }
    BOOST_TEST(rows_that_agree(std::size(table)) == std::size(table));
}

// cases.md 8: two half-moons, relu and a linear score, mean hinge loss and decay.
namespace {

using moons = static_mlp_of<activation::relu, activation::linear, 2, 16, 16, 1>;
constexpr auto moons_loss = mean_of(hinge, 1e-4);

struct moons_data {
    std::vector<moons::input> points{};
    std::vector<double> labels{};

    explicit moons_data(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const double angle = 3.1 * static_cast<double>(i) / static_cast<double>(count);
            const double noise = 0.1 * std::sin(17.0 * static_cast<double>(i));
            const bool second = i % 2 == 1;
            points.push_back({(second ? 1 - std::cos(angle) : std::cos(angle)) + noise,
                              (second ? 0.5 - std::sin(angle) : std::sin(angle)) - noise});
            labels.push_back(second ? 1 : -1);
        }
    }
};

// Each entry of the gradient against (f(p + h) - f(p - h))/2h.
template <class Network, class Loss>
void check_by_differences(Network net, std::span<const typename Network::input> inputs,
                          std::span<const typename Network::output> targets, const Loss& loss,
                          double h, double tolerance) {
    using scalar = typename Network::scalar;
    const auto [value, slopes] = net.gradient(inputs, targets, loss);
    BOOST_TEST(near(value, net.loss(inputs, targets, loss), 0.01 * tolerance));
    for (std::size_t k = 0; k < Network::parameter_count; ++k) {
        const scalar kept = net.parameters[k], step = static_cast<scalar>(h);
        net.parameters[k] = kept + step;
        const scalar after = net.loss(inputs, targets, loss);
        net.parameters[k] = kept - step;
        const scalar before = net.loss(inputs, targets, loss);
        net.parameters[k] = kept;
        const scalar quotient = (after - before) / (2 * step);
        BOOST_TEST(std::fabs(static_cast<double>(quotient - slopes[k])) <= tolerance,
                   quotient << " is not " << slopes[k] << ", parameter " << k);
    }
}

// Shapes that fill their packs and shapes that do not.
template <class Network>
void check_shape(std::size_t samples, double h = 1e-5, double tolerance = 1e-7) {
    using scalar = typename Network::scalar;
    std::vector<typename Network::input> inputs(samples);
    std::vector<typename Network::output> targets(samples);
    double n = 0;
    for (auto& x : inputs)
        for (auto& each : x)
            each = static_cast<scalar>(std::sin(n += 1.3));
    for (auto& y : targets)
        if constexpr (Network::outputs == 1)
            y = static_cast<scalar>(std::cos(n += 0.7));
        else
            for (auto& each : y)
                each = static_cast<scalar>(std::cos(n += 0.7));
    check_by_differences<Network>(sines<Network>(0.5), inputs, targets,
                                  mean_of(squared_error, 1e-3), h, tolerance);
}

} // namespace

BOOST_AUTO_TEST_CASE(gradients_are_the_limits_of_difference_quotients) {
    check_by_differences(sines<small>(), xs, ys, squares, 1e-5, 1e-7);
    const moons_data data(40);
    check_by_differences(sines<moons>(0.4), data.points, data.labels, moons_loss, 1e-7, 1e-6);
    check_shape<static_mlp<1, 1>>(1);
    check_shape<static_mlp<5, 3, 2>>(3);
    check_shape<static_mlp<9, 17, 11, 3>>(7);
    check_shape<static_mlp<2, 33, 1>>(5);
    check_shape<static_mlp<30, 1, 2, 20, 2>>(6);
    check_shape<static_mlp_of<activation::sigmoid, activation::sigmoid, 4, 8, 8, 1>>(70);
    check_shape<static_mlp_of<activation::sigmoid, activation::linear, 16, 2, 16>>(33);
    check_shape<basic_static_mlp<long double, activation::tanh, activation::linear, 3, 5, 1>>(9);
    check_shape<basic_static_mlp<float, activation::tanh, activation::linear, 3, 20, 5, 1>>(9, 0.02,
                                                                                            2e-3);
}

// The same network as a function of its parameters that is traced.
namespace {

using tiny = static_mlp<2, 3, 1>;
constexpr std::array<tiny::input, 2> tiny_xs{{{1, -0.5}, {0.25, 2}}};
constexpr std::array<double, 2> tiny_ys{0.5, -1};
constexpr auto traced_loss = function([]<class P>(const P& p) {
    typename P::value_type loss = 0;
    for (std::size_t s = 0; s < 2; ++s) {
        const auto& x = tiny_xs[s];
        auto sum = p[12];
        for (std::size_t j = 0; j < 3; ++j)
            sum += p[9 + j] * ctgrad::tanh(p[3 * j] * x[0] + p[3 * j + 1] * x[1] + p[3 * j + 2]);
        const auto error = ctgrad::tanh(sum) - tiny_ys[s];
        loss += error * error;
    }
    return loss;
});

constexpr bool agrees_with_the_traced_function(double scale) {
    const tiny net = sines<tiny>(scale);
    const auto [loss, slopes] = net.gradient(tiny_xs, tiny_ys, squares);
    const auto [expected, expected_slopes] = value_and_gradient(traced_loss)(net.parameters);
    bool same = near(loss, expected, 1e-14) && near(net.loss(tiny_xs, tiny_ys, squares), loss);
    for (std::size_t k = 0; k < tiny::parameter_count; ++k)
        same = same && near(slopes[k], expected_slopes[k], 1e-13);
    return same;
}
static_assert(agrees_with_the_traced_function(1));

} // namespace

BOOST_AUTO_TEST_CASE(gradients_are_those_of_the_traced_function) {
    volatile double one = 1;
    BOOST_TEST(agrees_with_the_traced_function(one));
}

BOOST_AUTO_TEST_CASE(moons_are_learned) {
    const moons_data data(100);
    moons net = sines<moons>(0.4);
    for (int k = 0; k < 100; ++k)
        net.train_step(data.points, data.labels, moons_loss, 1 - 0.009 * k);
    int right = 0;
    for (std::size_t i = 0; i < data.points.size(); ++i)
        right += net(data.points[i]) * data.labels[i] > 0;
    BOOST_TEST(right == 100);
    BOOST_TEST(net.loss(data.points, data.labels, moons_loss) < 0.05);
}

BOOST_AUTO_TEST_CASE(a_step_is_the_gradient_times_the_rate) {
    const small before = sines<small>();
    small net = before;
    const auto [loss, slopes] = net.gradient(xs, ys, squares);
    BOOST_TEST(net.train_step(xs, ys, squares, 0.25) == loss);
    for (std::size_t k = 0; k < small::parameter_count; ++k)
        BOOST_TEST(near(net.parameters[k], before.parameters[k] - 0.25 * slopes[k], 1e-14));
    BOOST_TEST((net == net && !(net == before)));
}

BOOST_AUTO_TEST_CASE(several_outputs_are_an_array) {
    constexpr auto net = sines<static_mlp<2, 3, 2>>();
    static_assert(std::is_same_v<decltype(net({1, 2})), std::array<double, 2>>);
    constexpr auto scores = net({1, 2});
    const auto at_run_time = net({1, 2});
    BOOST_TEST(near(scores[0], at_run_time[0], 1e-14));
    BOOST_TEST(near(scores[1], at_run_time[1], 1e-14));
    // Numbers in braces are an input like any other.
    static_assert(scores == net(std::array{1.0, 2.0}) && scores == net({{1.0, 2.0}}));
    static_assert(std::is_same_v<small::output, double>);
}

BOOST_AUTO_TEST_CASE(nothing_is_allocated) {
    const moons_data data(50);
    moons net = sines<moons>(0.4);
    const std::size_t before = allocations;
    net.train_step(data.points, data.labels, moons_loss, 0.1);
    const auto [loss, slopes] = net.gradient(data.points, data.labels, moons_loss);
    const double score = net(data.points[0]);
    const std::size_t after = allocations;
    BOOST_TEST(after == before);
    BOOST_TEST((loss + slopes[0] + score != 0));
}

BOOST_AUTO_TEST_CASE(a_batch_has_samples_and_a_target_for_each) {
    small net = sines<small>();
    const auto says = [](const char* text) {
        return
            [=](const error& e) { return std::string(e.what()).find(text) != std::string::npos; };
    };
    BOOST_CHECK_EXCEPTION(net.train_step(xs, std::span(ys).first(3), squares, 0.05), size_error,
                          says("4 inputs and 3 targets"));
    BOOST_CHECK_EXCEPTION(net.gradient({}, {}, squares), data_error, says("empty"));
    BOOST_CHECK_EXCEPTION(net.loss({}, {}, squares), data_error, says("empty"));
    BOOST_CHECK_EXCEPTION(net.loss(xs, {}, squares), size_error, says("4 inputs and 0 targets"));
    BOOST_TEST((net == sines<small>()));
}
