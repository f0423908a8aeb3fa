// SPDX-License-Identifier: BSL-1.0
#pragma once

// How the loss fell, and where a network of two features draws the line between two classes.
// Colours differ in brightness and points in shape, for paper without colours.

#include "gnuplot.hpp"
#include "loop.hpp"
#include "task.hpp"

#include <ctgrad/nn.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace train {

inline bool draw_loss(const task& what, const options& wanted, const outcome& result) {
    picture p(wanted.output, plain_name(what.name) + "-loss");
    const bool tested = what.test.size() != 0;
    p.numbers << "# step, loss of the training" << (tested ? ", of the test" : "") << '\n';
    bool positive = true;
    for (const curve_point& point : result.curve) {
        p.numbers << point.step + 1 << ' ' << point.loss;
        if (point.test)
            p.numbers << ' ' << *point.test;
        p.numbers << '\n';
        positive = positive && point.loss > 0 && point.test.value_or(1) > 0;
    }
    const std::string data = "'" + plain_name(what.name) + "-loss.dat' ";
    const bool batches = wanted.batch != 0 && wanted.batch < what.train.size();
    p.script << "set title " << in_gnuplot_quotes(what.title + ": the loss") << " noenhanced\n"
             << "set xlabel '" << (wanted.optimizer == "lbfgs" ? "computation of the loss" : "step")
             << "'\nset ylabel "
             << in_gnuplot_quotes(what.loss_name() + (wanted.decay > 0 ? " + decay" : ""))
             << " noenhanced\n"
             << (positive ? "set logscale y\nset format y '%g'\n" : "") << "set xrange [0:*]\n"
             << "set grid linetype 1 linecolor rgb '#dddddd'\nset key top right\n"
             << "plot " << data
             << "using 1:2 with lines linewidth 2 linecolor rgb '#1f4e8c' title '"
             << (batches ? "training, each batch" : "training") << "'";
    if (tested)
        p.script << ", \\\n     " << data
                 << "using 1:3 with lines linewidth 2 dashtype 2 linecolor rgb '#d95f02' title "
                 << (wanted.decay > 0 ? "'test, without decay'" : "'test'");
    p.script << '\n';
    return p.draw();
}

namespace detail {

struct range {
    double low, high;
    [[nodiscard]] double at(std::size_t i, std::size_t pieces) const {
        return low + (high - low) * static_cast<double>(i) / static_cast<double>(pieces);
    }
};

/// Of all points, with a margin.
inline range range_of(const task& what, std::size_t feature) {
    range all{1e300, -1e300};
    for (const auto* part : {&what.train, &what.test})
        for (std::size_t i = 0; i < part->size(); ++i) {
            const double x =
                part->row(i)[feature] * what.inputs.deviation[feature] + what.inputs.mean[feature];
            all = {std::min(all.low, x), std::max(all.high, x)};
        }
    const double margin = all.high > all.low ? (all.high - all.low) / 8 : 1;
    return {all.low - margin, all.high + margin};
}

/// The rows of one class, 0 or 1, as the file has them.
inline void write_points(std::ostream& out, const task& what, const ctgrad::dataset& part,
                         bool second) {
    out << "# points: x y\n";
    bool any = false;
    for (std::size_t i = 0; i < part.size(); ++i)
        if ((part.targets[i] > 0) == second) {
            for (std::size_t j = 0; j < 2; ++j)
                out << part.row(i)[j] * what.inputs.deviation[j] + what.inputs.mean[j] << ' ';
            out << '\n';
            any = true;
        }
    out << (any ? "" : "nan nan\n") << "\n\n"; // two blank lines begin gnuplot's next data set
}

} // namespace detail

