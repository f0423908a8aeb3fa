// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/data/csv.hpp>
#include <ctgrad/data/half_moons.hpp>
#include <ctgrad/near.hpp>

#include <chrono>
#include <clocale>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <locale>
#include <numbers>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <stdlib.h>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace std::string_literals;
using texts = std::vector<std::string>;
using numbers = std::vector<double>;

namespace {

dataset read(const std::string& text, const csv_options& options = {}) {
    std::istringstream in(text);
    return read_csv(in, options, "t.csv");
}

std::string complaint_of(auto wrong) {
    try {
        wrong();
    } catch (const data_error& problem) {
        return problem.what();
    }
    return "";
}
std::string complaint(const std::string& text, const csv_options& options = {}) {
    return complaint_of([&] { static_cast<void>(read(text, options)); });
}

// What read_csv makes of a text, in one line: names>target|inputs>targets|classes.
std::string summary(const dataset& data) {
    std::ostringstream out;
    for (const auto& name : data.names)
        out << name << ' ';
    out << "> " << data.target_name << " |";
    for (std::size_t i = 0; i < data.size(); ++i) {
        for (const double x : data.row(i))
            out << ' ' << x;
        out << " > " << data.targets[i] << ';';
    }
    for (const auto& label : data.classes)
        out << ' ' << label;
    return out.str();
}

struct folder {
    folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "ctgrad-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr)
            throw std::runtime_error("no temporary folder");
        path = pattern;
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    ~folder() { std::filesystem::remove_all(path); }
    [[nodiscard]] std::string file(const std::string& name) const { return (path / name).string(); }

    std::filesystem::path path;
};

std::string shipped(const std::string& name) {
    return (std::filesystem::path(__FILE__).parent_path() / "../../data" / name).string();
}

} // namespace

BOOST_AUTO_TEST_CASE(numbers_in_the_target_column_are_a_regression) {
    const dataset data = read("length,angle,period\n1,0.5,2.04\n2,-1e-1,+2.84\n");
    BOOST_TEST((data.names == texts{"length", "angle"}));
    BOOST_TEST(data.target_name == "period");
    BOOST_TEST((data.features == 2 && data.size() == 2));
    BOOST_TEST((data.inputs == numbers{1, 0.5, 2, -0.1}));
    BOOST_TEST((data.targets == numbers{2.04, 2.84}));
    BOOST_TEST(data.classes.empty());
}

BOOST_AUTO_TEST_CASE(text_in_the_target_column_is_a_classification) {
    const dataset data = read("kind,x\nb,1\na,2\nb,3\nc,4\n", {.target = "kind"});
    BOOST_TEST((data.classes == texts{"b", "a", "c"})); // as they appear
    BOOST_TEST((data.targets == numbers{0, 1, 0, 2}));
    BOOST_TEST((data.inputs == numbers{1, 2, 3, 4}));
    BOOST_TEST((data.names == texts{"x"} && data.target_name == "kind"));
}

BOOST_AUTO_TEST_CASE(numbers_are_classes_when_that_is_said) {
    const dataset data = read("x,digit\n1,7\n2,3\n3,7.0\n4,+7e0\n5,none\n",
                              {.target = "digit", .classification = true});
    BOOST_TEST((data.classes == texts{"7", "3", "none"}));
    BOOST_TEST((data.targets == numbers{0, 1, 0, 0, 2}));
    // Text that is no double remains text.
    BOOST_TEST((read("x,y\n1,1e999\n1,0\n1,1e998\n", {.classification = true}).targets ==
                numbers{0, 1, 2}));
}

