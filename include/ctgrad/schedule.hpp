// SPDX-License-Identifier: BSL-1.0
//
// In what order a program is executed, and what of it only if. Nodes that one alternative of a select
// alone needs are executed when that alternative is chosen: as in hand-written code, one branch per
// condition does for all selects that can share it. Where an alternative is cheap, computing both
// beats a branch that may be mispredicted.
#pragma once

#include <ctgrad/program.hpp>

#include <array>

namespace ctgrad::detail {

// A stretch of a schedule. A branch executes `first` or `second`, then its selects, of which only
// the chosen operand is read.
struct segment {
    std::size_t begin = 0, second = 0, selects = 0, end = 0; // straight: begin and end
    std::uint32_t condition = 0;                             // one of the selects
    bool branch = false;
};

// All operations in order. Leaves are not among them: they are loaded first.
template <std::size_t Nodes, std::size_t Segments>
struct schedule {
    std::array<std::uint32_t, Nodes + 1> order{};
    std::array<segment, Segments> segments{};
    std::size_t size = 0, count = 0;
};

// Below this many elementary operations, both alternatives are computed.
inline constexpr std::uint32_t worth_a_branch = 16;

template <class Graph, std::size_t Segments>
class scheduler {
public:
    static constexpr std::size_t nodes = Graph::size;

    constexpr explicit scheduler(const Graph& graph) : graph_(graph) {}

    constexpr schedule<nodes, Segments> run() {
        find_guards();
        drop_cheap_guards();
        bool more = true;
        while (more) {
            straight();
            more = branch();
        }
        return out_;
    }

private:
    // Where a node is needed: everywhere, or in alternative 2 or 3 of a condition, which is known
    // by the first select that has it.
    struct place {
        std::uint32_t select = 0;
        std::uint8_t alternative = 0; // 0: not needed yet, 1: everywhere
        friend constexpr bool operator==(const place&, const place&) = default;
    };
    static constexpr place everywhere{0, 1};

    constexpr bool same_condition(std::size_t i, std::size_t j) const {
        const node& a = graph_.nodes[i];
        const node& b = graph_.nodes[j];
        return a.operation == b.operation && a.word[0] == b.word[0] && a.word[1] == b.word[1];
    }
    constexpr std::uint32_t condition_of(std::size_t select) const {
        std::size_t first = 0;
        while (!same_condition(first, select))
            ++first;
        return static_cast<std::uint32_t>(first);
    }

    constexpr void find_guards() {
        for (const std::uint32_t result : graph_.result)
            place_[result] = everywhere;
        for (std::size_t i = nodes; i-- > 0;) {
            const node& n = graph_.nodes[i];
            const bool chooses = n.operation->branch && place_[i] == everywhere;
            const std::uint32_t condition = chooses ? condition_of(i) : 0;
            for (std::size_t k = 0; k < n.operation->arity; ++k) {
                const place use =
                    chooses && k > 1 ? place{condition, static_cast<std::uint8_t>(k)} : place_[i];
                place& operand = place_[n.word[k]];
                operand = operand.alternative == 0 || operand == use ? use : everywhere;
            }
        }
        for (std::size_t i = 0; i < nodes; ++i)
            if (is_leaf(graph_.nodes[i])) {
                place_[i] = everywhere;
                done_[i] = true;
            }
    }

    constexpr void drop_cheap_guards() {
        std::array<std::uint32_t, nodes> cost{};
        for (std::size_t i = 0; i < nodes; ++i)
            if (place_[i].alternative > 1)
                cost[place_[i].select] += is_arithmetic(graph_.nodes[i]) ? 1 : 8;
        for (std::size_t i = 0; i < nodes; ++i) {
            if (place_[i].alternative > 1 && cost[place_[i].select] < worth_a_branch)
                place_[i] = everywhere;
            branches_[i] = cost[i] >= worth_a_branch;
        }
    }
    static constexpr bool is_arithmetic(const node& n) {
        return n.operation == &info<op::add> || n.operation == &info<op::subtract> ||
               n.operation == &info<op::multiply> || n.operation == &info<op::negate>;
    }

    // Executes all that is needed everywhere and ready. Nodes stand after their operands, so one
    // look at each, in order, is enough.
    constexpr void straight() {
        segment s{.begin = out_.size};
        for (std::size_t i = 0; i < nodes; ++i)
            if (!done_[i] && place_[i] == everywhere && !branches_here(i) && is_ready(i))
                execute(i);
        s.end = out_.size;
        if (s.end > s.begin)
            out_.segments[out_.count++] = s;
    }
    constexpr bool branches_here(std::size_t i) const {
        return graph_.nodes[i].operation->branch && place_[i] == everywhere &&
               branches_[condition_of(i)];
    }
    constexpr bool is_ready(std::size_t i) const {
        const node& n = graph_.nodes[i];
        for (std::size_t k = 0; k < n.operation->arity; ++k)
            if (!done_[n.word[k]])
                return false;
        return true;
    }
    constexpr void execute(std::size_t i) {
        done_[i] = true;
        out_.order[out_.size++] = static_cast<std::uint32_t>(i);
    }

    // Executes the first condition that is ready, with all its selects that are.
    constexpr bool branch() {
        for (std::size_t first = 0; first < nodes; ++first)
            if (branches_[first] && branch_on(first))
                return true;
        return false;
    }
    constexpr bool branch_on(std::size_t condition) {
        if (!done_[graph_.nodes[condition].word[0]] || !done_[graph_.nodes[condition].word[1]])
            return false;
        segment s{.begin = out_.size, .condition = static_cast<std::uint32_t>(condition)};
        s.branch = true;
        const std::array<bool, nodes> before = done_;
        alternative(condition, 2);
        s.second = out_.size;
        alternative(condition, 3);
        s.selects = out_.size;
        for (std::size_t i = condition; i < nodes; ++i)
            if (!done_[i] && branches_here(i) && same_condition(i, condition) && is_ready(i))
                execute(i);
        s.end = out_.size;
        if (s.end == s.selects) { // nothing to choose yet: wait for what the alternatives lack
            out_.size = s.begin;
            done_ = before;
            return false;
        }
        out_.segments[out_.count++] = s;
        return true;
    }
    constexpr void alternative(std::size_t condition, std::uint8_t which) {
        const place here{static_cast<std::uint32_t>(condition), which};
        for (std::size_t i = 0; i < nodes; ++i)
            if (!done_[i] && place_[i] == here && is_ready(i))
                execute(i);
    }

    const Graph& graph_;
    std::array<place, nodes> place_{};
    std::array<bool, nodes> branches_{}, done_{};
    schedule<nodes, Segments> out_{};
};

template <class Graph>
constexpr std::size_t count_branches(const Graph& graph) {
    std::size_t total = 0;
    for (const node& n : graph.nodes)
        total += n.operation->branch;
    return total;
}

template <std::size_t Branches, class Graph>
constexpr auto make_schedule(const Graph& graph) {
    schedule<Graph::size, 2 * Branches + 1> out;
    if constexpr (Branches != 0)
        out = scheduler<Graph, 2 * Branches + 1>(graph).run();
    else {
        for (std::size_t i = 0; i < Graph::size; ++i)
            if (!is_leaf(graph.nodes[i]))
                out.order[out.size++] = static_cast<std::uint32_t>(i);
        out.segments[0].end = out.size;
        out.count = 1;
    }
    return out;
}

} // namespace ctgrad::detail
