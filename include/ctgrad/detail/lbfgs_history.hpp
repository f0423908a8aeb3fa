// SPDX-License-Identifier: BSL-1.0
//
// The memory of L-BFGS: the last steps s and the changes y of the gradient over them. The inverse
// of the Hessian that they suggest is never formed, only its product with a gradient: that takes
// two passes over the pairs, from the newest to the oldest and back. Nocedal & Wright, Numerical
// Optimization, 2nd edition, algorithm 7.4.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace ctgrad::detail {

template <class T>
T dot(std::span<const T> a, std::span<const T> b) {
    T sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

template <class T>
class lbfgs_history {
public:
    lbfgs_history(std::size_t pairs, std::size_t size)
        : pairs_(pairs), size_(size), s_(pairs * size), y_(pairs * size), rho_(pairs),
          alpha_(pairs) {}

    void forget() { count_ = 0; }
    [[nodiscard]] bool empty() const { return count_ == 0; }

    void push(std::span<const T> from, std::span<const T> to, std::span<const T> old_gradient,
              std::span<const T> gradient) {
        if (pairs_ == 0)
            return;
        const auto s = row(s_, count_), y = row(y_, count_);
        for (std::size_t i = 0; i < size_; ++i) {
            s[i] = to[i] - from[i];
            y[i] = gradient[i] - old_gradient[i];
        }
        const T sy = dot<T>(s, y), yy = dot<T>(y, y);
        // The second Wolfe condition makes s.y positive, but for rounding and searches cut short.
        if (!(sy > std::numeric_limits<T>::epsilon() * yy) || !std::isfinite(yy))
            return;
        rho_[count_ % pairs_] = 1 / sy;
        scale_ = sy / yy;
        ++count_;
    }

    // direction = -H*gradient, which begins with H0 = s.y/y.y of the newest pair (7.20).
    void direction(std::span<const T> gradient, std::span<T> direction) {
        std::ranges::transform(gradient, direction.begin(), [](T g) { return -g; });
        const std::size_t oldest = count_ - std::min(count_, pairs_);
        for (std::size_t k = count_; k-- > oldest;) {
            const T alpha = alpha_[k % pairs_] = rho_[k % pairs_] * dot<T>(row(s_, k), direction);
            add(-alpha, row(y_, k), direction);
        }
        if (!empty())
            for (T& d : direction)
                d *= scale_;
        for (std::size_t k = oldest; k < count_; ++k) {
            const T beta = rho_[k % pairs_] * dot<T>(row(y_, k), direction);
            add(alpha_[k % pairs_] - beta, row(s_, k), direction);
        }
    }

private:
    std::span<T> row(std::vector<T>& rows, std::size_t k) {
        return std::span<T>(rows).subspan(k % pairs_ * size_, size_);
    }
    static void add(T factor, std::span<const T> from, std::span<T> to) {
        for (std::size_t i = 0; i < to.size(); ++i)
            to[i] += factor * from[i];
    }

    std::size_t pairs_, size_, count_ = 0;
    std::vector<T> s_, y_, rho_, alpha_;
    T scale_ = 1;
};

} // namespace ctgrad::detail
