# cmake -DSCRATCH=<folder> -P check_includes_test.cmake
# Tests check_includes.cmake: a small good tree must pass, and each planted offence must be rejected.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/scratch.cmake)

function(plant file include)
  file(WRITE ${SCRATCH}/${file} "// A planted file.\n#include ${include}\n")
endfunction()

function(check expectation what says)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -DROOT=${SCRATCH} -P ${CMAKE_CURRENT_LIST_DIR}/check_includes.cmake
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(expectation STREQUAL "accepts" AND NOT status EQUAL 0)
    message(FATAL_ERROR "rejected ${what}:\n${output}")
  elseif(expectation STREQUAL "rejects" AND (status EQUAL 0 OR NOT output MATCHES "${says}"))
    message(FATAL_ERROR "did not reject ${what} with \"${says}\":\n${output}")
  endif()
endfunction()

function(good_tree)
  empty_scratch()
  plant(core/tape.hpp "<vector>")
  plant(core/graph.cpp "\"core/tape.hpp\"")
  plant(nn/mlp.hpp "\"core/tape.hpp\"")
  plant(nn/mlp.cpp "<riserun/core/tape.hpp>")
  plant(train/trainer.hpp "\"nn/mlp.hpp\"")
  plant(train/trainer.cpp "<oneapi/tbb/parallel_for.h>")
  plant(check/op_check.hpp "\"core/tape.hpp\"")
  plant(check/adaptor.hpp "<gtest/gtest.h>")
  plant(plots/chart.cpp "\"core/errors.hpp\"")
  plant(cli/main.cpp "\"train/trainer.hpp\"")
  plant(tests/nn/mlp_test.cpp "<Eigen/Dense>")
  plant(bench/mlp_bench.cpp "<Eigen/Dense>")
endfunction()

good_tree()
check(accepts "a tree in order" "")

# file | include, each against the direction of the house
set(offences
  "core/tape.hpp|\"nn/mlp.hpp\""
  "core/tape.hpp|<riserun/nn/mlp.hpp>"
  "core/tape.hpp|  \"check/op_check.hpp\""
  "core/tape.hpp|<nlohmann/json.hpp>"
  "core/tape.hpp|<zlib.h>"
  "core/tape.hpp|<fmt/core.h>"
  "core/tape.cpp|<gtest/gtest.h>"
  "nn/mlp.hpp|\"train/trainer.hpp\""
  "nn/mlp.cpp|\"check/op_check.hpp\""
  "nn/mlp.cpp|\"../train/trainer.hpp\""
  "nn/mlp.cpp|<tbb/parallel_for.h>"
  "train/trainer.cpp|\"plots/chart.hpp\""
  "train/trainer.cpp|\"check/op_check.hpp\""
  "train/trainer.cpp|\"cli/main.hpp\""
  "train/trainer.cpp|<Eigen/Core>"
  "check/op_check.cpp|\"nn/mlp.hpp\""
  "check/op_check.hpp|<fmt/format.h>"
  "plots/chart.hpp|\"core/tape.hpp\""
  "plots/chart.hpp|\"train/history.hpp\""
  "cli/main.cpp|<oneapi/tbb/global_control.h>"
  "cli/main.cpp|<Eigen/Core>"
  "cli/main.cpp|\"tests/helpers.hpp\""
  "examples/01_first.cpp|<eigen3/Eigen/Core>"
  "examples/01_first.cpp|\"cli/main.hpp\"")
foreach(offence IN LISTS offences)
  string(REGEX REPLACE "[|].*" "" file "${offence}")
  string(REGEX REPLACE "^[^|]*[|]" "" include "${offence}")
  good_tree()
  plant(${file} "${include}")
  check(rejects "${include} in ${file}" "against the direction")
endforeach()

empty_scratch()
check(rejects "an empty tree" "no source file")
