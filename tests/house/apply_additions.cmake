# cmake -DROOT=<repository> -DSCRATCH=<folder> -DGIT=<git> -DPATCHES=<a.patch;b.patch> -P apply_additions.cmake
# Copies the files that the patches touch to SCRATCH and applies each. A patch that touches more than two
# files is refused: what it adds has no one place any more.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/scratch.cmake)
empty_scratch()
get_filename_component(above ${SCRATCH} DIRECTORY)
set(ENV{GIT_CEILING_DIRECTORIES} ${above}) # the scratch folder is no part of a repository around it

foreach(patch IN LISTS PATCHES)
  get_filename_component(name ${patch} NAME_WE)
  file(STRINGS ${patch} lines REGEX "^[+][+][+] b/")
  list(TRANSFORM lines REPLACE "^[+][+][+] b/" "")
  list(LENGTH lines count)
  list(JOIN lines ", " touched)
  message(STATUS "${name}: ${count} files: ${touched}")
  if(count EQUAL 0 OR count GREATER 2)
    message(FATAL_ERROR "${name} touches ${count} files, and two must do: ${touched}")
  endif()
  foreach(file IN LISTS lines)
    if(NOT EXISTS ${SCRATCH}/${file})
      get_filename_component(folder ${SCRATCH}/${file} DIRECTORY)
      file(COPY ${ROOT}/${file} DESTINATION ${folder})
    endif()
  endforeach()
  execute_process(COMMAND ${GIT} apply ${patch} WORKING_DIRECTORY ${SCRATCH}
    RESULT_VARIABLE status ERROR_VARIABLE error)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${patch} is for other sources than these; make it anew, as CONTRIBUTING.md says:\n${error}")
  endif()
endforeach()
file(MAKE_DIRECTORY ${SCRATCH}/include)
file(CREATE_LINK ${SCRATCH} ${SCRATCH}/include/riserun SYMBOLIC)
