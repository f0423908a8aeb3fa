// SPDX-License-Identifier: BSL-1.0
#include "names.hpp"
#include "replay.hpp"

BOOST_AUTO_TEST_CASE(the_corpus) {
    replay("names", &fuzz);
}
