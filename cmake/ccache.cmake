# SPDX-License-Identifier: BSL-1.0
# Included by tests, examples and benchmarks: a repeated build costs seconds where ccache is
# installed, and nothing changes where it is not.
find_program(CTGRAD_CCACHE ccache DOC "Compiler cache for tests and examples; may be missing")
mark_as_advanced(CTGRAD_CCACHE)
if(CTGRAD_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CTGRAD_CCACHE})
endif()
