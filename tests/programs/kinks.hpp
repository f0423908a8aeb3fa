// SPDX-License-Identifier: BSL-1.0
//
// The edges of primitives: kinks, steps, borders of domains. Where the operands are exactly there,
// the conventions say what is right; if they are only so close that rounding decides, nobody can
// say.
#pragma once

#include "states.hpp"

namespace programs {

enum class order { less, equal, greater, undecided };
enum class edge { none, convention, outside };

/// An operation's operands, and where among the edges of the operation they are.
template <class T>
class operands_of {
public:
    const state<T>* at[4] = {};
    T x[4] = {};

    /// Of operands that are the same node, or exactly equal, one knows.
    [[nodiscard]] order compare(const node& n, unsigned a, unsigned b) const {
        if (n.operand[a] == n.operand[b])
            return order::equal;
        switch (place_at(T(x[a] - x[b]), at[a]->error + at[b]->error)) {
        case place::exactly:
            return order::equal;
        case place::close:
            return order::undecided;
        default:
            return x[a] < x[b] ? order::less : order::greater;
        }
    }

    /// At a convention the partials of `s` are set where they are not 0.
    edge classify(const node& n, state<T>& s) const {
        const std::string_view f = n.name;
        if (f == "/")
            return where(1, 0) == place::apart ? edge::none : edge::outside;
        if (f == "log" || f == "log2" || f == "log10")
            return only_above(0, 0);
        if (f == "log1p")
            return only_above(0, -1);
        if (f == "sqrt")
            return root(0, 0, true, s);
        if (f == "cbrt")
            return root(0, 0, x[0] > 0, s);
        if (f == "acosh")
            return root(0, 1, true, s);
        if (f == "asin" || f == "acos")
            return root(0, x[0] < 0 ? -1 : 1, x[0] < 0, s);
        if (f == "atanh")
            return where(0, -1) == place::apart && where(0, 1) == place::apart && abs(x[0]) < 1
                       ? edge::none
                       : edge::outside;
        if (f == "logit")
            return where(0, 0) == place::apart && where(0, 1) == place::apart && 0 < x[0] &&
                           x[0] < 1
                       ? edge::none
                       : edge::outside;
        if (f == "tan") // steep at its poles, whose places are no doubles
            return abs(cos(x[0])) < 1e-3 ? edge::outside : edge::none;
        if (f == "atan2") // the line where the angle jumps, the origin included
            return where(0, 0) == place::apart || (where(1, 0) == place::apart && x[1] > 0)
                       ? edge::none
                       : edge::outside;
        if (f == "abs" || f == "relu" || f == "sign")
            return kink(0);
        if (f == "hypot" || f == "hypot3")
            return at_origin(n.arity);
        if (f == "max" || f == "min")
            return tie(compare(n, 0, 1), s);
        if (f == "floor" || f == "ceil" || f == "trunc")
            return step(x[0], at[0]->error);
        if (f == "round")
            return step(T(x[0] + T(0.5)), at[0]->error);
        if (f == "copysign")
            return where(1, 0) != place::apart ? edge::outside : kink(0);
        if (f == "fmod")
            return remainder(s);
        if (f == "clamp")
            return between_bounds(n, s);
        if (f == "power" || f == "fractional_power" || f == "pow")
            return to_a_power(n, s);
        if (f == "lgamma" || f == "tgamma" || f == "digamma")
            return between_poles(0);
        if (f == "polygamma")
            return x[0] >= 0 && x[0] <= 20 && x[0] == floor(x[0]) ? between_poles(1)
                                                                  : edge::outside;
        return edge::none;
    }

private:
    // How many errors away an edge has to be, for the error to be that of a smooth function.
    static constexpr double margin = 1000;

