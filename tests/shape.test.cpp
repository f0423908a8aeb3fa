// SPDX-License-Identifier: BSL-1.0
//
// Arguments and results as numbers in a row, and back.
#include <ctgrad/shape.hpp>

#include <array>
#include <sstream>
#include <tuple>
#include <type_traits>
#include <utility>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using detail::shape;

namespace {

using point = std::array<double, 3>;
using nested = std::tuple<double, std::array<std::pair<int, point>, 2>>;

static_assert(shape<double>::size == 1 && shape<point>::size == 3 && shape<nested>::size == 9);
static_assert(shape<std::array<point, 0>>::size == 0);

// Integers count as double; several types as their common one.
static_assert(std::is_same_v<shape<int>::scalar, double>);
static_assert(std::is_same_v<shape<std::array<float, 2>>::scalar, float>);
static_assert(std::is_same_v<shape<std::pair<float, std::array<int, 2>>>::scalar, double>);
static_assert(std::is_same_v<shape<std::tuple<float, long double>>::scalar, long double>);

// The same shape of something else.
static_assert(
    std::is_same_v<shape<nested>::with<float>,
                   std::tuple<float, std::array<std::pair<float, std::array<float, 3>>, 2>>>);
static_assert(std::is_same_v<shape<point>::with<point>, std::array<point, 3>>);

// Written and read back, from left to right.
constexpr nested sample{1, {{{2, {3, 4, 5}}, {6, {7, 8, 9}}}}};
template <class T>
constexpr bool is_written_in_order() {
    std::array<T, 9> row{};
    T* end = row.data();
    shape<nested>::write(sample, end);
    const T* next = row.data();
    const auto again = shape<nested>::read(next);
    for (std::size_t i = 0; i < row.size(); ++i)
        if (row[i] != T(i + 1))
            return false;
    return end == row.data() + 9 && next == row.data() + 9 &&
           std::get<1>(again)[1].second == std::array<T, 3>{7, 8, 9} && std::get<0>(again) == 1;
}
static_assert(is_written_in_order<double>() && is_written_in_order<float>());

// What a function can be traced with.
struct color {
    int red, green, blue;
};
static_assert(shape<nested>::traceable && shape<tracer>::traceable);
static_assert(!shape<color>::traceable);
static_assert(!shape<std::array<color, 2>>::traceable && !shape<const char*>::traceable);

// An operator<< for everything, beside that of ctgrad, which refuses: the other one is taken.
using ctgrad::operator<<;
template <class Parts>
auto operator<<(std::ostream& out, const Parts& parts) -> decltype(out << std::get<0>(parts)) {
    return out << std::get<0>(parts) << " and others";
}

} // namespace

BOOST_AUTO_TEST_CASE(shapes_at_run_time) {
    BOOST_TEST(is_written_in_order<long double>());
}
BOOST_AUTO_TEST_CASE(results_are_printed_by_operators_of_the_user) {
    std::ostringstream out;
    out << std::tuple(2, 3.5);
    BOOST_TEST(out.str() == "2 and others");
}
