// SPDX-License-Identifier: BSL-1.0
#include "csv.hpp"
#include "replay.hpp"

BOOST_AUTO_TEST_CASE(the_corpus) {
    replay("csv", &fuzz);
}
