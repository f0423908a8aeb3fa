// SPDX-License-Identifier: BSL-1.0
//
// Programs that nobody would write: statements of many shapes, reassignments, copies, moves,
// dropped temporaries, stored expressions, loops, sums, backward passes from anywhere at any time.
// Each runs on Values and on a graph of shared pointers that shares no code with the library.
#include "../draws.hpp"
#include "../long_mode.hpp"

#include <ctgrad/value.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace plain {

struct node;
using node_pointer = std::shared_ptr<node>;

std::uint64_t made = 0, passes = 0;

struct node {
    double data = 0, grad = 0;
    double weight = 0; // the sum of the magnitudes that grad is the sum of: what rounding acts on
    std::uint64_t serial = ++made, pass = 0;
    std::vector<std::pair<node_pointer, double>> operands;

    explicit node(double number) : data(number) {}
    // A chain of nodes must not be a chain of destructor calls.
    ~node() {
        std::vector<node_pointer> doomed;
        const auto strip = [&](node& of) {
            for (auto& operand : of.operands)
                doomed.push_back(std::move(operand.first));
        };
        strip(*this);
        while (!doomed.empty()) {
            const node_pointer next = std::move(doomed.back());
            doomed.pop_back();
            if (next.use_count() == 1)
                strip(*next);
        }
    }
    node(const node&) = delete;
    node& operator=(const node&) = delete;
};

class number {
public:
    number(double data = 0) : node_(std::make_shared<node>(data)) {}
    number(double data, std::vector<std::pair<number, double>> operands) : number(data) {
        for (auto& [operand, partial] : operands)
            node_->operands.emplace_back(operand.node_, partial);
    }
    number(const number&) = default;
    number& operator=(const number&) = default;
    // What was moved from is given a number in these programs before it is used again.
    number(number&&) noexcept = default;
    number& operator=(number&&) noexcept = default;
    ~number() = default;

    [[nodiscard]] double data() const { return node_->data; }
    double& data() { return node_->data; }
    [[nodiscard]] bool is_computed() const { return !node_->operands.empty(); }
    [[nodiscard]] double grad() const {
        return is_computed() && node_->pass != passes ? 0 : node_->grad;
    }
    [[nodiscard]] double weight() const { return node_->weight; }
    void zero_grad() { node_->grad = 0; }
    [[nodiscard]] number detach() const { return {data()}; }

    void backward(double seed) const {
        ++passes;
        std::vector<node*> reached, waiting;
        const auto reach = [&](node* n) {
            if (n->pass == passes)
                return;
            n->pass = passes;
            if (!n->operands.empty())
                n->grad = n->weight = 0;
            reached.push_back(n);
            waiting.push_back(n);
        };
        reach(node_.get());
        while (!waiting.empty()) {
            node* const n = waiting.back();
            waiting.pop_back();
            for (const auto& operand : n->operands)
                reach(operand.first.get());
        }
        std::sort(reached.begin(), reached.end(),
                  [](const node* a, const node* b) { return a->serial > b->serial; });
        node_->grad += seed;
        node_->weight += std::fabs(seed);
        for (const node* n : reached)
            for (const auto& [operand, partial] : n->operands) {
                operand->grad += partial * n->grad;
                operand->weight += std::fabs(partial) * n->weight;
            }
    }

    number& operator+=(const number& y);
    number& operator-=(const number& y);
    number& operator*=(const number& y);
    number& operator/=(const number& y);

private:
    node_pointer node_;
};

