// SPDX-License-Identifier: BSL-1.0
//
// Each thread builds its own graphs. What is shared by accident is refused.
#include <ctgrad/near.hpp>
#include <ctgrad/value.hpp>

#include <atomic>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

using stored_product = decltype(std::declval<const Value&>() * std::declval<const Value&>());

double slope_of_chain(double at, int length) {
    Value x{at};
    Value y = x;
    for (int i = 0; i < length; ++i)
        y = y * 0.5 + x;
    y.backward();
    return x.grad();
}

template <class F>
void in_another_thread(const F& f) {
    std::exception_ptr thrown;
    std::thread thread([&] {
        try {
            f();
        } catch (...) {
            thrown = std::current_exception();
        }
    });
    thread.join();
    if (thrown)
        std::rethrow_exception(thrown);
}

bool says_thread(const graph_error& e) {
    const std::string_view text = e.what();
    return text.find("another thread") != std::string_view::npos &&
           text.find("data()") != std::string_view::npos &&
           text.find("docs/reference/value.md") != std::string_view::npos;
}

// `use` of what belongs to this thread, by another, which has a tape of its own or none.
template <class Use>
void check_refused(const Use& use) {
    BOOST_CHECK_EXCEPTION(in_another_thread(use), graph_error, says_thread);
    BOOST_CHECK_EXCEPTION(in_another_thread([&] {
                              Value a{1.0};
                              const Value b = a * a;
                              use();
                          }),
                          graph_error, says_thread);
}

} // namespace

