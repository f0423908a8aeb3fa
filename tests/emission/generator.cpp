// SPDX-License-Identifier: BSL-1.0
//
// Writes the C file of CMakeLists.txt.
#include <ctgrad/primitives.hpp>
#include <ctgrad/primitives/gamma.hpp>
#include <ctgrad/to_c.hpp>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

using namespace ctgrad;
using namespace ctgrad::literals;

namespace {

using numbers = std::vector<double>;

// The functions go to `functions`, the calls into the body of `main`.
struct c_program {
    std::string functions, calls;
    int count = 0;

    static std::string literal(double number) {
        if (std::isnan(number))
            return "NAN";
        if (std::isinf(number))
            return number < 0 ? "-HUGE_VAL" : "HUGE_VAL";
        char text[40];
        std::snprintf(text, sizeof text, "%.16e", number);
        return text;
    }
    static std::string list(const numbers& all) {
        std::string out;
        for (const double number : all)
            out += (out.empty() ? "" : ", ") + literal(number);
        return out;
    }

    void add(std::string_view function) {
        functions += function;
        functions += '\n';
    }
    void check_value(const std::string& call, double expected) {
        ++count;
        calls += "    compare(\"" + call + "\", " + call + ", " + literal(expected) + ");\n";
    }
    // `arguments` as C has them: "1.0, 2.0", or an array.
    void check_results(const std::string& name, const std::string& arguments,
                       const numbers& expected) {
        calls += "    {\n        double out[" + std::to_string(expected.size()) + "];\n        " +
                 name + "(" + arguments + ", out);\n";
        for (std::size_t i = 0; i < expected.size(); ++i, ++count)
            calls += "        compare(\"" + name + "(" + arguments + ")[" + std::to_string(i) +
                     "]\", out[" + std::to_string(i) + "], " + literal(expected[i]) + ");\n";
        calls += "    }\n";
    }
    [[nodiscard]] std::string text() const {
        return functions + R"(#include <stdio.h>

static int failures = 0;

static void compare(const char* what, double actual, double expected) {
    if (actual == expected || (actual != actual && expected != expected) ||
        fabs(actual - expected) <= 1e-15*fabs(expected))
        return;
    printf("%s is %.17g, not %.17g\n", what, actual, expected);
    ++failures;
}

int main(void) {
)" + calls + "    return failures != 0;\n}\n";
    }
};

constexpr var<"x"> x;
constexpr var<"y"> y;
constexpr var<"z"> z;
constexpr var<"w"> w;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

numbers results_of(const auto& result) {
    numbers out{result.value};
    for (const double partial : result.gradient.map.partials)
        out.push_back(partial);
    return out;
}

// Every primitive, with its partials, at zero, at ties and at what is no number.
template <fixed_string Name, class Op>
void add_primitive(c_program& to) {
    const std::string name(Name.view());
    constexpr double edges[] = {-inf, -2.5, -1, -0.0, 0, 0.3, 1, 2.5, 800, inf, not_a_number};
    if constexpr (Op::arity == 1) {
        constexpr auto f = apply<Op>(x);
        to.add(to_c<Name>(value_and_gradient(f)));
        for (const double a : edges)
            to.check_results(name, c_program::literal(a),
                             results_of(value_and_gradient(f, at(x = a))));
    } else if constexpr (Op::arity == 2) {
        constexpr auto f = apply<Op>(x, y);
        to.add(to_c<Name>(value_and_gradient(f)));
        for (const double a : edges)
            for (const double b : edges)
                to.check_results(name, c_program::list({a, b}),
                                 results_of(value_and_gradient(f, at(x = a, y = b))));
    } else if constexpr (Op::arity == 3) {
        constexpr auto f = apply<Op>(x, y, z);
        to.add(to_c<Name>(value_and_gradient(f)));
        for (const double a : {-1.0, 0.0, 0.5, 2.0, not_a_number})
            for (const double b : {-1.0, 0.0, 0.5})
                for (const double c : {0.0, 1.0})
                    to.check_results(name, c_program::list({a, b, c}),
                                     results_of(value_and_gradient(f, at(x = a, y = b, z = c))));
    } else if constexpr (Op::arity == 4) {
        constexpr auto f = apply<Op>(x, y, sqrt(z), log(w));
        to.add(to_c<Name>(value_and_gradient(f)));
        for (const double a : {0.0, 1.0, not_a_number})
            for (const double b : {0.0, 1.0})
                for (const double c : {-1.0, 4.0}) // of the alternatives, one may be NaN
                    to.check_results(
                        name, c_program::list({a, b, c, -c}),
                        results_of(value_and_gradient(f, at(x = a, y = b, z = c, w = -c))));
    }
}

