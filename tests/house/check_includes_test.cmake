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
  string(REGEX REPLACE "[ \n]+" " " output "${output}") # CMake wraps lines by the length of paths
  if(expectation STREQUAL "accepts" AND NOT status EQUAL 0)
    message(FATAL_ERROR "rejected ${what}:\n${output}")
  elseif(expectation STREQUAL "rejects" AND (status EQUAL 0 OR NOT output MATCHES "${says}"))
    message(FATAL_ERROR "did not reject ${what} with \"${says}\":\n${output}")
  endif()
endfunction()

function(good_tree)
  empty_scratch()
  plant(base/errors.hpp "<string>")
  plant(core/core.hpp "<riserun/core/drawing/graph.hpp>")
  plant(core/tape.hpp "<riserun/base/errors.hpp>")
  plant(core/drawing/graph.cpp "<riserun/core/tape.hpp>")
  plant(nn/mlp.hpp "<riserun/core/tape.hpp>")
  plant(train/data/dataset.hpp "<riserun/nn/mlp.hpp>")
  plant(train/fit/trainer.hpp "<riserun/train/data/dataset.hpp>")
  plant(train/gradient/workers.cpp "<oneapi/tbb/parallel_for.h>")
  plant(check/subjects/check_op.hpp "<riserun/core/tape.hpp>")
  plant(check/gtest.hpp "<gtest/gtest.h>")
  plant(plots/chart/chart.cpp "<riserun/base/errors.hpp>")
  plant(run/folder/resume.cpp "<riserun/train/fit/trainer.hpp>")
  plant(cli/main.cpp "<riserun/train/fit/trainer.hpp>")
  plant(interop/eigen.hpp "<Eigen/Dense>")
  plant(tests/nn/mlp_test.cpp "<Eigen/Dense>")
  plant(tests/nn/layer_test.cpp "\"tests/nn/cases.hpp\"")
  plant(bench/mlp_bench.cpp "<Eigen/Dense>")
endfunction()

good_tree()
check(accepts "a tree in order" "")

# file | include, each against the direction of the house
set(offences
  # between folders
  "base/errors.hpp|<riserun/core/tape.hpp>"
  "core/tape.hpp|<riserun/nn/mlp.hpp>"
  "core/tape.hpp|  <riserun/check/subjects/check_op.hpp>"
  "nn/mlp.hpp|<riserun/train/fit/trainer.hpp>"
  "nn/mlp.cpp|<riserun/check/subjects/check_op.hpp>"
  "lanes/planning/plan.cpp|<riserun/train/data/dataset.hpp>"
  "train/fit/trainer.cpp|<riserun/plots/chart/chart.hpp>"
  "train/fit/trainer.cpp|<riserun/check/subjects/check_op.hpp>"
  "train/fit/trainer.cpp|<riserun/cli/main.hpp>"
  "check/subjects/check_op.cpp|<riserun/nn/mlp.hpp>"
  "plots/chart/chart.hpp|<riserun/core/tape.hpp>"
  "plots/chart/chart.hpp|<riserun/train/fit/history.hpp>"
  "run/session.cpp|<riserun/cli/main.hpp>"
  "cli/main.cpp|\"tests/helpers.hpp\""
  "cli/main.cpp|\"bench/harness.hpp\""
  "examples/01_first.cpp|<riserun/cli/main.hpp>"
  # between the rooms of a folder
  "core/ops/number.hpp|<riserun/core/drawing/graph.hpp>"
  "core/derivatives/calculus.hpp|<riserun/core/drawing/graph.hpp>"
  "lanes/recording/recording.cpp|<riserun/lanes/planning/plan.hpp>"
  "train/data/dataset.cpp|<riserun/train/reading/csv.hpp>"
  "train/gradient/workers.cpp|<riserun/train/fit/trainer.hpp>"
  "train/judging/metrics.cpp|<riserun/train/fit/trainer.hpp>"
  "check/slope/noise.cpp|<riserun/check/verdict/judge.hpp>"
  "plots/layout/axis.cpp|<riserun/plots/kinds/loss_chart.hpp>"
  "run/settings/settings.cpp|<riserun/run/folder/resume.hpp>"
  "run/folder/resume.cpp|<riserun/run/pictures/page_of_run.hpp>"
  "train/attic/old.cpp|<vector>"
  # spelling
  "core/tape.cpp|\"core/tape.hpp\""
  "core/tape.cpp|\"riserun/core/tape.hpp\""
  "nn/mlp.cpp|\"../train/trainer.hpp\""
  "tests/nn/mlp_test.cpp|\"nn/mlp.hpp\""
  "tests/nn/mlp_test.cpp|<riserun/tests/nn/cases.hpp>"
  # third parties
  "core/tape.hpp|<nlohmann/json.hpp>"
  "core/tape.hpp|<zlib.h>"
  "core/tape.hpp|<fmt/core.h>"
  "core/tape.cpp|<gtest/gtest.h>"
  "nn/mlp.cpp|<tbb/parallel_for.h>"
  "train/fit/trainer.cpp|<Eigen/Core>"
  "nn/mlp.cpp|<riserun/interop/eigen.hpp>"
  "check/subjects/check_op.hpp|<fmt/format.h>"
  "cli/main.cpp|<oneapi/tbb/global_control.h>"
  "cli/main.cpp|<Eigen/Core>"
  "examples/01_first.cpp|<eigen3/Eigen/Core>")
foreach(offence IN LISTS offences)
  string(REGEX REPLACE "[|].*" "" file "${offence}")
  string(REGEX REPLACE "^[^|]*[|]" "" include "${offence}")
  good_tree()
  plant(${file} "${include}")
  check(rejects "${include} in ${file}" "against the direction")
endforeach()

empty_scratch()
check(rejects "an empty tree" "no source file")
