// SPDX-License-Identifier: BSL-1.0
#include <ctgrad/nn/parameters_file.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using namespace ctgrad::nn;

namespace {

// A folder of this test, in which its files are.
struct in_folder {
    std::filesystem::path before = std::filesystem::current_path();
    std::filesystem::path folder =
        before / ("parameters_file_" + std::to_string(std::random_device()()));
    in_folder() {
        std::filesystem::create_directory(folder);
        std::filesystem::current_path(folder);
    }
    ~in_folder() {
        std::filesystem::current_path(before);
        std::filesystem::remove_all(folder);
    }
};

std::string read(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}
void write(const std::string& file, std::string_view contents) {
    std::ofstream(file, std::ios::binary) << contents;
}
std::string replaced(std::string contents, std::string_view from, std::string_view to) {
    contents.replace(contents.find(from), from.size(), to);
    return contents;
}
auto says(std::string_view contents) {
    return [contents](const data_error& problem) {
        BOOST_TEST(problem.what() == contents);
        return problem.what() == contents;
    };
}
// The file has what is said of its line, and a network that was to be loaded is untouched.
void check_refused(const std::string& contents, std::string_view said) {
    write("damaged", contents);
    MLP net(2, {1});
    const std::vector before(net.data().begin(), net.data().end());
    BOOST_CHECK_EXCEPTION(load(net, "damaged"), data_error,
                          says("ctgrad: load(net, file) of \"damaged\", " + std::string(said) +
                               "; see docs/reference/nn/parameters_file.md"));
    BOOST_TEST((std::vector(net.data().begin(), net.data().end()) == before));
    BOOST_CHECK_THROW((void)load_mlp("damaged"), data_error);
}

constexpr std::string_view contents = R"(ctgrad-parameters 1
scalar double
sizes 2 1
activations tanh
w[0][0][0] 0.1
w[0][0][1] -2
b[0][0] 1e-300
checksum b28171ffd14ba6ff
)";

template <class T>
void check_exact(const std::vector<T>& numbers) {
    const in_folder here;
    basic_mlp<T> net(numbers.size() - 1, {1});
    net.set_data(numbers);
    save(net, "net");
    const basic_mlp<T> again = load_mlp<T>("net");
    for (std::size_t k = 0; k < numbers.size(); ++k) {
        BOOST_TEST(again.data()[k] == numbers[k]);
        BOOST_TEST(std::signbit(again.data()[k]) == std::signbit(numbers[k]));
    }
}
template <class T>
std::vector<T> limits() {
    using limits = std::numeric_limits<T>;
    const T third = T(1) / 3;
    return {T(0),
            -T(0),
            limits::denorm_min(),
            -limits::denorm_min(),
            limits::min(),
            std::nextafter(limits::min(), T(0)),
            limits::min() * third,
            limits::max(),
            limits::lowest(),
            third,
            std::nextafter(T(1), T(2)),
            static_cast<T>(1e22L),
            static_cast<T>(123456789),
            static_cast<T>(5e-5L)};
}

} // namespace

BOOST_AUTO_TEST_CASE(the_format) {
    const in_folder here;
    MLP net(2, {1});
    net.set_data(std::vector{0.1, -2.0, 1e-300});
    save(net, "net");
    BOOST_TEST(read("net") == contents);
    BOOST_TEST(!std::filesystem::exists("net.part"));
}

BOOST_AUTO_TEST_CASE(what_is_saved_is_loaded) {
    const in_folder here;
    const MLP net(3, {4, 2}, {.hidden = activation_kind::relu, .output = activation_kind::sigmoid});
    save(net, "net");
    const MLP again = load_mlp("net");
    BOOST_TEST(again.description() == net.description());
    BOOST_TEST((std::vector(again.data().begin(), again.data().end()) ==
                std::vector(net.data().begin(), net.data().end())));
    MLP other(3, {4, 2},
              {.hidden = activation_kind::relu, .output = activation_kind::sigmoid, .seed = 2});
    load(other, "net");
    BOOST_TEST(other.data()[7] == net.data()[7]);
    const MLP mixed(
        1, {2, 2, 1},
        {.each = {activation_kind::linear, activation_kind::relu, activation_kind::tanh}});
    save(mixed, "mixed");
    BOOST_TEST((load_mlp("mixed").activations() == mixed.activations()));
}

BOOST_AUTO_TEST_CASE(static_networks_have_the_same_files) {
    const in_folder here;
    const MLP net(2, {16, 1}, {.hidden = activation_kind::relu, .output = activation_kind::linear});
    save(net, "net");
    static_mlp_of<activation::relu, activation::linear, 2, 16, 1> fixed;
    load(fixed, "net");
    for (std::size_t k = 0; k < fixed.parameter_count; ++k)
        BOOST_TEST(fixed.parameters[k] == net.data()[k]);
    save(fixed, "fixed");
    BOOST_TEST(read("fixed") == read("net"));
    static_mlp<2, 16, 1> tanh_everywhere;
    BOOST_CHECK_THROW(load(tanh_everywhere, "net"), data_error);
    BOOST_TEST(tanh_everywhere.parameters[0] == 0);
}

BOOST_AUTO_TEST_CASE(numbers_come_back_to_the_last_bit) {
    check_exact(limits<double>());
    check_exact(limits<float>());
    check_exact(limits<long double>());
    // Bits at random, which are doubles of all sizes.
    random_source random(1);
    std::vector<double> numbers;
    while (numbers.size() < 20000) {
        const auto bits = random.below(std::uint64_t(1) << 63) * 2 + random.below(2);
        if (std::isfinite(std::bit_cast<double>(bits)))
            numbers.push_back(std::bit_cast<double>(bits));
    }
    check_exact(numbers);
}