number operator+(const number& x, const number& y) {
    return {x.data() + y.data(), {{x, 1}, {y, 1}}};
}
number operator-(const number& x, const number& y) {
    return {x.data() - y.data(), {{x, 1}, {y, -1}}};
}
number operator*(const number& x, const number& y) {
    return {x.data() * y.data(), {{x, y.data()}, {y, x.data()}}};
}
number operator/(const number& x, const number& y) {
    const double q = x.data() / y.data();
    return {q, {{x, 1 / y.data()}, {y, -q / y.data()}}};
}
number operator-(const number& x) {
    return {-x.data(), {{x, -1}}};
}
number& number::operator+=(const number& y) {
    return *this = *this + y;
}
number& number::operator-=(const number& y) {
    return *this = *this - y;
}
number& number::operator*=(const number& y) {
    return *this = *this * y;
}
number& number::operator/=(const number& y) {
    return *this = *this / y;
}
bool operator<(const number& x, const number& y) {
    return x.data() < y.data();
}
number sin(const number& x) {
    return {std::sin(x.data()), {{x, std::cos(x.data())}}};
}
number cos(const number& x) {
    return {std::cos(x.data()), {{x, -std::sin(x.data())}}};
}
number exp(const number& x) {
    return {std::exp(x.data()), {{x, std::exp(x.data())}}};
}
number log(const number& x) {
    return {std::log(x.data()), {{x, 1 / x.data()}}};
}
number sqrt(const number& x) {
    return {std::sqrt(x.data()), {{x, 0.5 / std::sqrt(x.data())}}};
}
number tanh(const number& x) {
    const double t = std::tanh(x.data());
    return {t, {{x, 1 - t * t}}};
}
number relu(const number& x) {
    return {x.data() > 0 ? x.data() : 0, {{x, x.data() > 0 ? 1 : 0}}};
}
number abs(const number& x) {
    return {std::fabs(x.data()), {{x, x.data() > 0 ? 1 : x.data() < 0 ? -1 : 0}}};
}
number max(const number& x, const number& y) {
    const double to_x = x.data() > y.data() ? 1 : x.data() < y.data() ? 0 : 0.5;
    return {std::fmax(x.data(), y.data()), {{x, to_x}, {y, 1 - to_x}}};
}
number min(const number& x, const number& y) {
    const double to_x = x.data() < y.data() ? 1 : x.data() > y.data() ? 0 : 0.5;
    return {std::fmin(x.data(), y.data()), {{x, to_x}, {y, 1 - to_x}}};
}
number pow(const number& x, int n) {
    return {std::pow(x.data(), n), {{x, n * std::pow(x.data(), n - 1)}}};
}
number select(bool condition, const number& x, const number& y) {
    return condition ? x : y;
}

} // namespace plain

