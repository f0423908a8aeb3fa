# SPDX-License-Identifier: BSL-1.0
# cmake -DTRAIN=<program> -DDATA=<shipped data> -DTIMEOUT=<timeout or not found>
#       -DDIRECTORY=<scratch> -P check_files.cmake
#
# What train leaves behind: files that begin a further training, also after Ctrl-C.
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${DIRECTORY})
file(MAKE_DIRECTORY ${DIRECTORY})

function(run expected_status)
    execute_process(
        COMMAND ${ARGN}
        WORKING_DIRECTORY ${DIRECTORY}
        RESULT_VARIABLE status
        OUTPUT_VARIABLE text
        ERROR_VARIABLE message)
    if(NOT status EQUAL expected_status)
        message(FATAL_ERROR "${ARGN}\n  expected status ${expected_status}, found ${status} and: "
                            "${text}${message}")
    endif()
    set(text "${text}" PARENT_SCOPE)
endfunction()

function(contains expected)
    string(FIND "${text}" "${expected}" position)
    if(position EQUAL -1)
        message(FATAL_ERROR "expected '${expected}' in:\n${text}")
    endif()
endfunction()

# The final table of one run is that of a second one, which loads its parameters and takes no step.
function(reads_back steps)
    run(0 ${TRAIN} ${ARGN} --steps ${steps} --save a.txt)
    string(REGEX MATCH "  rows.*\n\n" before "${text}")
    run(0 ${TRAIN} ${ARGN} --steps 0 --load a.txt --save b.txt)
    contains("${before}")
    set(text "${text}" PARENT_SCOPE)
endfunction()

file(WRITE ${DIRECTORY}/fruit.csv "weight\tlength\tfruit\n110\t7\tapple\n120\t7.5\tapple\n130\t8\tapple\n\
115\t18\tbanana\n125\t19\tbanana\n118\t20\tbanana\n8\t2\tcherry\n9\t2.1\tcherry\n7\t1.9\tcherry\n")
reads_back(50 ${DATA}/moons.csv --loss hinge --optimizer sgd --momentum 0.9 --seed 3)
reads_back(50 ${DATA}/pendulum.csv --activation tanh --decay 1e-5)
reads_back(200 fruit.csv --delimiter tab --rate 0.1 --test-fraction 0 --hidden none)
contains("accuracy                        100.00 %")

# In the foreground: otherwise timeout sends the signal twice, and the second one ends the program.
if(TIMEOUT)
    run(130 ${TIMEOUT} --foreground --preserve-status -s INT 2 ${TRAIN} --steps 1000000000 --save c.txt)
    contains("Interrupted after step ")
    run(0 ${TRAIN} --steps 0 --load c.txt)
endif()
