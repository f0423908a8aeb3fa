#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# Measures what ctgrad costs the compiler: user seconds (the best of RUNS, 2 unless given) and the size
# of the object file in kB. The sources are generated. CXX="g++ clang++" chooses the compilers.
set -eu
cd "$(dirname "$0")/.."

runs=${RUNS:-2}
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

options="-std=c++20 -Iinclude"

# Prints "seconds kilobytes", or "refused -" when the library says that the expression is too large.
cost() {
    local compiler=$1 source=$2 best="" seconds TIMEFORMAT=%U
    shift 2
    for ((run = 0; run < runs; ++run)); do
        # shellcheck disable=SC2086 # options are words
        if ! { time "$compiler" $options "$@" -c "$source" -o "$directory/unit.o" \
            2> "$directory/errors"; } 2> "$directory/seconds"; then
            if grep -q 'a typed expression is limited to' "$directory/errors"; then
                echo refused -
                return
            fi
            head -n 20 "$directory/errors" | cut -c 1-300 >&2
            echo failed -
            return
        fi
        seconds=$(tail -n 1 "$directory/seconds")
        if [[ -z $best ]] || awk "BEGIN { exit !($seconds < $best) }"; then
            best=$seconds
        fi
    done
    echo "$best $(($(wc -c < "$directory/unit.o") / 1000))"
}

# One node per step, of five kinds in turn, each using one or two earlier ones.
kinds='
    function step(i,    kind) {
        kind = i % 5
        if (kind == 0) return a(i - 1) " * x"
        if (kind == 1) return a(i - 1) " + y"
        if (kind == 2) return "sin(" a(i - 1) ")"
        if (kind == 3) return a(i - 1) " * " a(i - 2)
        return a(i - 1) " - " a(i - 4)
    }
    function a(i) { return i < 1 ? "x" : "a" i }
'

typed() { # nodes
    awk -v nodes="$1" "$kinds"'
        BEGIN {
            print "#include <ctgrad.hpp>"
            print "constexpr ctgrad::var<\"x\"> x;\nconstexpr ctgrad::var<\"y\"> y;"
            last = nodes - 2
            for (i = 1; i <= last; ++i) print "constexpr auto a" i " = " step(i) ";"
            print "double unit(double at_x, double at_y) {"
            print "    const auto [value, gradient] ="
            print "        ctgrad::value_and_gradient(a" last ", ctgrad::at(x = at_x, y = at_y));"
            print "    return value + gradient[x] + gradient[y];\n}"
        }'
}

traced() { # nodes
    awk -v nodes="$1" '
        BEGIN {
            print "#include <ctgrad.hpp>"
            print "constexpr auto f = ctgrad::function([](auto x, auto y) {"
            print "    auto a = x * y, b = a + y, c = sin(b), d = c * b, e = d - a;"
            print "    for (int i = 5; i + 5 <= " nodes " - 2; i += 5) {"
            print "        a = e * x;\n        b = a + y;\n        c = sin(b);"
            print "        d = c * b;\n        e = d - a;\n    }"
            print "    return e;\n});"
            print "double unit(double at_x, double at_y) {"
            print "    const auto [value, gradient] = ctgrad::value_and_gradient(f)(at_x, at_y);"
            print "    return value + std::get<0>(gradient) + std::get<1>(gradient);\n}"
        }'
}

chain() { # operator, steps: x1 = x0 op x0; x2 = x1 op x1; ...
    awk -v op="$1" -v steps="$2" '
        BEGIN {
            print "#include <ctgrad.hpp>"
            print "constexpr ctgrad::var<\"x\"> x0;"
            for (i = 1; i <= steps; ++i)
                print "constexpr auto x" i " = x" i - 1 " " op " x" i - 1 ";"
            print "double unit(double x) {"
            print "    const auto [value, gradient] ="
            print "        ctgrad::value_and_gradient(x" steps ", ctgrad::at(x0 = x));"
            print "    return value + gradient[x0];\n}"
        }'
}

traced_chain() { # steps
    awk -v steps="$1" '
        BEGIN {
            print "#include <ctgrad.hpp>"
            print "constexpr auto f = ctgrad::function([](auto x) {"
            print "    for (int i = 0; i < " steps "; ++i)\n        x = x * x;"
            print "    return x;\n});"
            print "double unit(double x) {"
            print "    const auto [value, gradient] = ctgrad::value_and_gradient(f)(x);"
            print "    return value + gradient;\n}"
        }'
}

