# cmake -DBUILD= -DSOURCE= -DSCRATCH= -DGENERATOR= -DCOMPILER= -DFLAGS= -DBUILD_TYPE= -DVERSION=
#       -P run_consumer.cmake
# Installs the build tree into SCRATCH/prefix, moves the prefix (an installed riserun must not know
# where it was built or installed first), configures and builds the project in SOURCE against it,
# and runs its programs.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/scratch.cmake)

function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    list(JOIN ARGV " " command)
    message(FATAL_ERROR "${command}\nexited ${status}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

empty_scratch()
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${SCRATCH}/first-prefix)
file(RENAME ${SCRATCH}/first-prefix ${SCRATCH}/prefix)

run(${CMAKE_COMMAND} -S ${SOURCE} -B ${SCRATCH}/build -G ${GENERATOR}
  -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_FLAGS=${FLAGS} -DCMAKE_BUILD_TYPE=${BUILD_TYPE}
  -DCMAKE_PREFIX_PATH=${SCRATCH}/prefix -DRISERUN_VERSION=${VERSION})
run(${CMAKE_COMMAND} --build ${SCRATCH}/build)
file(STRINGS ${SCRATCH}/build/programs.txt programs)
foreach(program IN LISTS programs)
  run(${program})
  message(STATUS "${output}")
endforeach()

# The exported files must not name the source or the build tree.
file(GLOB_RECURSE exported ${SCRATCH}/prefix/lib/*.cmake)
foreach(file IN LISTS exported)
  file(READ ${file} text)
  string(FIND "${text}" "${BUILD}" position)
  if(NOT position EQUAL -1)
    message(FATAL_ERROR "${file} names the build tree ${BUILD}")
  endif()
endforeach()
