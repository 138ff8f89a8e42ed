# cmake -DROOT=<repository> [-DARROWS=] -DSCRATCH=<folder> -P check_architecture.cmake
# docs/images/architecture.dot is what arrows.txt gives today, and architecture.svg has its arrows.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/scratch.cmake)
if(NOT ARROWS)
  set(ARROWS ${CMAKE_CURRENT_LIST_DIR}/arrows.txt)
endif()
empty_scratch()
set(remedy "run: cmake --build build/release --target docs_architecture")

execute_process(
  COMMAND ${CMAKE_COMMAND} -DARROWS=${ARROWS} -DOUT=${SCRATCH}/now.dot
    -P ${CMAKE_CURRENT_LIST_DIR}/../../docs/architecture.cmake
  COMMAND_ERROR_IS_FATAL ANY)
file(READ ${SCRATCH}/now.dot now)
file(READ ${ROOT}/docs/images/architecture.dot drawn)
if(NOT now STREQUAL drawn)
  message(FATAL_ERROR "docs/images/architecture.dot is not what ${ARROWS} gives; ${remedy}")
endif()

file(READ ${ROOT}/docs/images/architecture.svg svg)
string(REGEX MATCHALL "\"[a-z/]+\" -> \"[a-z/]+\"" arrows "${drawn}")
string(REGEX MATCHALL "<g id=\"edge" edges "${svg}")
list(LENGTH edges drawn_count)
list(LENGTH arrows count)
if(NOT count EQUAL drawn_count OR count EQUAL 0)
  message(FATAL_ERROR "docs/images/architecture.svg has ${drawn_count} arrows, its source ${count}; ${remedy}")
endif()
# Graphviz writes the arrow as a title, &#45;&gt; between its ends; a ; would make a list of it here.
string(REPLACE ";" "" flat "${svg}")
foreach(arrow IN LISTS arrows)
  string(REPLACE "\"" "" arrow "${arrow}")
  string(REPLACE " -> " "&#45&gt" title "${arrow}")
  string(FIND "${flat}" "<title>${title}</title>" position)
  if(position EQUAL -1)
    message(FATAL_ERROR "docs/images/architecture.svg lacks the arrow ${arrow}; ${remedy}")
  endif()
endforeach()
message(STATUS "the picture has the ${count} arrows of arrows.txt")
