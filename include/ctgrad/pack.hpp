// SPDX-License-Identifier: BSL-1.0
//
// A pack: as many numbers as one register of the processor holds, used like one number. It stands
// on the vector types that g++ and clang have in common, so it needs no library and no intrinsics,
// and what it becomes is what the options allow: 2 doubles with SSE2, 4 with AVX, 8 with AVX-512.
// Comparisons give masks, `select` chooses lane by lane.
#pragma once

#include <ctgrad/apply.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace ctgrad {

namespace detail {

// One register: of packs that need two, g++ 12 keeps a network's loop in memory, 27 times slower.
#if defined(__AVX512F__)
inline constexpr std::size_t register_size = 64;
#elif defined(__AVX__)
inline constexpr std::size_t register_size = 32;
#else
inline constexpr std::size_t register_size = 16;
#endif

// Signed integers as wide as a T: what comparisons of vectors of T give.
template <class T>
using bits_of = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;

} // namespace detail

/// How many numbers of type T a register holds.
template <class T>
inline constexpr std::size_t native_lanes = detail::register_size / sizeof(T);

/// Lanes that are true or false: what `x < y` is.
template <class T, std::size_t Lanes>
struct pack_mask {
    typedef detail::bits_of<T> vector __attribute__((vector_size(Lanes * sizeof(T))));

    vector bits; // all ones or all zeros

    bool operator[](std::size_t lane) const { return bits[lane] != 0; }

    [[gnu::always_inline]] friend pack_mask operator&&(const pack_mask& a, const pack_mask& b) {
        return {a.bits & b.bits};
    }
    [[gnu::always_inline]] friend pack_mask operator||(const pack_mask& a, const pack_mask& b) {
        return {a.bits | b.bits};
    }
    [[gnu::always_inline]] friend pack_mask operator!(const pack_mask& a) { return {~a.bits}; }
};

/// Whether some lane is true.
template <class T, std::size_t Lanes>
[[gnu::always_inline]] inline bool any_of(const pack_mask<T, Lanes>& mask) {
    detail::bits_of<T> some = 0;
    for (std::size_t i = 0; i < Lanes; ++i)
        some |= mask.bits[i];
    return some != 0;
}

/// `Lanes` numbers of type float or double. Plain numbers stand for packs of equal lanes.
template <class T, std::size_t Lanes = native_lanes<T>>
struct pack {
    static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>,
                  "ctgrad: a pack holds numbers of type float or double; see "
                  "docs/reference/pack.md");
    using value_type = T;
    using mask = pack_mask<T, Lanes>;
    typedef T vector __attribute__((vector_size(Lanes * sizeof(T))));
    static constexpr std::size_t size = Lanes;

    vector lanes;

    pack() = default;
    constexpr explicit pack(const vector& v) : lanes(v) {}
    // Subtracted, as -0.0 + 0.0 would be 0.0.
    template <plain_number Number>
    constexpr pack(Number x) : lanes(static_cast<T>(x) - vector{}) {}

    /// Any address will do, aligned or not.
    [[gnu::always_inline]] static pack load(const T* from) {
        pack out;
        std::memcpy(&out.lanes, from, sizeof(vector));
        return out;
    }
    [[gnu::always_inline]] void store(T* to) const { std::memcpy(to, &lanes, sizeof(vector)); }

    T operator[](std::size_t lane) const { return lanes[lane]; }
    void set(std::size_t lane, T x) { lanes[lane] = x; }

    [[gnu::always_inline]] friend pack operator+(const pack& x, const pack& y) {
#if defined(__clang__)
#pragma clang fp contract(fast)
#endif
        return pack(x.lanes + y.lanes);
    }
    [[gnu::always_inline]] friend pack operator-(const pack& x, const pack& y) {
#if defined(__clang__)
#pragma clang fp contract(fast)
#endif
        return pack(x.lanes - y.lanes);
    }
    [[gnu::always_inline]] friend pack operator*(const pack& x, const pack& y) {
#if defined(__clang__)
#pragma clang fp contract(fast)
#endif
        return pack(x.lanes * y.lanes);
    }
    [[gnu::always_inline]] friend pack operator/(const pack& x, const pack& y) {
        return pack(x.lanes / y.lanes);
    }
    [[gnu::always_inline]] friend pack operator-(const pack& x) {
        return pack(-x.lanes);
    }

    [[gnu::always_inline]] friend mask operator<(const pack& x, const pack& y) {
        return {x.lanes < y.lanes};
    }
    [[gnu::always_inline]] friend mask operator>(const pack& x, const pack& y) {
        return {x.lanes > y.lanes};
    }
    [[gnu::always_inline]] friend mask operator<=(const pack& x, const pack& y) {
        return {x.lanes <= y.lanes};
    }
    [[gnu::always_inline]] friend mask operator>=(const pack& x, const pack& y) {
        return {x.lanes >= y.lanes};
    }
    [[gnu::always_inline]] friend mask operator==(const pack& x, const pack& y) {
        return {x.lanes == y.lanes};
    }
    [[gnu::always_inline]] friend mask operator!=(const pack& x, const pack& y) {
        return {x.lanes != y.lanes};
    }
};

