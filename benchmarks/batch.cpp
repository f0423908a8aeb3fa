// SPDX-License-Identifier: BSL-1.0
//
// Gradients of batches, structures of arrays: vmap against loops over packs written by hand, which
// use the same vector functions, and against the hand-written scalar gradient in a loop. Prints the
// ratios of the medians.

#include "formulas.hpp"
#include "hand_written.hpp"

#include <ctgrad/threads.hpp>
#include <ctgrad/vmap.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <map>
#include <numbers>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace {

constexpr std::size_t points = 4096;
constexpr std::size_t most_outputs = 6;

using column = std::vector<double>;
using columns = std::vector<column>;

using pack = ctgrad::pack<double>;

namespace by_packs {

[[gnu::noinline]] void neuron(const columns& in, columns& out) {
    const double *x1 = in[0].data(), *x2 = in[1].data(), *w1 = in[2].data(), *w2 = in[3].data(),
                 *b = in[4].data();
    double *o = out[0].data(), *d1 = out[1].data(), *d2 = out[2].data(), *d3 = out[3].data(),
           *d4 = out[4].data(), *d5 = out[5].data();
    for (std::size_t i = 0; i < points; i += pack::size) {
        const pack a1 = pack::load(x1 + i), a2 = pack::load(x2 + i);
        const pack c1 = pack::load(w1 + i), c2 = pack::load(w2 + i);
        const pack value = tanh(a1 * c1 + a2 * c2 + pack::load(b + i));
        const pack slope = 1.0 - value * value;
        value.store(o + i);
        (slope * c1).store(d1 + i);
        (slope * c2).store(d2 + i);
        (slope * a1).store(d3 + i);
        (slope * a2).store(d4 + i);
        slope.store(d5 + i);
    }
}

[[gnu::noinline]] void black_scholes(const columns& in, columns& out) {
    constexpr double scale = -std::numbers::sqrt2 / 2;
    constexpr double peak = std::numbers::inv_sqrtpi * std::numbers::sqrt2 / 2; // phi(0)
    const double *spots = in[0].data(), *strikes = in[1].data(), *rates = in[2].data(),
                 *volatilities = in[3].data(), *times = in[4].data();
    double *o = out[0].data(), *d1_out = out[1].data(), *d2_out = out[2].data(),
           *d3_out = out[3].data(), *d4_out = out[4].data(), *d5_out = out[5].data();
    for (std::size_t i = 0; i < points; i += pack::size) {
        const pack spot = pack::load(spots + i), strike = pack::load(strikes + i);
        const pack rate = pack::load(rates + i), volatility = pack::load(volatilities + i);
        const pack time = pack::load(times + i);

        const pack root = sqrt(time);
        const pack deviation = volatility * root;
        const pack speed = rate + 0.5 * volatility * volatility;
        const pack inverse = 1.0 / deviation;
        const pack d1 = (log(spot / strike) + speed * time) * inverse;
        const pack d2 = d1 - deviation;
        const pack in_money1 = 0.5 * erfc(scale * d1);
        const pack in_money2 = 0.5 * erfc(scale * d2);
        const pack discount = exp(-rate * time);
        const pack paid = strike * discount;
        (spot * in_money1 - paid * in_money2).store(o + i);

        const pack d2_bar = -paid * (peak * exp(-0.5 * d2 * d2));
        const pack d1_bar = spot * (peak * exp(-0.5 * d1 * d1)) + d2_bar;
        const pack top_bar = d1_bar * inverse;
        const pack deviation_bar = -d2_bar - top_bar * d1;
        const pack exponent_bar = paid * in_money2;
        (in_money1 + top_bar / spot).store(d1_out + i);
        (-discount * in_money2 - top_bar / strike).store(d2_out + i);
        (time * (top_bar + exponent_bar)).store(d3_out + i);
        (top_bar * time * volatility + deviation_bar * root).store(d4_out + i);
        (top_bar * speed + rate * exponent_bar + 0.5 * deviation_bar * volatility / root)
            .store(d5_out + i);
    }
}

} // namespace by_packs

template <auto Gradient>
[[gnu::noinline]] void by_numbers(const columns& in, columns& out) {
    for (std::size_t i = 0; i < points; ++i) {
        double input[5], output[6];
        for (std::size_t k = 0; k < 5; ++k)
            input[k] = in[k][i];
        Gradient(input, output);
        for (std::size_t k = 0; k < 6; ++k)
            out[k][i] = output[k];
    }
}

template <const auto& Formula, auto... Split>
[[gnu::noinline]] void by_vmap(const columns& in, columns& out) {
    constexpr auto f = ctgrad::function(Formula);
    ctgrad::vmap(ctgrad::value_and_gradient(f), ctgrad::threads(Split)...)(
        in[0], in[1], in[2], in[3], in[4], out[0], out[1], out[2], out[3], out[4], out[5]);
}

