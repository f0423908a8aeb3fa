// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/nn/outputs.hpp>

#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::nn;

namespace {

auto says(std::string_view text) {
    return [text](const size_error& problem) {
        BOOST_TEST(problem.what() == text);
        return problem.what() == text;
    };
}

} // namespace

BOOST_AUTO_TEST_CASE(a_single_output_is_a_value) {
    Value x = 3.0;
    const Outputs one({x * x});
    Value copy = one;
    const Value constructed(one);
    BOOST_TEST(copy.is_same_node(one[0]));
    BOOST_TEST(constructed.data() == 9);
    BOOST_TEST(one.data() == 9);
    // On either side of every operation.
    const Value y = (one - 1) * (1 - one) + 2 * one / one + tanh(one - one) + pow(one, 2) - x * one;
    BOOST_TEST(y.data() == -64 + 2 + 0 + 81 - 27);
    // With u = x^2: -2(u - 1) + 2u - x, times 2x, and -u.
    Value(y).backward();
    BOOST_TEST(x.grad() == (-16 + 18 - 3) * 6 - 9);
    Value sum = 0;
    sum += one;
    sum -= one * 2;
    BOOST_TEST(sum.data() == -9);
    BOOST_TEST((one > 8));
    BOOST_TEST((one == one));
    x.zero_grad();
    Outputs({2 * x}).backward();
    BOOST_TEST(x.grad() == 2);
    std::vector<Value> list;
    list.push_back(one);
    BOOST_TEST(list[0].data() == 9);
    copy = one;
    copy = Outputs({x});
    BOOST_TEST(copy.data() == 3);
}

BOOST_AUTO_TEST_CASE(several_outputs_are_a_row) {
    const Outputs row({Value(1.0), Value(2.0), Value(4.0)});
    BOOST_TEST(row.size() == 3U);
    BOOST_TEST(!row.empty());
    double sum = 0;
    for (const Value& each : row)
        sum += each.data();
    BOOST_TEST(sum == 7);
    BOOST_TEST(row[2].data() == 4);
    const std::span<const Value> span(row);
    BOOST_TEST(span[1].data() == 2);
    // An element of a temporary is kept.
    const Value& kept = Outputs({Value(5.0)})[0];
    BOOST_TEST(kept.data() == 5);
}

BOOST_AUTO_TEST_CASE(errors) {
    const Outputs two({Value(1.0), Value(2.0)}), none;
    constexpr std::string_view text =
        "ctgrad: one output is required where outputs are used as a Value, found 2: choose one by "
        "its index, or give the last layer one neuron; see docs/reference/nn/outputs.md";
    BOOST_CHECK_EXCEPTION((void)Value(two), size_error, says(text));
    BOOST_CHECK_EXCEPTION(two - 1, size_error, says(text));
    BOOST_CHECK_EXCEPTION(tanh(two), size_error, says(text));
    BOOST_CHECK_EXCEPTION(two.backward(), size_error, says(text));
    BOOST_CHECK_EXCEPTION((void)(two > 1), size_error, says(text));
    BOOST_CHECK_THROW((void)none.data(), size_error);
    BOOST_CHECK_EXCEPTION(
        (void)two[2], size_error,
        says("ctgrad: outputs[i] requires i < 2, the number of outputs, found i "
             "= 2: outputs are counted from 0; see docs/reference/nn/outputs.md"));
}