BOOST_AUTO_TEST_CASE(line_ends_of_other_systems) {
    const in_folder here;
    std::string other;
    for (const char c : contents)
        other += c == '\n' ? std::string("\r\n") : std::string(1, c);
    write("net", other);
    BOOST_TEST(load_mlp("net").data()[0] == 0.1);
}

BOOST_AUTO_TEST_CASE(damaged_files) {
    const in_folder here;
    const std::string good(contents);
    check_refused("", "line 1: required is a line, found the end of the file: the file is "
                      "incomplete");
    check_refused("a,b\n1,2\n", "line 1: required is \"ctgrad-parameters 1\", found \"a,b\": it is "
                                "no file of parameters");
    check_refused(replaced(good, "ters 1", "ters 2"),
                  "line 1: required is \"ctgrad-parameters 1\", found \"ctgrad-parameters 2\": it "
                  "was written by another version of ctgrad");
    check_refused(replaced(good, "double", "float"),
                  "line 2: required is \"scalar double\", found \"scalar float\": it is of a "
                  "network of another scalar");
    check_refused(replaced(good, "0.1", "0.1x"),
                  "line 5: required is w[0][0][0] and a finite number, found \"w[0][0][0] 0.1x\": "
                  "the file is damaged");
    for (const char* bad : {"inf", "-inf", "nan", "", "1e999", "0x1", "+1", " 0.1", "1e-400"})
        check_refused(replaced(good, "0.1", bad),
                      "line 5: required is w[0][0][0] and a finite number, found \"w[0][0][0] " +
                          std::string(bad) + "\": the file is damaged");
    check_refused(replaced(good, "w[0][0][1] -2", "w[0][0][0] -2"),
                  "line 6: required is w[0][0][1] and a finite number, found \"w[0][0][0] -2\": "
                  "the file is damaged");
    check_refused(replaced(good, "0.1", "0.2"),
                  "line 8: required is \"checksum 7c54d0cb2d0544ea\", found \"checksum "
                  "b28171ffd14ba6ff\": the lines above are not those that were written");
    check_refused(good + "more\n", "line 9: required is the end of the file, found \"more\": the "
                                   "file is damaged");
    // Cut off anywhere.
    for (std::size_t length = 0; length < good.size(); ++length) {
        write("damaged", good.substr(0, length));
        BOOST_CHECK_THROW((void)load_mlp("damaged"), data_error);
    }
    // One bit turned anywhere.
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string turned = good;
        turned[at] = static_cast<char>(turned[at] ^ 1);
        write("damaged", turned);
        BOOST_CHECK_THROW((void)load_mlp("damaged"), data_error);
    }
}

BOOST_AUTO_TEST_CASE(files_of_other_networks) {
    const in_folder here;
    const std::string good(contents);
    check_refused(replaced(good, "sizes 2 1", "sizes 3 1"),
                  "line 3: required is \"sizes 2 1\", found \"sizes 3 1\": it is of another "
                  "network");
    check_refused(replaced(good, "activations tanh", "activations relu"),
                  "line 4: required is \"activations tanh\", found \"activations relu\": it is of "
                  "another network");
    // What is no network at all; nothing large is allocated.
    for (const char* sizes : {"sizes", "sizes 2", "sizes 0 1", "sizes 2 0", "sizes -2 1",
                              "sizes 2  1", "sizes 2 1 ", "sizes 2 99999999999999999999",
                              "sizes 2147483647 4095", "sizes 2 4096", "size 2 1", "sizesx 2 1"}) {
        write("net", replaced(good, "sizes 2 1", sizes));
        BOOST_CHECK_THROW((void)load_mlp("net"), data_error);
    }
    for (const char* kinds : {"activations", "activations tanh tanh", "activations cosh"}) {
        write("net", replaced(good, "activations tanh", kinds));
        BOOST_CHECK_THROW((void)load_mlp("net"), data_error);
    }
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_used) {
    const in_folder here;
    MLP net(2, {1});
    BOOST_CHECK_EXCEPTION(
        load(net, "absent"), data_error,
        says("ctgrad: load(net, file) needs a file that it can read, \"absent\" cannot be opened: "
             "does it exist, seen from the folder " +
             std::filesystem::current_path().string() +
             "? see docs/reference/nn/parameters_file.md"));
    BOOST_CHECK_THROW(load(net, "."), data_error);
    BOOST_CHECK_EXCEPTION(
        save(net, "absent/net"), data_error,
        says("ctgrad: save(net, file) needs a file that it can write, \"absent/net.part\" cannot "
             "be written: does the folder exist, is there room? see "
             "docs/reference/nn/parameters_file.md"));
    // A failed save keeps what was there and leaves nothing else.
    std::filesystem::create_directory("folder");
    BOOST_CHECK_THROW(save(net, "folder"), data_error);
    BOOST_TEST(!std::filesystem::exists("folder.part"));

    write("net", "old");
    net.data()[2] = std::numeric_limits<double>::quiet_NaN();
    BOOST_CHECK_EXCEPTION(
        save(net, "net"), data_error,
        says("ctgrad: save(net, file) requires finite parameters, found b[0][0] to be nan: "
             "training went wrong before; \"net\" is as it was; see "
             "docs/reference/nn/parameters_file.md"));
    net.data()[2] = -std::numeric_limits<double>::infinity();
    BOOST_CHECK_THROW(save(net, "net"), data_error);
    BOOST_TEST(read("net") == "old");
    net.data()[2] = 1;
    save(net, "net");
    BOOST_TEST(load_mlp("net").data()[2] == 1);
}
