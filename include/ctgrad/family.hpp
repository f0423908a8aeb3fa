// SPDX-License-Identifier: BSL-1.0
//
// Lists of primitives, for the laws in the tests and the tables in the reference. The library
// itself never needs one.
#pragma once

namespace ctgrad {

template <class... Primitives>
struct family {};

/// The primitives of several families, in order.
template <class... Families>
struct concatenate;
template <class... A, class... B, class... Rest>
struct concatenate<family<A...>, family<B...>, Rest...> : concatenate<family<A..., B...>, Rest...> {
};
template <class... A>
struct concatenate<family<A...>> {
    using type = family<A...>;
};

} // namespace ctgrad
