// SPDX-License-Identifier: BSL-1.0
//
// Text to number and back, against the standard library's own conversions.
#include <ctgrad/detail/decimal_reader.hpp>
#include <ctgrad/detail/decimal_writer.hpp>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <limits>
#include <random>
#include <string>
#include <string_view>

#define BOOST_TEST_MODULE decimal
#include <boost/test/unit_test.hpp>

using ctgrad::detail::parse_decimal;
using ctgrad::detail::write_fixed;
using ctgrad::detail::write_shortest;
using namespace std::string_view_literals;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

struct fixed_text {
    char text[400] = {};
    std::size_t size = 0;
    constexpr void operator()(char c) { text[size++] = c; }
    constexpr operator std::string_view() const { return {text, size}; }
};

constexpr fixed_text shortest(double v) {
    fixed_text out;
    write_shortest(out, v);
    return out;
}

constexpr fixed_text fixed(double v, int decimals = 4) {
    fixed_text out;
    write_fixed(out, v, decimals);
    return out;
}

// Literals, read as the compiler reads them.
static_assert(parse_decimal("0") == 0 && parse_decimal("2") == 2 && parse_decimal("0.5") == 0.5);
static_assert(parse_decimal("6.8813735870195432") == 6.8813735870195432);
static_assert(parse_decimal("1'000'000.25") == 1'000'000.25);
static_assert(parse_decimal(".5") == .5 && parse_decimal("5.") == 5.);
static_assert(parse_decimal("1e-20") == 1e-20 && parse_decimal("1.5E+300") == 1.5E+300);
static_assert(parse_decimal("9007199254740993") == 9007199254740992.0);
static_assert(parse_decimal("9007199254740993.0000000000000000001") == 9007199254740994.0);
static_assert(parse_decimal("1.7976931348623157e308") == largest);
static_assert(parse_decimal("1.7976931348623159e308") == infinity);
static_assert(parse_decimal("1e99999999999") == infinity);
static_assert(parse_decimal("4.9e-324") == smallest && parse_decimal("2.4e-324") == 0);
static_assert(parse_decimal("1e-99999999999") == 0 && parse_decimal("0e99999") == 0);
static_assert(parse_decimal("2.2250738585072011e-308") == 2.2250738585072011e-308);
static_assert(parse_decimal("0xff") == 255 && parse_decimal("0X1.8p3") == 12);
static_assert(parse_decimal("0x1.fffffffffffff7p0") == 0x1.fffffffffffffp0);
static_assert(parse_decimal("0x1.fffffffffffff8p0") == 2);
static_assert(parse_decimal("0x.8p-1073") == smallest && parse_decimal("0x1p-1075") == 0);
static_assert(parse_decimal("0x1.000001p-1075") == smallest);
static_assert(parse_decimal("0x1p1023") == 0x1p1023 && parse_decimal("0x1p1024") == infinity);
static_assert(parse_decimal("0x123'4567'89ab'cdef'0123") == 0x1.23456789abcdfp72);
static_assert(parse_decimal("0b1010'1010") == 170 && parse_decimal("017") == 15);
static_assert(parse_decimal("017.5") == 17.5 && parse_decimal("010e1") == 100);

static_assert(shortest(2) == "2"sv && shortest(0.5) == "0.5"sv && shortest(-0.0) == "-0"sv);
static_assert(shortest(6.8813735870195432) == "6.881373587019543"sv);
static_assert(shortest(0.7071067811865476) == "0.7071067811865476"sv);
static_assert(shortest(1e-5) == "0.00001"sv && shortest(1e-6) == "1e-06"sv);
static_assert(shortest(1e16) == "10000000000000000"sv && shortest(1e17) == "1e+17"sv);
static_assert(shortest(12345.678e-20) == "1.2345678e-16"sv);
static_assert(shortest(1e-20) == "1e-20"sv && shortest(-1e300) == "-1e+300"sv);
static_assert(shortest(smallest) == "5e-324"sv && shortest(largest) == "1.7976931348623157e+308"sv);
static_assert(shortest(infinity) == "inf"sv && shortest(-infinity) == "-inf"sv);
static_assert(shortest(std::numeric_limits<double>::quiet_NaN()) == "nan"sv);

static_assert(fixed(0.0) == "0.0000"sv && fixed(-0.0) == "-0.0000"sv);
static_assert(fixed(-1e-300) == "-0.0000"sv && fixed(2) == "2.0000"sv);
static_assert(fixed(0.03125) == "0.0312"sv && fixed(0.09375) == "0.0938"sv); // ties to even
static_assert(fixed(0.99994) == "0.9999"sv && fixed(0.99996) == "1.0000"sv);
static_assert(fixed(-infinity) == "-inf"sv && fixed(1.5, 0) == "2"sv && fixed(2.5, 0) == "2"sv);
static_assert(std::string_view(fixed(largest)).size() == 314);

double from_random_bits(std::mt19937_64& random) {
    for (;;) {
        const double v = std::bit_cast<double>(random());
        if (v - v == 0)
            return v;
    }
}

double of_ordinary_size(std::mt19937_64& random) {
    const auto mantissa = static_cast<double>(static_cast<std::int64_t>(random()));
    return std::ldexp(mantissa, -static_cast<int>(random() % 100) - 20);
}

double with_few_digits(std::mt19937_64& random) {
    const auto digits = static_cast<double>(random() % 1000000);
    return digits / std::pow(10.0, static_cast<double>(random() % 12));
}

