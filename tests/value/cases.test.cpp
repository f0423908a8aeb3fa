// SPDX-License-Identifier: BSL-1.0
//
// The worked examples of Karpathy's micrograd lecture and of write-ups of it, with their figures,
// as run-time graphs. tests/cases.test.cpp has them as typed expressions.
#include <ctgrad/near.hpp>
#include <ctgrad/value.hpp>

#include <cmath>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

auto parabola(const auto& x) {
    return 3 * pow(x, 2) - 4 * x + 5;
}
double parabola(double x) {
    return 3 * x * x - 4 * x + 5;
}

void check(double computed, double expected) {
    BOOST_TEST(near(computed, expected), computed << " is not " << expected);
}

} // namespace

// 1. Derivatives by definition.

BOOST_AUTO_TEST_CASE(derivatives_by_definition) {
    const auto slope_at = [](double at) {
        Value x{at};
        Value y = parabola(x);
        BOOST_TEST(y.data() == parabola(at));
        y.backward();
        return x.grad();
    };
    BOOST_TEST(parabola(3.0) == 20);
    BOOST_TEST(parabola(6.0) == 89);
    BOOST_TEST(parabola(-3.0) == 44);
    BOOST_TEST(slope_at(3) == 14);
    BOOST_TEST(slope_at(-3) == -22);
    BOOST_TEST(std::fabs(slope_at(2.0 / 3)) < 1e-15);
    for (double at = -5; at <= 5; at += 0.25) {
        const double forward = (parabola(at + 1e-5) - parabola(at)) / 1e-5;
        const double central = (parabola(at + 1e-5) - parabola(at - 1e-5)) / 2e-5;
        BOOST_TEST(std::fabs(slope_at(at) - forward) < 1e-4);
        BOOST_TEST(std::fabs(slope_at(at) - central) < 1e-8);
    }
    for (double at = -5; at <= 5; at += 0.2) {
        Value x{at};
        Value y = tanh(x);
        y.backward();
        const double central = (std::tanh(at + 1e-5) - std::tanh(at - 1e-5)) / 2e-5;
        BOOST_TEST(std::fabs(x.grad() - central) < 1e-9);
    }

    Value a{2.0}, b{-3.0}, c{10.0};
    Value d = a * b + c;
    d.backward();
    BOOST_TEST(d.data() == 4);
    BOOST_TEST(a.grad() == -3);
    BOOST_TEST(b.grad() == 2);
    BOOST_TEST(c.grad() == 1);
}

// 2. L = (a*b + c)*f.

BOOST_AUTO_TEST_CASE(every_gradient_of_a_small_loss) {
    Value a{2.0, "a"}, b{-3.0, "b"}, c{10.0, "c"}, f{-2.0, "f"};
    Value e = a * b;
    Value d = e + c;
    Value L = d * f;
    BOOST_TEST(e.data() == -6);
    BOOST_TEST(d.data() == 4);
    BOOST_TEST(L.data() == -8);
    L.backward();
    BOOST_TEST(L.grad() == 1);
    BOOST_TEST(f.grad() == 4);
    BOOST_TEST(d.grad() == -2);
    BOOST_TEST(c.grad() == -2);
    BOOST_TEST(e.grad() == -2);
    BOOST_TEST(a.grad() == 6);
    BOOST_TEST(b.grad() == -4);
    for (Value* x : {&a, &b, &c})
        x->data() += 0.01 * x->grad();
    check(Value((a * b + c) * f).data(), -7.4352);
    f.data() += 0.01 * f.grad();
    check(Value((a * b + c) * f).data(), -7.286496);

    // The same formula as one statement.
    Value a1{2.0}, b1{-3.0}, c1{10.0}, f1{-2.0};
    Value L1 = (a1 * b1 + c1) * f1;
    L1.backward();
    BOOST_TEST(L1.data() == -8);
    BOOST_TEST(a1.grad() == 6);
    BOOST_TEST(b1.grad() == -4);
    BOOST_TEST(c1.grad() == -2);
    BOOST_TEST(f1.grad() == 4);
}

