// SPDX-License-Identifier: BSL-1.0
#pragma once

// The formulas that are measured on run-time graphs, each written once, over the scalar type T, in
// scalar loops, as a user writes them: with double they are "the function alone"; with bare_tape's
// scalar or ctgrad's Value they record a graph. `p` are the parameters, which the gradient is with
// respect to; everything else is data. The structs say how the parameters lie in memory.

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace run_time::formulas {

/// A scalar type other than double brings its own, found by its namespace.
inline double relu(double x) {
    return x > 0 ? x : 0;
}

/// `v = v*a + sin(v)*b`, repeated. p: a, b, the first v.
template <class T>
T statement(const T* p, std::size_t count) {
    using std::sin;
    const T a = p[0], b = p[1];
    T v = p[2];
    for (std::size_t i = 0; i < count; ++i)
        v = v * a + sin(v) * b;
    return v;
}

/// One layer of neurons; `p` walks on: for each neuron its weights, then its bias.
template <std::size_t Outputs, class T, class X, std::size_t Inputs, class Activation>
std::array<T, Outputs> neurons(const T*& p, const std::array<X, Inputs>& x, Activation activation) {
    std::array<T, Outputs> y;
    for (auto& out : y) {
        const T* const w = p;
        T s = w[Inputs];
        for (std::size_t i = 0; i < Inputs; ++i)
            s += w[i] * x[i];
        out = activation(s);
        p += Inputs + 1;
    }
    return y;
}

inline constexpr auto tanh_activation = [](const auto& x) {
    using std::tanh;
    return tanh(x);
};
inline constexpr auto relu_activation = [](const auto& x) { return relu(x); };
inline constexpr auto no_activation = [](const auto& x) { return x; };

/// Network 3-4-4-1, tanh everywhere; the sum of squared differences over four samples.
struct small_mlp_data {
    static constexpr std::size_t parameters = 4 * (3 + 1) + 4 * (4 + 1) + (4 + 1);
    std::array<std::array<double, 3>, 4> x;
    std::array<double, 4> y;
};

template <class T>
T small_mlp(const T* p, const small_mlp_data& data) {
    T loss = 0.0;
    for (std::size_t i = 0; i < data.x.size(); ++i) {
        const T* w = p;
        const auto first = neurons<4>(w, data.x[i], tanh_activation);
        const auto second = neurons<4>(w, first, tanh_activation);
        const auto output = neurons<1>(w, second, tanh_activation);
        const T difference = output[0] - data.y[i];
        loss += difference * difference;
    }
    return loss;
}

/// Log likelihood of a mixture of normals with diagonal covariances, without the constant
/// n*d*log(2 pi)/2. p: the logits of the weights [k], the means [k][d], the logarithms of the
/// inverse standard deviations [k][d].
struct mixture_data {
    static constexpr std::size_t components = 5, dimensions = 10;
    static constexpr std::size_t parameters = components * (1 + 2 * dimensions);
    std::vector<std::array<double, dimensions>> points;
};

template <std::size_t N, class T>
T log_sum_exp(const std::array<T, N>& x) {
    using std::exp, std::log;
    T most = x[0];
    for (std::size_t i = 1; i < N; ++i)
        if (x[i] > most)
            most = x[i];
    T sum = 0.0;
    for (std::size_t i = 0; i < N; ++i)
        sum += exp(x[i] - most);
    return most + log(sum);
}

template <class T>
T mixture(const T* p, const mixture_data& data) {
    using std::exp;
    constexpr std::size_t K = mixture_data::components, D = mixture_data::dimensions;
    const T* const mean = p + K;
    const T* const log_precision = mean + K * D;
    std::array<T, K> logits, offset;
    std::array<T, K * D> precision;
    for (std::size_t k = 0; k < K; ++k) {
        logits[k] = p[k];
        offset[k] = p[k];
        for (std::size_t j = k * D; j < (k + 1) * D; ++j) {
            precision[j] = exp(log_precision[j]);
            offset[k] += log_precision[j];
        }
    }
    T likelihood = -static_cast<double>(data.points.size()) * log_sum_exp(logits);
    for (const auto& x : data.points) {
        std::array<T, K> score;
        for (std::size_t k = 0; k < K; ++k) {
            T square = 0.0;
            for (std::size_t j = 0; j < D; ++j) {
                T z = (x[j] - mean[k * D + j]) * precision[k * D + j];
                square += z * z;
            }
            score[k] = offset[k] - 0.5 * square;
        }
        likelihood += log_sum_exp(score);
    }
    return likelihood;
}

/// Ten layers of 64 tanh neurons; the sum of the squared outputs. p: for each layer its weights,
/// row by row, then its biases.
struct layers_data {
    static constexpr std::size_t width = 64, depth = 10;
    static constexpr std::size_t parameters = depth * (width * width + width);
    std::array<double, width> x;
};

template <class T>
T layers(const T* p, const layers_data& data) {
    using std::tanh;
    constexpr std::size_t width = layers_data::width;
    const auto layer = [&](const auto& x) {
        const T* const bias = p + width * width;
        std::array<T, width> y;
        for (std::size_t i = 0; i < width; ++i) {
            T s = bias[i];
            for (std::size_t j = 0; j < width; ++j)
                s += p[i * width + j] * x[j];
            y[i] = tanh(s);
        }
        p = bias + width;
        return y;
    };
    std::array<T, width> y = layer(data.x);
    for (std::size_t l = 1; l < layers_data::depth; ++l)
        y = layer(y);
    T loss = 0.0;
    for (const T& out : y)
        loss += out * out;
    return loss;
}

/// Network 2-16-16-1, relu in the hidden layers: micrograd's second example. The mean hinge loss
/// of the points, and a small multiple of the square of the parameters.
struct moons_data {
    static constexpr std::size_t width = 16;
    static constexpr std::size_t parameters = width * (2 + 1) + width * (width + 1) + (width + 1);
    static constexpr double decay = 1e-4;
    std::vector<std::array<double, 2>> points;
    std::vector<double> labels;
};

template <class T>
T moons(const T* p, const moons_data& data) {
    T loss = 0.0;
    for (std::size_t i = 0; i < data.points.size(); ++i) {
        const T* w = p;
        const auto first = neurons<moons_data::width>(w, data.points[i], relu_activation);
        const auto second = neurons<moons_data::width>(w, first, relu_activation);
        const auto score = neurons<1>(w, second, no_activation);
        loss += relu(1.0 - data.labels[i] * score[0]);
    }
    T square = 0.0;
    for (std::size_t i = 0; i < moons_data::parameters; ++i)
        square += p[i] * p[i];
    return loss * (1.0 / static_cast<double>(data.points.size())) + moons_data::decay * square;
}

/// One camera sees many points: the sum of the squares of the residuals. p: the camera (9), then
/// the points (3 each). `project(camera, point)` gives the two image coordinates; for a graph it
/// may be one node with two values.
struct calls_data {
    static constexpr std::size_t count = 1000, camera = 9;
    static constexpr std::size_t parameters = camera + 3 * count;
    std::vector<std::array<double, 2>> observations;
};

template <class T, class Project>
T calls(const T* p, const calls_data& data, Project project) {
    const T* const camera = p;
    const T* point = p + calls_data::camera;
    T loss = 0.0;
    for (const auto& observed : data.observations) {
        const auto seen = project(camera, point);
        const T u = seen[0] - observed[0];
        const T v = seen[1] - observed[1];
        loss += u * u + v * v;
        point += 3;
    }
    return loss;
}

} // namespace run_time::formulas
