# shellcheck shell=bash
# SPDX-License-Identifier: BSL-1.0
#
# Sourced by demo.sh and test.sh: the steps of the presets. The presets ask for Ninja; on machines
# that have only make the same steps run with make.

processors=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$processors}

generator=Ninja
command -v ninja >/dev/null 2>&1 || generator='Unix Makefiles'

# CMake refuses a build directory of another generator, so Ninja's later arrival would be an error.
forget_other_generator() {
    local cache=build/$1/CMakeCache.txt
    if [[ -f $cache ]] && ! grep -q "^CMAKE_GENERATOR:INTERNAL=$generator\$" "$cache"; then
        rm -rf "build/$1"
    fi
}

# configure <preset>
configure() {
    forget_other_generator "$1"
    cmake --preset "$1" -G "$generator"
}

# build <preset> [options]
build() {
    cmake --build --preset "$@"
}

# workflow <preset>
workflow() {
    if [[ $generator == Ninja ]]; then
        forget_other_generator "$1"
        cmake --workflow --preset "$1"
    else
        configure "$1" && build "$1" && ctest --preset "$1"
    fi
}
