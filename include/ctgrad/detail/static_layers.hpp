// SPDX-License-Identifier: BSL-1.0
//
// The layers of a network whose shape is known while compiling: some samples pass forward through
// one layer after the other, and their slopes backward, while all is in registers and the nearest
// cache. The pass is a recursion, so that what the forward half leaves for the backward half are
// its local variables.
#pragma once

#include <ctgrad/detail/dense_layer.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace ctgrad::nn::detail {

using namespace ctgrad::detail;

/// How many samples pass through a layer before the next: enough to keep the sums of the gradient
/// in registers for a while, few enough that what they leave stays in the first-level cache. 32 in
/// place of 64 made the gradient of a 2-16-16-1 network of 100 samples 1.04 times slower.
template <class T>
constexpr std::size_t samples_at_once(std::size_t widest) {
    const std::size_t fitting = 8192 / (sizeof(T) * widest) / 4 * 4;
    return std::clamp<std::size_t>(fitting, 4, 64);
}

/// The layers from the first of these sizes on.
template <class T, std::size_t Lanes, class Hidden, class Output, bool First, std::size_t In,
          std::size_t Out, std::size_t... Sizes>
class layers {
    static constexpr bool last = sizeof...(Sizes) == 0;
    struct no_more {
        constexpr explicit no_more(const T*) {}
    };
    template <bool>
    struct rest_of {
        using type = no_more;
    };
    template <bool More>
    requires More struct rest_of<More> {
        using type = layers<T, Lanes, Hidden, Output, false, Out, Sizes...>;
    };
    using layer = dense_layer<T, Lanes, In, Out, First>;
    using activation = std::conditional_t<last, Output, Hidden>;

    layer layer_;
    [[no_unique_address]] typename rest_of<!last>::type rest_;

public:
    constexpr explicit layers(const T* parameters)
        : layer_(parameters), rest_(parameters + layer::parameter_count) {}

    constexpr void store_gradient(T* to) const {
        layer_.store_gradient(to);
        if constexpr (!last)
            rest_.store_gradient(to + layer::parameter_count);
    }

    /// The loss of some samples, whose gradient is added to that of the layers. `of_scores(scores,
    /// slopes)` returns the loss and sets its slopes. `dx` receives the slopes by the sums that the
    /// layer below made x of.
    template <std::size_t Samples>
    [[gnu::always_inline]] constexpr T pass(std::size_t samples, const auto& x, auto& dx,
                                            const auto& of_scores) {
        block<T, Lanes, Samples, Out> a, delta;
        layer_.template forward<activation>(samples, x, a);
        T loss{};
        if constexpr (last) {
            loss = of_scores(a, delta);
            for (std::size_t s = 0; s < samples; ++s) {
                for (std::size_t j = 0; j < Out; ++j)
                    delta[s][j] *= activation::slope(a[s][j]);
                for (std::size_t j = Out; j < delta[s].size(); ++j)
                    delta[s][j] = T(0);
            }
        } else
            loss = rest_.template pass<Samples>(samples, a, delta, of_scores);
        layer_.accumulate(samples, x, delta);
        if constexpr (!First)
            layer_.template backward<Hidden>(samples, x, delta, dx);
        return loss;
    }
};

} // namespace ctgrad::nn::detail
