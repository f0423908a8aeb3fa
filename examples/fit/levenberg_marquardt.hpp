// SPDX-License-Identifier: BSL-1.0
#pragma once

// Least squares by Levenberg and Marquardt: near the start small safe steps downhill, near the
// minimum the full steps of Gauss and Newton. Each step d minimises
//     |r - J d|^2 + lambda |D d|^2,   D = the largest column norms of J so far,
// by Householder's QR of J stacked on sqrt(lambda) D. The normal equations would be shorter, but
// square the condition number, and NIST's problems are chosen to punish that.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace fit {

struct fitted {
    std::vector<double> parameters;
    std::vector<double> deviations; // standard deviations of the parameters
    double rss = 0;                 // residual sum of squares
    int steps = 0;
};

namespace detail {

using column = std::vector<double>;

inline double squares(std::span<const double> v) {
    double sum = 0;
    for (const double x : v)
        sum += x * x;
    return sum;
}

/// A becomes R (its upper triangle), b becomes Q^T b.
inline void triangularise(std::vector<column>& a, column& b) {
    for (std::size_t k = 0; k < a.size(); ++k) {
        const auto below = std::span{a[k]}.subspan(k);
        const double norm = std::sqrt(squares(below));
        if (norm == 0)
            continue;
        const double diagonal = below[0] > 0 ? -norm : norm; // the sign that does not cancel
        column v(below.begin(), below.end());
        v[0] -= diagonal;
        const double half = squares(v) / 2;
        const auto reflect = [&](column& c) {
            double dot = 0;
            for (std::size_t i = 0; i < v.size(); ++i)
                dot += v[i] * c[k + i];
            for (std::size_t i = 0; i < v.size(); ++i)
                c[k + i] -= dot / half * v[i];
        };
        for (std::size_t j = k + 1; j < a.size(); ++j)
            reflect(a[j]);
        reflect(b);
        a[k][k] = diagonal;
    }
}

/// x with R x = b.
inline column back_substitute(const std::vector<column>& r, const column& b) {
    column x(r.size());
    for (std::size_t i = r.size(); i-- > 0;) {
        double rest = b[i];
        for (std::size_t j = i + 1; j < r.size(); ++j)
            rest -= r[j][i] * x[j];
        x[i] = rest / r[i][i];
    }
    return x;
}

/// sqrt of the diagonal of s^2 (J^T J)^-1 = s^2 R^-1 R^-T.
inline column standard_deviations(std::vector<column> jacobian, double rss) {
    const auto count = jacobian.size();
    const auto freedom = static_cast<double>(jacobian[0].size() - count);
    column ignored(jacobian[0].size());
    triangularise(jacobian, ignored);
    column variances(count);
    for (std::size_t k = 0; k < count; ++k) {
        column unit(count);
        unit[k] = 1;
        const auto inverse = back_substitute(jacobian, unit);
        for (std::size_t i = 0; i < count; ++i)
            variances[i] += inverse[i] * inverse[i] * rss / freedom;
    }
    for (double& v : variances)
        v = std::sqrt(v);
    return variances;
}

} // namespace detail

/// The parameters that minimise the sum of (y_i - model(x_i))^2, from `start`.
/// `model(x, parameters, gradient)` returns the model at x and writes its gradient with respect to
/// the parameters. Throws std::runtime_error when the model is not finite at the start, when there
/// are not more observations than parameters, when no minimum is reached, or when it is not one
/// point because the data do not determine the parameters.
template <class Model>
fitted levenberg_marquardt(const Model& model, std::span<const double> x, std::span<const double> y,
                           std::vector<double> start) {
    using detail::column;
    const auto rows = x.size(), count = start.size();
    if (rows <= count)
        throw std::runtime_error{"fitting " + std::to_string(count) +
                                 " parameters requires more than that many observations, found " +
                                 std::to_string(rows)};

    std::vector<column> jacobian(count, column(rows));
    const auto linearise = [&](const column& parameters) {
        column residual(rows), gradient(count);
        for (std::size_t i = 0; i < rows; ++i) {
            residual[i] = y[i] - model(x[i], parameters, gradient);
            for (std::size_t j = 0; j < count; ++j)
                jacobian[j][i] = gradient[j];
        }
        return residual;
    };
    const auto rss_at = [&](const column& parameters) {
        column unused(count);
        double sum = 0;
        for (std::size_t i = 0; i < rows; ++i) {
            const double residual = y[i] - model(x[i], parameters, unused);
            sum += residual * residual;
        }
        return sum;
    };

    fitted result{std::move(start), {}, 0, 0};
    auto residual = linearise(result.parameters);
    result.rss = detail::squares(residual);
    if (!std::isfinite(result.rss))
        throw std::runtime_error{"the model is not finite at the start values: choose others"};

    column scale(count);
    double lambda = 1e-3;
    double last_length = std::numeric_limits<double>::infinity();
    constexpr int most_steps = 1000;
    for (; result.steps < most_steps; ++result.steps) {
        for (std::size_t j = 0; j < count; ++j) {
            scale[j] = std::max(scale[j], std::sqrt(detail::squares(jacobian[j])));
            if (scale[j] == 0)
                scale[j] = 1;
        }
        auto stacked = jacobian;
        auto right = residual;
        right.resize(rows + count);
        for (std::size_t j = 0; j < count; ++j) {
            stacked[j].resize(rows + count);
            stacked[j][rows + j] = std::sqrt(lambda) * scale[j];
        }
        detail::triangularise(stacked, right);
        const auto step = detail::back_substitute(stacked, right);

        auto trial = result.parameters;
        double length = 0, size = 0, predicted = 0;
        for (std::size_t j = 0; j < count; ++j) {
            trial[j] += step[j];
            length = std::max(length, std::abs(scale[j] * step[j]));
            size = std::max(size, std::abs(scale[j] * trial[j]));
            predicted += 2 * lambda * scale[j] * scale[j] * step[j] * step[j];
        }
        for (std::size_t i = 0; i < rows; ++i) {
            double change = 0;
            for (std::size_t j = 0; j < count; ++j)
                change += jacobian[j][i] * step[j];
            predicted += change * change;
        }

        // Close to the minimum the sum changes by less than it is rounded, and half of the digits
        // are still to come: from there on the step itself is believed, until it shrinks no more.
        const bool believed = predicted <= 1e-12 * result.rss;
        const double rss = rss_at(trial);
        if (!(rss < result.rss || (believed && std::isfinite(rss)))) {
            lambda *= 10;
            if (lambda > 1e100)
                break;
            continue;
        }
        result.parameters = trial;
        residual = linearise(trial);
        result.rss = detail::squares(residual);
        lambda /= 10;
        if (length <= 1e-14 * size || (believed && length >= last_length)) {
            result.deviations = detail::standard_deviations(jacobian, result.rss);
            if (!std::ranges::all_of(result.deviations, [](double d) { return std::isfinite(d); }))
                throw std::runtime_error{"the fit came to rest where the data do not determine the "
                                         "parameters: choose start values closer to the data"};
            return result;
        }
        last_length = length;
    }
    throw std::runtime_error{"no minimum after " + std::to_string(result.steps) +
                             " steps: choose start values closer to the data"};
}

} // namespace fit
