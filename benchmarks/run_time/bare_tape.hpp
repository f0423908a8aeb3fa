// SPDX-License-Identifier: BSL-1.0
#pragma once

// The yardstick: the fastest plain tape we know how to write. Every operation is one entry of 24
// bytes that holds two local derivatives and two operands; there is one tape, it is reset by hand,
// and its memory is kept. What a graph with lifetimes, names and statements costs or saves is the
// ratio to this.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

namespace bare_tape {

struct entry {
    double partial[2];
    std::uint32_t operand[2];
};
static_assert(sizeof(entry) == 24);

/// Position 0 is the sink: constants stand there, and what flows to them is never read. Positions
/// 1 to n are the variables: they have an adjoint, but their entries are not read.
class tape {
public:
    /// Forgets the last graph; the next one has `variables` variables.
    void start(std::size_t variables) {
        first_ = size_ = 1 + variables;
        while (size_ >= capacity_)
            grow();
    }

    [[gnu::always_inline]] std::uint32_t record(std::uint32_t a, double a_partial, std::uint32_t b,
                                                double b_partial) {
        // size_t, double, uint32_t and pointers: the compiler knows that these stores change none
        // of the tape's own members.
        const std::size_t position = size_;
        if (position == capacity_) [[unlikely]]
            grow();
        entry& e = entries_[position];
        e.partial[0] = a_partial;
        e.partial[1] = b_partial;
        e.operand[0] = a;
        e.operand[1] = b;
        size_ = position + 1;
        return static_cast<std::uint32_t>(position);
    }

    /// The derivatives of the entry at `result` with respect to the variables. Each adjoint is set
    /// back to zero where it is read, while it is in the cache: there is no pass that clears them.
    /// Passing over entries whose adjoint is zero, as other tapes do, is not faster here, though
    /// half of the relu network's are.
    void gradient(std::uint32_t result, double* out) {
        double* const adjoints = adjoints_;
        const entry* const entries = entries_;
        const std::size_t first = first_;
        adjoints[result] = 1;
        for (std::size_t i = size_; i-- > first;) {
            const double bar = adjoints[i];
            const entry& e = entries[i];
            adjoints[e.operand[0]] += e.partial[0] * bar;
            adjoints[e.operand[1]] += e.partial[1] * bar;
            adjoints[i] = 0;
        }
        std::memcpy(out, adjoints + 1, (first - 1) * sizeof(double));
        std::memset(adjoints, 0, first * sizeof(double));
    }

private:
    [[gnu::noinline, gnu::cold]] void grow() {
        const std::size_t more = capacity_ == 0 ? 4096 : 2 * capacity_;
        auto* const entries = static_cast<entry*>(std::realloc(entries_, more * sizeof(entry)));
        if (entries)
            entries_ = entries;
        auto* const adjoints = static_cast<double*>(std::realloc(adjoints_, more * sizeof(double)));
        if (adjoints)
            adjoints_ = adjoints;
        if (!entries || !adjoints)
            throw std::bad_alloc{};
        std::memset(adjoints_ + capacity_, 0, (more - capacity_) * sizeof(double));
        capacity_ = more;
    }

    entry* entries_ = nullptr;
    double* adjoints_ = nullptr;
    std::size_t size_ = 0, capacity_ = 0, first_ = 0;
};

inline constinit tape the_tape;

struct scalar {
    double value;
    std::uint32_t position;

    scalar() = default;
    scalar(double x) : value{x}, position{0} {}
    scalar(double x, std::uint32_t at) : value{x}, position{at} {}

    friend scalar operator+(scalar a, scalar b) {
        return {a.value + b.value, the_tape.record(a.position, 1, b.position, 1)};
    }
    friend scalar operator+(scalar a, double b) { return unary(a, a.value + b, 1); }
    friend scalar operator+(double a, scalar b) { return b + a; }
    friend scalar operator-(scalar a, scalar b) {
        return {a.value - b.value, the_tape.record(a.position, 1, b.position, -1)};
    }
    friend scalar operator-(scalar a, double b) { return unary(a, a.value - b, 1); }
    friend scalar operator-(double a, scalar b) { return unary(b, a - b.value, -1); }
    friend scalar operator-(scalar a) { return unary(a, -a.value, -1); }
    friend scalar operator*(scalar a, scalar b) {
        return {a.value * b.value, the_tape.record(a.position, b.value, b.position, a.value)};
    }
    friend scalar operator*(scalar a, double b) { return unary(a, a.value * b, b); }
    friend scalar operator*(double a, scalar b) { return b * a; }
    friend scalar operator/(scalar a, scalar b) {
        const double inverse = 1 / b.value, result = a.value * inverse;
        return {result, the_tape.record(a.position, inverse, b.position, -result * inverse)};
    }
    friend scalar operator/(scalar a, double b) { return unary(a, a.value / b, 1 / b); }
    friend scalar operator/(double a, scalar b) {
        const double result = a / b.value;
        return unary(b, result, -result / b.value);
    }
    template <class Other>
    scalar& operator+=(const Other& x) {
        return *this = *this + x;
    }
    template <class Other>
    scalar& operator-=(const Other& x) {
        return *this = *this - x;
    }
    template <class Other>
    scalar& operator*=(const Other& x) {
        return *this = *this * x;
    }

    friend bool operator<(scalar a, scalar b) { return a.value < b.value; }
    friend bool operator>(scalar a, scalar b) { return a.value > b.value; }

    friend scalar sin(scalar x) {
        double sine, cosine;
        ::sincos(x.value, &sine, &cosine);
        return unary(x, sine, cosine);
    }
    friend scalar cos(scalar x) {
        double sine, cosine;
        ::sincos(x.value, &sine, &cosine);
        return unary(x, cosine, -sine);
    }
    friend scalar exp(scalar x) {
        const double result = std::exp(x.value);
        return unary(x, result, result);
    }
    friend scalar log(scalar x) { return unary(x, std::log(x.value), 1 / x.value); }
    friend scalar sqrt(scalar x) {
        const double result = std::sqrt(x.value);
        return unary(x, result, 0.5 / result);
    }
    friend scalar tanh(scalar x) {
        const double result = std::tanh(x.value);
        return unary(x, result, 1 - result * result);
    }
    friend scalar relu(scalar x) {
        const bool positive = x.value > 0;
        return unary(x, positive ? x.value : 0, positive ? 1 : 0);
    }
    friend scalar select(bool condition, scalar a, scalar b) { return condition ? a : b; }

private:
    static scalar unary(scalar x, double result, double partial) {
        return {result, the_tape.record(x.position, partial, 0, 0)};
    }
};

/// Writes the value of `formula(variables)` and its gradient with respect to all of them.
/// `variables` has room for `count` scalars.
template <class Formula>
void value_and_gradient(const double* p, std::size_t count, scalar* variables,
                        const Formula& formula, double* out) {
    the_tape.start(count);
    for (std::size_t i = 0; i < count; ++i)
        variables[i] = scalar{p[i], static_cast<std::uint32_t>(1 + i)};
    const scalar result = formula(static_cast<const scalar*>(variables));
    out[0] = result.value;
    the_tape.gradient(result.position, out + 1);
}

} // namespace bare_tape
