// SPDX-License-Identifier: BSL-1.0
//
// Batches: a function of numbers becomes a function of spans, point by point, a register full of
// points at a time. The points are a structure of arrays, one span for each argument and one for
// each result. As programs are evaluated in any scalar type, a pack of numbers will do; all there
// is to add is loading, storing and the points that are left over.
#pragma once

#include <ctgrad/detail/batch_arguments.hpp>
#include <ctgrad/detail/batch_run.hpp>

#include <array>
#include <type_traits>

namespace ctgrad {

/// Who computes a batch: the calling thread. `threads(n)` is the alternative.
struct this_thread {
    /// Calls work(first, last) for ranges that make up 0...count.
    template <class Work>
    void split(std::size_t count, const Work& work) const {
        work(std::size_t{0}, count);
    }
};

/// What `vmap(f)` returns.
template <class Function, class Pack, class Split>
class batch_function {
public:
    constexpr explicit batch_function(const Split& split) : split_(split) {}

    /// Errors: size_error where spans differ in length.
    template <class... Args>
    void operator()(Args&&... args) const {
        call<std::remove_reference_t<Args>...>(args...);
    }

private:
    template <class... Args>
    void call(const Args&... args) const {
        if constexpr (decltype(detail::check_batch<Function, Pack, Args...>())::value) {
            constexpr detail::division parts = detail::divide<Function, 1, Args...>();
            run<detail::call_with<Function, parts.inputs, Args...>>(args...);
        }
    }
    template <class Call, class... Args>
    void run(const Args&... args) const {
        using T = detail::scalar_of_batch<Args...>;
        using packs = std::conditional_t<std::is_void_v<Pack>, pack<T>, Pack>;
        using formula = typename Call::template formula<T>;
        constexpr bool fits = std::is_same_v<typename pack_traits<packs>::scalar, T>;
        static_assert(fits, "ctgrad: vmap<Pack>(f) takes spans of the numbers that Pack holds, "
                            "here they are of another type: see docs/reference/vmap.md");
        if constexpr (fits && decltype(Call::template check<T>())::value) {
            std::array<detail::batch_leaf<T>, detail::several_batches<Args...>::size> leaves;
            detail::batch_leaf<T>* next = leaves.data();
            std::size_t position = 0;
            (detail::batch_shape<Args>::template collect<T>(args, ++position, next), ...);
            detail::check_sizes(leaves);
            const detail::batch_run<detail::program<detail::value_recipe<formula>>, packs,
                                    Call::inputs::shared, T, Call::outputs>
                work(leaves);
            split_.split(leaves.back().size, work);
        }
    }

    Split split_;
};

/// `vmap(f)(xs, ys, out)`: out[i] = f(xs[i], ys[i]). `vmap(value_and_gradient(f))(xs, ys, value,
/// dx, dy)`: an output for each number that the function returns, in its order. A plain number
/// among the inputs is the same for all points. An argument that is a std::array is given as a
/// std::array of spans. Outputs may be inputs, but not shifted.
/// `vmap(f, threads(4))` uses threads, `vmap<Pack>(f)` packs of another type.
/// Cost: no allocation. Example: examples/vmap.cpp
template <class Pack = void, class Function, class Split = this_thread>
constexpr auto vmap(const traced_function<Function>&, const Split& split = {}) {
    constexpr bool known = std::is_void_v<Pack> || pack_traits<Pack>::known;
    static_assert(known, "ctgrad: vmap<Pack>(f) takes a type for which pack_traits is specialised, "
                         "this one has none: include ctgrad/xsimd.hpp or "
                         "ctgrad/experimental_simd.hpp; see docs/reference/vmap.md");
    if constexpr (known)
        return batch_function<Function, Pack, Split>(split);
}

} // namespace ctgrad
