# SPDX-License-Identifier: BSL-1.0
# Usage: cmake -D optimisation=-O2 -D source=<file.cpp> -D object=<file.o>
#        -D settings=<compiler.cmake> -P check_generated_code.cmake
#
# CMakeLists.txt says what is checked.
cmake_minimum_required(VERSION 3.25)
include(${settings})

# A stack protector is the distribution's choice, not the generated code's.
separate_arguments(arguments UNIX_COMMAND "${flags} ${optimisation} -fno-stack-protector")
foreach(directory IN LISTS include_directories)
    list(APPEND arguments -I${directory})
endforeach()
list(REMOVE_ITEM system_include_directories ${implicit_include_directories})
foreach(directory IN LISTS system_include_directories)
    list(APPEND arguments -isystem ${directory})
endforeach()

function(run variable)
    execute_process(
        COMMAND ${ARGN}
        RESULT_VARIABLE result
        OUTPUT_VARIABLE output
        ERROR_VARIABLE errors)
    if(NOT result EQUAL 0)
        message(NOTICE "${output}${errors}")
        message(FATAL_ERROR "failed: ${ARGN}")
    endif()
    set(${variable}
        "${output}"
        PARENT_SCOPE)
endfunction()

run(ignored ${compiler} ${arguments} -c ${source} -o ${object})
run(symbols ${nm} --undefined-only ${object})
run(relocations ${objdump} -r ${object})

file(STRINGS ${source} lines REGEX "^// calls: ")
# The personality routine is a table's entry, which clang makes although nothing throws.
set(known _GLOBAL_OFFSET_TABLE_ __gxx_personality_v0)
foreach(line IN LISTS lines)
    if(NOT line MATCHES "^// calls: ([a-z0-9]+)( ([0-9]+))?$")
        message(FATAL_ERROR "not of the form '// calls: exp 2': ${line}")
    endif()
    set(name ${CMAKE_MATCH_1})
    set(expected ${CMAKE_MATCH_3})
    list(APPEND known ${name})
    string(REGEX MATCHALL "[ \t]${name}([-+@][^\n]*)?\n" calls "${relocations}")
    list(LENGTH calls found)
    if(NOT "${expected}" STREQUAL "" AND NOT found EQUAL "${expected}")
        message(SEND_ERROR "${name} is called in ${found} places, not in ${expected}")
    endif()
endforeach()

string(REGEX MATCHALL "U [^\n]+" undefined "${symbols}")
foreach(symbol IN LISTS undefined)
    string(REGEX REPLACE "^U ([^@]+).*$" "\\1" symbol "${symbol}")
    if(NOT symbol IN_LIST known)
        message(SEND_ERROR "the generated code refers to ${symbol}")
    endif()
endforeach()
