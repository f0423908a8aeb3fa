// SPDX-License-Identifier: BSL-1.0
//
// A table to learn from: one row of numbers per example and the number to predict from it. And what
// is done to a table before training: a part is kept for the test, the columns are brought to one
// scale, the rows are dealt into batches.
#pragma once

#include <ctgrad/detail/shown.hpp>
#include <ctgrad/random.hpp>
#include <ctgrad/run_time_error.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ctgrad {

/// size() rows of `features` inputs, and as many targets. Example: examples/data.cpp.
struct dataset {
    std::vector<std::string> names; // of the features, in the order of a row; may be empty
    std::string target_name;
    std::size_t features = 0;
    std::vector<double> inputs;       // size() * features numbers, row by row
    std::vector<double> targets;      // one per row
    std::vector<std::string> classes; // if any, a target k is the index of the text classes[k]

    [[nodiscard]] std::size_t size() const noexcept { return targets.size(); }

    /// The inputs of one example. Valid as long as `inputs` is not resized.
    /// Errors: size_error when there is no row i.
    [[nodiscard]] std::span<const double> row(std::size_t i) const {
        if (i >= size())
            throw size_error("ctgrad: row(i) requires i < " + std::to_string(size()) +
                             ", the number of rows, found i = " + std::to_string(i) +
                             ": rows are counted from 0");
        if (inputs.size() / size() < features)
            throw size_error("ctgrad: a dataset of " + std::to_string(size()) + " rows and " +
                             std::to_string(features) +
                             " features requires as many inputs as "
                             "their product, found " +
                             std::to_string(inputs.size()) + ": add the missing ones");
        return std::span(inputs).subspan(i * features, features);
    }
};

/// A table in two parts.
struct split_dataset {
    dataset train;
    dataset test;
};

namespace detail {

// Those rows, in that order.
inline dataset rows_of(const dataset& data, std::span<const std::size_t> rows) {
    dataset out{data.names, data.target_name, data.features, {}, {}, data.classes};
    out.inputs.reserve(rows.size() * data.features);
    out.targets.reserve(rows.size());
    for (const std::size_t i : rows) {
        const auto row = data.row(i);
        out.inputs.insert(out.inputs.end(), row.begin(), row.end());
        out.targets.push_back(data.targets[i]);
    }
    return out;
}

inline std::vector<std::size_t> shuffled_indices(std::size_t n, random_source& random) {
    std::vector<std::size_t> indices(n);
    std::iota(indices.begin(), indices.end(), std::size_t{0});
    random.shuffle(indices);
    return indices;
}

} // namespace detail

/// Deals the rows at random into those to train with, the nearest whole number to `fraction` of
/// them, and those to test with; both get one row at least. A rare class may be in one part only.
/// Errors: data_error below two rows; run_time_error unless 0 < fraction < 1.
inline split_dataset split(const dataset& data, double fraction, random_source& random) {
    if (!(fraction > 0 && fraction < 1))
        throw run_time_error("ctgrad: split(data, fraction, random) requires 0 < fraction < 1, the "
                             "share of the rows to train with, found " +
                             detail::shown(fraction) + ": 0.8 is usual");
    const std::size_t n = data.size();
    if (n < 2)
        throw data_error("ctgrad: split(data, fraction, random) requires two rows, one to train "
                         "and one to test with, found " +
                         std::to_string(n) + ": add data");
    const std::vector<std::size_t> order = detail::shuffled_indices(n, random);
    const auto share = static_cast<std::size_t>(std::round(fraction * static_cast<double>(n)));
    const auto rows = std::span(order);
    const std::size_t to_train = std::clamp<std::size_t>(share, 1, n - 1);
    return {detail::rows_of(data, rows.first(to_train)),
            detail::rows_of(data, rows.subspan(to_train))};
}

/// Brings every feature to mean 0 and deviation 1: (x - mean) / deviation. Fit it to the rows to
/// train with only, and keep it with the model: what is predicted from must be scaled alike.
struct standardisation {
    std::vector<double> mean;
    std::vector<double> deviation;

