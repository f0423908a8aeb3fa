// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/data/dataset.hpp>
#include <ctgrad/near.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

// Row i holds i and 10*i, its target is 100*i.
dataset numbered(std::size_t rows) {
    dataset data{{"a", "b"}, "c", 2, {}, {}, {}};
    for (std::size_t i = 0; i < rows; ++i) {
        const auto x = static_cast<double>(i);
        data.inputs.insert(data.inputs.end(), {x, 10 * x});
        data.targets.push_back(100 * x);
    }
    return data;
}

dataset column(const std::vector<double>& x) {
    return {{"x"}, "y", 1, x, std::vector<double>(x.size()), {}};
}

template <class Error>
std::string complaint(auto wrong) {
    try {
        wrong();
    } catch (const Error& problem) {
        return problem.what();
    }
    return "";
}

std::vector<double> sorted(std::vector<double> x) {
    std::sort(x.begin(), x.end());
    return x;
}

} // namespace

BOOST_AUTO_TEST_CASE(rows) {
    const dataset data = numbered(3);
    BOOST_TEST(data.size() == 3);
    BOOST_TEST((data.row(2)[0] == 2 && data.row(2)[1] == 20));
    BOOST_TEST(data.row(2).size() == 2);
    BOOST_TEST(dataset{}.size() == 0);
}

BOOST_AUTO_TEST_CASE(rows_that_do_not_exist) {
    BOOST_TEST(complaint<size_error>([] { static_cast<void>(numbered(3).row(3)); }) ==
               "ctgrad: row(i) requires i < 3, the number of rows, found i = 3: rows are counted "
               "from 0");
    dataset damaged = numbered(3);
    damaged.inputs.pop_back();
    BOOST_TEST(complaint<size_error>([&] { static_cast<void>(damaged.row(0)); }) ==
               "ctgrad: a dataset of 3 rows and 2 features requires as many inputs as their "
               "product, found 5: add the missing ones");
    // So many features that their number times the rows is 0 again.
    damaged.features = (std::numeric_limits<std::size_t>::max() / 2) + 1;
    BOOST_CHECK_THROW(static_cast<void>(damaged.row(2)), size_error);
}

BOOST_AUTO_TEST_CASE(a_split_deals_every_row_once) {
    for (std::size_t rows = 2; rows < 40; ++rows)
        for (const double fraction : {1e-9, 0.1, 0.5, 0.8, 1 - 1e-9}) {
            random_source random(rows);
            dataset data = numbered(rows);
            data.classes = {"no", "yes"};
            const auto [train, test] = split(data, fraction, random);
            BOOST_TEST_REQUIRE(train.size() + test.size() == rows);
            BOOST_TEST_REQUIRE(train.size() >= 1);
            BOOST_TEST_REQUIRE(test.size() >= 1);
            BOOST_TEST_REQUIRE(std::abs(static_cast<double>(train.size()) -
                                        fraction * static_cast<double>(rows)) <= 1);
            std::vector<double> targets = train.targets;
            targets.insert(targets.end(), test.targets.begin(), test.targets.end());
            BOOST_TEST_REQUIRE((sorted(targets) == data.targets));
            for (const dataset& part : {train, test}) {
                for (std::size_t i = 0; i < part.size(); ++i)
                    BOOST_TEST_REQUIRE((part.row(i)[1] == 10 * part.row(i)[0] &&
                                        part.targets[i] == 100 * part.row(i)[0]));
                BOOST_TEST_REQUIRE((part.names == data.names && part.target_name == "c" &&
                                    part.features == 2 && part.classes == data.classes));
            }
        }
}

BOOST_AUTO_TEST_CASE(a_split_is_random_and_repeatable) {
    random_source one(1), again(1), two(2);
    const dataset data = numbered(50);
    const auto first = split(data, 0.8, one);
    BOOST_TEST(first.train.size() == 40);
    BOOST_TEST((first.train.targets == split(data, 0.8, again).train.targets));
    BOOST_TEST((first.train.targets != split(data, 0.8, two).train.targets));
    BOOST_TEST((first.train.targets != sorted(first.train.targets)));
}

BOOST_AUTO_TEST_CASE(splits_that_cannot_be) {
    random_source random(1);
    for (const auto& [fraction, found] : {std::pair<double, std::string>{0, "0"},
                                          {1, "1"},
                                          {-0.5, "-0.5"},
                                          {80, "80"},
                                          {std::nan(""), "nan"}})
        BOOST_TEST(
            complaint<run_time_error>([&, part = fraction] { split(numbered(9), part, random); }) ==
            "ctgrad: split(data, fraction, random) requires 0 < fraction < 1, the share of the "
            "rows to train with, found " +
                found + ": 0.8 is usual");
    for (const std::size_t rows : {0U, 1U})
        BOOST_TEST(complaint<data_error>([&] { split(numbered(rows), 0.5, random); }) ==
                   "ctgrad: split(data, fraction, random) requires two rows, one to train and one "
                   "to test with, found " +
                       std::to_string(rows) + ": add data");
}

