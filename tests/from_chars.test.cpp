// SPDX-License-Identifier: BSL-1.0
//
// Numbers read by a stream, for standard libraries that cannot read them from characters.
#include <ctgrad/detail/from_chars.hpp>

#include <string_view>

#include <boost/test/unit_test.hpp>

using ctgrad::detail::decimal_length;

static_assert(decimal_length("12.5e-3") == 7 && decimal_length("-.5") == 3);
static_assert(decimal_length("1.") == 2 && decimal_length("1.5.2") == 3);
static_assert(decimal_length("1e") == 1 && decimal_length("1e+") == 1 &&
              decimal_length("7em") == 1);
static_assert(decimal_length("") == 0 && decimal_length("-") == 0 && decimal_length(".") == 0);
static_assert(decimal_length("e5") == 0 && decimal_length("+1") == 0 && decimal_length(" 1") == 0);
static_assert(decimal_length("0x10") == 1 && decimal_length("1,5") == 1);

BOOST_AUTO_TEST_CASE(a_stream_reads_what_from_chars_reads) {
    for (const std::string_view text :
         {"0", "-0", "12.5e-3", "-.5", "1.", "1.5.2", "1e", "7em", "0x10", "1,5", "", "-", "x",
          "0.1", "1e400", "179769313486231570000e288", "123456789012345678901234567890"}) {
        double by_stream = 7, by_standard = 7;
        const char* const end = text.data() + text.size();
        const auto stream = ctgrad::detail::from_stream(text.data(), end, by_stream);
        const auto standard = ctgrad::detail::from_chars(text.data(), end, by_standard);
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST((stream.ec == standard.ec));
            BOOST_TEST(stream.ptr == standard.ptr);
            BOOST_TEST(by_stream == by_standard);
        }
    }
}