    /// The mean and the standard deviation sqrt(sum((x - mean)^2) / size) of each feature. A
    /// constant feature, or one whose squares vanish in a double (deviations below about 1e-162),
    /// gets the deviation 1: it becomes 0. Cost: two passes over the table.
    /// Errors: data_error when there is no row, or numbers are not finite or too large to square.
    [[nodiscard]] static standardisation fit(const dataset& data) {
        if (data.size() == 0)
            throw data_error("ctgrad: standardisation::fit(data) requires a row at least, found "
                             "none: read or make the data first");
        const double n = static_cast<double>(data.size());
        standardisation out{std::vector<double>(data.features), std::vector<double>(data.features)};
        for (std::size_t j = 0; j < data.features; ++j) {
            const double first = data.row(0)[j];
            double sum = 0, squares = 0;
            bool constant = true;
            for (std::size_t i = 0; i < data.size(); ++i) {
                sum += data.row(i)[j];
                constant = constant && data.row(i)[j] == first;
            }
            // The mean of equal numbers, computed, may differ from them in the last bit.
            const double mean = constant ? first : sum / n;
            for (std::size_t i = 0; i < data.size(); ++i)
                squares += (data.row(i)[j] - mean) * (data.row(i)[j] - mean);
            const double deviation = std::sqrt(squares / n);
            if (!std::isfinite(deviation))
                throw data_error("ctgrad: standardisation::fit(data) requires finite numbers, "
                                 "small enough to square, found others in feature " +
                                 std::to_string(j) +
                                 (j < data.names.size() ? " " + detail::shown(data.names[j]) : "") +
                                 ": remove these rows, or give the feature in another unit");
            out.mean[j] = mean;
            out.deviation[j] = deviation > 0 ? deviation : 1;
        }
        return out;
    }

    /// One example. Errors: size_error when it has another number of features.
    [[nodiscard]] std::vector<double> apply(std::span<const double> row) const {
        check(row.size());
        std::vector<double> out(row.begin(), row.end());
        for (std::size_t j = 0; j < out.size(); ++j)
            out[j] = (out[j] - mean[j]) / deviation[j];
        return out;
    }

    /// A table; targets stay as they are. Errors: size_error for another number of features.
    [[nodiscard]] dataset apply(dataset data) const {
        check(data.features);
        for (std::size_t i = 0; i < data.size(); ++i) {
            const std::size_t begin = i * data.features;
            for (std::size_t j = 0; j < data.row(i).size(); ++j)
                data.inputs[begin + j] = (data.inputs[begin + j] - mean[j]) / deviation[j];
        }
        return data;
    }

private:
    void check(std::size_t features) const {
        if (features != mean.size() || features != deviation.size())
            throw size_error("ctgrad: apply(data) of a standardisation of " +
                             std::to_string(mean.size()) + " features requires as many, found " +
                             std::to_string(features) + ": is it the one fitted to this table?");
    }
};

/// The numbers 0 to n - 1 in a random order, dealt into batches of `batch_size`; the last one may
/// be smaller. Each number occurs once: a pass over the batches is one epoch. No batch when n is 0.
/// Errors: size_error when batch_size is 0.
[[nodiscard]] inline std::vector<std::vector<std::size_t>>
mini_batches(std::size_t n, std::size_t batch_size, random_source& random) {
    if (batch_size == 0)
        throw size_error("ctgrad: mini_batches(n, batch_size, random) requires batch_size > 0, "
                         "found 0: 32 is usual, n gives one batch of all rows");
    const std::vector<std::size_t> order = detail::shuffled_indices(n, random);
    std::vector<std::vector<std::size_t>> batches;
    for (auto rest = std::span(order); !rest.empty();) {
        const auto batch = rest.first(std::min(batch_size, rest.size()));
        batches.emplace_back(batch.begin(), batch.end());
        rest = rest.subspan(batch.size());
    }
    return batches;
}

} // namespace ctgrad
