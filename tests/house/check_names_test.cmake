# cmake -DSCRATCH=<folder> -P check_names_test.cmake
# Tests check_names.cmake: a small good tree must pass, and each planted offence must be rejected.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/scratch.cmake)

function(check expectation what says)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -DROOT=${SCRATCH} -DARROWS=${SCRATCH}/arrows.txt
      -DEXCEPTIONS=${SCRATCH}/exceptions.txt -P ${CMAKE_CURRENT_LIST_DIR}/check_names.cmake
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(REGEX REPLACE "[ \n]+" " " output "${output}") # CMake wraps lines by the length of paths
  if(expectation STREQUAL "accepts" AND NOT status EQUAL 0)
    message(FATAL_ERROR "rejected ${what}:\n${output}")
  elseif(expectation STREQUAL "rejects" AND (status EQUAL 0 OR NOT output MATCHES "${says}"))
    message(FATAL_ERROR "did not reject ${what} with \"${says}\":\n${output}")
  endif()
endfunction()

function(good_tree)
  empty_scratch()
  file(WRITE ${SCRATCH}/arrows.txt
    "core :\ncore/ops :\nlanes/planning : core\ncli : core\ncli/telling :\ntests : core\nbench : core\n")
  file(WRITE ${SCRATCH}/exceptions.txt "# Why.\ncli/main.cpp : main needs no header\n")
  file(WRITE ${SCRATCH}/core/README.md "ops: the ops\n")
  file(WRITE ${SCRATCH}/lanes/README.md "| planning | plans |\n")
  file(WRITE ${SCRATCH}/cli/README.md "Of `telling`.\n")
  foreach(file core/tape.hpp core/tape.cpp core/ops/gamma.hpp core/ops/sweep_x86_64_v3.cpp core/ops/sweep_portable.cpp
      core/ops/sweep.inc lanes/planning/plan.hpp cli/main.cpp cli/telling/help.hpp tests/core/tape_test.cpp
      tests/core/ops/gamma_test.cpp tests/core/ops/accuracy_test.cpp tests/core/compile_fail/cases.cpp
      tests/core/found.hpp tests/cli/help_test.cpp bench/main.cpp)
    file(WRITE ${SCRATCH}/${file} "")
  endforeach()
endfunction()

good_tree()
check(accepts "a tree in order" "")

# a file too many | what is said of it
foreach(offence
    "core/ops/tape.hpp|core/ops/tape.hpp, too"
    "lanes/planning/sweep.inc|lanes/planning/sweep.inc: there is core/ops/sweep.inc, too"
    "tests/core/gamma.hpp|tests/core/gamma.hpp: there is core/ops/gamma.hpp, too"
    "tests/core/main.cpp|there is cli/main.cpp, too"
    "core/record.cpp|core/record.cpp: there is no record.hpp beside it"
    "core/ops/plan.cpp|core/ops/plan.cpp: there is no plan.hpp beside it"
    "tests/core/attic/old_test.cpp|core/attic is no room"
    "tests/core/plan_test.cpp|plan is in lanes/planning")
  string(REGEX REPLACE "[|].*" "" file "${offence}")
  string(REGEX REPLACE "^[^|]*[|]" "" says "${offence}")
  good_tree()
  file(WRITE ${SCRATCH}/${file} "")
  check(rejects "${file}" "${says}")
endforeach()

good_tree()
file(REMOVE ${SCRATCH}/core/README.md)
check(rejects "a folder without a README" "core/README.md: is missing")
good_tree()
file(WRITE ${SCRATCH}/core/README.md "drops\n")
check(rejects "a README without a room" "does not say what ops is")
good_tree()
string(REPEAT "ops\n" 21 lines)
file(WRITE ${SCRATCH}/core/README.md "${lines}")
check(rejects "a long README" "more than 20 lines")

good_tree()
file(WRITE ${SCRATCH}/exceptions.txt "")
check(rejects "main.cpp without its exception" "there is no main.hpp")
good_tree()
file(APPEND ${SCRATCH}/exceptions.txt "core/tape.cpp : was alone once\n")
check(rejects "an exception that is not needed" "core/tape.cpp: needs no exception any more")
good_tree()
file(APPEND ${SCRATCH}/exceptions.txt "core/gone.cpp : is gone\n")
check(rejects "an exception of a file that is gone" "core/gone.cpp: needs no exception any more")
good_tree()
file(APPEND ${SCRATCH}/exceptions.txt "core/record.cpp :\n")
check(rejects "an exception without a reason" "expected \"file : reason\"")

empty_scratch()
file(WRITE ${SCRATCH}/arrows.txt "core :\n")
file(WRITE ${SCRATCH}/exceptions.txt "core/README.md : a tree without files\n")
check(rejects "an empty tree" "no source file")
