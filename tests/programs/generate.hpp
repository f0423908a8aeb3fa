// SPDX-License-Identifier: BSL-1.0
//
// Random programs over a list of primitives: every operation takes earlier nodes, often the same
// ones again, where it is defined; now and then exactly at an edge, and now and then where it is
// not defined, for an alternative that is not chosen. The seed decides everything.
#pragma once

#include "../draws.hpp"
#include "evaluation.hpp"

#include <algorithm>
#include <span>

namespace programs {

struct primitive {
    std::string_view name;
    unsigned arity;
};

class generator {
public:
    generator(std::span<const primitive> primitives, std::uint64_t seed, std::size_t size)
        : primitives_(primitives), draw_(random_choices::scrambled(seed)), size_(size),
          known_(program_) {
        program_.seed = seed;
    }

    program make() {
        const std::size_t inputs = 1 + draw_.below(4);
        for (std::size_t i = 0; i < inputs; ++i)
            add_leaf(false, number());
        for (std::size_t tries = 0; program_.nodes.size() < size_ - size_ / 5 && tries < 40 * size_;
             ++tries) {
            if (draw_.percent(4))
                try_alternative();
            else if (draw_.percent(2))
                try_vertical();
            else
                try_operation(primitives_[draw_.below(primitives_.size())]);
        }
        add_what_is_left();
        std::size_t result = program_.nodes.size() - 1;
        while (known_.states[result].unknown || program_.nodes[result].literal)
            --result;
        return with_result(program_, result);
    }

private:
    double number() {
        static constexpr double special[] = {0, 0, 1, -1, 2, 0.5, -0.5, 3};
        if (draw_.percent(25))
            return special[draw_.below(std::size(special))];
        if (draw_.percent(30))
            return static_cast<double>(draw_.below(64)) / 8 - 4;
        return 1.5 * draw_.real();
    }

    std::size_t add_leaf(bool literal, double value) {
        program_.nodes.push_back(leaf(literal, value));
        return update();
    }
    std::size_t update() {
        known_.run();
        const node& n = program_.nodes.back();
        const state<long double>& s = known_.states.back();
        double weight = n.arity == 0 && !n.literal ? 1 : 0;
        for (unsigned k = 0; k < n.arity; ++k) {
            weight += weights_[n.operand[k]] * static_cast<double>(std::fabs(s.partial[k]));
            ++uses_[n.operand[k]];
        }
        weights_.push_back(weight);
        uses_.push_back(0);
        return program_.nodes.size() - 1;
    }
    void remove_last() {
        for (unsigned k = 0; k < program_.nodes.back().arity; ++k)
            --uses_[program_.nodes.back().operand[k]];
        program_.nodes.pop_back();
        known_.states.pop_back();
        weights_.pop_back();
        uses_.pop_back();
    }

    // A node that is known; mostly one that nothing uses yet, so that little is left over.
    std::size_t earlier() {
        for (int tries = 0;; ++tries) {
            const std::size_t i = candidate();
            const state<long double>& s = known_.states[i];
            const bool wanted = tries > 20 || uses_[i] == 0 || draw_.percent(25);
            if (!program_.nodes[i].literal && !s.unknown && !s.vertical[0] && wanted)
                return i;
        }
    }
    std::size_t candidate() {
        const std::size_t size = program_.nodes.size(), kind = draw_.below(10);
        if (kind < 3)
            return draw_.below(size);
        if (kind < 6) // the first that nothing uses yet
            return static_cast<std::size_t>(std::find(uses_.begin(), uses_.end(), 0U) -
                                            uses_.begin()) %
                   size;
        return size - 1 - draw_.below(std::min<std::size_t>(8, size));
    }
    std::size_t operand(bool may_be_literal) {
        return may_be_literal && draw_.percent(20) ? add_leaf(true, number()) : earlier();
    }

    std::size_t push(const primitive& f, std::initializer_list<std::size_t> operands) {
        node n = operation(f.name, f.arity);
        std::size_t k = 0;
        for (const std::size_t i : operands)
            n.operand[k++] = i;
        program_.nodes.push_back(n);
        return update();
    }