namespace {

using ctgrad::Value;

using random_choices::draws, random_choices::scrambled;

constexpr std::size_t shapes = 40;
const char* const shape_text[shapes] = {"a + b",
                                        "a - b",
                                        "tanh(a*b)",
                                        "a/(1.5 + sin(b))",
                                        "-a",
                                        "a*k",
                                        "k - a",
                                        "k/(2.5 + cos(a))",
                                        "sin(a)",
                                        "exp(-(a*a))*k",
                                        "log(1.25 + a*a)",
                                        "sqrt(0.75 + a*a)",
                                        "relu(a) - relu(b - a)",
                                        "max(a, b) + min(b, c)",
                                        "abs(a - c)",
                                        "tanh(a*b + c)",
                                        "sin(a)*cos(b) + tanh(c)*k",
                                        "a + a",
                                        "tanh(a*a)",
                                        "a - a",
                                        "sin(a + b + a)",
                                        "tanh((a + b)*(b + c)*(c + a))",
                                        "(a + b + c + a + b + c)*0.25",
                                        "pow(sin(a), 3) + k*pow(tanh(b), 2)",
                                        "a < b ? V(a*k) : b",
                                        "select(a < b, c, a + b)",
                                        "V(tanh(a*b)) + k",
                                        "2*a - b*3 + c/4",
                                        "tanh(a*b*c)*a + b",
                                        "tanh(a)*tanh(b)*tanh(c)*tanh(a)",
                                        "(a - b)/(1 + (a - b)*(a - b))",
                                        "k + (1 - sin(a*k))*0.5",
                                        "V(k)*sin(a)",
                                        "sum of 40 sin(a + b*k), one statement",
                                        "s = 0; 7 times s += a*b; s*0.1",
                                        "s = a; 5 times { s -= sin(b)*0.1; s += c*0.1; }",
                                        "s = 1; 4 times { s *= tanh(a); s += b; }",
                                        "s = a*k; t = s; s += b; s - t*c",
                                        "s = sin(a)*k; s += s; s -= s*0.5; tanh(s)",
                                        "x = a; 30 times x = tanh(x*b + c)"};

auto forty_terms(const auto& ten) {
    return ((ten() + ten()) + (ten() + ten())) * 0.025;
}

template <class V>
void assign(V& to, std::size_t shape, const V& a, const V& b, const V& c, double k) {
    switch (shape) {
    case 0:
        to = a + b;
        break;
    case 1:
        to = a - b;
        break;
    case 2:
        to = tanh(a * b);
        break;
    case 3:
        to = a / (1.5 + sin(b));
        break;
    case 4:
        to = -a;
        break;
    case 5:
        to = a * k;
        break;
    case 6:
        to = k - a;
        break;
    case 7:
        to = k / (2.5 + cos(a));
        break;
    case 8:
        to = sin(a);
        break;
    case 9:
        to = exp(-(a * a)) * k;
        break;
    case 10:
        to = log(1.25 + a * a);
        break;
    case 11:
        to = sqrt(0.75 + a * a);
        break;
    case 12:
        to = relu(a) - relu(b - a);
        break;
    case 13:
        to = max(a, b) + min(b, c);
        break;
    case 14:
        to = abs(a - c);
        break;
    case 15:
        to = tanh(a * b + c);
        break;
    case 16:
        to = sin(a) * cos(b) + tanh(c) * k;
        break;
    case 17:
        to = a + a;
        break;
    case 18:
        to = tanh(a * a);
        break;
    case 19:
        to = a - a;
        break;
    case 20:
        to = sin(a + b + a);
        break;
    case 21:
        to = tanh((a + b) * (b + c) * (c + a));
        break;
    case 22:
        to = (a + b + c + a + b + c) * 0.25;
        break;
    case 23:
        to = pow(sin(a), 3) + k * pow(tanh(b), 2);
        break;
    case 24:
        to = a < b ? V(a * k) : b;
        break;
    case 25:
        to = select(a < b, c, a + b);
        break;
    case 26:
        to = V(tanh(a * b)) + k;
        break;
    case 27:
        to = 2 * a - b * 3 + c / 4;
        break;
    case 28:
        to = tanh(a * b * c) * a + b;
        break;
    case 29:
        to = tanh(a) * tanh(b) * tanh(c) * tanh(a);
        break;
    case 30:
        to = (a - b) / (1 + (a - b) * (a - b));
        break;
    case 31:
        to = k + (1 - sin(a * k)) * 0.5;
        break;
    case 32:
        to = V(k) * sin(a);
        break;
    case 33:
        to = forty_terms([&] {
            return sin(a + b * k) + sin(a + b * k) + sin(a + b * k) + sin(a + b * k) +
                   sin(a + b * k) + sin(a + b * k) + sin(a + b * k) + sin(a + b * k) +
                   sin(a + b * k) + sin(a + b * k);
        });
        break;
    case 34: {
        V s = 0.;
        for (int i = 0; i < 7; ++i)
            s += a * b;
        to = s * 0.1;
        break;
    }
    case 35: {
        V s = a;
        for (int i = 0; i < 5; ++i) {
            s -= sin(b) * 0.1;
            s += c * 0.1;
        }
        to = s;
        break;
    }
    case 36: {
        V s = 1;
        for (int i = 0; i < 4; ++i) {
            s *= tanh(a);
            s += b;
        }
        to = tanh(s);
        break;
    }
    case 37: {
        V s = a * k;
        const V t = s;
        s += b;
        to = tanh(s - t * c);
        break;
    }
    case 38: {
        V s = sin(a) * k;
        s += s;
        s -= s * 0.5;
        to = tanh(s);
        break;
    }
    default: {
        V x = a;
        for (int i = 0; i < 30; ++i)
            x = tanh(x * b + c);
        to = std::move(x);
    }
    }
}

// An expression as it is, kept over other steps.
template <class V>
auto stored(const V& a, const V& b) {
    return sin(a * b) * 0.5 + a / (2.5 + cos(b));
}

struct world {
    static constexpr std::size_t names = 8;
    Value v[names];
    plain::number r[names];
    std::vector<Value> kept;
    std::vector<plain::number> kept_r;
    std::vector<decltype(stored(std::declval<const Value&>(), std::declval<const Value&>()))>
        expressions;
    std::vector<plain::number> expressions_r;
    std::string trace, difference;
};

void compare(world& w, const char* what, std::size_t i, const Value& v, const plain::number& r) {
    const double data_error = std::fabs(v.data() - r.data());
    const double grad_error = std::fabs(v.grad() - r.grad());
    // Of a long chain the magnitudes may overflow: then rounding may be anything.
    const bool rounding_is_known = std::isfinite(r.weight());
    if (data_error <= 1e-12 * (1 + std::fabs(r.data())) &&
        (!rounding_is_known || grad_error <= 1e-10 * (1 + r.weight())))
        return;
    std::ostringstream out;
    out.precision(17);
    out << what << i << ": data " << v.data() << " is to be " << r.data() << ", grad " << v.grad()
        << " is to be " << r.grad();
    w.difference = out.str();
}

void compare_all(world& w) {
    for (std::size_t i = 0; i < world::names; ++i)
        compare(w, "v", i, w.v[i], w.r[i]);
    for (std::size_t i = 0; i < w.kept.size(); ++i)
        compare(w, "kept ", i, w.kept[i], w.kept_r[i]);
}

// One step of a program. It depends on the seed alone, so any step may be left out.
void step(world& w, std::uint64_t seed, bool tell) {
    draws draw(seed);
    const std::size_t i = draw.below(world::names), a = draw.below(world::names),
                      b = draw.below(world::names), c = draw.below(world::names);
    const double k = draw.real();
    const std::size_t kind = draw.below(100);
    const std::size_t shape = draw.below(shapes);
    Value* const v = w.v;
    plain::number* const r = w.r;
    std::ostringstream told;
    told.precision(17);
    const auto say = [&](const auto&... what) {
        if (tell)
            (told << ... << what);
    };
    if (kind < 40) {
        say("v", i, " = ", shape_text[shape], "; // a = v", a, ", b = v", b, ", c = v", c,
            ", k = ", k);
        assign(v[i], shape, v[a], v[b], v[c], k);
        assign(r[i], shape, r[a], r[b], r[c], k);
    } else if (kind < 45) {
        say("v", i, " = ", k, ";");
        v[i] = k;
        r[i] = k;
    } else if (kind < 48) {
        say("v", i, " = v", a, ";");
        v[i] = v[a];
        r[i] = r[a];
    } else if (kind < 51) {
        say("v", i, " = std::move(v", a, "); v", a, " = ", k, ";");
        v[i] = std::move(v[a]);
        r[i] = std::move(r[a]);
        v[a] = k;
        r[a] = plain::number(k);
    } else if (kind < 53) {
        say("std::swap(v", i, ", v", a, ");");
        std::swap(v[i], v[a]);
        std::swap(r[i], r[a]);
    } else if (kind < 56) {
        say("v", i, " += v", a, "*v", b, ";");
        v[i] += v[a] * v[b];
        r[i] += r[a] * r[b];
    } else if (kind < 58) {
        say("v", i, " -= v", a, "; v", i, " = tanh(v", i, ");");
        v[i] -= v[a];
        v[i] = tanh(v[i]);
        r[i] -= r[a];
        r[i] = tanh(r[i]);
    } else if (kind < 60) {
        say("v", i, " *= sin(v", a, ");");
        v[i] *= sin(v[a]);
        r[i] *= sin(r[a]);
    } else if (kind < 62) {
        say("v", i, " /= 1.5 + sin(v", a, ");");
        v[i] /= 1.5 + sin(v[a]);
        r[i] /= 1.5 + sin(r[a]);
    } else if (kind < 64) {
        if (!r[i].is_computed()) // of a number the library makes a number, as nobody sees it
            return;
        say("v", i, " += ", k, "; v", i, " *= 0.5; v", i, " = std::move(v", i, ")*0.5;");
        v[i] += k;
        v[i] *= 0.5;
        v[i] = std::move(v[i]) * 0.5;
        r[i] += k;
        r[i] *= 0.5;
        r[i] = r[i] * 0.5;
    } else if (kind < 66) {
        say("{ Value t = v", a, "*v", b, "; Value u = t + v", c, "; }");
        const Value t = v[a] * v[b];
        const Value u = t + v[c];
    } else if (kind < 71) {
        say("expressions.push_back(stored(v", a, ", v", b, "));");
        w.expressions.push_back(stored(v[a], v[b]));
        w.expressions_r.push_back(stored(r[a], r[b]));
    } else if (kind < 75) {
        if (w.expressions.empty())
            return;
        const std::size_t e = draw.below(w.expressions.size());
        say("v", i, " = tanh(v", a, " + expressions[", e, "]);");
        v[i] = tanh(v[a] + w.expressions[e]);
        r[i] = tanh(r[a] + w.expressions_r[e]);
    } else if (kind < 77) {
        if (w.expressions.empty())
            return;
        say("v", i, " = std::move(expressions.back()); expressions.pop_back();");
        // Every use of an expression computes it anew.
        v[i] = std::move(w.expressions.back());
        r[i] = w.expressions_r.back() + 0.0;
        w.expressions.pop_back();
        w.expressions_r.pop_back();
    } else if (kind < 80) {
        say("kept.push_back(v", a, ");");
        w.kept.push_back(v[a]);
        w.kept_r.push_back(r[a]);
    } else if (kind < 82) {
        if (w.kept.empty())
            return;
        const std::size_t e = draw.below(w.kept.size());
        say("v", i, " = kept[", e, "]; kept.erase(kept.begin() + ", e, ");");
        v[i] = w.kept[e];
        r[i] = w.kept_r[e];
        w.kept.erase(w.kept.begin() + static_cast<std::ptrdiff_t>(e));
        w.kept_r.erase(w.kept_r.begin() + static_cast<std::ptrdiff_t>(e));
    } else if (kind < 83) {
        say("kept.clear(); expressions.clear();");
        w.kept.clear();
        w.kept_r.clear();
        w.expressions.clear();
        w.expressions_r.clear();
    } else if (kind < 85) {
        say("v", i, " = v", a, ".detach();");
        v[i] = v[a].detach();
        r[i] = r[a].detach();
    } else if (kind < 87) {
        if (r[a].is_computed())
            return;
        say("v", a, ".data() = ", k, ";");
        v[a].data() = k;
        r[a].data() = k;
    } else if (kind < 89) {
        if (r[a].is_computed())
            return;
        say("v", a, ".zero_grad();");
        v[a].zero_grad();
        r[a].zero_grad();
    } else if (kind < 90) {
        const std::size_t count = 500 + draw.below(5000);
        say(count, " times v", i, " = tanh(v", i, "*v", a, " + v", b, ");");
        for (std::size_t n = 0; n < count; ++n) {
            v[i] = tanh(v[i] * v[a] + v[b]);
            r[i] = tanh(r[i] * r[a] + r[b]);
        }
    } else if (kind < 91) {
        const std::size_t count = 1000 + draw.below(4000);
        say("{ std::vector<Value> many; ", count, " numbers; v", i,
            " = tanh of their 50th and last times v", a, "; }");
        std::vector<Value> many;
        std::vector<plain::number> many_r;
        for (std::size_t n = 0; n < count; ++n) {
            many.emplace_back(k);
            many_r.emplace_back(k);
        }
        v[i] = tanh(many[50] + v[a] * many[count - 1]);
        r[i] = tanh(many_r[50] + r[a] * many_r[count - 1]);
        while (!many.empty())
            many.pop_back();
    } else {
        say("v", a, ".backward(", k, ");");
        v[a].backward(k);
        r[a].backward(k);
        compare_all(w);
    }
    // Nothing may grow without bound.
    if (std::fabs(r[i].data()) > 5) {
        say(" v", i, " = tanh(v", i, ");");
        v[i] = tanh(v[i]);
        r[i] = tanh(r[i]);
    }
    if (tell)
        w.trace += "    " + told.str() + "\n";
}

// The difference found first, "" if there is none, in a program of the given steps.
std::string run(std::uint64_t seed, const std::vector<std::size_t>& steps,
                std::string* trace = nullptr) {
    world w;
    for (std::size_t i = 0; i < world::names; ++i) {
        w.v[i] = 0.3 * static_cast<double>(i) - 1;
        w.r[i] = plain::number(0.3 * static_cast<double>(i) - 1);
    }
    for (const std::size_t s : steps) {
        step(w, scrambled(seed * 1000 + s), trace != nullptr);
        if (!w.difference.empty())
            break;
    }
    if (w.difference.empty())
        compare_all(w);
    if (trace != nullptr)
        *trace = w.trace;
    return w.difference;
}

// The program without all steps that the difference does not need.
std::string minimal(std::uint64_t seed, std::vector<std::size_t> steps) {
    for (std::size_t length = steps.size() / 2; length != 0; length /= 2)
        for (std::size_t i = 0; i + length <= steps.size();) {
            auto fewer = steps;
            const auto first = fewer.begin() + static_cast<std::ptrdiff_t>(i);
            fewer.erase(first, first + static_cast<std::ptrdiff_t>(length));
            if (run(seed, fewer).empty())
                i += length;
            else
                steps = fewer;
        }
    std::string trace;
    const std::string difference = run(seed, steps, &trace);
    return "seed " + std::to_string(seed) + ", v0 to v7 = -1, -0.7, ...:\n" + trace + "    // " +
           difference;
}

} // namespace

BOOST_AUTO_TEST_CASE(random_programs_agree_with_a_graph_of_pointers) {
    const std::uint64_t programs = long_mode::is_on() ? 5000 : 60;
    std::vector<std::size_t> steps(100);
    for (std::size_t s = 0; s < steps.size(); ++s)
        steps[s] = s;
    for (std::uint64_t seed = 1; seed <= programs; ++seed)
        if (const std::string difference = run(seed, steps); !difference.empty()) {
            BOOST_ERROR(minimal(seed, steps));
            return;
        }
    long_mode::count("programs of 100 statements", programs);
    // One program of many steps, in which chunks are filled, given back and used again.
    steps.resize(programs * 10);
    for (std::size_t s = 0; s < steps.size(); ++s)
        steps[s] = s;
    if (const std::string difference = run(0, steps); !difference.empty())
        BOOST_ERROR(minimal(0, steps));
    BOOST_TEST(true);
}
