# SPDX-License-Identifier: BSL-1.0
# cmake -DTRAIN=<program> -DDATA=<shipped data> -DDIRECTORY=<scratch> -P check_refusals.cmake
#
# Files and command lines that train must refuse, each with how its message must begin and the
# status it must end with.
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${DIRECTORY})
file(MAKE_DIRECTORY ${DIRECTORY})
set(failures 0)

function(refuses expected_status expected_message)
    execute_process(
        COMMAND ${TRAIN} ${ARGN}
        WORKING_DIRECTORY ${DIRECTORY}
        RESULT_VARIABLE status
        OUTPUT_QUIET
        ERROR_VARIABLE message)
    string(FIND "${message}" "train: ${expected_message}" position)
    if(NOT status EQUAL expected_status OR NOT position EQUAL 0)
        message("train ${ARGN}\n  expected status ${expected_status} and: train: "
                "${expected_message}\n  found status ${status} and: ${message}")
        math(EXPR failures "${failures} + 1")
        set(failures ${failures} PARENT_SCOPE)
    endif()
endfunction()

function(refuses_text text expected_message)
    file(WRITE ${DIRECTORY}/bad.csv "${text}")
    refuses(1 "${expected_message}" bad.csv ${ARGN})
    set(failures ${failures} PARENT_SCOPE)
endfunction()

# The command line.
refuses(2 "unrecognised option '--fast'" --fast)
refuses(2 "one file at a time, found more" a.csv b.csv)
refuses(2 "the required argument for option '--steps' is missing" --steps)
refuses(2 "--steps requires a whole number, 0 or more, found '-5'" --steps -5)
refuses(2 "--steps requires a whole number, 0 or more, found '1e3'" --steps 1e3)
refuses(2 "--rate requires a number above 0, found 'nan'" --rate nan)
refuses(2 "--hidden requires numbers of neurons from 1 to 4095, as in 16,16, or none, found '16,x'"
        --hidden 16,x)
refuses(2 "--activation requires relu, tanh, sigmoid or linear, found 'step'" --activation step)
refuses(2 "--optimizer requires sgd, adam or lbfgs, found 'newton'" --optimizer newton)
refuses(2 "--momentum belongs to --optimizer sgd, found adam" --momentum 0.9 --optimizer adam)
refuses(2 "--optimizer lbfgs takes all rows and finds its own rate" --optimizer lbfgs --batch 8)
refuses(2 "--test-fraction requires a number from 0 to below 1, found '1'" --test-fraction 1)
refuses(2 "--target describes a file, found none" --target x)

# The file.
refuses(1 "read_csv(file, options) needs a file that it can read, \"missing.csv\"" missing.csv)
refuses(1 "${DATA}/moons.csv: a target column is required that exists, found no column \"mon\" \
among \"x\", \"y\", \"moon\": is \"moon\" meant?" ${DATA}/moons.csv --target mon)
refuses_text("" "bad.csv: a line with the names of the columns is required, found an empty file")
refuses_text("x,y\n" "bad.csv: a line of values is required, found the names of the columns only")
refuses_text("x,c\n1,a\n2,a\n" "bad.csv: classes to tell apart are required in the target column")
refuses_text("x,y\n1,2\n2,2\n3,2\n" "numbers to tell apart are required in the target column \"y\"")
refuses_text("x,y\n1,2\n" "split(data, fraction, random) requires two rows")
refuses_text("x,c\n1,a\n2,a\n3,b\n" "no row of the class \"b\" is among those to train with"
             --test-fraction 0.5 --seed 1)

# Other files.
refuses(1 "load(net, file) needs a file that it can read, \"missing.txt\"" --load missing.txt)
refuses(1 "missing/a.txt.part cannot be written" --save missing/a.txt)
file(WRITE ${DIRECTORY}/file "")
refuses(1 "the directory file/out cannot be made" --output file/out)
refuses(1 "${DIRECTORY} is a directory, no file" --save ${DIRECTORY})

# Trainings that fail.
refuses(1 "the loss is not a finite number any more after step 1, the parameters before that step \
are kept: try a smaller --rate" --rate 1e200)
if(NOT EXISTS ${DIRECTORY}/moons-parameters.txt)
    message("the parameters of a training that failed were not saved")
    math(EXPR failures "${failures} + 1")
endif()
refuses(1 "the two moons are not told apart in all points" --steps 1)
refuses(1 "load(net, file) of \"moons-parameters.txt\", line 3: required is \"sizes 2 8 1\", \
found \"sizes 2 16 16 1\"" --load moons-parameters.txt --hidden 8)

if(failures)
    message(FATAL_ERROR "${failures} refusals are not as they must be")
endif()
