// SPDX-License-Identifier: BSL-1.0
#pragma once

// The inputs of the workloads, from fixed seeds. Variables, so that no compiler computes with them
// in advance; the check against central differences changes the parameters and puts them back.

#include "formulas.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <new>
#include <numbers>
#include <random>
#include <vector>

namespace run_time::inputs {

/// Whole cache lines, so that no column pays for where an array happens to lie.
template <class T>
struct line_allocator {
    using value_type = T;

    line_allocator() = default;
    template <class U>
    line_allocator(const line_allocator<U>&) {}

    T* allocate(std::size_t n) {
        return static_cast<T*>(::operator new (n * sizeof(T), std::align_val_t{64}));
    }
    void deallocate(T* p, std::size_t) { ::operator delete (p, std::align_val_t{64}); }

    friend bool operator==(line_allocator, line_allocator) { return true; }
};
using vector = std::vector<double, line_allocator<double>>;

/// Uniform between the two, the same on every platform (std's distributions are not).
class uniform {
public:
    explicit uniform(unsigned seed) : random_{seed} {}

    double operator()(double least, double most) {
        return least + (most - least) * (static_cast<double>(random_() >> 11) * 0x1p-53);
    }

private:
    std::mt19937_64 random_;
};

inline vector uniform_vector(unsigned seed, std::size_t count, double least, double most) {
    uniform random{seed};
    vector result(count);
    for (double& x : result)
        x = random(least, most);
    return result;
}

/// v decays slowly from 20 through many periods of sin; neither v nor the gradient runs away.
inline constexpr std::size_t statements = 1'000'000;
inline vector statement{1 - 3e-6, 5e-6, 20};

inline formulas::small_mlp_data small_mlp_data{
    {{{2, 3, -1}, {3, -1, 0.5}, {0.5, 1, 1}, {1, 1, -1}}}, {1, -1, -1, 1}};
inline vector small_mlp = [] {
    vector p(formulas::small_mlp_data::parameters);
    for (std::size_t k = 0; k < p.size(); ++k)
        p[k] = std::sin(static_cast<double>(k + 1));
    return p;
}();

/// Points around five centres, not exactly those of the parameters.
inline formulas::mixture_data mixture_data = [] {
    uniform random{1};
    std::array<std::array<double, formulas::mixture_data::dimensions>, 5> centres;
    for (auto& centre : centres)
        for (double& x : centre)
            x = random(-2, 2);
    formulas::mixture_data data;
    data.points.resize(1000);
    for (std::size_t i = 0; i < data.points.size(); ++i)
        for (std::size_t j = 0; j < data.points[i].size(); ++j)
            data.points[i][j] = centres[i % 5][j] + random(-1.5, 1.5);
    return data;
}();
inline vector mixture = [] {
    vector p = uniform_vector(2, formulas::mixture_data::parameters, -0.5, 0.5);
    uniform random{1};
    for (std::size_t i = 0; i < 50; ++i) // the means
        p[5 + i] += random(-2, 2);
    return p;
}();

inline formulas::layers_data layers_data = [] {
    uniform random{3};
    formulas::layers_data data;
    for (double& x : data.x)
        x = random(-1, 1);
    return data;
}();
inline vector layers = uniform_vector(4, formulas::layers_data::parameters, -0.2, 0.2);

/// Two interleaved half circles.
inline formulas::moons_data moons_data = [] {
    uniform random{5};
    formulas::moons_data data;
    for (std::size_t i = 0; i < 100; ++i) {
        const bool second = i % 2 == 1;
        const double angle = std::numbers::pi * random(0, 1);
        const double x = std::cos(angle), y = std::sin(angle);
        data.points.push_back(
            {(second ? 1 - x : x) + random(-0.1, 0.1), (second ? 0.5 - y : y) + random(-0.1, 0.1)});
        data.labels.push_back(second ? 1 : -1);
    }
    return data;
}();
inline vector moons = uniform_vector(6, formulas::moons_data::parameters, -0.5, 0.5);

inline formulas::calls_data calls_data = [] {
    uniform random{7};
    formulas::calls_data data;
    for (std::size_t i = 0; i < formulas::calls_data::count; ++i)
        data.observations.push_back({random(-200, 200), random(-200, 200)});
    return data;
}();
inline vector calls = [] {
    uniform random{8};
    vector p{0.3, -0.2, 0.1, 0.4, -0.3, -8, 500, 0.05, -0.02};
    for (std::size_t i = 0; i < 3 * formulas::calls_data::count; ++i)
        p.push_back(random(-2, 2));
    return p;
}();

} // namespace run_time::inputs
