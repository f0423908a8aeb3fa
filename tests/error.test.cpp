// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/error.hpp>

#include <exception>
#include <string_view>
#include <type_traits>

#include <boost/test/unit_test.hpp>

static_assert(std::is_base_of_v<std::exception, ctgrad::error>);
static_assert(std::is_nothrow_copy_constructible_v<ctgrad::error>);
static_assert(std::is_nothrow_constructible_v<ctgrad::error, const char*>);

BOOST_AUTO_TEST_CASE(an_error_says_what_it_was_given) {
    try {
        throw ctgrad::error("required, found, do");
    } catch (const std::exception& problem) {
        BOOST_TEST(problem.what() == std::string_view("required, found, do"));
    }
}
