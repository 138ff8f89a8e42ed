# cmake -DPRINTS=<regular expression or nothing> -P run_example.cmake -- <program> <arguments...>
# Fails unless the program exits 0 and prints what it should (CTest's own PASS_REGULAR_EXPRESSION
# would ignore the exit code).
set(command "")
set(after_dashes FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
  if(after_dashes)
    list(APPEND command "${CMAKE_ARGV${i}}")
  elseif(CMAKE_ARGV${i} STREQUAL "--")
    set(after_dashes TRUE)
  endif()
endforeach()

execute_process(COMMAND ${command} RESULT_VARIABLE status OUTPUT_VARIABLE output)
message(STATUS "${output}")
if(NOT status EQUAL 0)
  message(FATAL_ERROR "exit status ${status}, expected 0")
endif()
if(PRINTS AND NOT output MATCHES "${PRINTS}")
  message(FATAL_ERROR "the output does not match \"${PRINTS}\"")
endif()