BOOST_AUTO_TEST_CASE(odd_but_readable) {
    const std::string expected = "x y > z | 1 2 > 3; 4 5 > 6;";
    const csv_options semicolons{.delimiter = ';'}, tabs{.delimiter = '\t'};
    for (const std::string& text : {
             "x,y,z\n1,2,3\n4,5,6\n"s,
             "x,y,z\n1,2,3\n4,5,6"s,                                   // no newline at the end
             "x,y,z\r\n1,2,3\r\n4,5,6\r\n"s,                           // CR LF
             "x,y,z\r1,2,3\r4,5,6"s,                                   // CR
             "\xef\xbb\xbfx,y,z\n1,2,3\n4,5,6\n"s,                     // byte order mark
             "\n\nx,y,z\n\n1,2,3\n  \t \n4,5,6\n\n\n"s,                // blank lines
             " x , y\t,  z \n 1,\t2 , 3\n4 ,5,6  \n"s,                 // blanks around fields
             "\"x\",\"y\",\"z\"\n\"1\",\"2\",\"3\"\n\"4\",5,\"6\"\n"s, // quotes
             " \"x\" ,\"y\" , \"z\"\n1,\" 2 \",3\n4,5,6\n"s,           // blanks around quotes
             "x,y,z\n1.0,2e0,+3\n0.4e1,5.,.6e1\n"s,                    // numbers
             "\xef\xbb\xbf\"x\",y,z\r\n1,2,3\n4,5,6\r"s,               // mixed
         })
        BOOST_TEST(summary(read(text)) == expected);
    BOOST_TEST(summary(read("x;y;z\n1;2;3\n4;5;6\n", semicolons)) == expected);
    BOOST_TEST(summary(read("x\ty\tz\n1\t2 \t3\n 4\t5\t6\n", tabs)) == expected);
    BOOST_TEST(summary(read("x y z\n1 2 3\n4 5 6\n", {.delimiter = ' '})) == expected);
}

BOOST_AUTO_TEST_CASE(quoted_fields) {
    const dataset data = read("\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"\n"
                              "1,2,\"red, dark\"\n3,4,\"\"\"blue\"\"\"\n5,6,\" green\r\n\"\n"
                              "7,8,un\"quoted\"\n");
    BOOST_TEST((data.names == texts{"a,b", "say \"x\""}));
    BOOST_TEST(data.target_name == "two\nlines");
    BOOST_TEST((data.classes == texts{"red, dark", "\"blue\"", " green\r\n", "un\"quoted\""}));
    BOOST_TEST((read("\"1990\",\"2000\"\n1,2\n").names == texts{"1990"})); // names, not numbers
    BOOST_TEST((read("\xce\xb1,\xce\xb2\n1,2\n").names == texts{"\xce\xb1"}));
}

