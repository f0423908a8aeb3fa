// SPDX-License-Identifier: BSL-1.0
//
// Random programs of all primitives, run on Values and through the library's graphs: recorded,
// differentiated by the reverse and the forward pass, lowered and interpreted node by node. Both
// must agree with 50 digits that share nothing with the library. `CTGRAD_LONG_TESTS=1` runs 10,000
// programs of up to 200 nodes; scripts/random-programs.sh also compiles some.
#include "long_mode.hpp"
#include "programs/generate.hpp"
#include "programs/minimal.hpp"
#include "programs/reference.hpp"

#include <ctgrad/forward.hpp>
#include <ctgrad/primitives/gamma.hpp>
#include <ctgrad/program.hpp>
#include <ctgrad/reverse.hpp>
#include <ctgrad/value/basic_value.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>
#include <utility>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

// One entry per primitive: how it is run, on numbers and on Values.
struct way_to_run {
    std::string_view name;
    unsigned arity;
    const detail::primitive_info* operation;
    double (*on_numbers)(const double*);
    Value (*on_values)(const Value*);
    Value (*with_last_number)(const Value*);
};

template <class Op, std::size_t... I>
double on_numbers(const double* x, std::index_sequence<I...>) {
    return static_cast<double>(Op::value(x[I]...));
}
template <class Op>
double on_numbers(const double* x) {
    return on_numbers<Op>(x, std::make_index_sequence<Op::arity>());
}
template <class Op, std::size_t... I>
Value on_values(const Value* x, std::index_sequence<I...>) {
    return apply<Op>(x[I]...);
}
template <class Op>
Value on_values(const Value* x) {
    if constexpr (Op::branch)
        return Op::condition(x[0], x[1]) ? x[2] : x[3];
    else
        return on_values<Op>(x, std::make_index_sequence<Op::arity>());
}
// The operators and pow take plain numbers in other ways than Values.
template <class Op, class... Ops>
constexpr bool is_one_of(family<Ops...>) {
    return (std::is_same_v<Op, Ops> || ...);
}
template <class Op>
constexpr auto with_last_number() -> Value (*)(const Value*) {
    if constexpr (std::is_base_of_v<op::power, Op> || std::is_same_v<op::general_power, Op>)
        return [](const Value* x) { return Value(pow(x[0], x[1].data())); };
    else if constexpr (is_one_of<Op>(arithmetic()) && Op::arity == 2)
        return [](const Value* x) { return Value(apply<Op>(x[0], x[1].data())); };
    else
        return &on_values<Op>;
}

template <class... Ops>
constexpr auto all_ways(family<Ops...>) {
    return std::array{way_to_run{Ops::name, Ops::arity, detail::operation<Ops>(), &on_numbers<Ops>,
                                 &on_values<Ops>, with_last_number<Ops>()}...};
}
constexpr auto ways = all_ways(concatenate<primitives, gammas>::type());

const way_to_run& way_of(std::string_view name) {
    return *std::find_if(ways.begin(), ways.end(),
                         [&](const way_to_run& w) { return w.name == name; });
}
const way_to_run& way_of(const detail::primitive_info& operation) {
    return *std::find_if(ways.begin(), ways.end(),
                         [&](const way_to_run& w) { return w.operation->id == operation.id; });
}

constexpr auto generated = [] {
    std::array<programs::primitive, ways.size()> out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = {ways[i].name, ways[i].arity};
    return out;
}();

struct answer {
    double value = 0;
    std::vector<double> gradient{};
};

answer run_on_values(const programs::program& p) {
    std::vector<Value> v;
    for (const programs::node& n : p.nodes) {
        if (n.arity == 0) {
            v.emplace_back(n.number);
            continue;
        }
        std::vector<Value> x;
        for (unsigned k = 0; k < n.arity; ++k)
            x.push_back(v[n.operand[k]]);
        const way_to_run& way = way_of(n.name);
        const bool number_last = p.nodes[n.operand[n.arity - 1]].literal;
        v.push_back((number_last ? way.with_last_number : way.on_values)(x.data()));
    }
    for (std::size_t i = 0; i < p.inputs(); ++i)
        v[i].zero_grad();
    v.back().backward();
    answer out{v.back().data(), {}};
    for (std::size_t i = 0; i < p.inputs(); ++i)
        out.gradient.push_back(v[i].grad());
    return out;
}

