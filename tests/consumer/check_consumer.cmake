# SPDX-License-Identifier: BSL-1.0
# Configures, builds and runs the project in this folder; CMakeLists.txt passes the settings.
cmake_minimum_required(VERSION 3.25)

# What a previous run left must not help this one.
file(REMOVE_RECURSE ${work})

if(way STREQUAL "package")
    execute_process(
        COMMAND ${CMAKE_COMMAND} --install ${build} --prefix ${work}/prefix
        OUTPUT_QUIET
        COMMAND_ERROR_IS_FATAL ANY)
endif()
execute_process(
    COMMAND
        ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${work}/build -G ${generator}
        -D CMAKE_CXX_COMPILER=${compiler} -D CMAKE_CXX_FLAGS=${flags}
        -D CMAKE_PREFIX_PATH=${work}/prefix
        -D CTGRAD_CONSUMED_BY=${way} -D CTGRAD_SOURCE=${source}
    COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${work}/build COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${work}/build/consumer COMMAND_ERROR_IS_FATAL ANY)
