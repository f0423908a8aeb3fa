// SPDX-License-Identifier: BSL-1.0
//
// What happens to data before a training: it is made or read, a part is kept for the test, features
// are brought to one scale, rows are dealt into batches. Writes moons.csv and pendulum.csv, which
// are the files in data/.

#include <ctgrad/data/csv.hpp>
#include <ctgrad/data/half_moons.hpp>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <numbers>
#include <sstream>

namespace {

using namespace ctgrad;

// As a number with three decimals.
std::string rounded(double x) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", x);
    return std::string(text) == "-0.000" ? "0.000" : text;
}

void write_moons(const std::string& file) {
    //! [moons.csv]
    const dataset moons = half_moons(60, 0.1, 2);
    std::ofstream out(file);
    out << "x,y,moon\n";
    for (std::size_t i = 0; i < moons.size(); ++i)
        out << rounded(moons.row(i)[0]) << ',' << rounded(moons.row(i)[1]) << ','
            << (moons.targets[i] < 0 ? "upper" : "lower") << '\n';
    //! [moons.csv]
}

//! [period]
// The exact period of a pendulum of that length in m, let go at that angle in rad, where
// g = 9.81 m/s^2. Gauss: the elliptic integral is pi/2 divided by the arithmetic-geometric mean of
// 1 and cos(angle/2).
double period(double length, double angle) {
    double a = 1, b = std::cos(angle / 2);
    while (a - b > 1e-15) {
        const double mean = (a + b) / 2;
        b = std::sqrt(a * b);
        a = mean;
    }
    return 2 * std::numbers::pi * std::sqrt(length / 9.81) / a;
}
//! [period]

void write_pendulum(const std::string& file) {
    //! [pendulum.csv]
    random_source random(2);
    std::ofstream out(file);
    out << "length,angle,period\n";
    for (int i = 0; i < 60; ++i) {
        const std::string length = rounded(random.uniform(0.2, 2.0));
        const std::string angle = rounded(random.uniform(0.1, 2.8));
        out << length << ',' << angle << ','
            << rounded(period(std::atof(length.c_str()), std::atof(angle.c_str()))) << '\n';
    }
    //! [pendulum.csv]
}

bool check(bool holds, const char* what) {
    if (!holds)
        std::cout << "wrong: " << what << '\n';
    return holds;
}

} // namespace

int main() {
    write_moons("moons.csv");
    write_pendulum("pendulum.csv");

    //! [random]
    random_source random(1); // the same numbers on every platform
    const double u = random.uniform();
    const double weight = random.uniform(-1, 1);
    const double noise = 0.1 * random.normal();
    const std::uint64_t die = 1 + random.below(6);
    std::vector<int> deck{1, 2, 3, 4, 5};
    random.shuffle(deck);
    //! [random]
    bool right =
        check(u == random_source(1).uniform() && 0 <= u && u < 1, "the first number of seed 1");
    right &= check(-1 <= weight && weight < 1 && std::abs(noise) < 1 && 1 <= die && die <= 6,
                   "the ranges of random numbers");

    //! [read]
    const dataset moons = read_csv("moons.csv", {.target = "moon"});         // text: classes
    const dataset pendulum = read_csv("pendulum.csv", {.target = "period"}); // numbers: regression
    std::cout << "row 0: x = " << moons.row(0)[0] << ", y = " << moons.row(0)[1] << ", moon "
              << moons.classes[static_cast<std::size_t>(moons.targets[0])] << '\n';
    //! [read]
    right &= check(moons.size() == 60 && moons.classes.size() == 2 && pendulum.classes.empty(),
                   "what was read");

    //! [split]
    const auto [train, test] = split(pendulum, 0.8, random); // 48 rows and 12
    //! [split]
    right &= check(train.size() == 48 && test.size() == 12, "the parts");

    //! [standardisation]
    const auto scale = standardisation::fit(train); // not of all rows: the test must be unseen
    const dataset inputs = scale.apply(train), unseen = scale.apply(test);
    const std::vector<double> example = scale.apply(std::vector{1.0, 0.5}); // 1 m, 0.5 rad
    //! [standardisation]
    right &= check(example[0] == (1 - scale.mean[0]) / scale.deviation[0] && unseen.size() == 12,
                   "the scale");

    //! [mini_batches]
    double sum = 0;
    for (const auto& batch : mini_batches(inputs.size(), 10, random)) // 10, 10, 10, 10 and 8 rows
        for (const std::size_t i : batch)
            sum += inputs.row(i)[0];
    //! [mini_batches]
    right &= check(std::abs(sum) < 1e-12, "the mean of a standardised feature");

    //! [half_moons]
    const dataset made = half_moons(100, 0.1, 42); // 100 points, deviation 0.1, seed 42
    int upper = 0;
    for (const double label : made.targets)
        upper += label == -1 ? 1 : 0;
    //! [half_moons]
    right &= check(upper == 50, "half of the points on each moon");

    //! [error]
    std::istringstream table("height,width\n1.5,2\n\"1,5\",3\n");
    try {
        static_cast<void>(read_csv(table, {}, "table.csv"));
        right = false;
    } catch (const data_error& problem) {
        // ctgrad: table.csv, line 3, column 1 "height": a number is required, found "1,5": write a
        // point for the decimals and nothing between thousands
        std::cout << problem.what() << '\n';
    }
    //! [error]
    return right ? 0 : 1;
}