// The digits of std::to_chars, set out as write_shortest does.
std::string expected_shortest(double v) {
    std::array<char, 40> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), v,
                                   std::chars_format::scientific)
                         .ptr;
    const std::string text(buffer.data(), end);
    const std::size_t letter = text.find('e');
    const int exponent = std::stoi(text.substr(letter + 1));
    if (v - v != 0 || exponent < -5 || exponent > 16)
        return text;
    std::string digits;
    for (const char c : text.substr(0, letter))
        if (c >= '0' && c <= '9')
            digits += c;
    const std::string sign = text[0] == '-' ? "-" : "";
    if (exponent < 0)
        return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() <= whole)
        return sign + digits + std::string(whole - digits.size(), '0');
    return sign + digits.substr(0, whole) + "." + digits.substr(whole);
}

std::string expected_fixed(double v, int decimals) {
    std::array<char, 500> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.*f", decimals, v);
    return buffer.data();
}

double expected_value(std::string_view text) {
    double v = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), v);
    if (result.ec == std::errc::result_out_of_range)
        return std::strtod(std::string(text).c_str(), nullptr);
    return v;
}

void check_writers(double v) {
    BOOST_TEST(std::string_view(shortest(v)) == expected_shortest(v));
    BOOST_TEST(std::string_view(fixed(v)) == expected_fixed(v, 4));
    const double a = v < 0 ? -v : v;
    BOOST_TEST(parse_decimal(shortest(a)) == a);
}

} // namespace

BOOST_AUTO_TEST_CASE(random_bits_are_written_as_the_standard_library_writes_them) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 100000; ++i)
        check_writers(from_random_bits(random));
}

BOOST_AUTO_TEST_CASE(numbers_of_ordinary_size_are_written_as_the_standard_library_writes_them) {
    std::mt19937_64 random(2);
    for (int i = 0; i < 100000; ++i)
        check_writers(of_ordinary_size(random));
    for (int i = 0; i < 100000; ++i)
        check_writers(with_few_digits(random));
}

BOOST_AUTO_TEST_CASE(every_power_of_two_and_ten_with_its_neighbours) {
    for (int e = -1074; e <= 1023; ++e) {
        const double v = std::ldexp(1.0, e);
        for (const double x : {v, std::nextafter(v, 0.0), std::nextafter(v, infinity)})
            check_writers(x);
    }
    for (int e = -324; e <= 308; ++e) {
        const double v = std::strtod(("1e" + std::to_string(e)).c_str(), nullptr);
        for (const double x : {v, std::nextafter(v, 0.0), std::nextafter(v, infinity)})
            check_writers(x);
    }
    for (int i = 0; i < 100000; ++i) // ties of the fourth decimal among them
        check_writers(i / 32.0);
}

BOOST_AUTO_TEST_CASE(other_numbers_of_decimals) {
    std::mt19937_64 random(3);
    for (int i = 0; i < 20000; ++i) {
        const double v = of_ordinary_size(random);
        const int decimals = static_cast<int>(random() % 25);
        BOOST_TEST(std::string_view(fixed(v, decimals)) == expected_fixed(v, decimals));
    }
}

BOOST_AUTO_TEST_CASE(random_texts_are_read_as_the_standard_library_reads_them) {
    std::mt19937_64 random(4);
    for (int i = 0; i < 100000; ++i) {
        std::string text(1, static_cast<char>('1' + random() % 9));
        const auto length = random() % (i % 10 == 0 ? 60 : 22);
        for (std::uint64_t n = 0; n < length; ++n)
            text += static_cast<char>('0' + random() % 10);
        if (random() % 2 == 0)
            text.insert(random() % (text.size() + 1), ".");
        if (text.find('.') == std::string::npos || random() % 2 == 0)
            text += "e" + std::to_string(static_cast<int>(random() % 700) - 360);
        BOOST_TEST(parse_decimal(text) == expected_value(text), text);
    }
}

// The midpoint of two doubles in all its digits is a tie; one more digit at the end breaks it.
BOOST_AUTO_TEST_CASE(midpoints_are_read_half_to_even) {
    std::mt19937_64 random(5);
    for (int i = 0; i < 3000; ++i) {
        const double v =
            std::abs(i % 3 == 0 ? std::bit_cast<double>(random() >> 12) : from_random_bits(random));
        if (v == largest)
            continue;
        const long double middle = (static_cast<long double>(v) + std::nextafter(v, infinity)) / 2;
        std::array<char, 1600> buffer{};
        std::snprintf(buffer.data(), buffer.size(), "%.1100Le", middle);
        std::string text = buffer.data();
        BOOST_TEST(parse_decimal(text) == std::strtod(text.c_str(), nullptr), text);
        text.insert(text.find('e'), "1");
        BOOST_TEST(parse_decimal(text) == std::nextafter(v, infinity), text);
    }
}

// Not against strtod: glibc 2.36 rounds 0x3aa1cc873a9f6.3p-1072 the wrong way.
BOOST_AUTO_TEST_CASE(hexadecimal_floats) {
    std::mt19937_64 random(6);
    for (int i = 0; i < 50000; ++i) {
        const std::uint64_t whole = random() >> (random() % 64);
        const std::uint64_t fraction = random() >> (random() % 64);
        const int exponent = static_cast<int>(random() % 2300) - 1200;
        std::array<char, 60> buffer{};
        std::snprintf(buffer.data(), buffer.size(), "0x%llx.%llxp%d",
                      static_cast<unsigned long long>(whole),
                      static_cast<unsigned long long>(fraction), exponent);
        const std::string_view text(buffer.data());
        double expected = 0;
        const auto result = std::from_chars(text.data() + 2, text.data() + text.size(), expected,
                                            std::chars_format::hex);
        if (result.ec == std::errc::result_out_of_range)
            expected = exponent > 0 ? infinity : 0;
        BOOST_TEST(parse_decimal(text) == expected, text);
    }
}
