// SPDX-License-Identifier: BSL-1.0
//
// Gradients of run-time graphs against gradients written by hand and against a bare tape, in one
// program, by one compiler with one set of options, on the same inputs, in one thread. Prints the
// ratios of the medians. Each time is that of the value and the whole gradient, recording included.

#include "run_time/workloads.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <map>
#include <new>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::size_t allocations = 0;

} // namespace

// Counts every allocation of the program, to show which gradients make none.
void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size == 0 ? 1 : size))
        return memory;
    throw std::bad_alloc{};
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    ++allocations;
    const auto unit = static_cast<std::size_t>(alignment);
    if (void* memory = std::aligned_alloc(unit, (size + unit - 1) / unit * unit))
        return memory;
    throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}

namespace {

using run_time::kernel;
using run_time::variant;
using run_time::workload;

/// Room for the value and the derivatives; these begin a cache line.
class result {
public:
    explicit result(const workload& w) : numbers_(8 + w.parameters.size(), NAN) {}

    double* data() { return numbers_.data() + 7; }
    std::size_t size() const { return numbers_.size() - 7; }
    double operator[](std::size_t i) const { return numbers_[7 + i]; }

private:
    run_time::inputs::vector numbers_;
};

result result_of(kernel f, const workload& w, kernel read = nullptr) {
    result out{w};
    f(out.data());
    if (read != nullptr)
        read(out.data());
    return out;
}

/// The value and all derivatives, to 1e-9. A derivative that is tiny by cancellation is compared on
/// the scale of the largest. Run twice: the second time on memory that the first has used.
bool agrees_with_hand(const workload& w, std::string_view name, kernel f, kernel read = nullptr) {
    const auto hand = result_of(w.hand, w);
    double largest = 0;
    for (std::size_t i = 1; i < hand.size(); ++i)
        largest = std::max(largest, std::abs(hand[i]));
    for (int run = 0; run < 2; ++run) {
        const auto other = result_of(f, w, read);
        for (std::size_t i = 0; i < hand.size(); ++i) {
            const double scale = std::max(std::abs(hand[i]), i == 0 ? 0 : 1e-6 * largest);
            if (!(std::abs(other[i] - hand[i]) <= 1e-9 * scale)) {
                std::fprintf(stderr, "%s: %s is %.17g by hand and %.17g by %s\n", w.name.data(),
                             i == 0 ? "the value" : ("derivative " + std::to_string(i - 1)).c_str(),
                             hand[i], other[i], name.data());
                return false;
            }
        }
    }
    return true;
}

/// Central differences of the function alone, for some of the parameters. The step is small on the
/// scale of the parameter and on that on which the value changes.
bool hand_agrees_with_differences(const workload& w) {
    const auto hand = result_of(w.hand, w);
    const std::size_t count = w.parameters.size();
    for (std::size_t i = 0; i < count; i += std::max<std::size_t>(1, count / 20)) {
        double& p = w.parameters[i];
        const double kept = p, derivative = hand[1 + i];
        const double step = std::min(1e-5 * std::max(1.0, std::abs(kept)),
                                     1e-5 * std::abs(hand[0]) / std::abs(derivative));
        const double above = p = kept + step;
        const double value_above = w.alone();
        const double below = p = kept - step;
        const double value_below = w.alone();
        p = kept;
        const double difference = (value_above - value_below) / (above - below);
        const double noise =
            1000 * std::numeric_limits<double>::epsilon() * std::abs(hand[0]) / step;
        if (!(std::abs(difference - derivative) <= 1e-5 * std::abs(derivative) + noise)) {
            std::fprintf(stderr, "%s: derivative %zu is %.17g by hand and %.17g by differences\n",
                         w.name.data(), i, derivative, difference);
            return false;
        }
    }
    return true;
}

std::size_t allocations_of(kernel f, const workload& w) {
    result out{w};
    const auto before = allocations;
    f(out.data());
    return allocations - before;
}

/// The figures that other libraries' documents give for this network.
bool small_mlp_is_the_known_one() {
    for (const auto& w : run_time::workloads)
        if (w.name == "small_mlp") {
            const auto hand = result_of(w.hand, w);
            if (std::abs(hand[0] - 7.61390759312455) <= 1e-13 &&
                std::abs(hand[1] - 0.07349758360109768) <= 1e-14)
                return true;
            std::fprintf(stderr, "small_mlp: value %.17g, derivative 0 %.17g\n", hand[0], hand[1]);
        }
    return false;
}

bool correct() {
    bool right = small_mlp_is_the_known_one();
    for (const auto& w : run_time::workloads) {
        right = hand_agrees_with_differences(w) && right;
        right = agrees_with_hand(w, "the bare tape", w.tape) && right;
        for (const auto& v : run_time::variants)
            if (v.workload == w.name)
                right = agrees_with_hand(w, v.name, v.run, v.read) && right;
        if (const auto made = allocations_of(w.hand, w); made != 0) {
            std::fprintf(stderr, "%s: by hand allocates %zu times\n", w.name.data(), made);
            right = false;
        }
    }
    return right;
}

void measure_alone(benchmark::State& state, const workload& w) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(w.alone());
        benchmark::ClobberMemory();
    }
}

void measure(benchmark::State& state, const workload& w, kernel f) {
    result out{w};
    for (auto _ : state) {
        f(out.data());
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

void print(collector& times) {
    std::printf("%-10s %-12s %11s %11s %11s %11s %11s %10s %12s %8s %12s\n", "", "variant",
                "alone ns", "hand ns", "tape ns", "its ns", "alone/hand", "tape/hand", "its/hand",
                "at most", "allocations");
    for (const auto& w : run_time::workloads) {
        const std::string name{w.name};
        const double alone = times.median(name + ".alone");
        const double hand = times.median(name + ".hand");
        const double tape = times.median(name + ".tape");
        const auto beginning = [&](std::string_view variant_name, double nanoseconds) {
            std::printf("%-10s %-12s %11.0f %11.0f %11.0f %11.0f %11.2f %10.2f %12.2f",
                        name.c_str(), variant_name.data(), alone, hand, tape, nanoseconds,
                        alone / hand, tape / hand, nanoseconds / hand);
        };
        bool printed = false;
        for (const auto& v : run_time::variants) {
            if (v.workload != w.name)
                continue;
            const double own = times.median(name + '.' + std::string{v.name});
            if (std::isnan(own))
                continue; // filtered out on the command line
            beginning(v.name, own);
            if (v.at_most > 0)
                std::printf(" %7.2f%c", v.at_most, own / hand <= v.at_most ? ' ' : '!');
            else
                std::printf(" %8s", "");
            std::printf(" %12zu\n", allocations_of(v.run, w));
            printed = true;
        }
        if (!printed && !(std::isnan(alone) && std::isnan(hand) && std::isnan(tape))) {
            beginning("", NAN);
            std::printf("\n");
        }
    }
}

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

    if (!correct())
        return 1;

    for (const auto& w : run_time::workloads) {
        const std::string name{w.name};
        benchmark::RegisterBenchmark((name + ".alone").c_str(),
                                     [&w](benchmark::State& state) { measure_alone(state, w); });
        const auto add = [&](std::string_view side, kernel f) {
            benchmark::RegisterBenchmark(
                (name + '.' + std::string{side}).c_str(),
                [&w, f](benchmark::State& state) { measure(state, w, f); });
        };
        add("hand", w.hand);
        add("tape", w.tape);
        for (const auto& v : run_time::variants)
            if (v.workload == w.name)
                add(v.name, v.run);
    }

    collector times;
    benchmark::RunSpecifiedBenchmarks(&times);
    print(times);
}