constexpr auto primitive_name(std::size_t i) {
    fixed_string<5> name("p000");
    name.characters[1] = static_cast<char>('0' + i / 100);
    name.characters[2] = static_cast<char>('0' + i / 10 % 10);
    name.characters[3] = static_cast<char>('0' + i % 10);
    return name;
}
template <class... Ops, std::size_t... I>
void add_primitives(c_program& to, family<Ops...>, std::index_sequence<I...>) {
    const auto add = [&to]<class Op, fixed_string Name>() {
        if constexpr (!std::is_base_of_v<op::power, Op>) // those take literals: see below
            add_primitive<Name, Op>(to);
    };
    (add.template operator()<Ops, primitive_name(I)>(), ...);
}
template <class... Ops>
void add_primitives(c_program& to, family<Ops...> all) {
    add_primitives(to, all, std::index_sequence_for<Ops...>());
}

constexpr var<"x1"> x1;
constexpr var<"x2"> x2;
constexpr var<"w1"> w1;
constexpr var<"w2"> w2;
constexpr var<"\xce\xb2"> bias; // a Greek letter
constexpr auto neuron = tanh(x1 * w1 + x2 * w2 + bias);

void add_neuron(c_program& to) {
    const auto point = at(x1 = 2.0, w1 = -3.0, x2 = 0.0, w2 = 1.0, bias = 6.8813735870195432);
    const std::string arguments = "2, -3, 0, 1, 6.8813735870195432";
    to.add(to_c<"neuron">(neuron));
    to.check_value("neuron(" + arguments + ")", value(neuron, point));
    to.add(to_c<"neuron_with_gradient">(value_and_gradient(neuron)));
    to.check_results("neuron_with_gradient", arguments,
                     results_of(value_and_gradient(neuron, point)));
    to.add(to_c<"neuron_by_weights">(gradient(neuron, wrt(w1, w2))));
    const auto g = gradient(neuron, point, wrt(w1, w2));
    to.check_results("neuron_by_weights", arguments, {g[w1], g[w2]});
}

constexpr auto powers_of_x =
    pow(x, 3_c) + pow(x, -2_c) * pow(y, 0.5_c) - pow(x, 70_c) + pow(y, x) + pow(x, 0_c);

void add_powers(c_program& to) {
    to.add(to_c<"powers">(value_and_gradient(powers_of_x)));
    to.add(to_c<"second_powers">(hessian(powers_of_x)));
    for (const double a : {0.7, 1.0, 1.3}) {
        const auto point = at(x = a, y = 2.5);
        const std::string arguments = c_program::list({a, 2.5});
        to.check_results("powers", arguments, results_of(value_and_gradient(powers_of_x, point)));
        const auto h = hessian(powers_of_x, point);
        to.check_results("second_powers", arguments, {h[x][x], h[x][y], h[y][x], h[y][y]});
    }
}

