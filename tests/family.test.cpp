// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/family.hpp>

#include <type_traits>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

struct a {};
struct b {};
struct c {};

template <class Expected, class... Families>
constexpr bool concatenates_to = std::is_same_v<typename concatenate<Families...>::type, Expected>;

static_assert(concatenates_to<family<a>, family<a>>);
static_assert(concatenates_to<family<a, b, c>, family<a>, family<b, c>>);
static_assert(concatenates_to<family<a, b, c>, family<a, b>, family<>, family<c>>);
static_assert(concatenates_to<family<c, a, b>, family<c>, family<a>, family<b>>);
static_assert(concatenates_to<family<>, family<>, family<>>);

} // namespace

BOOST_AUTO_TEST_CASE(families_concatenate) {
    BOOST_TEST((concatenates_to<family<a, b>, family<a>, family<b>>));
}