    // Values and slopes stay moderate, so that the digits of the result mean something.
    [[nodiscard]] bool is_tame() const {
        const state<long double>& s = known_.states.back();
        const long double size = std::fabs(s.value);
        const bool step = weights_.back() == 0;
        for (unsigned k = 0; k < 4; ++k)
            if (s.vertical[k])
                return false;
        return !s.unknown && (size == 0 || (1e-4L < size && size < 1e4L)) &&
               s.error <= 1e-11 * (1 + static_cast<double>(size)) &&
               (weights_.back() < 1e4 && (step || weights_.back() > 1e-4));
    }
    void try_operation(const primitive& f) {
        const bool power = f.name == "power" || f.name == "fractional_power";
        const bool with_order = f.name == "polygamma";
        for (int tries = 0; tries < 6; ++tries) {
            const std::size_t before = program_.nodes.size();
            std::size_t x[4] = {};
            const unsigned free = power ? 1 : f.arity;
            // One operand of an operation, of a condition and of its alternatives is no number.
            const std::size_t fixed = draw_.below(2);
            for (unsigned k = with_order ? 1 : 0; k < free; ++k)
                x[k] = operand(f.arity > 1 && k % 2 != fixed && !power && !with_order &&
                               !(f.arity == 3 && k == 2));
            if (f.name == "power")
                x[1] = add_leaf(true, static_cast<double>(draw_.below(14)) / 2 - 2);
            else if (power)
                x[1] = add_leaf(true, static_cast<double>(1 + draw_.below(7)) / 8);
            else if (with_order)
                x[0] = add_leaf(true, static_cast<double>(draw_.below(4)));
            push(f, {x[0], x[1], x[2], x[3]});
            if (is_tame() && (weights_.back() != 0 || draw_.percent(20)))
                return;
            while (program_.nodes.size() > before)
                remove_last();
        }
    }
    // What nothing uses becomes part of the result, as long as the program may grow.
    void add_what_is_left() {
        const primitive* const sum = find("+");
        for (std::size_t i = 0; sum != nullptr && i + 1 < program_.nodes.size(); ++i) {
            const state<long double>& s = known_.states[i];
            const std::size_t last = program_.nodes.size() - 1;
            if (uses_[i] != 0 || program_.nodes[i].literal || s.unknown || s.vertical[0] ||
                known_.states[last].unknown || last + 1 >= size_)
                continue;
            push(*sum, {i, last});
            if (!is_tame())
                remove_last();
        }
    }
    [[nodiscard]] const primitive* find(std::string_view name) const {
        for (const primitive& f : primitives_)
            if (f.name == name)
                return &f;
        return nullptr;
    }
    // A select whose other alternative is not defined: log or sqrt of something negative, say, and
    // perhaps something computed from that.
    void try_alternative() {
        static constexpr std::string_view names[] = {"log",   "sqrt", "acosh", "log1p",
                                                     "logit", "asin", "/"};
        const std::size_t before = program_.nodes.size();
        const primitive* const f = find(names[draw_.below(std::size(names))]);
        const primitive* const less = find(draw_.percent(50) ? "select_less" : "select_less_equal");
        const primitive* const product = find("*");
        if (f == nullptr || less == nullptr || product == nullptr)
            return;
        const std::size_t x = earlier();
        std::size_t undefined = push(*f, {x, f->arity == 2 ? add_leaf(true, 0) : 0});
        if (known_.states.back().unknown && draw_.percent(60))
            undefined = push(*product, {undefined, earlier()});
        if (known_.states[undefined].unknown) {
            const std::size_t a = earlier(), b = earlier(), y = earlier();
            const bool first = known_.states[a].value < known_.states[b].value;
            push(*less, {a, b, first ? y : undefined, first ? undefined : y});
            if (is_tame())
                return;
        }
        while (program_.nodes.size() > before)
            remove_last();
    }
    // sqrt(0), whose slope is infinite, times something that is exactly 0.
    void try_vertical() {
        static constexpr std::string_view names[] = {"sqrt", "cbrt"};
        const std::size_t before = program_.nodes.size();
        const primitive* const f = find(names[draw_.below(std::size(names))]);
        const primitive *const product = find("*"), *const sum = find("+");
        std::size_t zero = 0;
        while (zero < before && !(known_.states[zero].active && known_.states[zero].value == 0 &&
                                  known_.states[zero].error == 0))
            ++zero;
        if (f == nullptr || product == nullptr || sum == nullptr || zero == before)
            return;
        const std::size_t root = push(*f, {zero});
        const std::size_t nothing = draw_.percent(50) ? zero : add_leaf(true, 0);
        // By an active 0 the product has the derivative sqrt(0), which is 0, too.
        const std::size_t lost = push(*product, {root, nothing});
        push(*sum, {lost, earlier()});
        if (known_.states.back().unknown)
            while (program_.nodes.size() > before)
                remove_last();
    }

    std::span<const primitive> primitives_;
    random_choices::draws draw_;
    std::size_t size_;
    program program_;
    evaluation<long double> known_;
    std::vector<double> weights_{}; // the sum of the magnitudes of the paths from the inputs
    std::vector<std::size_t> uses_{};
};

} // namespace programs
