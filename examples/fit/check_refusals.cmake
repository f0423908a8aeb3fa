# SPDX-License-Identifier: BSL-1.0
# cmake -DFIT=<program> -DDIRECTORY=<scratch> -P check_refusals.cmake
#
# Files and command lines that fit must refuse, each with the message it must give and the status
# it must end with.
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${DIRECTORY})
file(MAKE_DIRECTORY ${DIRECTORY})
set(failures 0)

function(refuses expected_status expected_message)
    execute_process(
        COMMAND ${FIT} ${ARGN}
        WORKING_DIRECTORY ${DIRECTORY}
        RESULT_VARIABLE status
        OUTPUT_QUIET
        ERROR_VARIABLE message)
    string(FIND "${message}" "fit: ${expected_message}" position)
    if(NOT status EQUAL expected_status OR NOT position EQUAL 0)
        message("fit ${ARGN}\n  expected status ${expected_status} and: fit: ${expected_message}\n"
                "  found status ${status} and: ${message}")
        math(EXPR failures "${failures} + 1")
        set(failures ${failures} PARENT_SCOPE)
    endif()
endfunction()

function(refuses_text text expected_message)
    file(WRITE ${DIRECTORY}/bad.dat "${text}")
    refuses(1 "bad.dat:${expected_message}" bad.dat --model line --start 0,0)
    set(failures ${failures} PARENT_SCOPE)
endfunction()

refuses_text("" "1:1: expected a line of two numbers, found the end of the file")
refuses_text("# no data\n\n" "3:1: expected a line of two numbers, found the end of the file")
refuses_text("1 2\n2 three\n" "2:3: expected a second number (the response y), found 'three'")
refuses_text("x y\n1 2\n" "1:1: expected a number (the predictor x), found 'x'")
refuses_text("1 2\n  2\n" "2:4: expected a second number (the response y), found the end of the line")
refuses_text("1 2\n2 3 4\n" "2:5: expected the end of the line after two numbers, found '4'")
refuses_text("1 2\n2 nan\n" "2:3: expected a finite number, found 'nan'")
refuses_text("1 2\n1e999 3\n" "2:1: expected a finite number, found '1e999'")
refuses_text("1 2\n2 1,5\n" "2:3: expected a second number (the response y), found '1,5'")
refuses_text("# start: 1 x\n1 2\n" "1:12: expected a number, found 'x'")

refuses(1 "missing.dat: this file cannot be opened" missing.dat)
refuses(1 ".: expected a data file, found a directory" .)
refuses(2 "a data file is required")
file(WRITE ${DIRECTORY}/good.dat "0 1\n1 3\n2 5\n")
refuses(2 "good.dat names no model" good.dat)
refuses(2 "there is no model 'spline'" good.dat --model spline)
refuses(2 "line requires 2 start values: add a line" good.dat --model line)
refuses(2 "line requires 2 start values, found 3" good.dat --model line --start 1,2,3)
refuses(2 "--start requires finite numbers with commas between them, found '1,a'" good.dat
        --start 1,a)
refuses(2 "--model requires a value" good.dat --model)
refuses(2 "there is no option --fast" good.dat --fast)
file(WRITE ${DIRECTORY}/short.dat "0 1\n1 3\n")
refuses(1 "fitting 2 parameters requires more than that many observations, found 2" short.dat
        --model line --start 1,1)
refuses(1 "the model is not finite at the start values" good.dat --model exponential
        --start 1,1000)

if(failures)
    message(FATAL_ERROR "${failures} refusals are not as they must be")
endif()