using kernel = void (*)(const columns&, columns&);
struct range {
    double least, most;
};
struct workload {
    std::string name;
    double most_ratio; // to reach: vmap's time over that of the packs by hand
    kernel numbers, packs, vmap, two_threads;
    std::array<range, 5> ranges;
};
const std::array workloads{workload{"neuron",
                                    1.1,
                                    by_numbers<by_hand::neuron>,
                                    by_packs::neuron,
                                    by_vmap<formulas::neuron>,
                                    by_vmap<formulas::neuron, 2>,
                                    {{{-1, 1}, {-1, 1}, {-1, 1}, {-1, 1}, {-1, 1}}}},
                           workload{"black_scholes",
                                    1.1,
                                    by_numbers<by_hand::black_scholes>,
                                    by_packs::black_scholes,
                                    by_vmap<formulas::black_scholes>,
                                    by_vmap<formulas::black_scholes, 2>,
                                    {{{80, 120}, {80, 120}, {0.01, 0.08}, {0.1, 0.4}, {0.25, 2}}}}};

columns inputs_of(const workload& w) {
    std::mt19937_64 random{20250101};
    columns inputs;
    for (const auto& [least, most] : w.ranges) {
        std::uniform_real_distribution uniform{least, most};
        column& next = inputs.emplace_back(points);
        for (double& x : next)
            x = uniform(random);
    }
    return inputs;
}
columns outputs() {
    return columns(most_outputs, column(points));
}

/// The largest difference between two gradients, relative to the largest entry of that point.
double disagreement(const workload& w, kernel f) {
    const columns in = inputs_of(w);
    columns expected = outputs(), found = outputs();
    w.numbers(in, expected);
    f(in, found);
    double worst = 0;
    for (std::size_t i = 0; i < points; ++i) {
        double largest = 0;
        for (const column& each : expected)
            largest = std::max(largest, std::abs(each[i]));
        for (std::size_t k = 0; k < expected.size(); ++k) {
            const double difference = std::abs(found[k][i] - expected[k][i]) / largest;
            worst = difference <= worst ? worst : difference; // NaN is the worst
        }
    }
    return worst;
}

void measure(benchmark::State& state, const workload& w, kernel f) {
    const columns in = inputs_of(w);
    columns out = outputs();
    for (auto _ : state) {
        f(in, out);
        benchmark::ClobberMemory();
    }
}

/// Keeps every repetition's time; the table is printed at the end.
class collector : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context&) override { return true; }

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const auto& run : runs)
            if (run.run_type == Run::RT_Iteration)
                times_[run.run_name.function_name].push_back(run.GetAdjustedRealTime());
    }

    double median(const std::string& name) {
        auto& times = times_[name];
        if (times.empty())
            return NAN;
        std::ranges::nth_element(times, times.begin() + static_cast<long>(times.size() / 2));
        return times[times.size() / 2] / points;
    }

private:
    std::map<std::string, std::vector<double>> times_;
};

} // namespace

int main(int count, char** arguments) {
    std::vector<char*> words{arguments, arguments + count};
    // Before the caller's own options, which therefore win.
    std::vector<std::string> defaults{"--benchmark_repetitions=31", "--benchmark_min_time=0.01",
                                      "--benchmark_enable_random_interleaving=true"};
    for (std::size_t i = 0; i < defaults.size(); ++i)
        words.insert(words.begin() + 1 + static_cast<long>(i), defaults[i].data());
    auto words_count = static_cast<int>(words.size());
    benchmark::Initialize(&words_count, words.data());
    if (benchmark::ReportUnrecognizedArguments(words_count, words.data()))
        return 2;

    for (const auto& w : workloads) {
        for (const kernel f : {w.packs, w.vmap, w.two_threads}) {
            const double difference = disagreement(w, f);
            if (!(difference <= 1e-12)) {
                std::fprintf(stderr, "%s: the gradients differ by %g\n", w.name.c_str(),
                             difference);
                return 1;
            }
        }
        const auto add = [&](const std::string& side, kernel f) {
            benchmark::RegisterBenchmark((w.name + '.' + side).c_str(),
                                         [&w, f](benchmark::State& state) { measure(state, w, f); })
                ->UseRealTime();
        };
        add("numbers", w.numbers);
        add("packs", w.packs);
        add("vmap", w.vmap);
        add("threads", w.two_threads);
    }

    collector times;
    benchmark::RunSpecifiedBenchmarks(&times);

    std::printf("%zu points, %zu lanes; nanoseconds per point\n", points, pack::size);
    std::printf("%-14s %10s %10s %10s %10s %14s %11s %9s\n", "", "numbers", "packs", "vmap",
                "2 threads", "packs/numbers", "vmap/packs", "at most");
    for (const auto& w : workloads) {
        const double numbers = times.median(w.name + ".numbers");
        const double packs = times.median(w.name + ".packs");
        const double vmap = times.median(w.name + ".vmap");
        if (std::isnan(packs) || std::isnan(vmap))
            continue; // filtered out on the command line
        std::printf("%-14s %10.2f %10.2f %10.2f %10.2f %14.2f %11.3f %8.2f%c\n", w.name.c_str(),
                    numbers, packs, vmap, times.median(w.name + ".threads"), packs / numbers,
                    vmap / packs, w.most_ratio, vmap / packs <= w.most_ratio ? ' ' : '!');
    }
}
