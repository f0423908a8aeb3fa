// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/run_time_error.hpp>

#include <string>
#include <string_view>
#include <type_traits>

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

using namespace ctgrad;

using kinds = boost::mpl::list<run_time_error, graph_error, size_error, data_error, training_error>;

BOOST_AUTO_TEST_CASE_TEMPLATE(every_kind_is_an_error_with_its_text, Kind, kinds) {
    static_assert(std::is_base_of_v<error, Kind>);
    static_assert(std::is_nothrow_copy_constructible_v<Kind>); // as an exception must be
    try {
        throw Kind("step " + std::to_string(7));
    } catch (const error& problem) {
        BOOST_TEST(problem.what() == std::string_view("step 7"));
    }
}

// The copy has the text when the original is gone.
BOOST_AUTO_TEST_CASE(a_copy_keeps_the_text) {
    const auto* original = new data_error(std::string(100, 'x'));
    const data_error copy = *original; // NOLINT(performance-unnecessary-copy-initialization)
    delete original;
    BOOST_TEST(copy.what() == std::string(100, 'x'));
}

BOOST_AUTO_TEST_CASE(kinds_can_be_told_apart) {
    BOOST_CHECK_THROW(throw size_error("a size"), size_error);
    static_assert(!std::is_base_of_v<size_error, data_error>);
    static_assert(!std::is_base_of_v<data_error, size_error>);
}
