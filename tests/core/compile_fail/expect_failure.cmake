# cmake -DCOMPILER=.. -DSOURCE=.. -DINCLUDE=.. -DCASE=.. -DSAYS=regex [-DMORE=option] -P expect_failure.cmake
# Passes when the case does not compile and the first error says so; CASE=CORRECT must compile.
execute_process(
  COMMAND ${COMPILER} -std=c++20 -fsyntax-only -I${INCLUDE} ${MORE} -D${CASE} ${SOURCE}
  RESULT_VARIABLE result ERROR_VARIABLE said OUTPUT_VARIABLE said)
string(REGEX MATCH "error:[^\n]*" first "${said}")
if(CASE STREQUAL "CORRECT")
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "the correct case must compile:\n${said}")
  endif()
elseif(result EQUAL 0)
  message(FATAL_ERROR "${CASE} compiles and must not")
elseif(NOT first MATCHES "${SAYS}")
  message(FATAL_ERROR "${CASE} fails to compile, but its first error is not about \"${SAYS}\":\n${said}")
endif()
