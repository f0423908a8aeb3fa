// SPDX-License-Identifier: BSL-1.0
//
// The one loop of all rolled forms: a program that was made once, for one place, runs at every
// place of some arrays. What it reads and writes there is described by streams:
//
//     width, step      reads                      writes
//     w, 0             w numbers of all places    their sums over all places
//     w, 1             x[i] ... x[i + w - 1]      the sums of what the places give to each x
//     w, w             row i of rows of w         row i
//
// Programs without calls of the standard library run for a register full of places at once. Sums
// have an accumulator per lane, several if the program is short, so that additions do not wait for
// each other and the compiler needs no permission to reorder them.
#pragma once

#include <ctgrad/evaluate.hpp>
#include <ctgrad/pack.hpp>
#include <ctgrad/pack_math.hpp>
#include <ctgrad/primitives.hpp>
#include <ctgrad/program.hpp>

#include <array>
#include <utility>

namespace ctgrad::detail {

struct stream {
    std::size_t width, step;
};

// One of the numbers that a program takes or gives at a place.
struct streamed_number {
    std::size_t stream, offset, step;
    std::size_t held; // where a window keeps what later places add to
};

template <stream... All>
struct streams {
    static constexpr std::size_t count = sizeof...(All);
    static constexpr std::array<stream, count + 1> all{All...};
    static constexpr std::size_t numbers = (All.width + ... + 0);
    static constexpr std::array<std::size_t, count + 1> first = [] {
        std::array<std::size_t, count + 1> out{};
        for (std::size_t s = 0; s < count; ++s)
            out[s + 1] = out[s] + all[s].width;
        return out;
    }();
    static constexpr std::array<streamed_number, numbers + 1> number = [] {
        std::array<streamed_number, numbers + 1> out{};
        std::size_t next = 0;
        for (std::size_t s = 0; s < count; ++s)
            for (std::size_t k = 0; k < all[s].width; ++k)
                out[next++] = {s, k, all[s].step, 0};
        return out;
    }();
    static constexpr std::size_t widest_window = [] {
        std::size_t widest = 1;
        for (const stream& s : all)
            widest = s.step == 1 && s.width > widest ? s.width : widest;
        return widest;
    }();
};

// ---- the numbers of a place, or of as many places as `Pack` has lanes ---------------------------
template <class Pack>
inline constexpr std::size_t places_of = 1;
template <class T, std::size_t Count>
inline constexpr std::size_t places_of<ctgrad::pack<T, Count>> = Count;

template <class Pack, std::size_t Step, class T>
[[gnu::always_inline]] constexpr Pack read_places(const T* from) {
    if constexpr (Step == 0 || places_of<Pack> == 1)
        return Pack(*from);
    else if constexpr (Step == 1)
        return Pack::load(from);
    else {
        Pack out;
        for (std::size_t l = 0; l < places_of<Pack>; ++l)
            out.lanes[l] = from[l * Step];
        return out;
    }
}
template <std::size_t Step, class Pack, class T>
[[gnu::always_inline]] constexpr void write_places(const Pack& numbers, T* to) {
    if constexpr (places_of<Pack> == 1)
        *to = numbers;
    else if constexpr (Step == 1)
        numbers.store(to);
    else
        for (std::size_t l = 0; l < places_of<Pack>; ++l)
            to[l * Step] = numbers.lanes[l];
}
template <class Pack>
[[gnu::always_inline]] constexpr auto sum_of_places(const Pack& numbers) {
    if constexpr (places_of<Pack> == 1)
        return numbers;
    else { // half to half, so that neighbouring additions do not wait for each other
        auto part = numbers.lanes;
        for (std::size_t half = places_of<Pack> / 2; half > 0; half /= 2)
            for (std::size_t l = 0; l < half; ++l)
                part[l] += part[l + half];
        return part[0];
    }
}
// What the places before these gave `Shift` places on: the last lanes of `before`, then the first
// of `here`.
template <std::size_t Shift, class Pack, std::size_t... Lane>
[[gnu::always_inline]] inline Pack shifted(const Pack& before, const Pack& here,
                                           std::index_sequence<Lane...>) {
    return Pack(
        __builtin_shufflevector(before.lanes, here.lanes, (places_of<Pack> - Shift + Lane)...));
}

// ---- what one step of the loop does -------------------------------------------------------------
template <class Inputs, std::size_t J, class Pack, class T>
[[gnu::always_inline]] constexpr Pack read_number(const std::array<const T*, Inputs::count + 1>& in,
                                                  const std::array<T, Inputs::numbers + 1>& common,
                                                  std::size_t place) {
    constexpr streamed_number from = Inputs::number[J];
    if constexpr (from.step == 0)
        return Pack(common[J]);
    else
        return read_places<Pack, from.step>(in[from.stream] + place * from.step + from.offset);
}

// Sums in progress: `total` of what all places add to, and of windows what is still to be written.
// One number per lane of what earlier places gave; if Pack is a number, what comes after `place`.
template <class Outputs, class Pack, std::size_t Accumulators>
struct running_sums {
    std::array<std::array<Pack, Outputs::numbers + 1>, Accumulators> total;
    std::array<Pack, Outputs::numbers + 1> held;