/// In each lane the one or the other; plain numbers stand for packs of equal lanes.
template <class T, std::size_t Lanes, class X, class Y>
[[gnu::always_inline]] inline pack<T, Lanes> select(const pack_mask<T, Lanes>& condition,
                                                    const X& x, const Y& y) {
    const pack<T, Lanes> chosen = x, other = y;
    return pack<T, Lanes>(condition.bits ? chosen.lanes : other.lanes);
}

namespace detail::vector_math {

using ctgrad::pack; // detail::pack packs names

// The bits of the lanes as integers, and back: exponents are added to, signs copied.
template <class T, std::size_t Lanes>
[[gnu::always_inline]] inline auto bits(const pack<T, Lanes>& x) {
    return std::bit_cast<typename pack_mask<T, Lanes>::vector>(x.lanes);
}
template <class T, std::size_t Lanes>
[[gnu::always_inline]] inline pack<T, Lanes>
from_bits(const typename pack_mask<T, Lanes>::vector& bits) {
    return pack<T, Lanes>(std::bit_cast<typename pack<T, Lanes>::vector>(bits));
}

} // namespace detail::vector_math

/// Without its sign, -0.0 too.
template <class T, std::size_t Lanes>
[[gnu::always_inline]] inline pack<T, Lanes> abs(const pack<T, Lanes>& x) {
    return detail::vector_math::from_bits<T, Lanes>(
        detail::vector_math::bits(x) & ~detail::vector_math::bits(pack<T, Lanes>(-0.0)));
}
/// The magnitude of x with the sign of `sign`.
template <class T, std::size_t Lanes>
[[gnu::always_inline]] inline pack<T, Lanes> copysign(const pack<T, Lanes>& x,
                                                      const pack<T, Lanes>& sign) {
    const auto sign_bit = detail::vector_math::bits(pack<T, Lanes>(-0.0));
    return detail::vector_math::from_bits<T, Lanes>((detail::vector_math::bits(x) & ~sign_bit) |
                                                    (detail::vector_math::bits(sign) & sign_bit));
}

/// How a type of packs is used. Specialise it for packs of another library.
template <class Pack>
struct pack_traits {
    static constexpr bool known = false;
};
template <class T, std::size_t Lanes>
struct pack_traits<pack<T, Lanes>> {
    static constexpr bool known = true;
    using scalar = T;
    static constexpr std::size_t size = Lanes;
    [[gnu::always_inline]] static pack<T, Lanes> load(const T* from) {
        return pack<T, Lanes>::load(from);
    }
    [[gnu::always_inline]] static void store(const pack<T, Lanes>& x, T* to) { x.store(to); }
};

} // namespace ctgrad
