// SPDX-License-Identifier: BSL-1.0
//
// Gradients of sums over arrays whose length is known at run time: ctgrad's rolled forms against
// loops written by hand, in one program, on the same inputs. Prints the ratio of the medians.
//
// By hand there are two kinds of loop: plain ones, as anyone would write them first, and vector
// ones, with an accumulator per lane, or with the exp of vectors that both sides use. A goal is
// stated where there is one.

#include <ctgrad/rolled.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace ctgrad;

using numbers = std::span<const double>;
using room = std::span<double>;
using kernel = double (*)(numbers x, room g);

// ---- the sum of sin(x_i*x_{i+1})*exp(-x_i) ------------------------------------------------------
double hand_waves(numbers x, room g) {
    double value = 0, carried = 0;
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
        const double p = x[i] * x[i + 1];
        const double s = std::sin(p), c = std::cos(p), decay = std::exp(-x[i]);
        const double term = s * decay, slope = c * decay;
        value += term;
        g[i] = carried + (slope * x[i + 1] - term);
        carried = slope * x[i];
    }
    g[x.size() - 1] = carried;
    return value;
}
constexpr auto waves = sum(window<2>(), [](auto x, auto y) { return sin(x * y) * exp(-x); });
double rolled_waves(numbers x, room g) {
    return value_and_gradient(waves)(into(g), x);
}

// ---- Rosenbrock's valley ------------------------------------------------------------------------
double hand_valley(numbers x, room g) {
    double value = 0, carried = 0;
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
        const double a = x[i + 1] - x[i] * x[i], b = 1 - x[i];
        value += 100 * a * a + b * b;
        g[i] = carried - 400 * a * x[i] - 2 * b;
        carried = 200 * a;
    }
    g[x.size() - 1] = carried;
    return value;
}
constexpr auto valley = sum(window<2>(), [](auto x, auto y) {
    const auto a = y - x * x, b = 1 - x;
    return 100 * a * a + b * b;
});
double rolled_valley(numbers x, room g) {
    return value_and_gradient(valley)(into(g), x);
}

// ---- the log density of normal numbers, by mean and precision -----------------------------------
constexpr std::size_t lanes = 16;

double hand_density(numbers x, room g) {
    const double mu = 0.3, tau = 1.2;
    std::array<double, lanes> by_mu{}, squares{};
    std::size_t i = 0;
    for (; i + lanes <= x.size(); i += lanes)
        for (std::size_t l = 0; l < lanes; ++l) {
            const double d = x[i + l] - mu;
            by_mu[l] += d;
            squares[l] += d * d;
        }
    for (; i < x.size(); ++i) {
        by_mu[0] += x[i] - mu;
        squares[0] += (x[i] - mu) * (x[i] - mu);
    }
    double total_by_mu = 0, total = 0;
    for (std::size_t l = 0; l < lanes; ++l) {
        total_by_mu += by_mu[l];
        total += squares[l];
    }
    const auto n = static_cast<double>(x.size());
    g[0] = total_by_mu * tau;
    g[1] = (n / tau - total) / 2;
    return (n * std::log(tau) - total * tau) / 2;
}
constexpr auto density = sum(
    over(passive(each()), shared(), shared(), passive(shared())),
    [](auto x, auto mu, auto, auto) { return (x - mu) * (x - mu); },
    [](auto squares, auto, auto tau, auto n) { return (n * log(tau) - squares * tau) / 2; });
double rolled_density(numbers x, room g) {
    return value_and_gradient(density)(into(g[0], g[1]), x, 0.3, 1.2, x.size());
}