    [[gnu::always_inline]] constexpr running_sums() : total(), held() {
        clear(std::make_index_sequence<Outputs::numbers>());
    }
    template <std::size_t... R>
    [[gnu::always_inline]] constexpr void clear(std::index_sequence<R...>) {
        for (auto& t : total)
            ((t[R] = Pack(0)), ...);
        ((held[R] = Pack(0)), ...);
    }
};

template <class Outputs, std::size_t R, class Pack, std::size_t Accumulators, class T>
[[gnu::always_inline]] constexpr void
write_number(running_sums<Outputs, Pack, Accumulators>& sums, std::size_t accumulator,
             const std::array<Pack, Outputs::numbers>& results,
             const std::array<T*, Outputs::count + 1>& out, std::size_t place) {
    constexpr streamed_number to = Outputs::number[R];
    constexpr stream whole = Outputs::all[to.stream];
    if constexpr (whole.step == 0)
        sums.total[accumulator][R] = sums.total[accumulator][R] + results[R];
    else if constexpr (whole.step == 1 && whole.width > 1) {
        if constexpr (to.offset == 0)
            write_window<Outputs, R>(sums, results, out[to.stream] + place,
                                     std::make_index_sequence<whole.width - 1>());
    } else
        write_places<whole.step>(results[R], out[to.stream] + place * whole.step + to.offset);
}
// A number of the window's results goes to each of `width` neighbours. What goes beyond the first
// is held back until its place comes: every x is written once, and no sum goes through memory.
template <class Outputs, std::size_t R, class Pack, std::size_t Accumulators, class T,
          std::size_t... K>
[[gnu::always_inline]] constexpr void
write_window(running_sums<Outputs, Pack, Accumulators>& sums,
             const std::array<Pack, Outputs::numbers>& results, T* to, std::index_sequence<K...>) {
    Pack sum = results[R];
    if constexpr (places_of<Pack> == 1) {
        sum = sum + sums.held[R];
        ((sums.held[R + K] = sums.held[R + K + 1] + results[R + K + 1]), ...);
    } else {
        ((sum = sum + shifted<K + 1>(sums.held[R + K], results[R + K + 1],
                                     std::make_index_sequence<places_of<Pack>>()),
          sums.held[R + K] = results[R + K + 1]),
         ...);
    }
    write_places<1>(sum, to);
}

template <class Program, class Inputs, class Outputs, class Pack, class T, std::size_t Accumulators,
          std::size_t... J, std::size_t... R>
[[gnu::always_inline]] constexpr void
run_place(const std::array<const T*, Inputs::count + 1>& in,
          const std::array<T, Inputs::numbers + 1>& common,
          const std::array<T*, Outputs::count + 1>& out, std::size_t place,
          running_sums<Outputs, Pack, Accumulators>& sums, std::size_t accumulator,
          std::index_sequence<J...>, std::index_sequence<R...>) {
    const std::array<Pack, sizeof...(J) + 1> inputs{
        read_number<Inputs, J, Pack>(in, common, place)..., Pack(0)};
    const auto results = evaluate<Program>(inputs.data(), static_cast<const double*>(nullptr));
    (write_number<Outputs, R>(sums, accumulator, results, out, place), ...);
}
template <class Program, class Inputs, class Outputs, class Pack, class T, std::size_t Accumulators,
          std::size_t... A>
[[gnu::always_inline]] constexpr void
run_places(const std::array<const T*, Inputs::count + 1>& in,
           const std::array<T, Inputs::numbers + 1>& common,
           const std::array<T*, Outputs::count + 1>& out, std::size_t place,
           running_sums<Outputs, Pack, Accumulators>& sums, std::index_sequence<A...>) {
    (run_place<Program, Inputs, Outputs, Pack>(in, common, out, place + A * places_of<Pack>, sums,
                                               A, std::make_index_sequence<Inputs::numbers>(),
                                               std::make_index_sequence<Outputs::numbers>()),
     ...);
}

// Only what has vector instructions: the others are faster number by number.
constexpr bool is_vector_operation(const node& n) {
    constexpr std::uint64_t known[] = {info<op::add>.id,
                                       info<op::subtract>.id,
                                       info<op::multiply>.id,
                                       info<op::divide>.id,
                                       info<op::negate>.id,
                                       info<op::exponential>.id,
                                       info<op::logarithm>.id,
                                       info<op::sine>.id,
                                       info<op::cosine>.id,
                                       info<op::tangent>.id,
                                       info<op::hyperbolic_tangent>.id,
                                       info<op::sigmoid>.id,
                                       info<op::softplus>.id,
                                       info<op::square_root>.id,
                                       info<op::error_function>.id,
                                       info<op::absolute>.id,
                                       info<op::relu>.id,
                                       info<op::maximum>.id,
                                       info<op::minimum>.id,
                                       info<op::select_less>.id,
                                       info<op::select_less_equal>.id,
                                       info<op::select_equal>.id};
    for (const std::uint64_t id : known)
        if (n.operation->id == id)
            return true;
    return is_leaf(n);
}
template <class Program, class Outputs, class T>
constexpr std::size_t places_at_once() {
    if constexpr (std::is_same_v<T, float> || std::is_same_v<T, double>) {
        for (const node& n : Program::g.nodes)
            if (!is_vector_operation(n))
                return 1;
        return Outputs::widest_window <= native_lanes<T> ? native_lanes<T> : 1;
    } else
        return 1;
}
// Several only where additions would wait for each other: in terms of few operations. An elementary
// function is some twenty, which need not be compiled several times.
template <class Program>
constexpr std::size_t count_accumulators() {
    std::size_t operations = 0;
    for (const node& n : Program::g.nodes)
        operations += is_leaf(n)                                                          ? 0
                      : n.operation->arity == 1 && n.operation->id != info<op::negate>.id ? 20
                                                                                          : 1;
    return operations <= 16 ? 4 : operations <= 48 ? 2 : 1;
}

template <class Outputs, class Pack, std::size_t Accumulators, class T, std::size_t Each>
constexpr void collect(const running_sums<Outputs, Pack, Accumulators>& from,
                       running_sums<Outputs, T, Each>& to) {
    for (std::size_t r = 0; r < Outputs::numbers; ++r) {
        const streamed_number number = Outputs::number[r];
        Pack total = from.total[0][r];
        for (std::size_t a = 1; a < Accumulators; ++a)
            total = total + from.total[a][r];
        to.total[0][r] = to.total[0][r] + sum_of_places(total);
        // Of the window's results k + 1 places on, the last k + 1 lanes are still to be written.
        const std::size_t width = Outputs::all[number.stream].width;
        if (number.step == 1 && number.offset + 1 < width)
            for (std::size_t k = 0; k <= number.offset; ++k)
                if constexpr (places_of < Pack >> 1) {
                    T& held = to.held[r - number.offset + k];
                    held = held + from.held[r].lanes[places_of<Pack> - number.offset - 1 + k];
                }
    }
}

/// Runs `Program` at the places 0 ... places - 1. `in` and `out` are where the streams begin. All
/// outputs are overwritten, also of no places.
template <class Program, class Inputs, class Outputs, class T>
constexpr void run_loop(std::size_t places, const std::array<const T*, Inputs::count + 1>& in,
                        const std::array<T*, Outputs::count + 1>& out) {
    std::array<T, Inputs::numbers + 1> common{};
    for (std::size_t j = 0; j < Inputs::numbers; ++j)
        if (Inputs::number[j].step == 0)
            common[j] = in[Inputs::number[j].stream][Inputs::number[j].offset];
    running_sums<Outputs, T, 1> rest;
    std::size_t place = 0;
    if (!std::is_constant_evaluated()) {
        constexpr std::size_t at_once = places_at_once<Program, Outputs, T>();
        constexpr std::size_t accumulators = count_accumulators<Program>();
        if constexpr (at_once > 1) {
            using numbers = ctgrad::pack<T, at_once>;
            running_sums<Outputs, numbers, accumulators> sums;
            for (; place + accumulators * at_once <= places; place += accumulators * at_once)
                run_places<Program, Inputs, Outputs, numbers>(
                    in, common, out, place, sums, std::make_index_sequence<accumulators>());
            collect(sums, rest);
        }
    }
    for (; place < places; ++place)
        run_places<Program, Inputs, Outputs, T>(in, common, out, place, rest,
                                                std::index_sequence<0>());
    for (std::size_t r = 0; r < Outputs::numbers; ++r) {
        const streamed_number to = Outputs::number[r];
        if (to.step == 0)
            out[to.stream][to.offset] = rest.total[0][r];
        else if (to.step == 1 && to.offset + 1 < Outputs::all[to.stream].width && places != 0)
            out[to.stream][places + to.offset] = rest.held[r];
    }
}

} // namespace ctgrad::detail
