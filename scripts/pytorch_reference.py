# SPDX-License-Identifier: BSL-1.0
#
# Values and gradients by PyTorch in double precision, as a C++ header: started by
# scripts/compare-with-pytorch.sh.
#
# The points at the edges are those where PyTorch and ctgrad have one convention. Elsewhere ctgrad
# differs on purpose: b*sqrt(a) at (0, 0) has da = 0 and not NaN, since an adjoint that is exactly 0
# stays 0, and abs, relu, max and min of NaN have the slope NaN, not 0 or 1.
#
# Debian's PyTorch 1.13.1 calls itself 1.13.0a0.

import math
import pathlib
import sys

import torch
from torch.nn.functional import softplus

HEADER = pathlib.Path(__file__).resolve().parent.parent / "tests/value/pytorch_reference.hpp"
COMPUTED_BY = "// Computed by PyTorch "
# The last digit of an elementary function depends on the processor, and a gradient made of several
# may differ in a little more.
ULPS = 4


def neuron(x1, x2, w1, w2, b):
    return x1 * w1 + x2 * w2 + b


def neuron_tanh(*inputs):
    n = neuron(*inputs)
    return torch.tanh(n), {"n": n}


def neuron_composite(*inputs):
    n = neuron(*inputs)
    e = torch.exp(2 * n)
    return (e - 1) / (e + 1), {"n": n, "e": e}


def micrograd_readme(a, b):
    c = a + b
    d = a * b + b**3
    c = c + (c + 1)
    c = c + (1 + c + (-a))
    d = d + (d * 2 + torch.relu(b + a))
    d = d + (3 * d + torch.relu(b - a))
    e = c - d
    f = e**2
    g = f / 2.0
    return g + 10.0 / f


def micrograd_test(x):
    z = 2 * x + 2 + x
    q = torch.relu(z) + z * x
    h = torch.relu(z * z)
    return h + q + q * x


NEURON_POINTS = [(2, 0, -3, 1, 6.8813735870195432), (2, 0, -3, 1, 6.7)]
PAIRS = [(2, 3), (3, 2), (3, 3), (math.inf, math.inf)]

# The name in the header, what is computed, and where.
EXAMPLES = [
    ("neuron_tanh", neuron_tanh, NEURON_POINTS),
    ("neuron_composite", neuron_composite, NEURON_POINTS),
    ("micrograd_readme", micrograd_readme, [(-4, 2)]),
    ("micrograd_test", micrograd_test, [(-4,)]),
    ("abs", torch.abs, [(-2,), (0,), (-0.0,), (2,)]),
    ("relu", torch.relu, [(-math.inf,), (-1,), (0,), (1,)]),
    ("max", torch.maximum, PAIRS),
    ("min", torch.minimum, PAIRS),
    ("sqrt", torch.sqrt, [(0,), (2,), (-1,)]),
    ("scaled_sqrt", lambda a, b: b * torch.sqrt(a), [(0, 1), (0, -2), (3, 0)]),
    ("log", torch.log, [(0,), (3,)]),
    ("pow_0", lambda x: x**0, [(0,), (-3,)]),
    ("pow_1", lambda x: x**1, [(0,), (-3,)]),
    ("pow_2", lambda x: x**2, [(0,), (-3,)]),
    ("pow_3", lambda x: x**3, [(0,), (-3,)]),
    ("pow_minus_1", lambda x: x**-1, [(0,), (-3,)]),
    ("pow_one_half", lambda x: x**0.5, [(0,), (3,), (-3,)]),
    ("pow_three_halves", lambda x: x**1.5, [(0,), (3,), (-3,)]),
    (
        "pow",
        torch.pow,
        [(2, 3), (0, 2), (0, 1), (0, 0.5), (0, 0), (2, 0), (-2, 3), (-2, 0), (-2, 0.5)],
    ),
    ("atan2", torch.atan2, [(0, 0), (1, -2)]),
    # The alternative that is not chosen is undefined.
    ("select_log", lambda x: torch.where(x > 0, torch.log(x), 2 * x), [(-1,), (4,)]),
    ("tanh", torch.tanh, [(0.3,), (1000,), (-1000,)]),
    ("sigmoid", torch.sigmoid, [(0.3,), (1000,), (-1000,)]),
    ("softplus", softplus, [(0.3,), (1000,), (-1000,)]),
    ("small_adjoint", lambda x: 1e-20 * x * x, [(1,)]),
]


def literal(number):
    if math.isnan(number):
        return "nan"
    if math.isinf(number):
        return "inf" if number > 0 else "-inf"
    if number == 0:
        return "-0.0" if math.copysign(1, number) < 0 else "0"
    return f"{number:.17g}"


def listed(numbers):
    return "{" + ", ".join(literal(x) for x in numbers) + "}"


