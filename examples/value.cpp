// SPDX-License-Identifier: BSL-1.0
//
// A tour of Value, the number whose gradient is computed at run time: loops of any length, copies,
// a training step by hand, compiled functions as one node, several threads.

#include <ctgrad/near.hpp>
#include <ctgrad/value.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace ctgrad;

void check(bool holds, const char* what) {
    if (!holds)
        throw std::logic_error(std::string("not as it should be: ") + what);
}

void first() {
    //! [first]
    Value x{2.0}, y{3.0};
    Value z = x * y + sin(x);
    z.backward(); // x.grad() is dz/dx = y + cos(x), y.grad() is dz/dy = x
    //! [first]
    check(near(x.grad(), 3 + std::cos(2.0)) && y.grad() == 2 && z.data() == 6 + std::sin(2.0),
          "the first gradient");
}

void loops() {
    //! [loop]
    // Newton's method for the square root of a; how many steps it takes is known at run time only.
    Value a{2.0};
    Value root = a;
    int steps = 0;
    while (std::abs((root * root - a).data()) > 1e-12) {
        root = (root + a / root) / 2;
        ++steps;
    }
    root.backward();
    std::cout << steps << " steps: sqrt(2) = " << root.data() << ", its slope " << a.grad() << '\n';
    //! [loop]
    check(near(root.data(), std::sqrt(2.0)) && near(a.grad(), 1 / (2 * std::sqrt(2.0)), 1e-9),
          "the square root");
}

void kinds() {
    //! [kinds]
    Value leaf{2.0};              // a number that gradients are wanted of
    Value computed = leaf * leaf; // a node that remembers how it was computed
    Value constant;               // 0; never has a gradient
    Value name = computed;        // a copy is another name of the same node
    name = 5.0;                   // from here on a name of a new leaf; computed is what it was
    //! [kinds]
    check(computed.data() == 4 && name.data() == 5 && constant.data() == 0, "the kinds");
    check(constant.is_number() && !leaf.is_number(), "the constant");
    check(Value(computed).is_same_node(computed) && !name.is_same_node(computed), "the names");
}

void statements() {
    Value x{0.5}, a{2.0}, b{3.0};
    //! [statements]
    Value y = a * x + b * sin(x); // one entry, whatever the right-hand side consists of
    const auto part = a * x;      // an expression: recorded by each statement that uses it
    Value z = part * part;        // one entry; a Value instead of auto would make it two

    Value s = 0;
    for (int i = 0; i < 1000; ++i)
        s += a * x; // one node in all: nobody has used the sum in between
    //! [statements]
    s.backward();
    check(y.data() == 1 + 3 * std::sin(0.5) && z.data() == 1 && s.data() == 1000, "statements");
    check(x.grad() == 2000 && a.grad() == 500, "a sum");
}

void grads() {
    //! [grads]
    Value x{3.0};
    Value square = x * x;
    Value y = square * 2;
    y.backward();
    y.backward();
    // x.grad() == 24: leaves sum over all passes since they were zeroed.
    // square.grad() == 2: of computed nodes the grad is that of the latest pass.
    //! [grads]
    check(x.grad() == 24 && square.grad() == 2, "two passes");
    //! [zero]
    std::vector<Value> parameters{x};
    zero_grad(parameters);
    y.backward(0.5); // of 0.5*y: the grad of y itself is set to 0.5
    //! [zero]
    check(x.grad() == 6 && y.grad() == 0.5, "zeroed");
}

void training() {
    //! [training]
    // Fits y = tanh(w*x + b) to four points, by gradient descent.
    const std::vector<double> xs{-1, 0, 1, 2}, ys{-0.9, -0.4, 0.4, 0.9};
    Value w{0.0}, b{0.0};
    double last = 0;
    for (int step = 0; step < 500; ++step) {
        Value loss = 0;
        for (std::size_t i = 0; i < xs.size(); ++i) {
            const Value error = tanh(w * xs[i] + b) - ys[i];
            loss += error * error;
        }
        w.zero_grad();
        b.zero_grad();
        loss.backward();
        w.data() -= 0.1 * w.grad(); // all Values that are computed from w from here on see it
        b.data() -= 0.1 * b.grad();
        last = loss.data();
    } // the graph of each step is gone with its loss
    //! [training]
    std::cout << "loss " << last << " at w = " << w.data() << ", b = " << b.data() << '\n';
    check(last < 0.02 && w.data() > 0.8, "training");
}

