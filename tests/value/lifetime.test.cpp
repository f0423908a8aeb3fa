// SPDX-License-Identifier: BSL-1.0
//
// Memory comes back without a reset call: programs that would grow without bound if it did not, the
// figures read from the tape and from the operating system. And long graphs, without recursion.
#include <ctgrad/near.hpp>
#include <ctgrad/value.hpp>

#include <cmath>
#include <cstddef>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include <unistd.h>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SLOW_BUILD 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SLOW_BUILD 1
#endif
#endif

namespace {

#if defined(SLOW_BUILD)
constexpr bool sanitized = true;
constexpr int steps = 10'000, chain_nodes = 1'000'000;
#elif defined(__OPTIMIZE__)
constexpr bool sanitized = false;
constexpr int steps = 1'000'000, chain_nodes = 10'000'000;
#else
constexpr bool sanitized = false;
constexpr int steps = 100'000, chain_nodes = 4'000'000;
#endif

std::size_t chunks() {
    return detail::tape<double>::here().chunks_in_use();
}
// Resident memory in bytes; 0 where the system does not say.
std::size_t resident() {
    std::size_t program = 0, pages = 0;
    std::ifstream("/proc/self/statm") >> program >> pages;
    return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

// Runs a step many times: what is in use after the first ones may not grow.
template <class Step>
void check_bounded(const Step& step, std::size_t most_chunks = 20, int count = steps) {
    const std::size_t others = chunks() - 1;
    for (int i = 0; i < count / 20; ++i)
        step(i);
    const std::size_t before = resident();
    std::size_t most = 0;
    for (int i = count / 20; i < count; ++i) {
        step(i);
        if (i % 64 == 0)
            most = std::max(most, std::max(chunks(), others) - others);
        if (most > most_chunks) // it may take time without bound, too
            break;
    }
    BOOST_TEST(most <= most_chunks);
    // A chunk with its nodes' data and grads takes 220 kB. Sanitizers keep freed memory a while.
    const std::size_t allowed = sanitized ? std::size_t{64} << 20 : most_chunks * 220'000;
    BOOST_TEST(resident() <= before + allowed,
               resident() / 1024 << " KiB after " << before / 1024 << " KiB");
}

struct model {
    Value w{0.1}, b{0.0};

    Value operator()(double x) const { return tanh(w * x + b); }
    Value loss(int i) const {
        const double x = 0.001 * (i % 1000);
        const Value y = (*this)(x);
        const Value difference = y - (0.5 * x - 0.1);
        return difference * difference;
    }
    void update(double rate) {
        for (Value* p : {&w, &b}) {
            p->data() -= rate * p->grad();
            p->zero_grad();
        }
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(training) {
    model m;
    check_bounded([&](int i) {
        const Value loss = m.loss(i);
        loss.backward();
        m.update(0.05);
    });
    BOOST_TEST(near(m(0.7).data(), 0.25, 0.1));
}

BOOST_AUTO_TEST_CASE(evaluation_without_backward) {
    const model m;
    double sum = 0;
    check_bounded([&](int i) { sum += m.loss(i).data(); });
    BOOST_TEST(sum > 0);
}

BOOST_AUTO_TEST_CASE(expressions_that_are_dropped) {
    Value x{1.0};
    double sum = 0;
    check_bounded([&](int i) {
        const auto e = x * i + sin(x);
        const auto f = e * e;
        sum += f.data() * 1e-12;
    });
    BOOST_TEST(sum > 0);
}

BOOST_AUTO_TEST_CASE(a_stored_expression_is_kept_over_a_loop) {
    model m;
    Value x{2.0};
    const Value square = x * x;
    const auto kept = square * m.b + exp(x);
    check_bounded([&](int i) {
        const Value loss = m.loss(i);
        loss.backward();
        m.update(0.05);
    });
    const Value y = kept;
    BOOST_TEST(near(y.data(), std::exp(2.0), 1e-15));
    y.backward();
    BOOST_TEST(m.b.grad() == 4);
}

BOOST_AUTO_TEST_CASE(a_stored_expression_of_each_step) {
    Value x{1.0};
    using expression = decltype(x * x + sin(x));
    std::optional<expression> kept;
    check_bounded([&](int) {
        const Value t = x * 1.0;
        kept.emplace(t * t + sin(t));
        const Value u = *kept;
        (void)u;
    });
    const Value y = *kept;
    y.backward();
    BOOST_TEST(near(x.grad(), 2 + std::cos(1.0), 1e-15));
}

BOOST_AUTO_TEST_CASE(the_loss_of_the_step_before_is_kept) {
    model m;
    Value before = 0.0;
    int fell = 0;
    check_bounded([&](int i) {
        const Value loss = m.loss(i);
        loss.backward();
        m.update(0.05);
        fell += loss < before;
        before = loss;
    });
    BOOST_TEST(fell > 0);
}

// What a test of convergence does: a node of each step uses one of the step before, and is dropped.
BOOST_AUTO_TEST_CASE(the_change_of_the_loss) {
    model m;
    Value before = 0.0;
    double total = 0;
    check_bounded([&](int i) {
        const Value loss = m.loss(i);
        loss.backward();
        m.update(0.05);
        const Value change = loss - before;
        total += change.data();
        before = loss;
    });
    BOOST_TEST(near(total, before.data(), 1e-6));
}

BOOST_AUTO_TEST_CASE(an_unrelated_value_is_kept) {
    model m;
    Value x{3.0};
    std::vector<Value> kept{x * x};
    const Value sum = kept[0] + x;
    check_bounded([&](int i) {
        const Value loss = m.loss(i);
        loss.backward();
        m.update(0.05);
        kept[0] = sum * x;
    });
    kept[0].backward();
    BOOST_TEST(x.grad() == 12 + 3 * 7);
}

BOOST_AUTO_TEST_CASE(a_moving_average_is_detached) {
    model m;
    Value average = 0.0;
    check_bounded([&](int i) {
        const Value loss = m.loss(i);
        loss.backward();
        m.update(0.05);
        average = (0.99 * average + 0.01 * loss).data();
    });
    BOOST_TEST(average.data() < 1);
    Value state = 0.5;
    Value a{0.9};
    check_bounded([&](int) {
        state = tanh(a * state);
        if (state > -1)
            state = state.detach();
    });
    // Truncated: the graph of ten steps at a time.
    Value h = 0.5;
    check_bounded([&](int i) {
        h = tanh(a * h + 0.1);
        if (i % 10 == 0) {
            h.backward();
            a.zero_grad();
            h = h.detach();
        }
    });
}

BOOST_AUTO_TEST_CASE(two_graphs_side_by_side) {
    model m, n;
    std::optional<Value> of_m, of_n;
    check_bounded([&](int i) {
        if (i % 3 == 0)
            of_m = m.loss(i);
        else if (i % 3 == 1)
            of_n = n.loss(i);
        else {
            of_n->backward();
            n.update(0.05);
            of_m->backward();
            m.update(0.05);
        }
    });
    BOOST_TEST(m.w.data() != n.w.data());
}

// Graphs of more than a chunk, which overlap in time, in a ring of four.
BOOST_AUTO_TEST_CASE(large_graphs_that_overlap) {
    Value x{0.5};
    std::vector<std::vector<Value>> ring(4);
    check_bounded(
        [&](int i) {
            auto& slot = ring[static_cast<std::size_t>(i) % ring.size()];
            slot.clear();
            Value y = x;
            for (int k = 0; k < 5000; ++k) {
                y = y * 0.999 + 0.001 * x;
                if (k % 7 == 0)
                    slot.push_back(y);
            }
            slot.push_back(y);
            const auto& other = ring[static_cast<std::size_t>(i + 2) % ring.size()];
            if (!other.empty()) {
                x.zero_grad();
                other.back().backward();
            }
        },
        16, steps / 1000);
    BOOST_TEST(near(x.grad(), 1, 1e-11));
}

BOOST_AUTO_TEST_CASE(parameters_that_are_replaced) {
    std::vector<Value> parameters(100, Value(0.0));
    check_bounded(
        [&](int i) {
            for (Value& p : parameters)
                p = 0.01 * (i % 10);
            Value s = 0.0;
            for (const Value& p : parameters)
                s += p * p;
            s.backward();
        },
        16, steps / 20);
    BOOST_TEST(near(parameters[7].grad(), 2 * parameters[7].data(), 1e-15));
}

BOOST_AUTO_TEST_CASE(everything_is_given_back) {
    std::thread([] { // on a tape of its own
        const std::size_t before = chunks();
        {
            Value x{1.0};
            std::vector<Value> nodes;
            for (int i = 0; i < 100'000; ++i)
                nodes.push_back(sin(x) * i);
            BOOST_TEST(chunks() > before + 20);
            nodes.erase(nodes.begin(), nodes.begin() + 50'000);
            BOOST_TEST(chunks() < before + 20);
            nodes.back().backward();
            BOOST_TEST(near(x.grad(), std::cos(1.0) * 99'999, 1e-15));
        }
        BOOST_TEST(chunks() <= before + 1);
    })
        .join();
}

// In a thread of its own, whose tape goes with it.
BOOST_AUTO_TEST_CASE(a_chain_of_ten_million_nodes) {
    std::thread([] {
        const std::size_t before = chunks();
        Value x{0.5};
        {
            Value y = x;
            for (int i = 0; i < chain_nodes; ++i)
                y = y * 0.5 + x;
            BOOST_TEST(near(y.data(), 1, 1e-12));
            y.backward();
            BOOST_TEST(near(x.grad(), 2, 1e-12));
            BOOST_TEST(chunks() > static_cast<std::size_t>(chain_nodes) / 4096);
            BOOST_TEST_MESSAGE(chunks() << " chunks, " << (resident() >> 20) << " MiB");
        }
        BOOST_TEST(chunks() <= before + 2);
        // Forwards and backwards through names that are all kept.
        std::vector<Value> all{x};
        for (int i = 0; i < chain_nodes / 10; ++i)
            all.push_back(all.back() * 0.5 + x);
        x.zero_grad();
        all.back().backward();
        BOOST_TEST(near(x.grad(), 2, 1e-12));
        BOOST_TEST(near(all[all.size() - 3].grad(), 0.25, 1e-12));
        while (all.size() > 1)
            all.pop_back();
        BOOST_TEST(chunks() <= before + 2);
    }).join();
}

namespace {

auto polynomial(double at) {
    const Value x{at}, square = x * x, cube = square * x;
    return 2 * cube - square + x;
}
auto weighted(const Value& w) {
    const Value local = w * w;
    return local * w + local;
}
// Nested, by reference, by value and moved.
auto outer(const Value& w) {
    auto inner = weighted(w);
    const auto twice = inner + inner;
    auto moved = std::move(inner);
    return std::make_unique<decltype(twice * moved)>(twice * moved);
}

} // namespace

BOOST_AUTO_TEST_CASE(expressions_that_leave_functions) {
    Value w{3.0};
    check_bounded(
        [&](int i) {
            const auto p = polynomial(2);
            const auto q = weighted(w);
            const auto r = outer(w);
            if (i % 1000 != 0)
                return;
            const Value noise = w * 7 + 1;
            const Value y = p + q * 1 + *r;
            if (y.data() != 14 + 36 + 2 * 36 * 36)
                BOOST_ERROR("data of an expression that left its function");
            w.zero_grad();
            y.backward();
            if (w.grad() != 33 + 4 * 36 * 33)
                BOOST_ERROR("grad of an expression that left its function");
        },
        40);
}

BOOST_AUTO_TEST_CASE(exceptions_in_the_middle) {
    Value x{2.0};
    int caught = 0;
    check_bounded(
        [&](int i) {
            try {
                const Value a = x * x;
                const auto e = a * x + sin(a);
                std::vector<Value> some{a, x, e};
                const auto fail = [&](const Value& v) -> Value {
                    if (i % 2 == 0)
                        throw std::runtime_error("in the middle of a statement");
                    return v * v;
                };
                const Value b = e * a + fail(a) * e;
                x.zero_grad();
                b.backward();
            } catch (const std::runtime_error&) {
                ++caught;
            }
        },
        16, steps / 10);
    BOOST_TEST(caught >= steps / 20);
    const Value y = x * x;
    x.zero_grad();
    y.backward();
    BOOST_TEST(x.grad() == 4);
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_stored_expressions) {
    Value x{1.5}, w{2.0};
    const std::size_t before = chunks();
    {
        const auto make = [&](int i) {
            const Value t = x * w;
            return t * i + sin(x);
        };
        std::vector<decltype(make(0))> expressions;
        for (int i = 0; i < 100'000; ++i)
            expressions.push_back(make(i));
        Value s = 0.0;
        for (const auto& e : expressions)
            s += e;
        x.zero_grad();
        s.backward();
        BOOST_TEST(near(w.grad(), 1.5 * 99'999 * 50'000.0, 1e-12));
        BOOST_TEST(near(x.grad(), 2.0 * 99'999 * 50'000.0 + 1e5 * std::cos(1.5), 1e-12));
        // Every other one goes; the others stay right.
        std::vector<decltype(make(0))> fewer;
        for (std::size_t i = 1; i < expressions.size(); i += 2)
            fewer.push_back(std::move(expressions[i]));
        expressions.clear();
        for (int i = 0; i < 20'000; ++i) {
            const Value noise = x * i;
            const Value more = noise * noise;
            (void)more;
        }
        const Value last = fewer.back();
        w.zero_grad();
        last.backward();
        BOOST_TEST(w.grad() == 1.5 * 99'999);
    }
    // What only expressions had kept comes back when room is needed.
    for (int round = 0; round < 300; ++round) {
        Value y = x;
        for (int i = 0; i < 5000; ++i)
            y = y * 1.0;
    }
    BOOST_TEST(chunks() <= before + 40);
}

// Statements with many operands, in a loop.
BOOST_AUTO_TEST_CASE(statements_of_a_hundred_operands) {
    std::vector<Value> x;
    for (int i = 0; i < 10; ++i)
        x.emplace_back(0.1 * i);
    check_bounded(
        [&](int) {
            const auto ten = [&] {
                return x[0] * x[1] + x[2] * x[3] + x[4] * x[5] + x[6] * x[7] + x[8] * x[9];
            };
            const Value y = ((ten() + ten()) + (ten() + ten())) +
                            ((ten() + ten()) + (ten() + ten())) + (ten() + ten());
            zero_grad(x);
            y.backward();
            if (!near(x[0].grad(), 1, 1e-14))
                BOOST_ERROR("grad is " << x[0].grad());
        },
        16, steps / 20);
}

// Destroyed after this thread's tape: when the program ends.
namespace {
struct statics {
    Value x{2.0}, y = x * x;
    decltype(std::declval<const Value&>() * 2.0) e = y * 2.0;
    std::vector<Value> many{x, y, x* y};
};
statics& survivors() {
    static statics of_the_program;
    return of_the_program;
}
thread_local std::optional<decltype(std::declval<const Value&>() * 2.0)> of_the_thread;
} // namespace

BOOST_AUTO_TEST_CASE(what_outlives_the_tape) {
    statics& s = survivors();
    of_the_thread.emplace(s.x * 2.0);
    const Value z = s.e + s.many[2];
    z.backward();
    BOOST_TEST(s.x.grad() == 8 + 12);
}