// The program as a graph, as a trace of it would be.
void record(const programs::program& p, detail::builder& graph,
            detail::buffer<std::uint32_t>& position) {
    for (std::size_t i = 0; i < p.nodes.size(); ++i) {
        const programs::node& n = p.nodes[i];
        detail::node recorded =
            n.literal ? detail::literal_node(n.number) : detail::node{&detail::variable, {i}};
        if (n.arity != 0) {
            recorded = {way_of(n.name).operation};
            for (unsigned k = 0; k < n.arity; ++k)
                recorded.word[k] = position.items[n.operand[k]];
            recorded = detail::in_literal_form(graph.nodes.items, recorded);
        }
        position.push(graph.push(recorded));
    }
}

// What the results need, lowered and run node by node.
std::vector<double> interpret(const programs::program& p, const detail::builder& graph,
                              const std::vector<std::uint32_t>& results) {
    detail::builder finished;
    detail::lowering<true> pass(graph, finished);
    std::vector<std::uint32_t> positions;
    for (const std::uint32_t r : results)
        positions.push_back(pass.copy(r));
    std::vector<double> v;
    for (std::size_t i = 0; i < finished.size(); ++i) {
        const detail::node& n = finished.nodes.items[i];
        if (n.operation->id == detail::variable.id)
            v.push_back(p.nodes[n.word[0]].number);
        else if (n.operation->id == detail::literal.id)
            v.push_back(detail::literal_value(n));
        else if (n.operation->arity == 0)
            v.push_back(n.operation->constant());
        else {
            double x[4] = {};
            for (unsigned k = 0; k < n.operation->arity; ++k)
                x[k] = v[n.word[k]];
            v.push_back(way_of(*n.operation).on_numbers(x));
        }
    }
    std::vector<double> out;
    for (const std::uint32_t r : positions)
        out.push_back(v[r]);
    return out;
}

answer run_reverse(const programs::program& p) {
    detail::builder graph;
    detail::buffer<std::uint32_t> position;
    record(p, graph, position);
    const std::uint32_t result = position.items[p.nodes.size() - 1];
    std::vector<std::uint32_t> results{result};
    // As evaluation does it: the formula is what the result needs.
    detail::reverse_pass pass(graph, 1, [](const detail::node& leaf) {
        return leaf.operation->id == detail::variable.id;
    });
    pass.sweep(result);
    for (std::size_t i = 0; i < p.inputs(); ++i)
        results.push_back(pass.adjoint(position.items[i]));
    const std::vector<double> numbers = interpret(p, graph, results);
    return {numbers[0], {numbers.begin() + 1, numbers.end()}};
}

answer run_forward(const programs::program& p) {
    detail::builder graph;
    detail::buffer<std::uint32_t> position;
    record(p, graph, position);
    const std::uint32_t result = position.items[p.nodes.size() - 1];
    std::vector<std::uint32_t> results{result};
    detail::forward_pass pass(graph, 1, p.inputs());
    for (std::size_t i = 0; i < p.inputs(); ++i) {
        pass.begin();
        pass.seed(position.items[i], graph.literal(1));
        pass.sweep(&result, 1);
        results.push_back(pass.coefficient(result, 1));
    }
    const std::vector<double> numbers = interpret(p, graph, results);
    return {numbers[0], {numbers.begin() + 1, numbers.end()}};
}

struct way {
    const char* name;
    answer (*run)(const programs::program&);
};
constexpr way all[] = {{"Value", &run_on_values},
                       {"graph, reverse mode", &run_reverse},
                       {"graph, forward mode", &run_forward}};

double largest_share = 0; // of a tolerance that was used

