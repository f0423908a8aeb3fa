// SPDX-License-Identifier: BSL-1.0
//
// However many threads compute a batch, its results have the same bits.
#include <ctgrad/jacobian.hpp>
#include <ctgrad/threads.hpp>
#include <ctgrad/vmap.hpp>

#include <atomic>
#include <cstring>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr auto f =
    function([](auto x, auto y) { return exp(sin(x) * y) + select(x < y, x, x * y); });

struct results {
    std::vector<double> value, dx, dy;
    explicit results(std::size_t size) : value(size), dx(size), dy(size) {}
};
bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
    return a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_same_bits) {
    for (const std::size_t size : {0U, 1U, 63U, 64U, 65U, 1000U}) {
        std::vector<double> x(size), y(size);
        for (std::size_t i = 0; i < size; ++i) {
            x[i] = 0.37 * static_cast<double>(i) - 20;
            y[i] = 1.0 / static_cast<double>(i + 1);
        }
        results one(size);
        vmap(value_and_gradient(f))(x, y, one.value, one.dx, one.dy);
        for (const std::size_t count : {1U, 2U, 3U, 4U}) {
            results several(size);
            vmap(value_and_gradient(f), threads(count))(x, y, several.value, several.dx,
                                                        several.dy);
            BOOST_TEST(same_bits(one.value, several.value));
            BOOST_TEST(same_bits(one.dx, several.dx));
            BOOST_TEST(same_bits(one.dy, several.dy));
        }
    }
}

// The ranges are disjoint and make up the whole.
BOOST_AUTO_TEST_CASE(each_point_once) {
    for (const std::size_t size : {0U, 1U, 64U, 129U, 1000U})
        for (const std::size_t count : {1U, 2U, 7U}) {
            std::vector<std::atomic<int>> times(size);
            threads(count).split(size, [&](std::size_t first, std::size_t last) {
                for (std::size_t i = first; i < last; ++i)
                    ++times[i];
            });
            for (const std::atomic<int>& each : times)
                BOOST_TEST(each == 1);
        }
}

BOOST_AUTO_TEST_CASE(at_least_one) {
    BOOST_CHECK_THROW(threads(0), size_error);
}
