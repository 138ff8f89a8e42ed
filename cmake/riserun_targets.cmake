# One folder = one target riserun::<folder>. Every target carries its own usage requirements, so a
# consumer links it and needs nothing else.

# `#include <riserun/core/tape.hpp>`, inside and outside: a link named riserun to the source tree
# makes the installed spelling work in the build.
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/include)
file(CREATE_LINK ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/include/riserun SYMBOLIC)

# Warnings for our own code only; never exported.
add_library(riserun_warnings INTERFACE)
target_compile_options(riserun_warnings INTERFACE
  $<$<COMPILE_LANG_AND_ID:CXX,GNU,Clang,AppleClang>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion>
  # GCC 12 sees overlapping copies in `"text" + std::string` (its bug 105651).
  $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-restrict>
  $<$<BOOL:${RISERUN_WERROR}>:-Werror>)

# riserun_add_library(<folder> SOURCES a.cpp ... HEADERS a.hpp ... DEPENDS riserun::core ...
#                     PRIVATE_DEPENDS fmt::fmt ...)
function(riserun_add_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;HEADERS;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  add_library(riserun_${name} STATIC ${ARG_SOURCES})
  add_library(riserun::${name} ALIAS riserun_${name})
  set_target_properties(riserun_${name} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
  target_compile_features(riserun_${name} PUBLIC cxx_std_20)
  target_sources(riserun_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${ARG_HEADERS})
  target_include_directories(riserun_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_link_libraries(riserun_${name} PUBLIC ${ARG_DEPENDS} PRIVATE $<BUILD_INTERFACE:riserun_warnings> ${ARG_PRIVATE_DEPENDS})
  # Contraction to FMA would make bits depend on the compiler's mood; users' losses are compiled
  # with these headers, so the flag travels with the target.
  target_compile_options(riserun_${name} PUBLIC
    $<$<COMPILE_LANG_AND_ID:CXX,GNU,Clang,AppleClang>:-ffp-contract=off>
    $<$<BOOL:${RISERUN_NATIVE}>:-march=native>)
  if(RISERUN_CHECKED)
    target_compile_definitions(riserun_${name} PUBLIC RISERUN_CHECKED=1)
  endif()
  install(TARGETS riserun_${name} EXPORT riserunTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/riserun)
endfunction()

# riserun_add_kernels(riserun_core core/kernels/run_sweep_kernels.inc): one portable binary that holds
# the hot kernels once for each x86-64 level, chosen at run time (base/isa_kernels.hpp). Adds to the
# target one written file for each, compiled for its level; elsewhere the portable one is all.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64" AND CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  set(RISERUN_X86_64_LEVELS x86_64_v2 x86_64_v3 x86_64_v4)
endif()
function(riserun_add_kernels target kernels)
  set(flags_portable "")
  set(flags_x86_64_v2 -msse4.2 -mpopcnt)
  set(flags_x86_64_v3 ${flags_x86_64_v2} -mavx2 -mfma -mbmi -mbmi2)
  set(flags_x86_64_v4 ${flags_x86_64_v3} -mavx512f -mavx512bw -mavx512cd -mavx512dq -mavx512vl -mprefer-vector-width=512)
  cmake_path(GET kernels STEM name)
  foreach(isa portable ${RISERUN_X86_64_LEVELS})
    set(copy ${CMAKE_CURRENT_BINARY_DIR}/${target}/${name}_${isa}.cpp)
    file(CONFIGURE OUTPUT ${copy} CONTENT "#define RISERUN_KERNEL_ISA ${isa}\n#include <riserun/${kernels}>\n")
    target_sources(${target} PRIVATE ${copy})
    set_source_files_properties(${copy} PROPERTIES COMPILE_OPTIONS "${flags_${isa}}")
  endforeach()
endfunction()
