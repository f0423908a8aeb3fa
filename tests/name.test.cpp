// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/name.hpp>

#include <string_view>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;

namespace {

template <fixed_string Name>
struct tag {
    static constexpr std::string_view name = Name.view();
};

static_assert(tag<"x">::name == "x");
static_assert(tag<"x1">::name == "x1");
static_assert(tag<"">::name.empty());
static_assert(tag<"\xce\xb1">::name.size() == 2); // a Greek letter is two bytes
static_assert(fixed_string("x") == fixed_string("x"));
static_assert(!(fixed_string("x") == fixed_string("y")));
static_assert(std::is_same_v<tag<"x">, tag<"x">>);
static_assert(!std::is_same_v<tag<"x">, tag<"y">>);
static_assert(!std::is_same_v<tag<"x">, tag<"x ">>);

// Into words and back.
constexpr bool survives(std::string_view text) {
    const detail::packed_name packed = detail::pack(text);
    if (detail::length(packed) != text.size())
        return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (detail::character(packed, i) != text[i])
            return false;
    return true;
}
constexpr std::string_view longest = "abcdefghijklmnopqrstuvwxyz012345";
static_assert(longest.size() == max_name_length);
constexpr bool every_length_survives() {
    for (std::size_t n = 0; n <= max_name_length; ++n)
        if (!survives(longest.substr(0, n)))
            return false;
    return true;
}
static_assert(every_length_survives());
static_assert(survives("\xce\xb1\xff\x80 |{}\"\\\n"));

static_assert(detail::pack("x") == detail::pack("x"));
static_assert(!(detail::pack("x") == detail::pack("y")));
static_assert(!(detail::pack("x") == detail::pack("xx")));
static_assert(!(detail::pack(longest) == detail::pack(longest.substr(1))));
static_assert(!(detail::pack("12345678a") == detail::pack("12345678b"))); // across words

} // namespace

BOOST_AUTO_TEST_CASE(names_survive_packing) {
    BOOST_TEST(every_length_survives());
    BOOST_TEST(survives("\xce\xb1\xff\x80"));
}