    // Whether operand k is (or may be, as far as doubles can tell) a number or another operand.
    enum class place { apart, exactly, close };
    [[nodiscard]] static place place_at(const T& distance, double error) {
        if (error == 0)
            return distance == 0 ? place::exactly : place::apart;
        return size_of(distance) <= margin * error ? place::close : place::apart;
    }
    // Of the poles of gamma: 0, -1, -2, ..., of which those far away are left alone.
    edge between_poles(unsigned k) const {
        const T pole = smaller(nearest(x[k]), T(0));
        return x[k] < -30 || place_at(T(x[k] - pole), at[k]->error) != place::apart ? edge::outside
                                                                                    : edge::none;
    }
    [[nodiscard]] place where(unsigned k, double number) const {
        return place_at(T(x[k] - T(number)), at[k]->error);
    }
    // Where x is allowed only above `bound`; the slope at the bound itself is infinite.
    edge root(unsigned k, double bound, bool above, state<T>& s) const {
        const place p = where(k, bound);
        s.vertical[k] = p == place::exactly;
        if (p == place::exactly)
            return edge::convention;
        return p == place::close || (x[k] > bound) != above ? edge::outside : edge::none;
    }
    edge only_above(unsigned k, double bound) const {
        return where(k, bound) != place::apart || x[k] < bound ? edge::outside : edge::none;
    }
    // A kink at 0 where the partial is 0 by convention.
    edge kink(unsigned k) const {
        const place p = where(k, 0);
        return p == place::exactly ? edge::convention
               : p == place::close ? edge::outside
                                   : edge::none;
    }
    edge step(const T& position, double error) const {
        const place p = place_at(T(position - nearest(position)), error);
        return p == place::exactly ? edge::convention
               : p == place::close ? edge::outside
                                   : edge::none;
    }
    // Of two equal operands each receives half.
    edge tie(order o, state<T>& s) const {
        if (o == order::equal)
            s.partial[0] = s.partial[1] = T(0.5);
        return o == order::equal       ? edge::convention
               : o == order::undecided ? edge::outside
                                       : edge::none;
    }

    edge at_origin(unsigned arity) const {
        bool exactly = true, close = true;
        for (unsigned k = 0; k < arity; ++k) {
            exactly = exactly && where(k, 0) == place::exactly;
            close = close && where(k, 0) != place::apart;
        }
        return exactly ? edge::convention : close ? edge::outside : edge::none;
    }
    edge remainder(state<T>& s) const {
        if (where(1, 0) != place::apart)
            return edge::outside;
        const T quotient = x[0] / x[1];
        if (abs(quotient) > 1e6)
            return edge::outside;
        const double error = (at[0]->error + size_of(quotient) * at[1]->error) / size_of(x[1]);
        const edge e = abs(quotient) < 0.5 ? edge::none : step(quotient, error);
        if (e == edge::convention) {
            s.partial[0] = 1;
            s.partial[1] = -trunc(quotient);
        }
        return e;
    }
    // min(max(x, low), high), of which each has its tie.
    edge between_bounds(const node& n, state<T>& s) const {
        const order low = compare(n, 0, 1);
        const unsigned inner = low == order::less ? 1 : 0;
        const order high = compare(n, inner, 2);
        const order other = low == order::equal ? compare(n, 1, 2) : high;
        if (low == order::undecided || high == order::undecided || other != high)
            return edge::outside;
        if (low != order::equal && high != order::equal)
            return edge::none;
        const T to_inner = high == order::less ? 1 : high == order::equal ? 0.5 : 0;
        s.partial[0] = to_inner * (low == order::greater ? 1 : low == order::equal ? 0.5 : 0);
        s.partial[1] = to_inner - s.partial[0];
        s.partial[2] = 1 - to_inner;
        return edge::convention;
    }
    edge to_a_power(const node& n, state<T>& s) const {
        const bool general = at[1]->active;
        const bool whole = !general && x[1] == floor(x[1]) && abs(x[1]) <= 64;
        const place p = where(0, 0);
        if (p == place::close && !(whole && x[1] >= 0))
            return edge::outside;
        if (p == place::exactly) {
            if (x[1] < 0 || at[1]->error != 0)
                return edge::outside;
            if (whole && n.name != "pow")
                return edge::none; // a product
            s.vertical[0] = 0 < x[1] && x[1] < 1;
            s.partial[0] = x[1] == 1 ? 1 : 0;
            return edge::convention;
        }
        return x[0] < 0 && !whole ? edge::outside : edge::none;
    }
};

} // namespace programs
