# What find_package(riserun) needs: the exported targets and the packages they stand on. Static
# libraries pass even their private packages on to the linker, so all of RISERUN_PACKAGES are found.
include(CMakePackageConfigHelpers)
set(riserun_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/riserun)

set(riserun_find_dependencies "")
foreach(package IN LISTS RISERUN_PACKAGES)
  string(APPEND riserun_find_dependencies "find_dependency(${package})\n")
endforeach()

configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/riserunConfig.cmake.in ${PROJECT_BINARY_DIR}/riserunConfig.cmake
  INSTALL_DESTINATION ${riserun_package_dir})
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/riserunConfigVersion.cmake COMPATIBILITY SameMinorVersion)

install(EXPORT riserunTargets NAMESPACE riserun:: DESTINATION ${riserun_package_dir})
install(FILES
  ${PROJECT_BINARY_DIR}/riserunConfig.cmake ${PROJECT_BINARY_DIR}/riserunConfigVersion.cmake
  DESTINATION ${riserun_package_dir})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
