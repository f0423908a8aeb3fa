// SPDX-License-Identifier: BSL-1.0
//
// In what order a program is executed, and what of it only if. Nodes that one alternative of a
// select alone needs are executed when that alternative is chosen: as in hand-written code, one
// branch per condition does for all selects that can share it. Where an alternative is cheap,
// computing both beats a branch that may be mispredicted.
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
    std::uint32_t order[Nodes + 1]{};
    segment segments[Segments]{};
    std::size_t size = 0, count = 0;
};

// Below this many elementary operations, both alternatives are computed.
inline constexpr std::uint32_t worth_a_branch = 16;

// Plain arrays and few calls: clang counts the steps.
template <class Graph, std::size_t Segments>
class scheduler {
public:
    static constexpr std::size_t nodes = Graph::size;

    constexpr explicit scheduler(const Graph& graph) : graph_(graph) {}

    constexpr schedule<nodes, Segments> run() {
        find_conditions();
        find_places();
        drop_cheap_places();
        find_users();
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
        std::uint32_t alternative = 0; // 0: not needed yet, 1: everywhere
    };
    static constexpr place everywhere{0, 1};

    constexpr void find_conditions() {
        for (std::size_t i = 0; i < nodes; ++i) {
            const node& n = graph_.nodes[i];
            if (!n.operation->branch)
                continue;
            std::size_t c = 0;
            for (; c < conditions_; ++c) {
                const node& other = graph_.nodes[first_select_[c]];
                if (n.word[0] == other.word[0] && n.word[1] == other.word[1] &&
                    n.operation->id == other.operation->id)
                    break;
            }
            if (c == conditions_)
                first_select_[conditions_++] = static_cast<std::uint32_t>(i);
            condition_[i] = first_select_[c];
        }
    }

    constexpr void find_places() {
        for (const std::uint32_t result : graph_.result)
            place_[result] = everywhere;
        for (std::size_t i = nodes; i-- > 0;) {
            const node& n = graph_.nodes[i];
            const bool chooses = n.operation->branch && place_[i].alternative == 1;
            for (std::uint32_t k = 0; k < n.operation->arity; ++k) {
                const place use = chooses && k > 1 ? place{condition_[i], k} : place_[i];
                place& operand = place_[n.word[k]];
                if (operand.alternative == 0)
                    operand = use;
                else if (operand.alternative != use.alternative || operand.select != use.select)
                    operand = everywhere;
            }
        }
    }

    constexpr void drop_cheap_places() {
        for (std::size_t i = 0; i < nodes; ++i) {
            const primitive_info* operation = graph_.nodes[i].operation;
            if (operation->arity == 0)
                place_[i] = everywhere;
            else if (place_[i].alternative > 1)
                cost_[place_[i].select] += operation->id == info<op::add>.id ||
                                                   operation->id == info<op::subtract>.id ||
                                                   operation->id == info<op::multiply>.id ||
                                                   operation->id == info<op::negate>.id
                                               ? 1
                                               : 8;
        }
        for (std::size_t i = 0; i < nodes; ++i)
            if (place_[i].alternative > 1 && cost_[place_[i].select] < worth_a_branch)
                place_[i] = everywhere;
    }
    constexpr bool branches(std::size_t i) const {
        return graph_.nodes[i].operation->branch && place_[i].alternative == 1 &&
               cost_[condition_[i]] >= worth_a_branch;
    }

    // waiting_[i] operands of node i are not there yet; its users are user_[first_user_[i]] and so
    // on, up to those of the next.
    constexpr void find_users() {
        for (const node& n : graph_.nodes)
            for (std::size_t k = 0; k < n.operation->arity; ++k)
                ++first_user_[n.word[k] + 1];
        for (std::size_t i = 0; i < nodes; ++i)
            first_user_[i + 1] += first_user_[i];
        std::uint32_t next[nodes]{};
        for (std::size_t i = 0; i < nodes; ++i) {
            const node& n = graph_.nodes[i];
            for (std::size_t k = 0; k < n.operation->arity; ++k) {
                const std::uint64_t operand = n.word[k];
                user_[first_user_[operand] + next[operand]++] = static_cast<std::uint32_t>(i);
                waiting_[i] += graph_.nodes[operand].operation->arity != 0;
            }
        }
    }

