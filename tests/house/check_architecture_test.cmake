# cmake -DSCRATCH=<folder> -P check_architecture_test.cmake
# Tests check_architecture.cmake: the repository's picture passes; with an arrow more in arrows.txt, or one
# less in the picture, it is rejected.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/scratch.cmake)
set(root ${CMAKE_CURRENT_LIST_DIR}/../..)

function(check expectation)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -DROOT=${SCRATCH} -DARROWS=${SCRATCH}/arrows.txt -DSCRATCH=${SCRATCH}/work
      -P ${CMAKE_CURRENT_LIST_DIR}/check_architecture.cmake
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(REGEX REPLACE "[ \n]+" " " output "${output}")
  if(NOT output MATCHES "${expectation}")
    message(FATAL_ERROR "expected \"${expectation}\", got:\n${output}")
  endif()
endfunction()
function(good_tree)
  empty_scratch()
  file(COPY ${CMAKE_CURRENT_LIST_DIR}/arrows.txt DESTINATION ${SCRATCH})
  file(COPY ${root}/docs/images/architecture.dot ${root}/docs/images/architecture.svg
    DESTINATION ${SCRATCH}/docs/images)
endfunction()

good_tree()
check("the picture has the [0-9]+ arrows")

file(APPEND ${SCRATCH}/arrows.txt "train/attic : train/data\n")
check("architecture.dot is not what .* gives; run: ")

good_tree()
file(READ ${SCRATCH}/docs/images/architecture.svg svg)
string(REPLACE "<title>run/folder&#45;&gt;run/settings</title>" "<title>run/folder</title>" planted "${svg}")
file(WRITE ${SCRATCH}/docs/images/architecture.svg "${planted}")
check("lacks the arrow run/folder -> run/settings")

string(REPLACE "<g id=\"edge1\"" "<g id=\"gone\"" planted "${svg}")
file(WRITE ${SCRATCH}/docs/images/architecture.svg "${planted}")
check("architecture.svg has [0-9]+ arrows, its source [0-9]+; run: ")