/// `saved` takes unscaled features.
inline bool draw_boundary(const task& what, const options& wanted, const ctgrad::nn::MLP& saved) {
    const auto x = detail::range_of(what, 0), y = detail::range_of(what, 1);
    picture p(wanted.output, plain_name(what.name) + "-boundary");
    for (const auto* part : {&what.train, &what.test})
        for (const bool second : {false, true})
            detail::write_points(p.numbers, what, *part, second);

    p.numbers << "# scores: x y score\n";
    constexpr std::size_t pieces = 120;
    for (std::size_t j = 0; j <= pieces; ++j, p.numbers << '\n')
        for (std::size_t i = 0; i <= pieces; ++i) {
            const std::array point{x.at(i, pieces), y.at(j, pieces)};
            p.numbers << point[0] << ' ' << point[1] << ' ' << saved.predict(point)[0] << '\n';
        }

    // Each row of the picture where the score is positive: strips from one sign to the other.
    p.numbers << "\n# where the second class is predicted: x_low x_high y_low y_high\n";
    const double overlap = (y.high - y.low) / pieces / 4; // or the seams between rows show
    bool any = false;
    for (std::size_t j = 0; j < pieces; ++j) {
        const double middle = (y.at(j, pieces) + y.at(j + 1, pieces)) / 2;
        const auto score = [&](double at) { return saved.predict(std::array{at, middle})[0]; };
        double begin = x.low, last = score(x.low);
        for (std::size_t i = 1; i <= pieces; ++i) {
            const double a = x.at(i - 1, pieces), b = x.at(i, pieces), next = score(b);
            const bool changes = (last > 0) != (next > 0);
            const double zero = changes ? a + (b - a) * last / (last - next) : b;
            if (last > 0 && (changes || i == pieces)) {
                p.numbers << begin << ' ' << zero << ' ' << y.at(j, pieces) << ' '
                          << std::min(y.at(j + 1, pieces) + overlap, y.high) << '\n';
                any = true;
            }
            if (changes)
                begin = zero;
            last = next;
        }
    }
    p.numbers << (any ? "" : "nan nan nan nan\n");

    const std::string data = "'" + plain_name(what.name) + "-boundary.dat' ";
    const double aspect = (y.high - y.low) / (x.high - x.low);
    const bool comparable = aspect > 0.25 && aspect < 4; // else the units hardly are the same
    const auto name = [&](std::size_t k) {
        return what.train.target_name + " " + what.train.classes[k];
    };
    const auto points = [&](int set, int shape, const char* colour, const std::string& title) {
        p.script << ", \\\n     " << data << "index " << set << " with points pointtype " << shape
                 << " pointsize 0.8 linewidth 1.2 linecolor rgb '" << colour << "' ";
        if (title.empty())
            p.script << "notitle";
        else
            p.script << "title " << in_gnuplot_quotes(title) << " noenhanced";
    };
    p.script << "set title " << in_gnuplot_quotes(what.title + ": the decision boundary")
             << " noenhanced\nset xlabel " << in_gnuplot_quotes(what.train.names[0])
             << " noenhanced\nset ylabel " << in_gnuplot_quotes(what.train.names[1])
             << " noenhanced\nset xrange [" << x.low << ':' << x.high << "]\nset yrange [" << y.low
             << ':' << y.high << "]\nset size " << (comparable ? "ratio -1" : "square")
             << "\nset key outside bottom center horizontal\n"
             << "set object 1 rectangle from graph 0,0 to graph 1,1 behind fillcolor rgb '#bcd2ec' "
                "fillstyle solid noborder\n"
             << "set contour base\nset cntrparam levels discrete 0\nunset surface\n"
             << "set table $boundary\nsplot " << data << "index 4 using 1:2:3\nunset table\n"
             << "plot " << data
             << "index 5 using 1:3:1:2:3:4 with boxxyerror fillstyle solid noborder linecolor rgb "
                "'#fdebd3' notitle, \\\n     $boundary using 1:2 with lines linewidth 2 linecolor "
                "rgb '#333333' title 'score 0'";
    const bool tested = what.test.size() != 0;
    points(0, 7, "#1f4e8c", name(0));
    points(1, 9, "#d95f02", name(1));
    if (tested) {
        points(2, 6, "#1f4e8c", name(0) + ", test");
        points(3, 8, "#d95f02", name(1) + ", test");
    }
    p.script << '\n';
    return p.draw();
}

} // namespace train