BOOST_AUTO_TEST_CASE(standardised_features_have_mean_0_and_deviation_1) {
    const dataset data{{"a", "b"}, "t", 2, {1, -5, 2, 0, 3, 100, 6, 1}, {9, 8, 7, 6}, {}};
    const auto scale = standardisation::fit(data);
    BOOST_TEST((scale.mean == std::vector{3.0, 24.0}));
    BOOST_TEST(near(scale.deviation[0], std::sqrt(3.5))); // divided by 4, not by 3
    const dataset scaled = scale.apply(data);
    BOOST_TEST((scaled.targets == data.targets && scaled.names == data.names));
    for (std::size_t j = 0; j < 2; ++j) {
        double sum = 0, squares = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            sum += scaled.row(i)[j];
            squares += scaled.row(i)[j] * scaled.row(i)[j];
            BOOST_TEST(near(scaled.row(i)[j] * scale.deviation[j] + scale.mean[j], data.row(i)[j]));
        }
        BOOST_TEST(near(sum, 0.0));
        BOOST_TEST(near(squares, 4.0));
    }
    // Other data on the same scale, and one row of it.
    const dataset other{{"a", "b"}, "t", 2, {3, 24}, {0}, {}};
    BOOST_TEST((scale.apply(other).inputs == std::vector{0.0, 0.0}));
    BOOST_TEST(
        (scale.apply(data.row(2)) == std::vector(scaled.row(2).begin(), scaled.row(2).end())));
    BOOST_TEST((scale.apply(std::vector{3.0, 24.0}) == std::vector{0.0, 0.0}));
}

BOOST_AUTO_TEST_CASE(a_constant_feature_becomes_0) {
    for (const double value : {0.0, 0.1, -7.0, 1e300, 5e-324}) {
        // Three times 0.1 is 0.30000000000000004: the mean must not be computed from the sum.
        const auto scale = standardisation::fit(column({value, value, value}));
        BOOST_TEST(scale.mean[0] == value);
        BOOST_TEST(scale.deviation[0] == 1);
        BOOST_TEST((scale.apply(column({value})).inputs == std::vector{0.0}));
    }
    BOOST_TEST(standardisation::fit(column({1e-200, 2e-200})).deviation[0] == 1); // squares are 0
}

BOOST_AUTO_TEST_CASE(data_that_cannot_be_standardised) {
    BOOST_TEST(complaint<data_error>([] { static_cast<void>(standardisation::fit(column({}))); }) ==
               "ctgrad: standardisation::fit(data) requires a row at least, found none: read or "
               "make the data first");
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const auto& values : {std::vector{1.0, std::nan("")},
                               {std::nan(""), std::nan("")},
                               {infinity, infinity},
                               {1.0, -infinity},
                               {1e200, 2e200}})
        BOOST_TEST(complaint<data_error>(
                       [&] { static_cast<void>(standardisation::fit(column(values))); }) ==
                   "ctgrad: standardisation::fit(data) requires finite numbers, small enough to "
                   "square, found others in feature 0 \"x\": remove these rows, or give the "
                   "feature in another unit");
    dataset nameless = column({infinity});
    nameless.names.clear();
    BOOST_TEST(complaint<data_error>([&] {
                   static_cast<void>(standardisation::fit(nameless));
               }).find("in feature 0: remove") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_standardisation_of_other_features) {
    const auto scale = standardisation::fit(column({1, 2}));
    const std::string expected = "ctgrad: apply(data) of a standardisation of 1 features requires "
                                 "as many, found 2: is it the one fitted to this table?";
    BOOST_TEST(complaint<size_error>([&] { static_cast<void>(scale.apply(numbered(3))); }) ==
               expected);
    BOOST_TEST(complaint<size_error>([&] {
                   static_cast<void>(scale.apply(std::vector{1.0, 2.0}));
               }) == expected);
    dataset damaged = column({1, 2, 3});
    damaged.inputs.pop_back();
    BOOST_CHECK_THROW(static_cast<void>(scale.apply(damaged)), size_error);
}

BOOST_AUTO_TEST_CASE(batches_cover_every_row_once) {
    random_source random(1);
    for (const std::size_t n : {0U, 1U, 2U, 7U, 32U, 33U, 100U})
        for (const std::size_t size : {1U, 2U, 7U, 32U, 1000U}) {
            const auto batches = mini_batches(n, size, random);
            BOOST_TEST_REQUIRE(batches.size() == (n + size - 1) / size);
            std::vector<std::size_t> all;
            for (const auto& batch : batches) {
                const bool last = &batch == &batches.back();
                BOOST_TEST_REQUIRE(batch.size() == (last ? n - all.size() : size));
                all.insert(all.end(), batch.begin(), batch.end());
            }
            std::sort(all.begin(), all.end());
            for (std::size_t i = 0; i < n; ++i)
                BOOST_TEST_REQUIRE(all[i] == i);
            BOOST_TEST_REQUIRE(all.size() == n);
        }
    // Every epoch has an order of its own.
    BOOST_TEST((mini_batches(50, 50, random) != mini_batches(50, 50, random)));
    BOOST_TEST(mini_batches(3, std::numeric_limits<std::size_t>::max(), random).size() == 1);
}

BOOST_AUTO_TEST_CASE(batches_of_nothing) {
    random_source random(1);
    BOOST_TEST(complaint<size_error>([&] { static_cast<void>(mini_batches(9, 0, random)); }) ==
               "ctgrad: mini_batches(n, batch_size, random) requires batch_size > 0, found 0: 32 "
               "is usual, n gives one batch of all rows");
}