// ---- the log posterior of a linear regression: three columns, then what they explain ------------
double hand_regression(numbers all, room g) {
    const std::size_t n = all.size() / 4;
    const double* const x = all.data();
    const double b0 = 0.1, b1 = 0.2, b2 = 0.3, tau = 0.7;
    std::array<double, lanes> squares{}, g0{}, g1{}, g2{};
    const auto add = [&](std::size_t i, std::size_t l) {
        const double r = x[3 * n + i] - b0 * x[i] - b1 * x[n + i] - b2 * x[2 * n + i];
        squares[l] += r * r;
        g0[l] += r * x[i];
        g1[l] += r * x[n + i];
        g2[l] += r * x[2 * n + i];
    };
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes)
        for (std::size_t l = 0; l < lanes; ++l)
            add(i + l, l);
    for (; i < n; ++i)
        add(i, 0);
    double total = 0, by_b0 = 0, by_b1 = 0, by_b2 = 0;
    for (std::size_t l = 0; l < lanes; ++l) {
        total += squares[l];
        by_b0 += g0[l];
        by_b1 += g1[l];
        by_b2 += g2[l];
    }
    const auto count = static_cast<double>(n);
    g[0] = by_b0 * tau - b0;
    g[1] = by_b1 * tau - b1;
    g[2] = by_b2 * tau - b2;
    g[3] = (count / tau - total) / 2;
    return (count * std::log(tau) - total * tau - b0 * b0 - b1 * b1 - b2 * b2) / 2;
}
constexpr auto regression = sum(
    over(passive(each()), passive(each()), passive(each()), passive(each()), shared(), shared(),
         passive(shared())),
    [](auto x0, auto x1, auto x2, auto y, const auto& b, auto, auto) {
        const auto r = y - b[0] * x0 - b[1] * x1 - b[2] * x2;
        return r * r;
    },
    [](auto squares, const auto& b, auto tau, auto n) {
        return (n * log(tau) - squares * tau - b[0] * b[0] - b[1] * b[1] - b[2] * b[2]) / 2;
    });
double rolled_regression(numbers x, room g) {
    const std::size_t n = x.size() / 4;
    std::array<double, 3> by_b{};
    const double value = value_and_gradient(regression)(
        into(by_b, g[3]), x.subspan(0, n), x.subspan(n, n), x.subspan(2 * n, n),
        x.subspan(3 * n, n), std::array{0.1, 0.2, 0.3}, 0.7, n);
    std::ranges::copy(by_b, g.begin());
    return value;
}

// ---- log-sum-exp --------------------------------------------------------------------------------
double hand_logsumexp(numbers x, room g) {
    double most = x[0], total = 0;
    for (const double each : x)
        most = std::max(most, each);
    for (std::size_t i = 0; i < x.size(); ++i)
        total += g[i] = std::exp(x[i] - most);
    for (double& each : g)
        each *= 1 / total;
    return most + std::log(total);
}
double hand_vector_logsumexp(numbers x, room g) {
    using pack = ctgrad::pack<double>;
    constexpr std::size_t step = 2 * pack::size;
    const std::size_t whole = x.size() / step * step;
    pack most[2] = {pack(x[0]), pack(x[0])}, sums[2] = {pack(0), pack(0)};
    for (std::size_t i = 0; i < whole; i += step)
        for (std::size_t k = 0; k < 2; ++k) {
            const pack here = pack::load(x.data() + i + k * pack::size);
            most[k] = select(most[k] < here, here, most[k]);
        }
    double largest = x[0], total = 0;
    for (std::size_t l = 0; l < pack::size; ++l)
        largest = std::max({largest, most[0][l], most[1][l]});
    for (std::size_t i = whole; i < x.size(); ++i)
        largest = std::max(largest, x[i]);
    for (std::size_t i = 0; i < whole; i += step)
        for (std::size_t k = 0; k < 2; ++k) {
            const pack term = exp(pack::load(x.data() + i + k * pack::size) - largest);
            term.store(g.data() + i + k * pack::size);
            sums[k] = sums[k] + term;
        }
    for (std::size_t l = 0; l < pack::size; ++l)
        total += sums[0][l] + sums[1][l];
    for (std::size_t i = whole; i < x.size(); ++i)
        total += g[i] = std::exp(x[i] - largest);
    const double scale = 1 / total;
    for (double& each : g)
        each *= scale;
    return largest + std::log(total);
}
constexpr auto soft_maximum = logsumexp(each());
double rolled_logsumexp(numbers x, room g) {
    return value_and_gradient(soft_maximum)(into(g), x);
}

struct workload {
    const char* name;
    kernel hand, rolled;
    double most_ratio;   // to reach
    std::size_t outputs; // 0: as many as inputs
};
constexpr workload all[] = {
    {"waves, plain loop", hand_waves, rolled_waves, 1.1, 0},
    {"valley, plain loop", hand_valley, rolled_valley, 1.1, 0},
    {"density, vector loop", hand_density, rolled_density, 1.1, 2},
    {"regression, vector loop", hand_regression, rolled_regression, 1.1, 4},
    {"logsumexp, plain loop", hand_logsumexp, rolled_logsumexp, 1.2, 0},
    {"logsumexp, vector loop", hand_vector_logsumexp, rolled_logsumexp, 1.2, 0},
};
constexpr std::size_t lengths[] = {64, 1000, 1'000'000};

