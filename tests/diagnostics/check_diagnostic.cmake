# SPDX-License-Identifier: BSL-1.0
# Usage: cmake -D source=<file.cpp> -D settings=<compiler.cmake> -P check_diagnostic.cmake
#
# Without FIXED the source must not compile, and the compiler must print every expected text in
# fewer than `line_limit` lines; with FIXED it must compile. CMakeLists.txt says how to write one.
# A header as source is compiled beforehand, for all files that follow.
cmake_minimum_required(VERSION 3.25)
include(${settings})

# One readable sentence and its context; an instantiation backtrace is what this keeps out.
set(line_limit 60)

# The messages are compared as text, so translations and typographic quotes are switched off.
set(ENV{LC_ALL} C)

separate_arguments(arguments UNIX_COMMAND "${flags}")
foreach(directory IN LISTS include_directories)
    list(APPEND arguments -I${directory})
endforeach()
# g++ no longer finds its own C headers when -isystem names one of its built-in directories.
list(REMOVE_ITEM system_include_directories ${implicit_include_directories})
foreach(directory IN LISTS system_include_directories)
    list(APPEND arguments -isystem ${directory})
endforeach()

if(source MATCHES "\\.hpp$")
    # With -include both compilers look for this file first. It is written anew: g++ would read the
    # old one while it compiles the new one.
    file(REMOVE ${source}.gch)
    execute_process(
        COMMAND ${compiler} ${arguments} -x c++-header ${source} -o ${source}.gch
        COMMAND_ERROR_IS_FATAL ANY)
    return()
endif()

macro(compile)
    execute_process(
        COMMAND
            ${compiler} ${arguments} ${beforehand} -fsyntax-only -fdiagnostics-color=never
            ${ARGN} ${source}
        RESULT_VARIABLE result
        OUTPUT_VARIABLE output
        ERROR_VARIABLE output)
endmacro()

function(fail sentence)
    # NOTICE prints as it is, FATAL_ERROR would wrap the compiler's lines.
    message(NOTICE "${output}\n${sentence}")
    message(FATAL_ERROR "${source}")
endfunction()

file(READ ${source} text)
# Semicolons and brackets have a meaning in CMake's lists: they are spelled out while in one.
string(REPLACE ";" "<semicolon>" text "${text}")
string(REPLACE "[" "<open>" text "${text}")
string(REPLACE "]" "<close>" text "${text}")
string(REGEX MATCHALL "// expect(-${compiler_family})?: [^\n]+" expectations "${text}")
if(NOT expectations)
    fail("There is no line '// expect: <text>'.")
endif()
if(NOT text MATCHES "#ifdef FIXED")
    fail("There is no fix behind '#ifdef FIXED'.")
endif()

compile()
if(result EQUAL 0)
    fail("The mistake compiled; it should have been refused.")
endif()
foreach(expectation IN LISTS expectations)
    string(REGEX REPLACE "^// expect[a-z-]*: " "" expected "${expectation}")
    string(STRIP "${expected}" expected)
    string(REPLACE "<semicolon>" ";" expected "${expected}")
    string(REPLACE "<open>" "[" expected "${expected}")
    string(REPLACE "<close>" "]" expected "${expected}")
    string(FIND "${output}" "${expected}" position)
    if(position EQUAL -1)
        fail("The compiler did not print: ${expected}")
    endif()
endforeach()
string(REGEX REPLACE "[^\n]" "" newlines "${output}")
string(LENGTH "${newlines}" lines)
if(NOT lines LESS line_limit)
    fail("The compiler printed ${lines} lines; fewer than ${line_limit} are allowed.")
endif()
message(STATUS "the mistake is refused in ${lines} lines")

compile(-DFIXED)
if(NOT result EQUAL 0)
    fail("The fix does not compile.")
endif()
message(STATUS "the fix compiles")
