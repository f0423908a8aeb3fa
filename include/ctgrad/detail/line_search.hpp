// SPDX-License-Identifier: BSL-1.0
//
// How far to go along a direction of descent: to a point that satisfies the strong Wolfe
// conditions. With phi(a) = f(x + a*d),
//     phi(a) <= phi(0) + c1*a*phi'(0)      low enough for the length of the step,
//     |phi'(a)| <= c2*|phi'(0)|            flat enough: going on would not have paid.
// Nocedal & Wright, Numerical Optimization, 2nd edition, algorithms 3.5 (widen until an interval
// holds such a point) and 3.6 (narrow it). A point where phi is not finite counts as too high, so
// the search steps back from the edge of the domain.
#pragma once

#include <algorithm>
#include <cmath>

namespace ctgrad::detail {

/// phi and its slope at one length of the step.
template <class T>
struct line_point {
    T step = 0;
    T value = 0;
    T slope = 0;
};

/// Where the cubic through two values and two slopes has its minimum (equation 3.59); not finite if
/// it has none.
template <class T>
T cubic_minimum(const line_point<T>& a, const line_point<T>& b) {
    const T width = b.step - a.step;
    const T d1 = a.slope + b.slope - 3 * (b.value - a.value) / width;
    const T d2 = std::copysign(std::sqrt(d1 * d1 - a.slope * b.slope), width);
    return b.step - width * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2));
}

/// `line(step)` returns phi and its slope there; `start` is phi at 0, its slope is negative. The
/// result satisfies both conditions, or, if the search ends before, the first and is the lowest
/// point seen; its step is 0 if not even such a point was found.
template <class T, class Line>
line_point<T> strong_wolfe(Line&& line, const line_point<T>& start, T step, T c1, T c2) {
    const auto finite = [](const line_point<T>& p) {
        return std::isfinite(p.value) && std::isfinite(p.slope);
    };
    const auto low_enough = [&](const line_point<T>& p) {
        return finite(p) && p.value <= start.value + c1 * p.step * start.slope;
    };
    const auto flat_enough = [&](const line_point<T>& p) {
        return std::abs(p.slope) <= -c2 * start.slope;
    };

    // `low` is the lowest point so far, all that matters lies between it and `high`.
    line_point<T> low = start, high;
    int evaluations = 0;
    constexpr int most_evaluations = 60;
    for (;;) {
        if (evaluations++ == most_evaluations)
            return low;
        const line_point<T> trial = line(step);
        if (!low_enough(trial) || trial.value >= low.value) {
            high = trial;
            break;
        }
        if (flat_enough(trial))
            return trial;
        if (trial.slope >= 0) {
            high = low;
            low = trial;
            break;
        }
        const T advance = trial.step - low.step;
        const T minimum = cubic_minimum(low, trial);
        const T least = step + advance, most = step + 9 * advance;
        step = std::isfinite(minimum) ? std::clamp(minimum, least, most) : most;
        low = trial;
    }

    for (int narrowed = 0; evaluations++ < most_evaluations; ++narrowed) {
        // The cubic's minimum, but well inside, and the middle now and then: an end that never
        // moves would otherwise hold up the search.
        const T width = high.step - low.step;
        T part = (cubic_minimum(low, high) - low.step) / width;
        if (!finite(high))
            part = T(0.1);
        else if (!std::isfinite(part) || narrowed % 3 == 2)
            part = T(0.5);
        step = low.step + std::clamp(part, T(0.1), T(0.9)) * width;
        if (step == low.step || step == high.step)
            break;
        const line_point<T> trial = line(step);
        if (!low_enough(trial) || trial.value >= low.value) {
            high = trial;
            continue;
        }
        if (flat_enough(trial))
            return trial;
        if (trial.slope * width >= 0)
            high = low;
        low = trial;
    }
    return low;
}

} // namespace ctgrad::detail
