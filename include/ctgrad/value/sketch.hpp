// SPDX-License-Identifier: BSL-1.0
//
// What a call tells of itself when a graph is drawn: its operations, one by one, as if they had
// been recorded one by one.
#pragma once

#include <ctgrad/detail/tape/statement_kind.hpp>

#include <vector>

namespace ctgrad::detail {

/// The operations of one entry, in topological order.
template <class T>
class sketch {
public:
    /// A part of the sketch, by its number.
    using part = std::uint32_t;

    struct item {
        enum { node, number, operation } kind;
        node_id id = 0;                            // of a node
        const number_operation<T>* what = nullptr; // of an operation
        part operands[4] = {};
        T data = 0;
    };

    explicit sketch(const T* data) : data_(data) {}

    part node(node_id id) { return add({item::node, id, nullptr, {}, data_[id]}); }
    part number(T value) { return add({item::number, 0, nullptr, {}, value}); }
    template <class Op, class... Parts>
    part operation(Parts... operands) {
        return operation(as_number_operation<T, Op>, operands...);
    }
    template <class... Parts>
    part operation(const number_operation<T>& what, Parts... operands) {
        item made{item::operation, 0, &what, {operands...}, 0};
        const T values[] = {items_[operands].data...};
        made.data = what.value(values);
        return add(made);
    }
    /// The entry's next node is this part.
    void output(part which) { outputs_.push_back(which); }

    [[nodiscard]] const std::vector<item>& items() const { return items_; }
    [[nodiscard]] const std::vector<part>& outputs() const { return outputs_; }

private:
    part add(const item& made) {
        items_.push_back(made);
        return static_cast<part>(items_.size() - 1);
    }

    const T* data_;
    std::vector<item> items_;
    std::vector<part> outputs_;
};

} // namespace ctgrad::detail
