// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ctgrad/nn.hpp>

#include <cstddef>
#include <vector>

namespace train {

/// The rows of a step: all, or the next batch of a pass over them in random order.
class batches {
public:
    batches(const ctgrad::dataset& data, std::size_t size, ctgrad::random_source& random)
        : data_(data), size_(size), random_(random) {}

    const ctgrad::dataset& next() {
        if (size_ == 0 || size_ >= data_.size())
            return data_;
        if (waiting_.empty())
            waiting_ = ctgrad::mini_batches(data_.size(), size_, random_);
        batch_ = {{}, {}, data_.features, {}, {}, {}};
        for (const std::size_t i : waiting_.back()) {
            const auto row = data_.row(i);
            batch_.inputs.insert(batch_.inputs.end(), row.begin(), row.end());
            batch_.targets.push_back(data_.targets[i]);
        }
        waiting_.pop_back();
        return batch_;
    }

private:
    const ctgrad::dataset& data_;
    std::size_t size_;
    ctgrad::random_source& random_;
    std::vector<std::vector<std::size_t>> waiting_;
    ctgrad::dataset batch_;
};

} // namespace train