program() { # plain|typed|traced headers...: the neuron in a small program, alone or with its gradient
    printf '#include <%s>\n' "${@:2}"
    case $1 in
        plain)
            echo '#include <cmath>
double neuron(const double* p) { return std::tanh(p[0] * p[1] + p[2] * p[3] + p[4]); }'
            ;;
        typed)
            echo '#include <ctgrad.hpp>
constexpr ctgrad::var<"x1"> x1;
constexpr ctgrad::var<"w1"> w1;
constexpr ctgrad::var<"x2"> x2;
constexpr ctgrad::var<"w2"> w2;
constexpr ctgrad::var<"b"> b;
constexpr auto o = tanh(x1*w1 + x2*w2 + b);
double neuron(const double* p) {
    const auto [value, g] = ctgrad::value_and_gradient(
        o, ctgrad::at(x1 = p[0], w1 = p[1], x2 = p[2], w2 = p[3], b = p[4]));
    return value + g[x1] + g[w1] + g[x2] + g[w2] + g[b];
}'
            ;;
        traced)
            echo '#include <ctgrad.hpp>
constexpr auto o = ctgrad::function(
    [](auto x1, auto w1, auto x2, auto w2, auto b) { return tanh(x1 * w1 + x2 * w2 + b); });
double neuron(const double* p) {
    const auto result = ctgrad::value_and_gradient(o)(p[0], p[1], p[2], p[3], p[4]);
    const auto [x1, w1, x2, w2, b] = result.gradient;
    return result.value + x1 + w1 + x2 + w2 + b;
}'
            ;;
    esac
    echo 'int main() {
    double p[5];
    for (double& x : p)
        std::cin >> x;
    std::cout << neuron(p);
}'
}

row() { # label, costs
    printf '%-34s' "$1"
    if (($# > 1)); then
        printf ' %9s' "${@:2}"
    fi
    printf '\n'
}

for compiler in ${CXX:-g++ clang++}; do
    command -v "$compiler" > /dev/null || continue
    printf '\n%s\n' "$("$compiler" --version | head -n 1)"

    row "value and gradient" "-O0 s" "kB" "-O2 s" "kB"
    for form in typed traced; do
        for nodes in 100 200 500 1000; do
            $form $nodes > "$directory/unit.cpp"
            # shellcheck disable=SC2046 # two words
            row "$form, $nodes nodes" $(cost "$compiler" "$directory/unit.cpp" -O0) \
                $(cost "$compiler" "$directory/unit.cpp" -O2)
        done
    done

    # The ratio depends on what else the unit includes: once the least that reads and prints, once
    # what programs usually include.
    for headers in "iostream" "algorithm array iostream string vector"; do
        echo
        row "neuron, with <${headers// />, <}>"
        row "" "-O0 s" "kB" "-O2 s" "kB" "ratio -O0" "ratio -O2"
        plain_seconds=""
        for form in plain typed traced; do
            # shellcheck disable=SC2086 # headers are words
            program $form $headers > "$directory/unit.cpp"
            # shellcheck disable=SC2046 # two words
            set -- $(cost "$compiler" "$directory/unit.cpp" -O0) \
                $(cost "$compiler" "$directory/unit.cpp" -O2)
            plain_seconds=${plain_seconds:-"$1 $3"}
            # shellcheck disable=SC2046 # two words
            row "$form" "$@" $(echo "$1 $3 $plain_seconds" |
                awk '{ printf "%.2f %.2f", $1 / $3, $2 / $4 }')
        done
    done

    echo
    row "x <- x * x" "-O0 s" "kB" "-O2 s" "kB"
    for steps in 10 20 40; do
        chain '*' $steps > "$directory/unit.cpp"
        # shellcheck disable=SC2046 # two words
        row "typed, $steps times" $(cost "$compiler" "$directory/unit.cpp" -O0) \
            $(cost "$compiler" "$directory/unit.cpp" -O2)
    done
    for steps in 10 20 40; do
        traced_chain $steps > "$directory/unit.cpp"
        # shellcheck disable=SC2046 # two words
        row "traced, $steps times" $(cost "$compiler" "$directory/unit.cpp" -O0) \
            $(cost "$compiler" "$directory/unit.cpp" -O2)
    done

    echo
    row "x <- x + x, with -g" "-O0 s" "kB" "-O2 s" "kB"
    chain + 60 > "$directory/unit.cpp"
    # shellcheck disable=SC2046 # two words
    row "typed, 60 times (at most 3000 kB)" $(cost "$compiler" "$directory/unit.cpp" -O0 -g) \
        $(cost "$compiler" "$directory/unit.cpp" -O2 -g)
done
