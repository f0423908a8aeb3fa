// SPDX-License-Identifier: BSL-1.0
//
// Karpathy's micrograd lecture at run time, step by step: L = (a*b + c)*f with every gradient
// filled in by hand, a small step uphill, the same gradients one local rule at a time, then all at
// once; and a neuron, whose tanh comes as one operation and composed of exp.

#include <ctgrad/near.hpp>
#include <ctgrad/render.hpp>
#include <ctgrad/value.hpp>
#include <ctgrad/value/print.hpp>
#include <ctgrad/value/to_dot.hpp>

#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

namespace {

using namespace ctgrad;

void check(bool holds, const char* what) {
    if (!holds)
        throw std::logic_error(std::string("not as in the lecture: ") + what);
}

void by_hand() {
    //! [graph]
    Value a{2.0, "a"}, b{-3.0, "b"}, c{10.0, "c"}, f{-2.0, "f"};
    Value e = a * b;
    Value d = e + c;
    Value L = d * f;
    e.label("e"), d.label("d"), L.label("L");
    std::cout << L << '\n'; // Value(data=-8.0000, grad=0.0000, label=L)
    //! [graph]
    check(L.data() == -8.0 && d.data() == 4.0 && e.data() == -6.0, "the forward pass");

    //! [by_hand]
    L.grad() = 1;
    // L = d*f: the derivative with respect to one factor is the other.
    d.grad() = f.data() * L.grad();
    f.grad() = d.data() * L.grad();
    // d = e + c: a sum passes its gradient on to both.
    e.grad() = d.grad();
    c.grad() = d.grad();
    // e = a*b, with the gradient that arrives at e.
    a.grad() = b.data() * e.grad();
    b.grad() = a.data() * e.grad();
    //! [by_hand]
    const auto as_in_the_lecture = [&] {
        return L.grad() == 1 && f.grad() == 4 && d.grad() == -2 && c.grad() == -2 &&
               e.grad() == -2 && a.grad() == 6 && b.grad() == -4;
    };
    check(as_in_the_lecture(), "the gradients by hand");
    render(to_dot(L), "lecture-manual.svg");

    //! [uphill]
    // One step of length 0.01 along the gradient of the inputs increases L.
    for (Value* input : {&a, &b, &c, &f})
        input->data() += 0.01 * input->grad();
    check(near(((a * b + c) * f).data(), -7.286496), "all inputs nudged");
    f.data() = -2;
    check(near(((a * b + c) * f).data(), -7.4352), "f held fixed");
    //! [uphill]
    a.data() = 2, b.data() = -3, c.data() = 10;

    //! [steps]
    // The same once more, one operation at a time: each adds to the gradients of its operands.
    const auto nodes = L.topological_order();
    for (const Node& node : nodes)
        node.value()->zero_grad();
    L.grad() = 1;
    for (auto node = nodes.rbegin(); node != nodes.rend(); ++node)
        node->backward_step();
    //! [steps]
    check(as_in_the_lecture(), "the gradients step by step");
    for (const Node& node : nodes)
        std::cout << node << '\n';

    //! [backward]
    for (Value* input : {&a, &b, &c, &f})
        input->zero_grad();
    L.backward();
    //! [backward]
    check(as_in_the_lecture(), "the gradients by backward()");
    render(to_dot(L), "value-lecture.svg");
}

void neuron() {
    //! [neuron]
    Value x1{2.0, "x1"}, x2{0.0, "x2"};
    Value w1{-3.0, "w1"}, w2{1.0, "w2"}, b{6.8813735870195432, "b"};
    Value n = x1 * w1 + x2 * w2 + b; // recorded as one entry, shown as four operations
    Value o = tanh(n);
    n.label("n"), o.label("o");
    o.backward();
    render(to_dot(o), "value-neuron.svg");
    //! [neuron]
    const auto as_in_the_lecture = [&] {
        return near(o.data(), 0.7071067811865477) && near(n.grad(), 0.5) && near(x1.grad(), -1.5) &&
               near(w1.grad(), 1) && near(x2.grad(), 0.5) && w2.grad() == 0 && near(b.grad(), 0.5);
    };
    check(as_in_the_lecture(), "the neuron");

    //! [nodes]
    check(o.topological_order().size() == 10, "ten nodes, each after its operands");
    check(n.operation() == "+" && n.operands()[0].operation() == "+", "two sums");
    check(n.operands()[0].operands()[0].data() == -6.0, "x1*w1");
    check(near(n.operands()[0].grad(), 0.5), "the gradient inside the statement");
    //! [nodes]

    //! [composite]
    for (Value* input : {&x1, &x2, &w1, &w2, &b})
        input->zero_grad(); // otherwise the next backward() adds to the last
    Value e = exp(2 * n);
    o = (e - 1) / (e + 1);
    e.label("e"), o.label("o");
    o.backward();
    render(to_dot(o), "value-neuron-composite.svg");
    //! [composite]
    check(as_in_the_lecture(), "the neuron with a composed tanh");
    check(near(e.data(), 5.828427124746192) && near(e.grad(), 0.04289321881345247), "exp");
}

} // namespace

int main() try {
    by_hand();
    neuron();
    std::cout << "\nwrote lecture-manual.svg, value-lecture.svg, value-neuron.svg and "
                 "value-neuron-composite.svg\n";
} catch (const std::logic_error& wrong) {
    std::cerr << wrong.what() << '\n';
    return 1;
} catch (const std::exception& no_picture) {
    std::cout << '\n' << no_picture.what() << '\n';
}
