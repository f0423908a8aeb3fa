// SPDX-License-Identifier: BSL-1.0
//
// Values in streams: Value(data=2.0000, grad=0.0000, label=a).
#pragma once

#include <ctgrad/value/history.hpp>

#include <iosfwd>
#include <string>
#include <string_view>

namespace ctgrad {

namespace detail {

inline std::string value_text(double data, double grad, std::string_view label) {
    std::string text = "Value(data=";
    appending out{text};
    write_four_decimals(out, data);
    text += ", grad=";
    write_four_decimals(out, grad);
    if (!label.empty())
        text.append(", label=").append(label);
    return text += ')';
}

} // namespace detail

/// `Value(data=2.0000, grad=0.0000, label=a)`, with four decimals; an empty label is left out.
template <class Traits, class T>
auto& operator<<(std::basic_ostream<char, Traits>& out, const basic_value<T>& value) {
    const bool has_grad = !value.is_number();
    return out << std::string_view(
               detail::value_text(static_cast<double>(value.data()),
                                  has_grad ? static_cast<double>(value.grad()) : 0, value.label()));
}
/// The same of a node of the graph, which may be no Value.
template <class Traits, class T>
auto& operator<<(std::basic_ostream<char, Traits>& out, const basic_node<T>& node) {
    return out << std::string_view(detail::value_text(
               static_cast<double>(node.data()), static_cast<double>(node.grad()), node.label()));
}
/// The same of an expression that no Value names yet.
template <class Traits, detail::statement X>
auto& operator<<(std::basic_ostream<char, Traits>& out, const X& expression) {
    return out << std::string_view(
               detail::value_text(static_cast<double>(expression.value), 0, ""));
}

} // namespace ctgrad
