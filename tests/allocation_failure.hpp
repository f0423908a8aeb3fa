// SPDX-License-Identifier: BSL-1.0
//
// Every allocation of a program fails once: `operator new` counts what is alive and throws at the
// allocation that was asked for. The arrays of a tape come from std::malloc and std::realloc, as a
// large array grows by moving its pages; while its header is read, macros direct these here. So no
// malloc is replaced, which sanitizers would not bear. Include this before other headers of ctgrad.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include <ctgrad/program.hpp>
#include <ctgrad/run_time_error.hpp>

#include <boost/test/unit_test.hpp>

namespace allocation_failure {

inline std::atomic<std::int64_t> alive{0}; // blocks
// Of this thread: how many allocations still succeed, whether one has failed, and what follows it.
inline thread_local std::int64_t left = -1; // none fails
inline thread_local bool has_failed = false, all_fail = false;

inline bool fails() {
    if (left < 0)
        return false;
    if (left > 0) {
        --left;
        return false;
    }
    left = all_fail ? 0 : -1;
    has_failed = true;
    return true;
}
inline void* allocate(std::size_t size, std::size_t alignment = 0) {
    if (fails())
        return nullptr;
    void* const made =
        alignment == 0
            ? std::malloc(size)
            : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
    if (made != nullptr)
        ++alive;
    return made;
}
inline void* allocate_or_throw(std::size_t size, std::size_t alignment = 0) {
    void* const made = allocate(size == 0 ? 1 : size, alignment);
    if (made == nullptr)
        throw std::bad_alloc();
    return made;
}
inline void release(void* block) {
    if (block != nullptr)
        --alive;
    std::free(block);
}

} // namespace allocation_failure

// What the tape calls is std::name.
namespace std {

inline void* failing_malloc(size_t size) {
    return allocation_failure::allocate(size);
}
inline void* failing_realloc(void* block, size_t size) {
    if (allocation_failure::fails())
        return nullptr;
    if (block == nullptr)
        ++allocation_failure::alive;
    return realloc(block, size);
}
inline void counted_free(void* block) {
    allocation_failure::release(block);
}

} // namespace std

#define malloc failing_malloc
#define realloc failing_realloc
#define free counted_free
#include <ctgrad/detail/tape/chunks.hpp>
#undef malloc
#undef realloc
#undef free
#include <ctgrad/value.hpp>

void* operator new(std::size_t size) {
    return allocation_failure::allocate_or_throw(size);
}
void* operator new[](std::size_t size) {
    return allocation_failure::allocate_or_throw(size);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    return allocation_failure::allocate_or_throw(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
    return allocation_failure::allocate_or_throw(size, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return allocation_failure::allocate(size == 0 ? 1 : size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return allocation_failure::allocate(size == 0 ? 1 : size);
}
void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return allocation_failure::allocate(size == 0 ? 1 : size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return allocation_failure::allocate(size == 0 ? 1 : size, static_cast<std::size_t>(alignment));
}
void operator delete(void* block) noexcept {
    allocation_failure::release(block);
}
void operator delete[](void* block) noexcept {
    allocation_failure::release(block);
}
void operator delete(void* block, std::size_t) noexcept {
    allocation_failure::release(block);
}
void operator delete[](void* block, std::size_t) noexcept {
    allocation_failure::release(block);
}
void operator delete(void* block, std::align_val_t) noexcept {
    allocation_failure::release(block);
}
void operator delete[](void* block, std::align_val_t) noexcept {
    allocation_failure::release(block);
}
void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
    allocation_failure::release(block);
}
void operator delete[](void* block, std::size_t, std::align_val_t) noexcept {
    allocation_failure::release(block);
}
void operator delete(void* block, const std::nothrow_t&) noexcept {
    allocation_failure::release(block);
}
void operator delete[](void* block, const std::nothrow_t&) noexcept {
    allocation_failure::release(block);
}
void operator delete(void* block, std::align_val_t, const std::nothrow_t&) noexcept {
    allocation_failure::release(block);
}
void operator delete[](void* block, std::align_val_t, const std::nothrow_t&) noexcept {
    allocation_failure::release(block);
}

namespace allocation_failure {

// In a thread of its own, whose tapes end with it: then nothing may be left. A scenario's
// constructor makes what exists before, `act` is what is tried, and afterwards `is_intact` tells
// whether what existed is as it was and `is_right` whether a repetition gave the right result.
template <class Scenario>
bool one_fails(std::int64_t which, bool and_all_after) {
    bool failed = false;
    const char* wrong = nullptr;
    const std::int64_t before = alive;
    std::thread([&] {
        Scenario scenario;
        all_fail = and_all_after;
        left = which;
        has_failed = false;
        bool threw = false;
        try {
            scenario.act();
        } catch (const std::bad_alloc&) {
            threw = true;
        }
        left = -1;
        failed = has_failed;
        if (threw) {
            if (!failed)
                wrong = "bad_alloc without a failure";
            else if (!scenario.is_intact())
                wrong = "what existed was changed";
            scenario.act();
        }
        if (wrong == nullptr && !scenario.is_right())
            wrong = threw ? "the repetition is wrong" : "the result is wrong";
    }).join();
    if (wrong == nullptr && alive != before)
        wrong = "something is left over";
    BOOST_TEST_CONTEXT("allocation " << which + 1 << (and_all_after ? " and all after it" : ""))
    BOOST_TEST(wrong == nullptr, (wrong == nullptr ? "" : wrong));
    return failed;
}
/// The number of allocations that `act` makes, after each has failed once, and with all after it.
template <class Scenario>
std::int64_t each_fails() {
    for (const bool and_all_after : {false, true})
        for (std::int64_t which = 0;; ++which)
            if (!one_fails<Scenario>(which, and_all_after)) {
                if (and_all_after)
                    return which;
                break;
            }
    return 0;
}

// A graph that exists before: y = x^2 with a label, and 3x beside it.
struct before {
    ctgrad::Value x{3.0, "x"}, y = x * x, z = 3 * x;

    bool is_intact() {
        if (x.data() != 3 || y.data() != 9 || z.data() != 9 || x.label() != "x")
            return false;
        x.zero_grad();
        y.backward();
        if (x.grad() != 6 || y.grad() != 1 || z.grad() != 0)
            return false;
        z.backward();
        return x.grad() == 9;
    }
};

} // namespace allocation_failure