// Lines are counted as an editor counts them.
BOOST_AUTO_TEST_CASE(lines_are_counted_within_quotes_and_blank_lines) {
    const std::string start = "ctgrad: t.csv, line ";
    const std::string end = ", column 1 \"x\": a number is required, found \"?\": fill it in, or "
                            "delete the row; only the target column may hold text";
    BOOST_TEST(complaint("x,y\n?,2\n") == start + "2" + end);
    BOOST_TEST(complaint("x,y\r\n\r\n1,2\r\n?,2\r\n") == start + "4" + end);
    BOOST_TEST(complaint("x,y\r\r1,2\r?,2") == start + "4" + end);
    BOOST_TEST(complaint("x,y\n1,\"a\nb\r\nc\rd\"\n?,e\n") == start + "6" + end);
    BOOST_TEST(complaint("x,\"y\n\n\"\n?,2\n") == start + "4" + end);
    // A field of a record of several lines.
    BOOST_TEST(complaint("x,y,z\n1,\"\n\n\",2\n").find("line 2, column 2 \"y\"") !=
               std::string::npos);
    BOOST_TEST(complaint("y,x,z\n\"1\n\n\",?,2\n").find("line 2, column 1 \"y\"") !=
               std::string::npos);
    BOOST_TEST(complaint("z,x\n\"1\n\n\",?\n", {.target = "z"}).find("line 4, column 2 \"x\"") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(fields_that_are_no_numbers) {
    const auto says = [](const std::string& field, const std::string& expected) {
        BOOST_TEST(complaint("x,width,z\n1,2,3\n4," + field + ",6\n") ==
                   "ctgrad: t.csv, line 3, column 2 \"width\": " + expected);
    };
    const std::string text = "a number is required, found ";
    const std::string fill = ": fill it in, or delete the row";
    const std::string only = fill + "; only the target column may hold text";
    for (const char* empty : {"", "   ", "\"\"", "\"  \""})
        says(empty, text + "an empty field" + fill);
    says("abc", text + "\"abc\"" + only);
    says("NA", text + "\"NA\"" + only);
    says("-", text + "\"-\"" + only);
    says("+", text + "\"+\"" + only);
    says("+-1", text + "\"+-1\"" + only);
    says("++1", text + "\"++1\"" + only);
    says("\"a\nb\"", text + "\"a\\x0ab\"" + only);
    says("\x1b[31m", text + "\"\\x1b[31m\"" + only);
    says(std::string("\0", 1), text + "\"\\x00\"" + only);
    for (const char* infinite : {"nan", "NaN", "-nan", "inf", "-INF", "Infinity", "+inf"})
        says(infinite, "a finite number is required, found \""s + infinite +
                           "\": fill in the value, or delete the row");
    for (const char* extreme : {"1e999", "-1e400", "1e-999"})
        says(extreme, "a number that a double can hold, 1e-307 to 1e308 or 0, is required, found "
                      "\""s +
                          extreme + "\": give the column in another unit");
    for (const char* comma : {"\"1,5\"", "\"1,234.5\"", "\"1.234,5\"", "\"-1,5e3\""})
        says(comma,
             text + comma + ": write a point for the decimals and nothing between thousands");
    for (const char* more : {"12kg", "5 %", "1 2", "0x10", "1.2.3", "1e", "1/2", "2020-01-01"})
        says(more, text + "\"" + more +
                       "\": write nothing after it; a unit belongs into the name of the column");
    says("1\0"s + "2", text +
                           "\"1\\x002\": write nothing after it; a unit belongs into the name of "
                           "the column");
    // No more of the field than a line holds, and no half character.
    says(std::string(100, 'a'), text + "\"" + std::string(40, 'a') + "...\"" + only);
    std::string greek;
    for (int i = 0; i < 50; ++i)
        greek += "\xce\xb1";
    says(greek, text + "\"" + greek.substr(0, 40) + "...\"" + only);
    says("a" + greek, text + "\"a" + greek.substr(0, 38) + "...\"" + only);
}

BOOST_AUTO_TEST_CASE(targets_of_two_kinds) {
    const std::string place = "ctgrad: t.csv, line 3, column 2 \"y\": ";
    BOOST_TEST(complaint("x,y\n1,2\n3,four\n") ==
               place + "a number, as in the first row, is required, found \"four\": correct it, or "
                       "say classification = true if the column holds labels");
    BOOST_TEST(complaint("x,y\n1,2\n3,\n") ==
               place + "a number is required, found an empty field: fill it in, or delete the row");
    BOOST_TEST(complaint("x,y\n1,2\n3,nan\n") ==
               place + "a finite number is required, found \"nan\": fill in the value, or delete "
                       "the row");
    BOOST_TEST(complaint("x,y\n1,2\n3,\"4,5\"\n") ==
               place + "a number is required, found \"4,5\": write a point for the decimals and "
                       "nothing between thousands");
    BOOST_TEST(complaint("x,y\n1,NA\n3,4\n") ==
               place + "a label is required, as in the first row, found the number \"4\": correct "
                       "the one that is wrong, or say classification = true");
    BOOST_TEST(complaint("x,y\n1,a\n3, \n") ==
               place + "a label is required, found an empty field: fill it in, or delete the row");
    BOOST_TEST(complaint("x,y\n1,1\n3,\"\"\n", {.classification = true}) ==
               place + "a label is required, found an empty field: fill it in, or delete the row");
    // An empty first target is a mistake of both kinds.
    BOOST_TEST(complaint("x,y\n1,\n3,4\n").find("line 2, column 2 \"y\": a number is required") !=
               std::string::npos);
    BOOST_TEST(complaint("x,y\n1,inf\n").find("a finite number") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(one_class_teaches_nothing) {
    BOOST_TEST(complaint("x,y\n1,a\n3,a\n") ==
               "ctgrad: t.csv: classes to tell apart are required in the target column \"y\", "
               "found \"a\" in every row: add examples of another class, or choose another target");
    BOOST_TEST(!complaint("x,y\n1,1\n3,1.0\n", {.classification = true}).empty());
    BOOST_TEST((read("x,y\n1,1\n3,1.0\n").targets == numbers{1, 1})); // a constant is a regression
}

BOOST_AUTO_TEST_CASE(rows_of_another_length) {
    const std::string start = "ctgrad: t.csv, line 3: 3 fields are required, one for each column, "
                              "found ";
    for (const auto& [row, count] : {std::pair<std::string, std::string>{"1,2", "2"},
                                     {"1", "1"},
                                     {"\"\"", "1"},
                                     {"\"1,2,3\"", "1"}})
        BOOST_TEST(complaint("x,y,z\n1,2,3\n" + row + "\n4,5,6\n") ==
                   start + count + ": add what is missing");
    for (const auto& [row, count] : {std::pair<std::string, std::string>{"1,2,3,4", "4"},
                                     {"1,2,3,", "4"},
                                     {"1,5,2,5,3,5", "6"}})
        BOOST_TEST(complaint("x,y,z\n1,2,3\n" + row) ==
                   start + count +
                       ": put a field that contains the delimiter in quotes; in numbers, write a "
                       "point for the decimals and nothing between thousands");
    BOOST_TEST(complaint("x,y,z\n1,2,").find("column 3 \"z\"") != std::string::npos); // not short
}

BOOST_AUTO_TEST_CASE(files_without_data) {
    for (const std::string& text :
         {""s, "\n"s, "\n\r\n  \n"s, "\xef\xbb\xbf"s, "\xef\xbb\xbf\n\n"s, " \t"s})
        BOOST_TEST(complaint(text) == "ctgrad: t.csv: a line with the names of the columns is "
                                      "required, found an empty file: is it the right one?");
    for (const std::string& text : {"x,y"s, "x,y\n"s, "x,y\n\n\n"s})
        BOOST_TEST(complaint(text) == "ctgrad: t.csv: a line of values is required, found the "
                                      "names of the columns only: add data");
}

BOOST_AUTO_TEST_CASE(headers_that_cannot_be) {
    BOOST_TEST(complaint("x,y,x\n1,2,3\n") ==
               "ctgrad: t.csv, line 1, column 3: every column requires a name of its own, found "
               "\"x\" again: rename one of them");
    BOOST_TEST(complaint("x, y,\" y\"\n1,2,3\n").find("again") == std::string::npos);
    for (const std::string& text : {",x,y\n0,1,2\n"s, "\n\"\" ,x,y\n0,1,2\n"s})
        BOOST_TEST(complaint(text) ==
                   "ctgrad: t.csv, line " + std::to_string(text[0] == '\n' ? 2 : 1) +
                       ", column 1: a name is required, found none: write it, or delete the column "
                       "if it only counts the rows");
    BOOST_TEST(complaint("x,y,\n1,2,\n").find("column 3: a name is required") != std::string::npos);
    for (const std::string& text :
         {"1,2,3\n4,5,6\n"s, "5.1,3.5,setosa\n4.9,3,setosa\n"s, "1,1\n"s, "7\n"s})
        BOOST_TEST(complaint(text) ==
                   "ctgrad: t.csv, line 1: the names of the columns are required, found numbers: "
                   "write a line of names above them; a name that is a number stands in quotes");
    for (const std::string& text : {"x;y;z\n1;2;3\n"s, "\"x;y;z\"\n"s})
        BOOST_TEST(complaint(text) ==
                   "ctgrad: t.csv, line 1: two columns are required, a feature and the target, "
                   "found \"x;y;z\" only: if another character separates them, name it as the "
                   "delimiter");
    BOOST_TEST(complaint("\xff\xfex\0,\0y\0"s) ==
               "ctgrad: t.csv: text in UTF-8 is required, found UTF-16: save it as UTF-8 (Excel: "
               "\"CSV UTF-8\")");
    BOOST_TEST(!complaint("\xfe\xff\0x"s).empty());
}

BOOST_AUTO_TEST_CASE(unknown_targets) {
    const auto says = [](const std::string& target, const std::string& expected) {
        BOOST_TEST(complaint("length,angle,period\n1,2,3\n", {.target = target}) ==
                   "ctgrad: t.csv: a target column is required that exists, found no column \"" +
                       target + "\" among \"length\", \"angle\", \"period\": " + expected);
    };
    for (const char* near : {"Period", "priod", "periods", "peroid", "PERIOD "})
        says(near, "is \"period\" meant?");
    says("lenght", "is \"length\" meant?");
    says("mass", "choose one of them");
    std::string many = "a0";
    for (int i = 1; i < 1000; ++i)
        many += ",a" + std::to_string(i);
    BOOST_TEST(
        complaint(many + "\n", {.target = "b"}) ==
        "ctgrad: t.csv: a target column is required that exists, found no column \"b\" among "
        "\"a0\", \"a1\", \"a2\", \"a3\", \"a4\", \"a5\", \"a6\", \"a7\", \"a8\", \"a9\", "
        "\"a10\", \"a11\" and 988 more: choose one of them");
}

BOOST_AUTO_TEST_CASE(quotes_that_do_not_close) {
    BOOST_TEST(complaint("x,y\n1,2\n3,\"4\n5,6\n") ==
               "ctgrad: t.csv, line 3, column 2 \"y\": a field that begins with a quote requires a "
               "quote at its end, found the end of the file: close it; a quote within the field is "
               "written twice");
    for (const std::string& text : {"\""s, "x,\""s, "x,\"y\"\""s, "\"\"\""s, "\"\r"s, "\"\n"s})
        BOOST_TEST(complaint(text).find("line 1, column ") != std::string::npos);
    const std::string after = "the next field or line is required after a closing quote, found ";
    const std::string twice = ": a quote within a field in quotes is written twice";
    BOOST_TEST(complaint("x,y\n1,2\n\"3\"4,5\n") ==
               "ctgrad: t.csv, line 3, column 1 \"x\": " + after + "\"4\"" + twice);
    // The quote of inches opens a field that ends far away.
    BOOST_TEST(complaint("x,y\n\"3,4\n5,6\n\"7,8\n") ==
               "ctgrad: t.csv, line 2, column 1 \"x\": " + after + "\"7\" in line 4" + twice);
    BOOST_TEST(complaint("\"x\"\0,y\n"s).find(after + "\"\\x00\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(delimiters_that_cannot_be) {
    for (const auto& [delimiter, found] :
         {std::pair<char, std::string>{'"', "\"\"\""}, {'\n', "\"\\x0a\""}, {'\r', "\"\\x0d\""}})
        BOOST_TEST(complaint("x,y\n1,2\n", {.delimiter = delimiter}) ==
                   "ctgrad: t.csv: a delimiter is required that is neither a quote nor the end of "
                   "a line, found " +
                       found + ": ',', ';' and '\\t' are usual");
    BOOST_TEST((read("x\0y\n1\0002\n"s, {.delimiter = '\0'}).targets == numbers{2}));
}

BOOST_FIXTURE_TEST_CASE(files, folder) {
    std::ofstream(file("t.csv"), std::ios::binary) << "x,y\r\n1,2\r\n";
    BOOST_TEST(summary(read_csv(file("t.csv"))) == "x > y | 1 > 2;");
    BOOST_TEST(summary(read_csv(file("t.csv"), {.target = "x"})) == "y > x | 2 > 1;");
    std::ofstream(file("bad.csv")) << "x,y\n1,\n";
    BOOST_TEST(complaint_of([&] { static_cast<void>(read_csv(file("bad.csv"))); }) ==
               "ctgrad: " + file("bad.csv") +
                   ", line 2, column 2 \"y\": a number is required, found an empty field: fill it "
                   "in, or delete the row");
}

BOOST_FIXTURE_TEST_CASE(files_that_cannot_be_read, folder) {
    const std::string needs = "ctgrad: read_csv(file, options) needs a file that it can read, \"";
    const std::string here = std::filesystem::current_path().string() + "?";
    for (const std::string& name : {file("absent.csv"), "absent.csv"s, ""s, file("no/such.csv")})
        BOOST_TEST(complaint_of([&] { static_cast<void>(read_csv(name)); }) ==
                   needs + name + "\" cannot be opened: does it exist, seen from the folder " +
                       here);
    BOOST_TEST(complaint_of([&] { static_cast<void>(read_csv(path.string())); }) ==
               needs + path.string() + "\" is a folder: name a file in it");
    // A stream that was not opened, or cannot be read.
    std::ifstream closed(file("absent.csv"));
    BOOST_TEST(complaint_of([&] { static_cast<void>(read_csv(closed)); }) ==
               needs + "the stream\" cannot be read: is it open, is it a file?");
    std::ifstream of_folder(path);
    BOOST_TEST(complaint_of([&] { static_cast<void>(read_csv(of_folder)); }) ==
               needs + "the stream\" cannot be read: is it open, is it a file?");
    std::istream nothing(nullptr);
    BOOST_CHECK_THROW(static_cast<void>(read_csv(nothing)), data_error);
}

// Every double that is written with its 17 digits is read back.
BOOST_AUTO_TEST_CASE(a_round_trip_is_exact) {
    const dataset moons = half_moons(200, 0.3, 5);
    std::stringstream text;
    text.precision(17);
    text << "x,y,moon\n";
    for (std::size_t i = 0; i < moons.size(); ++i)
        text << moons.row(i)[0] << ',' << moons.row(i)[1] << ',' << moons.targets[i] << '\n';
    const dataset again = read_csv(text, {.target = "moon"});
    BOOST_TEST((again.inputs == moons.inputs && again.targets == moons.targets));
    BOOST_TEST((again.names == moons.names && again.target_name == "moon"));
    BOOST_TEST((read("x,y\n5e-324,1.7976931348623157e308\n").inputs == numbers{5e-324}));
}

BOOST_AUTO_TEST_CASE(names_and_labels_survive_quoting) {
    const texts labels{"plain",
                       "with,comma",
                       "with \"quotes\"",
                       "\"",
                       " blanks ",
                       "line\nbreak",
                       "cr\rlf\r\n",
                       "\xce\xb1",
                       std::string("nul\0nul", 7),
                       std::string(5000, 'x')};
    std::string text = "x,kind\n";
    for (const std::string& label : labels) {
        text += "1,\"";
        for (const char c : label)
            text += c == '"' ? "\"\"" : std::string(1, c);
        text += "\"\n";
    }
    BOOST_TEST((read(text).classes == labels));
}

// A decimal comma in the locale of C and C++ changes nothing.
BOOST_AUTO_TEST_CASE(the_locale_does_not_matter) {
    struct comma : std::numpunct<char> {
        char do_decimal_point() const override { return ','; }
        char do_thousands_sep() const override { return '.'; }
        std::string do_grouping() const override { return "\3"; }
    };
    const std::locale before = std::locale::global(std::locale(std::locale(), new comma));
    std::setlocale(LC_NUMERIC, "de_DE.UTF-8"); // where it is installed
    const numbers inputs = read("x,y\n1234.5,2\n").inputs;
    const std::string message = complaint("x,y\n\"1,5\",2\n");
    std::setlocale(LC_NUMERIC, "C");
    std::locale::global(before);
    BOOST_TEST((inputs == numbers{1234.5}));
    BOOST_TEST(message.find("line 2, column 1") != std::string::npos);
}

// Sizes at which quadratic work would take minutes.
BOOST_AUTO_TEST_CASE(large_and_hostile_texts_take_linear_time) {
    const auto start = std::chrono::steady_clock::now();
    constexpr std::size_t n = 400'000;
    const std::string quotes(n, '"'), commas(n, ','), lines(n, '\n'), digits(n, '7');
    std::string blanks, pairs, wide = "c0", rows = "x,y\n";
    for (std::size_t i = 0; i < n; ++i) {
        blanks += i % 2 == 0 ? ' ' : '\t';
        pairs += i % 2 == 0 ? "\"\"" : "\n";
    }
    for (std::size_t i = 1; i < 100'000; ++i) {
        wide += ",c" + std::to_string(i);
        rows += std::to_string(i) + ",label" + std::to_string(i) + "\n";
    }
    for (const std::string& text :
         {quotes, commas, lines + "x", "x,y\n" + quotes, "x,y\n1," + quotes, "x,y\n" + commas,
          "x,y\n" + digits + ",1", "x,y\n0." + digits + "x,1", "x,y\n" + blanks + "x,1",
          "x,y\n" + blanks + "\"", "x,y\n\"" + pairs + "\"z", std::string(n, '\0')})
        BOOST_TEST(!complaint(text).empty());
    BOOST_TEST(read("x,y\n0." + digits + ",1\n").inputs[0] == 0.7777777777777778);
    BOOST_TEST(
        (read("x,y\n\"" + digits + pairs + "\",1\nb,2\n", {.target = "x"}).classes.size() == 2));
    BOOST_TEST(read(rows).classes.size() == 99'999);
    BOOST_TEST(!complaint(wide + "\n", {.target = "nothing near"}).empty());
    BOOST_TEST(!complaint(wide + "\n", {.target = std::string(n, 'c')}).empty());
    BOOST_TEST(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() <
               30); // a second, some with the sanitizers
}

// Every prefix of a text, and every text with one byte replaced, is read or refused.
BOOST_AUTO_TEST_CASE(damaged_texts_are_read_or_refused) {
    const std::string text = "\xef\xbb\xbf"
                             "a,\"b \"\"c\"\"\",k\r\n1,-2.5e3,\"u, v\"\n\n 3 ,4,w\r";
    int read_well = 0, refused = 0;
    const auto attempt = [&](const std::string& damaged) {
        try {
            const dataset data = read(damaged);
            BOOST_TEST_REQUIRE(data.inputs.size() == data.size() * data.features);
            BOOST_TEST_REQUIRE(data.names.size() == data.features);
            ++read_well;
        } catch (const data_error& problem) {
            BOOST_TEST_REQUIRE(std::string_view(problem.what()).starts_with("ctgrad: t.csv"));
            ++refused;
        }
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        attempt(text.substr(0, i));
        for (const char c : "\0\"\r\n,x7.-+ \t\xff"s) {
            std::string damaged = text;
            damaged[i] = c;
            attempt(damaged);
            attempt(damaged.insert(i, 1, c));
        }
    }
    BOOST_TEST(read_well > 100);
    BOOST_TEST(refused > 100);
}

// The two files that are shipped; docs/reference/data says how they were made.
BOOST_AUTO_TEST_CASE(the_shipped_moons_are_half_moons) {
    const dataset shipped_moons = read_csv(shipped("moons.csv"), {.target = "moon"});
    BOOST_TEST((shipped_moons.size() == 60 && shipped_moons.names == texts{"x", "y"}));
    const dataset moons = half_moons(60, 0.1, 2);
    for (std::size_t i = 0; i < 60; ++i) {
        const bool upper =
            shipped_moons.classes.at(static_cast<std::size_t>(shipped_moons.targets[i])) == "upper";
        BOOST_TEST(upper == (moons.targets[i] == -1));
        for (std::size_t j = 0; j < 2; ++j)
            BOOST_TEST(std::abs(shipped_moons.row(i)[j] - moons.row(i)[j]) < 0.000501);
    }
}

BOOST_AUTO_TEST_CASE(the_shipped_pendulum_swings_by_the_elliptic_integral) {
    const dataset pendulum = read_csv(shipped("pendulum.csv"), {.target = "period"});
    BOOST_TEST((pendulum.size() == 60 && pendulum.names == texts{"length", "angle"}));
    BOOST_TEST(pendulum.classes.empty());
    for (std::size_t i = 0; i < 60; ++i) {
        // K(k), k = sin(angle/2), by the midpoint rule, which is exact for periodic integrands.
        const double k = std::sin(pendulum.row(i)[1] / 2);
        double integral = 0;
        for (int j = 0; j < 200; ++j) {
            const double sine = std::sin((j + 0.5) * std::numbers::pi / 400);
            integral += std::numbers::pi / 400 / std::sqrt(1 - k * k * sine * sine);
        }
        const double period = 4 * std::sqrt(pendulum.row(i)[0] / 9.81) * integral;
        BOOST_TEST(std::abs(pendulum.targets[i] - period) < 0.000501);
    }
}
