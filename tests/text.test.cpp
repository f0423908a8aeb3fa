// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/text.hpp>

#include <cstring>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

constexpr auto greeting = [] {
    text<16> t;
    detail::write(t, "n = ");
    detail::write(t, std::size_t{1203});
    t('!');
    return t;
}();
static_assert(greeting == "n = 1203!" && greeting.size == 9 && greeting.view().size() == 9);
static_assert(!(greeting == "n = 1203") && greeting != "n = 1204!");
static_assert(text<4>().view().empty() && text<0>() == "");

constexpr auto number(std::size_t n) {
    text<20> t;
    detail::write(t, n);
    return t;
}
static_assert(number(0) == "0" && number(7) == "7" && number(10) == "10" && number(100) == "100");
static_assert(number(18446744073709551615U) == "18446744073709551615");

constexpr auto name(std::string_view of) {
    text<max_name_length> t;
    detail::write(t, detail::pack(of));
    return t;
}
static_assert(name("x1") == "x1" && name("") == "");
static_assert(name("abcdefghijklmnopqrstuvwxyz012345") == "abcdefghijklmnopqrstuvwxyz012345");

// Counting first says how much room is needed.
constexpr std::size_t counted = [] {
    detail::counter c;
    detail::write(c, "n = ");
    detail::write(c, std::size_t{1203});
    return c.size;
}();
static_assert(counted == 8);

} // namespace

BOOST_AUTO_TEST_CASE(a_text_is_a_string) {
    std::ostringstream stream;
    stream << greeting << " " << number(42);
    BOOST_TEST(stream.str() == "n = 1203! 42");
    BOOST_TEST(std::strlen(greeting.c_str()) == greeting.size);
    const std::string_view view = greeting;
    BOOST_TEST(std::string(view) == "n = 1203!");
}
