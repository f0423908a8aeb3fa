// SPDX-License-Identifier: BSL-1.0
//
// The grads of nodes. Those of computed nodes belong to the latest sweep, which clears them in
// groups as it comes to them: before a grad is read or written, its group must have been reached.
#pragma once

#include <ctgrad/detail/tape/recording.hpp>

#include <algorithm>
#include <bit>
#include <cmath>

namespace ctgrad::detail {

// The adjoint of a node that nothing has contributed to yet. Adding 0 to it gives +0, so a node
// whose adjoint is 0 (and whose NaN partials must show) differs from one that the result does not
// depend on (and whose partials must not matter). Only contributions of -0 go unnoticed.
template <class T>
inline constexpr T untouched = -T(0);
template <class T>
[[gnu::always_inline]] inline bool is_untouched(T adjoint) {
    if constexpr (sizeof(T) == sizeof(std::uint64_t))
        return std::bit_cast<std::uint64_t>(adjoint) == std::bit_cast<std::uint64_t>(untouched<T>);
    else
        return adjoint == 0 && std::signbit(adjoint);
}

/// Before the grad of a node is read or written: it is that of the latest sweep.
template <class T>
[[gnu::always_inline]] inline void reach_node(recording<T>& now, node_id id) {
    if (!now.cleared[id >> group_bits]) [[unlikely]]
        now.owner->reach(id);
}
/// The same of consecutive nodes.
template <class T>
[[gnu::always_inline]] inline void reach_nodes(recording<T>& now, node_id first,
                                               std::size_t count) {
    if (count == 0)
        return;
    const std::size_t last = (first + count - 1) >> group_bits;
    for (std::size_t group = first >> group_bits; group <= last; ++group)
        if (!now.cleared[group]) [[unlikely]]
            now.owner->reach(std::max(first, static_cast<node_id>(group << group_bits)));
}

/// The grad of a node, for the user.
template <class T>
[[gnu::always_inline]] inline T& grad_of(recording<T>& now, node_id id) {
    T& own = now.grad[id];
    if (!now.cleared[id >> group_bits] || is_untouched(own)) [[unlikely]]
        now.owner->show_grad(id);
    return own;
}

/// A node and what is added to its grad before a sweep.
template <class T>
struct seed {
    node_id node;
    T adjoint;
};

} // namespace ctgrad::detail
