// SPDX-License-Identifier: BSL-1.0
//
// Trains a network: without arguments on micrograd's demo of two moons, otherwise on a file of
// one's own. `train --help` lists the options, docs/how-to/train-a-network.md explains them.

#include "train/command_line.hpp"
#include "train/interrupt.hpp"
#include "train/loop.hpp"
#include "train/options.hpp"
#include "train/pictures.hpp"
#include "train/report.hpp"
#include "train/task.hpp"

#include <ctgrad/nn.hpp>

#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace ctgrad;

/// Two moons, whose coordinates are of one scale already.
train::task moons(random_source& random) {
    dataset points = half_moons(100, 0.1, random);
    points.classes = {"-1", "1"};
    const dataset none{points.names, points.target_name, 2, {}, {}, points.classes};
    return {"moons",
            "two moons",
            train::loss_kind::hinge,
            std::move(points),
            none,
            train::detail::as_it_is(2),
            train::detail::as_it_is(1)};
}

train::task read(const train::options& wanted, random_source& random) {
    return train::prepared(read_csv(wanted.file, {.target = wanted.target,
                                                  .delimiter = wanted.delimiter,
                                                  .classification = wanted.classification}),
                           wanted, random);
}

nn::MLP network(const train::task& task, const train::options& wanted, random_source& random) {
    // The moons begin like micrograd's, others as suits the activation.
    const bool rectified = wanted.activation == nn::activation_kind::relu;
    const auto weights = wanted.file.empty() ? nn::initialisation::uniform
                         : rectified         ? nn::initialisation::he_uniform
                                             : nn::initialisation::glorot_uniform;
    std::vector<std::size_t> layers = wanted.hidden;
    layers.push_back(task.outputs());
    nn::MLP net(
        task.train.features, layers, random,
        {.hidden = wanted.activation, .output = nn::activation_kind::linear, .weights = weights});
    if (!wanted.load.empty()) {
        nn::load(net, wanted.load.string());
        task.scale(net);
    }
    return net;
}

/// Draws with the network that was saved, as anybody may who has the file.
void draw(const train::task& task, const train::options& wanted, const std::string& file,
          const train::outcome& result) {
    bool drawn = true;
    if (result.curve.size() > 1)
        drawn = train::draw_loss(task, wanted, result);
    //! [use]
    const nn::MLP saved = nn::load_mlp(file); // takes the features as they are in the table
    //! [use]
    if (task.train.features == 2 && task.train.classes.size() == 2)
        drawn = train::draw_boundary(task, wanted, saved) && drawn;
    if (!drawn)
        std::cout << "No pictures: gnuplot is missing or failed. Install gnuplot (apt-get install "
                     "gnuplot-nox), then: cd "
                  << wanted.output.string() << " && gnuplot " << train::plain_name(task.name)
                  << "-*.gnuplot\n";
}

int run(const train::options& wanted) {
    random_source random(wanted.seed);
    const train::task task = wanted.file.empty() ? moons(random) : read(wanted, random);
    const std::filesystem::path file =
        wanted.save.empty() ? wanted.output / (train::plain_name(task.name) + "-parameters.txt")
                            : wanted.save;
    train::require_writable(wanted.output, file);

    nn::MLP net = network(task, wanted, random);
    train::introduce(task, wanted, net);
    const train::outcome result = train::run(net, task, wanted, random);
    if (result.interrupted)
        std::cout << "Interrupted after step " << result.steps << ".\n\n";
    const double quality = train::report(task, wanted, result, net);
    std::cout << std::flush;
    nn::save(task.unscaled(net), file.string());
    std::cout << "saved " << file.lexically_normal().string() << '\n';
    draw(task, wanted, file.string(), result);

    if (!result.failure.empty()) {
        std::cerr << "train: " << result.failure << '\n';
        return 1;
    }
    if (result.interrupted)
        return train::interrupted_status;
    if (wanted.file.empty() && quality < 1) {
        std::cerr << "train: the two moons are not told apart in all points: take more --steps or "
                     "another --seed\n";
        return 1;
    }
    return 0;
}

} // namespace

int main(int count, char** arguments) {
    train::catch_interrupts();
    try {
        const train::options wanted = train::parsed(count, arguments);
        if (wanted.help) {
            std::cout << train::usage();
            return 0;
        }
        return run(wanted);
    } catch (const train::misused& error) {
        std::cerr << "train: " << error.what() << "; train --help lists the options\n";
        return 2;
    } catch (const std::exception& error) {
        std::string_view sentence = error.what();
        if (sentence.starts_with("ctgrad: "))
            sentence.remove_prefix(8);
        std::cerr << "train: " << sentence << '\n';
        return 1;
    }
}