// 3. One neuron.

namespace {

struct neuron {
    Value x1{2.0}, x2{0.0}, w1{-3.0}, w2{1.0}, b;
    Value first = x1 * w1, second = x2 * w2, both = first + second, n = both + b;

    explicit neuron(double bias) : b(bias), n(both + b) {}

    void check_half(Value& o) {
        o.backward();
        check(n.data(), 0.8813735870195432);
        BOOST_TEST(near(o.data(), 0.7071067811865477, 4e-16));
        BOOST_TEST(o.grad() == 1);
        check(n.grad(), 0.5);
        check(b.grad(), 0.5);
        check(both.grad(), 0.5);
        check(first.grad(), 0.5);
        check(second.grad(), 0.5);
        check(x1.grad(), -1.5);
        check(w1.grad(), 1);
        check(x2.grad(), 0.5);
        BOOST_TEST(w2.grad() == 0);
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(one_neuron) {
    neuron atomic(6.8813735870195432);
    Value o = tanh(atomic.n);
    atomic.check_half(o);

    neuron composite(6.8813735870195432);
    Value e = exp(2 * composite.n);
    o = (e - 1) / (e + 1);
    composite.check_half(o);
    check(e.data(), 5.828427124746192);
    check(e.grad(), 0.04289321881345247);

    // In one expression, e stored by auto.
    neuron stored(6.8813735870195432);
    const auto s = exp(2 * stored.n);
    o = (s - 1) / (s + 1);
    stored.check_half(o);

    neuron other(6.7);
    o = tanh(other.n);
    o.backward();
    BOOST_TEST(near(other.n.data(), 0.7, 1e-14));
    check(o.data(), 0.6043677771171636);
    check(other.x1.grad(), -1.9042187699473752);
    check(other.w1.grad(), 1.2694791799649168);
    check(other.x2.grad(), 0.6347395899824584);
    BOOST_TEST(other.w2.grad() == 0);
    check(other.b.grad(), 0.6347395899824584);
}

// 4. Shared nodes, the classic bug.

BOOST_AUTO_TEST_CASE(shared_nodes) {
    {
        Value a{3.0};
        Value b = a + a;
        b.backward();
        BOOST_TEST(b.data() == 6);
        BOOST_TEST(a.grad() == 2);
    }
    {
        Value a{-2.0}, b{3.0};
        Value d = a * b, e = a + b, f = d * e;
        f.backward();
        BOOST_TEST(d.data() == -6);
        BOOST_TEST(e.data() == 1);
        BOOST_TEST(f.data() == -6);
        BOOST_TEST(a.grad() == -3);
        BOOST_TEST(b.grad() == -8);
        BOOST_TEST(d.grad() == 1);
        BOOST_TEST(e.grad() == -6);
    }
    {
        Value a{2.0}, b{4.0};
        Value c = b / a, d = 2 * c, e = d + d, f = exp(e);
        f.backward();
        check(f.data(), 2980.9579870417283);
        check(a.grad(), -11923.831948166913);
        check(b.grad(), 5961.915974083457);
        check(c.grad(), 11923.831948166913);
        check(d.grad(), 5961.915974083457);
        check(e.grad(), 2980.9579870417283);
    }
    {
        Value a{1.0}, b{2.0}, d{-3.0}, f{-1.0};
        Value c = a + b, e = c * d, o = e + f;
        o.backward();
        BOOST_TEST(o.data() == -10);
        BOOST_TEST(a.grad() == -3);
        BOOST_TEST(b.grad() == -3);
        BOOST_TEST(c.grad() == -3);
        BOOST_TEST(d.grad() == 3);
        BOOST_TEST(e.grad() == 1);
        BOOST_TEST(f.grad() == 1);
    }
}

// x <- x*x: 40 nodes, 2^40 paths.
BOOST_AUTO_TEST_CASE(repeated_squaring) {
    for (const double start : {1.0, 1 + 0x1p-41}) {
        Value x{start};
        Value y = x;
        for (int i = 0; i < 40; ++i)
            y = y * y;
        y.backward();
        BOOST_TEST(near(y.data(), start == 1 ? 1 : 1.6487212707001282, 1e-3));
        BOOST_TEST(near(x.grad(), 0x1p40 * y.data() / start, 1e-12));

        Value z = x;
        for (int i = 0; i < 40; ++i)
            z *= z;
        x.zero_grad();
        z.backward();
        BOOST_TEST(z.data() == y.data());
        BOOST_TEST(near(x.grad(), 0x1p40 * y.data() / start, 1e-12));
    }
}

// 5. The micrograd README and tests.

BOOST_AUTO_TEST_CASE(the_readme_expression) {
    Value a{-4.0}, b{2.0};
    Value c = a + b;
    Value d = a * b + pow(b, 3);
    c += c + 1;
    c += 1 + c + (-a);
    d += d * 2 + relu(b + a);
    d += 3 * d + relu(b - a);
    Value e = c - d;
    Value f = pow(e, 2);
    Value g = f / 2.0;
    g += 10.0 / f;
    check(g.data(), 24.70408163265306);
    g.backward();
    check(a.grad(), 138.83381924198252);
    check(b.grad(), 645.5772594752186);

    // With auto in place of Value where nothing is reassigned.
    a.zero_grad();
    b.zero_grad();
    const auto c0 = a + b;
    const auto d0 = a * b + pow(b, 3);
    const auto c1 = c0 + (c0 + 1);
    const auto c2 = c1 + (1 + c1 + (-a));
    const auto d1 = d0 + (d0 * 2 + relu(b + a));
    const auto d2 = d1 + (3 * d1 + relu(b - a));
    const auto f0 = pow(c2 - d2, 2);
    const Value h = f0 / 2.0 + 10.0 / f0;
    check(h.data(), 24.70408163265306);
    h.backward();
    check(a.grad(), 138.83381924198252);
    check(b.grad(), 645.5772594752186);
}

BOOST_AUTO_TEST_CASE(the_sanity_check) {
    Value x{-4.0};
    Value z = 2 * x + 2 + x;
    Value q = relu(z) + z * x;
    Value h = relu(z * z);
    Value y = h + q + q * x;
    y.backward();
    BOOST_TEST(y.data() == -20);
    BOOST_TEST(x.grad() == 46);
}

// 6. Numbers of several types: each scalar with integers and floating-point numbers on either side.

namespace {

template <class T>
void check_numbers_on_either_side() {
    basic_value<T> a{2}, four{4};
    const auto is = [&](const basic_value<T>& y, double value, double slope) {
        a.zero_grad();
        y.backward();
        BOOST_TEST(static_cast<double>(y.data()) == value);
        BOOST_TEST(static_cast<double>(a.grad()) == slope);
    };
    is(a + 1, 3, 1);
    is(1 + a, 3, 1);
    is(2 * a, 4, 2);
    is(a * 2.0, 4, 2);
    is(1 - a, -1, -1);
    is(10 / a, 5, -2.5);
    is(10.0f / a, 5, -2.5);
    is(a / 4, 0.5, 0.25);
    is(a - 5, -3, 1);
    is(5 - a, 3, -1);
    is(pow(a, 3), 8, 12);
    static_assert(std::is_same_v<typename decltype(1 + a * 2.0L)::scalar, T>,
                  "a plain number does not change the type");
    BOOST_TEST((basic_value<T>(2 / four).data() == T(0.5)));
}

} // namespace

BOOST_AUTO_TEST_CASE(numbers_of_several_types) {
    check_numbers_on_either_side<float>();
    check_numbers_on_either_side<double>();
    check_numbers_on_either_side<long double>();
}