std::string difference_of(double got, double wanted, double tolerance, const std::string& what) {
    const double share = std::fabs(got - wanted) / (tolerance + 1e-300);
    largest_share = std::max(largest_share, share <= 1 ? share : 0);
    if (share <= 1)
        return "";
    std::ostringstream out;
    out.precision(17);
    out << what << ": got " << got << ", wanted " << wanted << " +- " << tolerance;
    return out.str();
}

// "" if a way of running agrees with the reference, or nobody can tell.
std::string difference(const programs::program& p, const programs::expected& wanted,
                       const way& by) {
    if (!wanted.known || (wanted.vertical && by.run == &run_forward))
        return "";
    const answer got = by.run(p);
    std::string found = difference_of(got.value, wanted.value, wanted.value_tolerance, "value");
    for (std::size_t i = 0; found.empty() && i < got.gradient.size(); ++i)
        found = difference_of(got.gradient[i], wanted.gradient[i], wanted.gradient_tolerance[i],
                              "d/dx" + std::to_string(i));
    return found.empty() ? found : std::string(by.name) + ", " + found;
}

std::string report(const programs::program& p, const way& by) {
    const auto fails = [&](const programs::program& candidate) {
        return !difference(candidate, programs::reference(candidate), by).empty();
    };
    const programs::program small = programs::minimal(p, fails);
    return difference(small, programs::reference(small), by) + "\n" +
           programs::cpp_text(small).lambda();
}

#if defined(__SANITIZE_ADDRESS__)
constexpr std::size_t few = 50;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr std::size_t few = 50;
#else
constexpr std::size_t few = 500;
#endif
#else
constexpr std::size_t few = 500;
#endif

std::size_t setting(const char* name, std::size_t otherwise) {
    const char* const text = std::getenv(name);
    return text == nullptr ? otherwise : static_cast<std::size_t>(std::atoll(text));
}

} // namespace

BOOST_AUTO_TEST_CASE(every_primitive_has_a_value_in_50_digits) {
    for (const way_to_run& way : ways)
        BOOST_TEST(programs::find_function<long double>(way.name) != nullptr,
                   way.name << " is to be added to tests/programs/functions.hpp");
}

BOOST_AUTO_TEST_CASE(random_programs_agree_with_50_digits) {
    const bool is_long = long_mode::is_on();
    const std::size_t wanted = setting("CTGRAD_PROGRAMS", is_long ? 10000 : few);
    const std::size_t first = setting("CTGRAD_FIRST_SEED", 1);
    std::array<std::size_t, ways.size()> uses{};
    std::size_t run = 0, nodes = 0, largest = 0, skipped = 0, failures = 0;
    for (std::uint64_t seed = first; run < wanted && skipped < 100 + run && failures < 5; ++seed) {
        const std::size_t size =
            is_long ? 4 + random_choices::scrambled(seed) % 227 : 4 + seed % 20;
        const programs::program p = programs::generator(generated, seed, size).make();
        const programs::expected exact = programs::reference(p);
        if (!exact.known) {
            ++skipped;
            continue;
        }
        ++run;
        nodes += p.nodes.size();
        largest = std::max(largest, p.nodes.size());
        for (const programs::node& n : p.nodes)
            if (n.arity != 0)
                ++uses[static_cast<std::size_t>(&way_of(n.name) - ways.data())];
        for (const way& by : all)
            if (const std::string found = difference(p, exact, by); !found.empty()) {
                ++failures;
                BOOST_ERROR("seed " << seed << ": " << found << "\nminimal: " << report(p, by));
                break;
            }
    }
    BOOST_TEST(run == wanted);
    std::ostringstream summary;
    summary << run << " programs, " << nodes << " nodes, at most " << largest << ", " << skipped
            << " too close to an edge; largest error " << largest_share << " of the tolerance";
    BOOST_TEST_MESSAGE(summary.str());
    for (std::size_t i = 0; i < ways.size(); ++i)
        long_mode::count(ways[i].name, uses[i]);
    if (is_long)
        for (std::size_t i = 0; i < ways.size(); ++i)
            BOOST_TEST(uses[i] != 0, ways[i].name);
}
