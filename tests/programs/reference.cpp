// SPDX-License-Identifier: BSL-1.0
#include "reference.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>

namespace programs {

expected reference(const program& p) {
    return evaluate<boost::multiprecision::cpp_bin_float_50>(p);
}

} // namespace programs
