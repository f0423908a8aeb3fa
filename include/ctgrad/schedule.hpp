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
        find_conditions();
        find_guards();
        drop_cheap_guards();
        make_lists();
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

    // What is looked at again and again is kept in lists: the nodes of each alternative, the selects
    // of each condition that branches, and what is executed everywhere, each in order. A list holds
    // positions plus 1, and 0 at its end.
    struct state {
        std::array<bool, nodes> done{};
        std::array<std::uint32_t, nodes> next{}, selects{};
        std::array<std::array<std::uint32_t, nodes>, 2> alternatives{};
        std::uint32_t everywhere = 0;
    };

    constexpr bool same_condition(std::size_t i, std::size_t j) const {
        const node& a = graph_.nodes[i];
        const node& b = graph_.nodes[j];
        return a.operation == b.operation && a.word[0] == b.word[0] && a.word[1] == b.word[1];
    }
    // condition_[i] is the first select that has the condition of select i.
    constexpr void find_conditions() {
        for (std::size_t i = 0; i < nodes; ++i) {
            if (!graph_.nodes[i].operation->branch)
                continue;
            std::size_t c = 0;
            while (c < conditions_ && !same_condition(first_select_[c], i))
                ++c;
            if (c == conditions_)
                first_select_[conditions_++] = static_cast<std::uint32_t>(i);
            condition_[i] = first_select_[c];
        }
    }

    constexpr void find_guards() {
        for (const std::uint32_t result : graph_.result)
            place_[result] = everywhere;
        for (std::size_t i = nodes; i-- > 0;) {
            const node& n = graph_.nodes[i];
            const bool chooses = n.operation->branch && place_[i] == everywhere;
            const std::uint32_t condition = condition_[i];
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
                to_do_.done[i] = true;
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

    constexpr void make_lists() {
        for (std::size_t i = nodes; i-- > 0;) {
            if (to_do_.done[i])
                continue;
            const auto node = static_cast<std::uint32_t>(i);
            if (place_[i].alternative > 1)
                prepend(node, to_do_.alternatives[place_[i].alternative - 2][place_[i].select]);
            else if (branches_here(i))
                prepend(node, to_do_.selects[condition_[i]]);
            else
                prepend(node, to_do_.everywhere);
        }
    }
    constexpr void prepend(std::uint32_t node, std::uint32_t& list) {
        to_do_.next[node] = list;
        list = node + 1;
    }
    // Executes what is ready of a list and takes it off. Nodes stand after their operands, so one
    // look at each is enough.
    constexpr void execute_ready(std::uint32_t& list) {
        std::uint32_t* link = &list;
        while (*link != 0) {
            const std::uint32_t i = *link - 1;
            if (to_do_.done[blocker_[i]] && is_ready(i)) {
                execute(i);
                *link = to_do_.next[i];
            } else
                link = &to_do_.next[i];
        }
    }

    // Executes all that is needed everywhere and ready.
    constexpr void straight() {
        segment s{.begin = out_.size};
        execute_ready(to_do_.everywhere);
        s.end = out_.size;
        if (s.end > s.begin)
            out_.segments[out_.count++] = s;
    }
    constexpr bool branches_here(std::size_t i) const {
        return graph_.nodes[i].operation->branch && place_[i] == everywhere &&
               branches_[condition_[i]];
    }
    constexpr bool is_ready(std::size_t i) {
        const node& n = graph_.nodes[i];
        for (std::size_t k = 0; k < n.operation->arity; ++k)
            if (!to_do_.done[n.word[k]]) {
                blocker_[i] = static_cast<std::uint32_t>(n.word[k]);
                return false;
            }
        return true;
    }
    constexpr void execute(std::size_t i) {
        to_do_.done[i] = true;
        out_.order[out_.size++] = static_cast<std::uint32_t>(i);
    }

    // Executes the first condition that is ready, with all its selects that are.
    constexpr bool branch() {
        for (std::size_t c = 0; c < conditions_; ++c)
            if (to_do_.selects[first_select_[c]] != 0 && branch_on(first_select_[c]))
                return true;
        return false;
    }
    constexpr bool branch_on(std::uint32_t condition) {
        if (!to_do_.done[graph_.nodes[condition].word[0]] ||
            !to_do_.done[graph_.nodes[condition].word[1]])
            return false;
        segment s{.begin = out_.size, .condition = condition};
        s.branch = true;
        const state before = to_do_;
        execute_ready(to_do_.alternatives[0][condition]);
        s.second = out_.size;
        execute_ready(to_do_.alternatives[1][condition]);
        s.selects = out_.size;
        execute_ready(to_do_.selects[condition]);
        s.end = out_.size;
        if (s.end == s.selects) { // nothing to choose yet: wait for what the alternatives lack
            out_.size = s.begin;
            to_do_ = before;
            return false;
        }
        out_.segments[out_.count++] = s;
        return true;
    }

    const Graph& graph_;
    std::array<place, nodes> place_{};
    std::array<bool, nodes> branches_{};
    std::array<std::uint32_t, nodes> condition_{}, first_select_{}, blocker_{};
    std::size_t conditions_ = 0;
    state to_do_{};
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
