# cmake -DSCRATCH=<folder> -P check_snippets_test.cmake
# Tests check_snippets.cmake: a block that is in its file passes; one that is not, one without a file
# and one whose file is absent are rejected.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/scratch.cmake)

function(check expectation comment block)
  empty_scratch()
  file(WRITE ${SCRATCH}/a.cpp "int main() {\n  int x[] = {1; 2};\n  return 0;\n}\n")
  file(WRITE ${SCRATCH}/README.md
    "Before.\n\n<!-- a.cpp -->\n```cpp\nint main() {\n```\nBetween.\n${comment}```cpp\n${block}```\n")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -DROOT=${SCRATCH} -P ${CMAKE_CURRENT_LIST_DIR}/check_snippets.cmake
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT output MATCHES "${expectation}")
    message(FATAL_ERROR "expected \"${expectation}\", got:\n${output}")
  endif()
endfunction()

check("2 cpp blocks are pieces" "<!-- a.cpp -->\n" "  int x[] = {1; 2};\n  return 0;\n")
check("this block is not in a.cpp" "<!-- a.cpp -->\n" "  return 1;\n")
check("a cpp block without" "" "  return 0;\n")
check("there is no b.cpp" "<!-- b.cpp -->\n" "  return 0;\n")