std::vector<double> inputs_of(std::size_t n) {
    std::mt19937_64 random{20250101};
    std::uniform_real_distribution uniform{0.1, 1.5};
    std::vector<double> x(n);
    for (double& each : x)
        each = uniform(random);
    return x;
}

bool agree(const workload& w, std::size_t n) {
    const auto x = inputs_of(n);
    std::vector<double> hand(n), rolled(n);
    const double a = w.hand(x, hand), b = w.rolled(x, rolled);
    double worst = std::abs(a - b) / std::abs(a);
    for (std::size_t i = 0; i < (w.outputs == 0 ? n : w.outputs); ++i)
        worst = std::max(worst, std::abs(hand[i] - rolled[i]) / (1 + std::abs(hand[i])));
    if (!(worst <= 1e-9))
        std::fprintf(stderr, "%s: the gradients differ by %g\n", w.name, worst);
    return worst <= 1e-9;
}

/// Keeps every repetition's time; the table is printed at the end.
class collector : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context&) override { return true; }
    void ReportRuns(const std::vector<Run>& runs) override {
        for (const auto& run : runs)
            if (run.run_type == Run::RT_Iteration)
                times_[run.run_name.function_name].push_back(run.GetAdjustedCPUTime());
    }
    double median(const std::string& name) {
        auto& times = times_[name];
        if (times.empty())
            return NAN;
        std::ranges::nth_element(times, times.begin() + static_cast<long>(times.size() / 2));
        return times[times.size() / 2];
    }

private:
    std::map<std::string, std::vector<double>> times_;
};

std::string name_of(const workload& w, std::size_t n, const char* side) {
    return std::string(w.name) + '.' + std::to_string(n) + '.' + side;
}
void add(const workload& w, std::size_t n, const char* side, kernel f) {
    benchmark::RegisterBenchmark(name_of(w, n, side).c_str(), [n, f](benchmark::State& state) {
        const auto x = inputs_of(n);
        std::vector<double> g(n);
        for (auto _ : state) {
            benchmark::DoNotOptimize(f(x, g));
            benchmark::ClobberMemory();
        }
    });
}
// The Hessian of the valley: a band.
void add_hessian(std::size_t n) {
    benchmark::RegisterBenchmark(("hessian." + std::to_string(n)).c_str(),
                                 [n](benchmark::State& state) {
                                     const auto x = inputs_of(n);
                                     for (auto _ : state)
                                         benchmark::DoNotOptimize(hessian(valley)(x));
                                 });
}

} // namespace

int main(int count, char** arguments) {
    std::vector<char*> words{arguments, arguments + count};
    // Before the caller's own options, which therefore win.
    std::vector<std::string> defaults{"--benchmark_repetitions=15", "--benchmark_min_time=0.01",
                                      "--benchmark_enable_random_interleaving=true"};
    for (std::size_t i = 0; i < defaults.size(); ++i)
        words.insert(words.begin() + 1 + static_cast<long>(i), defaults[i].data());
    auto words_count = static_cast<int>(words.size());
    benchmark::Initialize(&words_count, words.data());
    if (benchmark::ReportUnrecognizedArguments(words_count, words.data()))
        return 2;

    for (const auto& w : all)
        for (const std::size_t n : lengths) {
            if (!agree(w, n))
                return 1;
            add(w, n, "hand", w.hand);
            add(w, n, "rolled", w.rolled);
        }
    for (const std::size_t n : {1000u, 10'000u, 100'000u})
        add_hessian(n);

    collector times;
    benchmark::RunSpecifiedBenchmarks(&times);

    std::printf("%-24s %9s %12s %12s %12s %8s\n", "", "length", "hand ns", "rolled ns",
                "rolled/hand", "at most");
    for (const auto& w : all)
        for (const std::size_t n : lengths) {
            const double hand = times.median(name_of(w, n, "hand"));
            const double rolled = times.median(name_of(w, n, "rolled"));
            if (std::isnan(hand) || std::isnan(rolled))
                continue; // filtered out on the command line
            std::printf("%-24s %9zu %12.1f %12.1f %12.3f %8.2f%c\n", w.name, n, hand, rolled,
                        rolled / hand, w.most_ratio, rolled / hand <= w.most_ratio ? ' ' : '!');
        }
    for (const std::size_t n : {1000u, 10'000u, 100'000u})
        std::printf("Hessian of %6zu variables: %.2f ns each\n", n,
                    times.median("hessian." + std::to_string(n)) / static_cast<double>(n));
}
