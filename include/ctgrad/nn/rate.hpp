// SPDX-License-Identifier: BSL-1.0
//
// Learning rates. A schedule is whatever can be called with the number of a step, counted from 0,
// and returns the rate of that step; here are the usual ones, and `learning_rate`, which holds a
// schedule or a plain number. They know nothing of the optimizer, so a rate can be printed, drawn
// and tested on its own.
#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <functional>
#include <numbers>
#include <utility>

namespace ctgrad::nn {

/// rate(k) = rate.
template <std::floating_point T>
struct constant_rate {
    T rate;

    [[nodiscard]] constexpr T operator()(std::size_t) const { return rate; }
};
template <class T>
constant_rate(T) -> constant_rate<T>;

/// rate(k) = first + (last - first)*k/steps, from step `steps` on `last`.
template <std::floating_point T>
struct linear_rate {
    T first;
    T last;
    std::size_t steps;

    [[nodiscard]] constexpr T operator()(std::size_t step) const {
        if (step >= steps)
            return last;
        return first + (last - first) * static_cast<T>(step) / static_cast<T>(steps);
    }
};
template <class T>
linear_rate(T, T, std::size_t) -> linear_rate<T>;

/// rate(k) = first * factor^k.
/// Cost: log2(k) multiplications.
template <std::floating_point T>
struct exponential_rate {
    T first;
    T factor;

    [[nodiscard]] constexpr T operator()(std::size_t step) const {
        T power = 1;
        for (T square = factor; step != 0; step /= 2, square *= square)
            if (step % 2 == 1)
                power *= square;
        return first * power;
    }
};
template <class T>
exponential_rate(T, T) -> exponential_rate<T>;

/// rate(k) = last + (first - last)*(1 + cos(pi*k/steps))/2, from step `steps` on `last`: slow at
/// both ends.
/// Source: Loshchilov & Hutter, SGDR, 2017, equation 5 without restarts.
template <std::floating_point T>
struct cosine_rate {
    T first;
    T last;
    std::size_t steps;

    [[nodiscard]] T operator()(std::size_t step) const {
        if (step >= steps)
            return last;
        const T angle = std::numbers::pi_v<T> * static_cast<T>(step) / static_cast<T>(steps);
        return last + (first - last) * (1 + std::cos(angle)) / 2;
    }
};
template <class T>
cosine_rate(T, T, std::size_t) -> cosine_rate<T>;

/// The first `steps` steps rise to the schedule, which then begins:
/// rate(k) = schedule(0)*(k + 1)/(steps + 1) for k < steps, schedule(k - steps) afterwards.
/// Source: Goyal et al., Accurate, Large Minibatch SGD, 2017, section 2.2.
template <class Schedule>
struct warm_up {
    Schedule schedule;
    std::size_t steps;

    [[nodiscard]] constexpr auto operator()(std::size_t step) const {
        using rate = decltype(schedule(step));
        if (step >= steps)
            return schedule(step - steps);
        return schedule(std::size_t{0}) * static_cast<rate>(step + 1) /
               static_cast<rate>(steps + 1);
    }
};
template <class Schedule>
warm_up(Schedule, std::size_t) -> warm_up<Schedule>;

/// A schedule of rates of type T.
template <class Schedule, class T>
concept rate_schedule = requires(const Schedule& schedule, std::size_t step) {
    { schedule(step) } -> std::convertible_to<T>;
};

/// Holds any schedule, or a number for a constant rate, so that optimizers with different schedules
/// are of one type.
/// Cost: a schedule of more than two words is stored on the heap, once; a call allocates nothing.
template <std::floating_point T>
class learning_rate {
public:
    learning_rate(T rate) : schedule_(constant_rate<T>{rate}) {}
    template <class Schedule>
        requires(!std::same_as<Schedule, learning_rate>)
    &&rate_schedule<Schedule, T> learning_rate(Schedule schedule)
        : schedule_(std::move(schedule)) {}

    [[nodiscard]] T operator()(std::size_t step) const { return schedule_(step); }

private:
    std::function<T(std::size_t)> schedule_;
};

} // namespace ctgrad::nn