constexpr auto black_scholes = function([](auto spot, auto strike, auto rate, auto sigma, auto t) {
    const auto normal = [](const auto& d) { return 0.5 * erfc(-0.70710678118654752 * d); };
    const auto deviation = sigma * sqrt(t);
    const auto d1 = (log(spot / strike) + (rate + 0.5 * sigma * sigma) * t) / deviation;
    return spot * normal(d1) - strike * exp(-rate * t) * normal(d1 - deviation);
});

void add_black_scholes(c_program& to) {
    to.add(to_c<"black_scholes", double, double, double, double, double>(
        value_and_gradient(black_scholes)));
    const auto [v, g] = value_and_gradient(black_scholes)(100.0, 110.0, 0.03, 0.2, 1.5);
    const auto [delta, dual_delta, rho, vega, theta] = g;
    to.check_results("black_scholes", "(const double[]){100, 110, 0.03, 0.2, 1.5}",
                     {v, delta, dual_delta, rho, vega, theta});
}

constexpr auto rosenbrock =
    function([](const auto& v) { return 100 * pow(v[1] - v[0] * v[0], 2) + pow(1 - v[0], 2); });

void add_rosenbrock(c_program& to) {
    using pair = std::array<double, 2>;
    to.add(to_c<"rosenbrock", pair>(rosenbrock));
    to.add(to_c<"rosenbrock_gradient", pair>(gradient(rosenbrock)));
    to.add(to_c<"rosenbrock_hessian", pair>(hessian(rosenbrock)));
    for (const pair& at : {pair{-1.2, 1}, pair{1, 1}, pair{0, -3}}) {
        const std::string array = "(const double[]){" + c_program::list({at[0], at[1]}) + "}";
        to.check_value("rosenbrock(" + array + ")", rosenbrock(at));
        const pair g = gradient(rosenbrock)(at);
        to.check_results("rosenbrock_gradient", array, {g[0], g[1]});
        const auto h = hessian(rosenbrock)(at);
        to.check_results("rosenbrock_hessian", array, {h[0][0], h[0][1], h[1][0], h[1][1]});
    }
}

constexpr auto polar = function([](auto r, auto angle, auto) {
    return std::array{r * cos(angle), r * sin(angle)};
});

void add_polar(c_program& to) {
    to.add(to_c<"polar", double, double, double>(polar));
    to.add(to_c<"polar_jacobian", double, double, double>(jacobian(polar)));
    const auto values = polar(2.0, 0.5, 0.0);
    to.check_results("polar", "(const double[]){2, 0.5, 0}", {values[0], values[1]});
    numbers rows;
    for (const auto& [by_r, by_angle, by_nothing] : jacobian(polar)(2.0, 0.5, 0.0))
        rows.insert(rows.end(), {by_r, by_angle, by_nothing});
    to.check_results("polar_jacobian", "(const double[]){2, 0.5, 0}", rows);
}

// C has neither function: the file's own differ from Boost.Math's in the last digits.
constexpr auto gammas_of_x = digamma(x) + polygamma(1_c, x) + polygamma(4_c, x);

void add_gammas(c_program& to) {
    to.add(to_c<"gammas">(gammas_of_x));
    for (const double a : {-inf, -7.3, -2.0, -0.25, -0.0, 0.0, 0.3, 1.0, 2.5, 33.0, 1e9, inf}) {
        const std::string there = "gammas(" + c_program::literal(a) + ")";
        const double here = value(gammas_of_x, at(x = a));
        if (std::isfinite(here))
            to.check_value("fabs(" + there + "/" + c_program::literal(here) + " - 1) < 1e-13", 1);
        else
            to.check_value(there, here);
    }
}

} // namespace

int main(int, char** arguments) {
    c_program program;
    add_primitives(program, primitives());
    add_neuron(program);
    add_powers(program);
    add_black_scholes(program);
    add_rosenbrock(program);
    add_polar(program);
    add_gammas(program);
    std::ofstream file(arguments[1]);
    file << program.text();
    return file.flush() && program.count > 500 ? 0 : 1;
}
