// SPDX-License-Identifier: BSL-1.0
//
// A node of a run-time graph is a number, its id. Nodes live in chunks of 4096: the upper bits of
// an id are its chunk's page, the lower ones the position in it. 64 nodes are a group: what is
// noted of nodes for sweeps and for counting is noted of groups.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ctgrad::detail {

using node_id = std::uint32_t; // page of the chunk, and position in it; 0: no node

inline constexpr unsigned page_bits = 12;
inline constexpr node_id chunk_nodes = node_id{1} << page_bits;

/// The first id of a chunk is not used, so that what precedes a chunk's first node is no node.
inline constexpr node_id chunk_capacity = chunk_nodes - 1;

inline constexpr unsigned group_bits = 6;
inline constexpr node_id group_nodes = node_id{1} << group_bits;
inline constexpr std::size_t groups = chunk_nodes >> group_bits; // of a page
static_assert(groups == 64, "chunks keep a bit for each");

constexpr std::uint32_t page_of(node_id id) {
    return id >> page_bits;
}
constexpr node_id first_of(std::uint32_t page) {
    return page << page_bits;
}

} // namespace ctgrad::detail