//! [function]
// The compiler differentiates the formula; at run time a call is one entry with its gradient.
constexpr auto repulsion = function([](const auto& a, const auto& b) {
    const auto dx = a[0] - b[0], dy = a[1] - b[1];
    return 1 / sqrt(dx * dx + dy * dy);
});

Value energy(const std::vector<std::array<Value, 2>>& charges) {
    Value sum = 0;
    for (std::size_t i = 0; i < charges.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            sum += repulsion(charges[i], charges[j]);
    return sum;
}
//! [function]

void functions() {
    std::vector<std::array<Value, 2>> charges;
    for (const auto& [x, y] : {std::pair{0.0, 0.0}, {1.0, 0.0}, {0.0, 2.0}})
        charges.push_back({Value{x}, Value{y}});
    energy(charges).backward();
    check(near(charges[0][0].grad(), 1.0) && near(charges[0][1].grad(), 0.25), "forces");
}

void many() {
    //! [dot]
    std::vector<Value> w = make_values(100); // 100 nodes; std::vector<Value>(100, 0.0) is 100 names
    for (std::size_t i = 0; i < w.size(); ++i)
        w[i].data() = 0.01 * static_cast<double>(i);
    const std::vector<double> x(100, 2.0);
    Value y = dot(x, w) + dot(w, w) - sum(w); // three nodes, and one for the statement
    y.backward();
    //! [dot]
    for (const Value& each : w)
        check(near(each.grad(), 2 + 2 * each.data() - 1), "dot and sum");
}

void detach() {
    //! [detach]
    Value x{1.0}, average = 0;
    for (int step = 0; step < 1000; ++step) {
        Value y = x * x + step;
        average = (0.9 * average + 0.1 * y).data(); // a number: it keeps no graph
        Value relative = y / y.detach();            // the divisor counts as a constant
        relative.backward();
    }
    //! [detach]
    check(average.data() > 980 && average.data() < 1000, "the average");
}

//! [threads]
// Each thread records its own graph: numbers go in, numbers come out.
double slope_of_part(double at, int from, int to) {
    Value x{at}, sum = 0;
    for (int i = from; i < to; ++i)
        sum += sin(x * i) / i;
    sum.backward();
    return x.grad();
}
double slope(double at) {
    double lower = 0, upper = 0;
    std::thread other([&] { lower = slope_of_part(at, 1, 500); });
    upper = slope_of_part(at, 500, 1000);
    other.join();
    return lower + upper;
}
//! [threads]

void threads() {
    double expected = 0;
    for (int i = 1; i < 1000; ++i)
        expected += std::cos(0.5 * i);
    check(near(slope(0.5), expected, 1e-9), "two threads");
}

void types() {
    //! [types]
    basic_value<float> x{0.5f};    // its graph holds floats
    Value scale{3.0};              // doubles
    Value y = scale * x * x;       // a double: the wider of the two
    y.backward();                  // goes through both graphs
    std::cout << x.grad() << '\n'; // 3, a float
    //! [types]
    check(x.grad() == 3.0f && scale.grad() == 0.25, "floats and doubles");
}

void errors() {
    //! [errors]
    Value constant;
    try {
        constant.backward();
    } catch (const graph_error& problem) {
        std::cout << problem.what() << '\n'; // what is needed, what was found, what to write
        return;
    }
    //! [errors]
    check(false, "a constant has no gradient");
}

} // namespace

int main() try {
    first();
    loops();
    kinds();
    statements();
    grads();
    training();
    functions();
    many();
    detach();
    threads();
    types();
    errors();
} catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
}
