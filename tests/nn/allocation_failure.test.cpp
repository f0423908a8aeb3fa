// SPDX-License-Identifier: BSL-1.0
//
// Memory runs out at every allocation of training, of files of parameters and of tables: the
// parameters are as they were, to the last bit, the same again gives what an undisturbed run gives,
// and a file that was there is still there.
#include "../allocation_failure.hpp"

#include <ctgrad/data/csv.hpp>
#include <ctgrad/nn.hpp>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

#include <boost/test/unit_test.hpp>

using namespace ctgrad;
using allocation_failure::each_fails;

namespace {

bool are_same(std::span<const double> a, std::span<const double> b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

const std::vector<double> inputs{0.5, -1, 0.25, 0.75, -0.5, 1}, targets{1, -1, 0.5};

// Two networks with the same numbers; one is trained without a failure.
template <class Optimizer>
struct training {
    nn::MLP net{2, {3, 1}}, other{2, {3, 1}};
    Optimizer optimizer = make(), undisturbed = make();
    std::vector<double> first{net.data().begin(), net.data().end()};

    static Optimizer make() {
        if constexpr (std::same_as<Optimizer, nn::sgd<double>>)
            return Optimizer({.rate = 0.1, .momentum = 0.9});
        else
            return Optimizer({.rate = 0.1});
    }
    static void step(nn::MLP& of, Optimizer& by) {
        nn::train_step(of, by, [&] {
            return nn::mean_of_squares(of.batch(std::span<const double>(inputs)), targets) +
                   nn::l2_penalty(of.parameters(), 0.01);
        });
    }
    void act() { step(net, optimizer); }
    bool is_intact() const { return are_same(net.data(), first) && optimizer.steps() == 0; }
    bool is_right() {
        step(other, undisturbed);
        step(net, optimizer);
        step(other, undisturbed);
        return are_same(net.data(), other.data()) && !is_intact();
    }
};
struct newton_like {
    nn::MLP net{2, {2, 1}};
    double reached = loss().data();
    Value loss() {
        return nn::mean_of_squares(net.batch(std::span<const double>(inputs)), targets) +
               nn::l2_penalty(net.parameters(), 0.01);
    }
    void act() {
        nn::minimise_lbfgs(net, [&] { return loss(); }, {.most_iterations = 5});
    }
    // The last parameters that were accepted: of a loss that is no higher.
    bool is_intact() {
        const double before = std::exchange(reached, loss().data());
        return reached <= before;
    }
    bool is_right() { return loss().data() < reached; }
};

} // namespace
BOOST_AUTO_TEST_CASE(a_step_of_training) {
    BOOST_TEST(each_fails<training<nn::sgd<double>>>() > 10);
    BOOST_TEST(each_fails<training<nn::adam<double>>>() > 10);
    BOOST_TEST(each_fails<newton_like>() > 50);
}

namespace {

struct building {
    nn::MLP net{2, {3, 1}}, made = net;
    std::string text;
    std::vector<double> first{net.data().begin(), net.data().end()};
    void act() {
        nn::MLP copy = net.clone();
        const nn::MLP another(3, {2, 2}, {.each = {nn::activation_kind::relu, {}}});
        text = another.description();
        copy.label_parameters();
        made = std::move(copy);
    }
    bool is_intact() const { return are_same(net.data(), first) && are_same(made.data(), first); }
    bool is_right() const {
        return is_intact() && made.parameters()[0].label() == "w[0][0][0]" &&
               text.starts_with("MLP(3, {2, 2})");
    }
};

} // namespace
BOOST_AUTO_TEST_CASE(building_a_network) {
    BOOST_TEST(each_fails<building>() > 20);
}

namespace {

// A folder of its own, with a file of parameters in it.
struct folder {
    std::filesystem::path place =
        std::filesystem::temp_directory_path() / ("ctgrad-allocation-" + std::to_string(getpid()));
    std::string file = (place / "a name that is too long to stand in the string itself").string();
    nn::MLP net{2, {3, 1}};
    std::string before;

    folder() {
        std::filesystem::create_directory(place);
        nn::save(net, file);
        before = content();
        net.data()[0] = 0.125;
    }
    ~folder() {
        std::error_code ignored;
        std::filesystem::remove_all(place, ignored);
    }
    std::string content() const {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    bool is_one_file() const {
        return std::distance(std::filesystem::directory_iterator(place), {}) == 1;
    }
};
struct saving : folder {
    void act() { nn::save(net, file); }
    bool is_intact() const { return content() == before && is_one_file(); }
    bool is_right() const { return nn::load_mlp(file).data()[0] == 0.125 && is_one_file(); }
};
struct loading : folder {
    double first = 0;
    void act() {
        nn::MLP loaded = nn::load_mlp(file);
        nn::load(net, file);
        first = loaded.data()[0];
    }
    bool is_intact() const { return net.data()[0] == 0.125; }
    bool is_right() const { return net.data()[0] == first && content() == before; }
};
struct table {
    std::istringstream text{"width of the leaf, height of the leaf,the kind of plant it is\n"
                            "1.5,2,a kind with a name that is long\n\"2\",3,another one\n"};
    dataset read;
    void act() {
        text.clear();
        text.seekg(0);
        read = read_csv(text, {}, "a name that is too long to stand in the string itself");
    }
    bool is_intact() const { return read.size() == 0; }
    bool is_right() const {
        return read.size() == 2 && read.inputs[3] == 3 && read.targets[1] == 1;
    }
};

} // namespace
BOOST_AUTO_TEST_CASE(files) {
    BOOST_TEST(each_fails<saving>() > 30);
    BOOST_TEST(each_fails<loading>() > 30);
    BOOST_TEST(each_fails<table>() > 10);
}