def tables(name, function, points):
    """The lines of the header for one function: its examples, and the nodes inside it."""
    examples, nodes = [], {}
    for point in points:
        inputs = [torch.tensor(float(x), dtype=torch.float64, requires_grad=True) for x in point]
        result = function(*inputs)
        result, inner = result if isinstance(result, tuple) else (result, {})
        for node in inner.values():
            node.retain_grad()
        result.backward()
        gradient = [x.grad.item() for x in inputs]
        examples.append([listed(point), literal(result.item()), listed(gradient)])
        for label, node in inner.items():
            nodes.setdefault(label, []).append(listed([node.item(), node.grad.item()]))
    yield f"inline constexpr example<{len(points[0])}> {name}[] = {{"
    for parts in examples:
        line = "    {" + ", ".join(parts) + "},"
        # A hundred columns at most.
        yield line if len(line) <= 100 else "    {" + ",\n     ".join(parts) + "},"
    yield "};"
    for label, pairs in nodes.items():
        yield f"inline constexpr node {name}_{label}[] = {{"
        yield from (f"    {pair}," for pair in pairs)
        yield "};"


def header():
    lines = [
        "// SPDX-License-Identifier: BSL-1.0",
        "//",
        "// What PyTorch computes in double precision.",
        "// Written by scripts/compare-with-pytorch.sh --update.",
        f"{COMPUTED_BY}{torch.__version__}.",
        "#pragma once",
        "",
        "#include <array>",
        "#include <cstddef>",
        "#include <limits>",
        "",
        "namespace pytorch {",
        "",
        "/// A function at a point: its value there and the partial derivative by each input.",
        "template <std::size_t Inputs>",
        "struct example {",
        "    std::array<double, Inputs> point;",
        "    double value;",
        "    std::array<double, Inputs> gradient;",
        "};",
        "/// A node inside a function, at each of its points.",
        "struct node {",
        "    double data, grad;",
        "};",
        "",
        "inline constexpr double inf = std::numeric_limits<double>::infinity();",
        "inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();",
        "",
        "// clang-format off",
    ]
    for example in EXAMPLES:
        lines.extend(tables(*example))
    lines += ["// clang-format on", "", "} // namespace pytorch", ""]
    return "\n".join(lines)


def words(text):
    """The header by table: its name, and its words, of which most are numbers."""
    found = {}
    name = "the declarations"
    for line in text.splitlines():
        if line.startswith(COMPUTED_BY):
            continue
        if line.startswith("inline constexpr ") and "[] = {" in line:
            name = line.split("[]")[0].split()[-1]
        elif line == "// clang-format on":
            name = "the end"
        for mark in "{},":
            line = line.replace(mark, f" {mark} ")
        found.setdefault(name, []).extend(line.split())
    return found


def is_number(word):
    try:
        float(word)
        return True
    except ValueError:
        return False


def distance(stored, computed):
    """In units of the last place; infinite if these are not two finite numbers."""
    if not (is_number(stored) and is_number(computed)):
        return math.inf
    a, b = float(stored), float(computed)
    if not (math.isfinite(a) and math.isfinite(b)):
        return math.inf
    return abs(a - b) / math.ulp(max(abs(a), abs(b)))


def compare(stored_text, computed_text):
    """Prints a line for every table and every number that differs; whether all are close enough."""
    stored, computed = words(stored_text), words(computed_text)
    different = 0
    for name in {**computed, **stored}:
        ours, theirs = stored.get(name, []), computed.get(name, [])
        if len(ours) != len(theirs):
            print(f"{name:22} DIFFERS: other examples than the script's")
            different += 1
            continue
        apart = [(distance(a, b), a, b) for a, b in zip(ours, theirs) if a != b]
        greatest = max(apart, default=(0,))[0]
        different += greatest > ULPS
        verdict = "same" if not apart else "DIFFERS" if greatest > ULPS else "close"
        if "=" in theirs[:5] or apart:
            print(f"{name:22} {sum(map(is_number, theirs)):3} numbers: {verdict}")
        for ulps, a, b in apart:
            print(f"    stored {a}, PyTorch {b}: {ulps:.0f} ulp apart")
    return different == 0


def main():
    computed = header()
    if sys.argv[1:] == ["--update"]:
        HEADER.write_text(computed)
        print(f"wrote {HEADER}")
        return 0
    if not HEADER.exists():
        print(f"There is no {HEADER}: scripts/compare-with-pytorch.sh --update", file=sys.stderr)
        return 1
    stored = HEADER.read_text()
    for line in stored.splitlines():
        if line.startswith(COMPUTED_BY):
            print(f"stored: {line[3:]} Here: {torch.__version__}.")
    if not compare(stored, computed):
        print("The stored numbers are not PyTorch's.", file=sys.stderr)
        return 1
    print(
        "The header is PyTorch's, byte for byte."
        if stored == computed
        else f"The stored numbers are PyTorch's to {ULPS} ulp."
    )
    return 0


sys.exit(main())