BOOST_AUTO_TEST_CASE(each_thread_has_its_own_graphs) {
    constexpr int lengths[] = {10, 5000, 50'000, 3};
    std::vector<std::thread> threads;
    std::atomic<int> right{0};
    for (const int length : lengths)
        threads.emplace_back([&, length] {
            bool all = true;
            for (int repeat = 0; repeat < 20; ++repeat)
                all = all && near(slope_of_chain(0.3, length), 2 - std::pow(0.5, length), 1e-12);
            right += all;
        });
    for (std::thread& thread : threads)
        thread.join();
    BOOST_TEST(right == 4);
}

// The gradient of a sum over data is the sum of gradients over its parts.
BOOST_AUTO_TEST_CASE(a_gradient_over_the_parts_of_the_data) {
    std::vector<double> data(4000);
    for (std::size_t i = 0; i < data.size(); ++i)
        data[i] = std::sin(0.1 * static_cast<double>(i));
    const std::vector<double> parameters{0.3, -0.2, 0.1};
    const auto gradient_of = [&](std::size_t begin, std::size_t end) {
        std::vector<Value> p(parameters.begin(), parameters.end());
        Value loss = 0.0;
        for (std::size_t i = begin; i < end; ++i) {
            const Value y = tanh(p[0] * data[i] + p[1]) * p[2];
            loss += (y - data[i]) * (y - data[i]);
        }
        loss.backward();
        std::vector<double> g;
        for (const Value& x : p)
            g.push_back(x.grad());
        return g;
    };
    const std::vector<double> whole = gradient_of(0, data.size());
    std::vector<std::future<std::vector<double>>> parts;
    for (std::size_t k = 0; k < 4; ++k)
        parts.push_back(std::async(std::launch::async, gradient_of, 1000 * k, 1000 * (k + 1)));
    std::vector<double> sum(parameters.size());
    for (auto& part : parts) {
        const std::vector<double> g = part.get();
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += g[i];
    }
    for (std::size_t i = 0; i < sum.size(); ++i)
        BOOST_TEST(near(sum[i], whole[i], 1e-11));
}

BOOST_AUTO_TEST_CASE(a_value_of_another_thread_is_refused) {
    Value x{3.0};
    Value y = x * x;
    const Value unused{4.0};
    check_refused([&] { const Value z = x * 2; });
    check_refused([&] { const Value z = 2.0 + y; });
    check_refused([&] { const Value z = unused * 1; });
    check_refused([&] { const Value copy = x; });
    check_refused([&] { const Value copy = unused; });
    check_refused([&] { static_cast<void>(x.data()); });
    check_refused([&] { x.data() = 1; });
    check_refused([&] { static_cast<void>(x.grad()); });
    check_refused([&] { y.backward(); });
    check_refused([&] { y.zero_grad(); });
    check_refused([&] { x.label("x"); });
    check_refused([&] { static_cast<void>(x.label()); });
    check_refused([&] { static_cast<void>(x < 1.0); });
    check_refused([&] { static_cast<void>(y.detach()); });
    check_refused([&] {
        Value sum = 0.0;
        sum += x;
    });
    check_refused([&] {
        Value z{1.0};
        z = z * 2 + sin(x * z);
    });
    check_refused([&] {
        Value assigned;
        assigned = y;
    });
    // Nothing has changed here.
    BOOST_TEST(x.data() == 3);
    y.backward();
    BOOST_TEST(x.grad() == 6);
    BOOST_TEST(unused.data() == 4);
}

BOOST_AUTO_TEST_CASE(an_expression_of_another_thread_is_refused) {
    Value x{3.0}, w{2.0};
    const auto e = x * w;
    check_refused([&] { const Value y = e; });
    check_refused([&] { const Value y = e + 1; });
    check_refused([&] { const Value y = sin(e); });
    check_refused([&] {
        auto mine = x * w;
        static_cast<void>(mine);
    });
    check_refused([&] {
        const auto copy = e;
        const Value y = copy * 2;
    });
    check_refused([&] {
        Value a{5.0};
        Value s = a * 2;
        s += e;
    });
    auto moved = e;
    check_refused([&] { const Value y = std::move(moved); });
    const Value y = e;
    y.backward();
    BOOST_TEST(x.grad() == 2);
}

// Most systems give the next thread the memory of the last one, thread-local objects included.
BOOST_AUTO_TEST_CASE(what_outlives_its_thread) {
    for (const bool destroyed_by_another : {false, true})
        for (const bool with_tape : {false, true}) {
            std::optional<Value> x, y;
            std::optional<stored_product> e;
            std::vector<Value> many;
            in_another_thread([&] {
                x.emplace(3.0);
                y.emplace(*x * *x);
                e.emplace(*x * *y);
                many.assign(10, *y);
                for (int i = 0; i < 10'000; ++i)
                    many.push_back(many.back() * 0.5);
            });
            // Here, and in a thread which may look like the one that has ended.
            BOOST_CHECK_EXCEPTION(Value(*x * 2), graph_error, says_thread);
            BOOST_CHECK_EXCEPTION(static_cast<void>(y->grad()), graph_error, says_thread);
            BOOST_CHECK_EXCEPTION(static_cast<void>(Value{*e}), graph_error, says_thread);
            check_refused([&] { const Value z = *x * *y; });
            check_refused([&] { const Value z = *e; });
            check_refused([&] { many.back().backward(); });
            const auto destroy = [&] {
                std::optional<Value> mine;
                if (with_tape)
                    mine.emplace(1.0);
                e.reset();
                x.reset();
                y.reset();
                many.clear();
                if (!near(slope_of_chain(0.3, 10'000), 2, 1e-12))
                    BOOST_ERROR("a graph is disturbed by what was destroyed in its thread");
                x = 1.0;
                x.reset();
            };
            if (destroyed_by_another)
                in_another_thread(destroy);
            else
                destroy();
        }
}

BOOST_AUTO_TEST_CASE(values_move_through_threads_that_do_not_use_them) {
    Value x{3.0};
    std::vector<Value> values{x * 1.0, x * 2.0};
    std::optional<stored_product> e(x * x);
    in_another_thread([&] {
        std::vector<Value> elsewhere = std::move(values);
        values = std::move(elsewhere);
        std::optional<stored_product> travelling = std::move(e);
        e.reset();
        e.emplace(std::move(*travelling));
    });
    const Value sum = values[0] + values[1] + *e;
    sum.backward();
    BOOST_TEST(x.grad() == 3 + 6);
    // An assignment of a number frees a name from its thread.
    in_another_thread([&] {
        values[0] = 7.0;
        values[0].backward();
        BOOST_TEST(values[0].grad() == 1);
    });
    BOOST_CHECK_EXCEPTION(static_cast<void>(values[0].data()), graph_error, says_thread);
}

namespace {

// The simplest pool: threads that take tasks until there are none.
class pool {
public:
    explicit pool(int size) {
        for (int i = 0; i < size; ++i)
            threads_.emplace_back([this] { work(); });
    }
    ~pool() {
        {
            const std::lock_guard lock(mutex_);
            done_ = true;
        }
        ready_.notify_all();
        for (std::thread& thread : threads_)
            thread.join();
    }
    pool(const pool&) = delete;
    pool& operator=(const pool&) = delete;
    void add(std::function<void()> task) {
        {
            const std::lock_guard lock(mutex_);
            tasks_.push_back(std::move(task));
        }
        ready_.notify_one();
    }

private:
    void work() {
        for (;;) {
            std::unique_lock lock(mutex_);
            ready_.wait(lock, [this] { return done_ || !tasks_.empty(); });
            if (tasks_.empty())
                return;
            const std::function<void()> task = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock();
            task();
        }
    }
    std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<std::function<void()>> tasks_;
    bool done_ = false;
    std::vector<std::thread> threads_;
};

} // namespace

BOOST_AUTO_TEST_CASE(a_pool_uses_its_threads_again) {
    std::atomic<int> right{0};
    std::atomic<std::size_t> most_chunks{0};
    {
        pool workers(3);
        for (int task = 0; task < 300; ++task)
            workers.add([&, task] {
                right += near(slope_of_chain(0.01 * task, 9000), 2, 1e-12);
                const std::size_t chunks = detail::tape<double>::here().chunks_in_use();
                std::size_t seen = most_chunks;
                while (seen < chunks && !most_chunks.compare_exchange_weak(seen, chunks))
                    ;
            });
    }
    BOOST_TEST(right == 300);
    BOOST_TEST(most_chunks <= 8u);
}

// Statements that several threads record for the first time at once.
BOOST_AUTO_TEST_CASE(many_threads_begin_at_once) {
    std::atomic<bool> start{false};
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            while (!start)
                std::this_thread::yield();
            Value a{2.0}, b{3.0};
            const Value y = pow(a, 2) * log(b) - erf(a) / (b + sqrt(a)) + atan2(a, b);
            y.backward();
            right += std::isfinite(a.grad()) && std::isfinite(b.grad());
        });
    start = true;
    for (std::thread& thread : threads)
        thread.join();
    BOOST_TEST(right == 8);
}

// Thread after thread, each of which leaves something behind.
BOOST_AUTO_TEST_CASE(a_thousand_threads) {
    std::vector<std::optional<stored_product>> left(1000);
    std::vector<Value> values;
    int right = 0;
    for (auto& e : left)
        in_another_thread([&] {
            Value x{3.0};
            const Value y = x * x;
            e.emplace(y * x);
            const Value z = *e;
            z.backward();
            right += x.grad() == 27;
            values.push_back(z);
        });
    BOOST_TEST(right == 1000);
    values.clear();
    for (std::size_t i = 0; i < left.size(); i += 2)
        left[i].reset();
    in_another_thread([&] {
        for (auto& e : left)
            e.reset();
        BOOST_TEST(near(slope_of_chain(0.5, 10'000), 2, 1e-12));
    });
}

// Thread-local Values and expressions go when the thread's tape may have gone already.
namespace {
thread_local std::optional<Value> value_of_the_thread;
thread_local std::optional<stored_product> expression_of_the_thread;
} // namespace

BOOST_AUTO_TEST_CASE(thread_local_values) {
    for (int i = 0; i < 3; ++i)
        in_another_thread([] {
            value_of_the_thread.emplace(2.0); // before the tape
            expression_of_the_thread.emplace(*value_of_the_thread * *value_of_the_thread);
            const Value y = *expression_of_the_thread;
            y.backward();
            BOOST_TEST(value_of_the_thread->grad() == 4);
        });
}

// Whoever computes when the tape has gone is told so.
namespace {
struct computes_at_the_end {
    std::string* message = nullptr;
    ~computes_at_the_end() {
        if (message == nullptr)
            return;
        try {
            const Value x = 3;
            const Value y = x * x;
        } catch (const graph_error& error) {
            *message = error.what();
        }
    }
};
thread_local computes_at_the_end last_of_the_thread;
} // namespace

BOOST_AUTO_TEST_CASE(a_thread_that_is_ending) {
    std::string message;
    in_another_thread([&] {
        last_of_the_thread.message = &message; // made before the tape, so it ends after it
        BOOST_TEST(near(slope_of_chain(0.5, 100), 2, 1e-12));
    });
    BOOST_TEST(message == "ctgrad: a Value is made or used while its thread runs, this thread is "
                          "ending: do so before it returns");
}