    // The nodes of each alternative and the selects of each condition that branches, in order; the
    // others are pushed when they are ready. A list holds positions plus 1, and 0 at its end.
    constexpr void make_lists() {
        for (std::size_t i = nodes; i-- > 0;) {
            if (graph_.nodes[i].operation->arity == 0)
                continue;
            const auto position = static_cast<std::uint32_t>(i);
            if (place_[i].alternative > 1)
                prepend(position, alternative_[place_[i].alternative - 2][place_[i].select]);
            else if (branches(i)) {
                prepend(position, selects_[condition_[i]]);
                ++to_choose_[condition_[i]];
            } else {
                in_straight_[i] = true;
                if (waiting_[i] == 0)
                    push(position);
            }
        }
    }
    constexpr void prepend(std::uint32_t position, std::uint32_t& list) {
        next_[position] = list;
        list = position + 1;
    }

    constexpr void execute(std::uint32_t i) {
        done_[i] = true;
        out_.order[out_.size++] = i;
        for (std::size_t u = first_user_[i]; u < first_user_[i + 1]; ++u)
            if (--waiting_[user_[u]] == 0 && in_straight_[user_[u]])
                push(user_[u]);
    }
    constexpr void take_back(std::uint32_t i) {
        done_[i] = false;
        for (std::size_t u = first_user_[i]; u < first_user_[i + 1]; ++u)
            ++waiting_[user_[u]];
    }
    // As nodes stand after their operands, one look at each is enough.
    constexpr void execute_ready(std::uint32_t list) {
        for (; list != 0; list = next_[list - 1])
            if (waiting_[list - 1] == 0 && !done_[list - 1])
                execute(list - 1);
    }

    // Executes all that is needed everywhere and ready.
    constexpr void straight() {
        segment s{.begin = out_.size};
        while (ready_ > 0)
            execute(pop());
        s.end = out_.size;
        if (s.end > s.begin)
            out_.segments[out_.count++] = s;
    }

    // Executes the first condition that is ready, with all its selects that are.
    constexpr bool branch() {
        for (std::size_t c = 0; c < conditions_; ++c)
            if (to_choose_[first_select_[c]] != 0 && branch_on(first_select_[c]))
                return true;
        return false;
    }
    constexpr bool branch_on(std::uint32_t condition) {
        for (std::size_t k = 0; k < 2; ++k)
            if (const std::uint64_t operand = graph_.nodes[condition].word[k];
                graph_.nodes[operand].operation->arity != 0 && !done_[operand])
                return false;
        segment s{.begin = out_.size, .condition = condition};
        s.branch = true;
        execute_ready(alternative_[0][condition]);
        s.second = out_.size;
        execute_ready(alternative_[1][condition]);
        s.selects = out_.size;
        execute_ready(selects_[condition]);
        s.end = out_.size;
        if (s.end == s.selects) { // nothing to choose yet: wait for what the alternatives lack
            while (out_.size > s.begin)
                take_back(out_.order[--out_.size]);
            return false;
        }
        to_choose_[condition] -= static_cast<std::uint32_t>(s.end - s.selects);
        out_.segments[out_.count++] = s;
        return true;
    }

    // A heap of what is ready: the earliest node first, which is the order of the program.
    constexpr void push(std::uint32_t position) {
        std::size_t i = ready_++;
        for (; i > 0 && heap_[(i - 1) / 2] > position; i = (i - 1) / 2)
            heap_[i] = heap_[(i - 1) / 2];
        heap_[i] = position;
    }
    constexpr std::uint32_t pop() {
        const std::uint32_t earliest = heap_[0], last = heap_[--ready_];
        std::size_t i = 0;
        while (2 * i + 1 < ready_) {
            std::size_t child = 2 * i + 1;
            if (child + 1 < ready_ && heap_[child + 1] < heap_[child])
                ++child;
            if (heap_[child] >= last)
                break;
            heap_[i] = heap_[child];
            i = child;
        }
        heap_[i] = last;
        return earliest;
    }

    const Graph& graph_;
    place place_[nodes]{};
    std::uint32_t condition_[nodes]{}, first_select_[nodes]{}, cost_[nodes]{};
    std::size_t conditions_ = 0;
    std::uint32_t waiting_[nodes]{}, first_user_[nodes + 1]{}, user_[4 * nodes]{};
    bool done_[nodes]{}, in_straight_[nodes]{};
    std::uint32_t next_[nodes]{}, alternative_[2][nodes]{}, selects_[nodes]{}, to_choose_[nodes]{};
    std::uint32_t heap_[nodes]{};
    std::size_t ready_ = 0;
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
