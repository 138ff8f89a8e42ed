# cmake -DSCRATCH=<folder> -P check_paths_test.cmake
# Tests check_paths.cmake: names of files that exist pass, each name of one that does not is rejected.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/scratch.cmake)

function(check expectation page text)
  empty_scratch()
  file(WRITE ${SCRATCH}/core/tape.hpp "")
  file(WRITE ${SCRATCH}/core/README.md "[engine](../docs/engine.md#misuse)\n")
  file(WRITE ${SCRATCH}/docs/engine.md "`core/tape.hpp`, [the same](../core/tape.hpp), https://example.org/core/gone.hpp\n")
  file(WRITE ${SCRATCH}/docs/architecture.md "`tape.hpp`\n")
  file(WRITE ${SCRATCH}/CHANGELOG.md "core/gone.hpp\n")
  file(APPEND ${SCRATCH}/${page} "${text}")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -DROOT=${SCRATCH} -P ${CMAKE_CURRENT_LIST_DIR}/check_paths.cmake
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT output MATCHES "${expectation}")
    message(FATAL_ERROR "expected \"${expectation}\", got:\n${output}")
  endif()
endfunction()

check("5 files that documents name exist" README.md "See core/tape.hpp.\n")
check("README.md: there is no core/gone.hpp" README.md "See core/gone.hpp.\n")
check("docs/engine.md: there is no nn/mlp.hpp" docs/engine.md "(`nn/mlp.hpp`)\n")
check("core/README.md: there is no ops.md" core/README.md "[ops](ops.md)\n")
check("docs/architecture.md: there is no gone.cpp" docs/architecture.md "`gone.cpp`\n")
