# cmake --install: the program, libcaseway, the SDK and what find_package(caseway) needs for a plugin built outside this tree.
#
#   bin/caseway                        finds everything below relative to itself
#   lib/libcaseway.so*                 lib/caseway/plugins/NAME/   (each plugin installs itself, see caseway_plugin.cmake)
#   include/caseway/*.h                lib/cmake/caseway/          share/caseway/{config,schemas}/    share/doc/caseway/
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/caseway)

install(TARGETS caseway EXPORT caseway-targets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
get_property(late GLOBAL PROPERTY CASEWAY_LATE_LIBRARIES)
install(TARGETS ${late} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} NAMELINK_SKIP)
if(TARGET caseway-program)
  install(TARGETS caseway-program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(DIRECTORY ${CASEWAY_SDK_HEADERS_DIR}/ ${CASEWAY_ABI_INCLUDE_DIR}/caseway/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/caseway FILES_MATCHING PATTERN "*.h")

set(CASEWAY_PLUGIN_OPTIONS)
if(CASEWAY_SANITIZE)
  set(CASEWAY_PLUGIN_OPTIONS -fsanitize=${CASEWAY_SANITIZE})
endif()
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/caseway-config.cmake.in ${PROJECT_BINARY_DIR}/caseway-config.cmake
  INSTALL_DESTINATION ${package_dir} PATH_VARS CMAKE_INSTALL_BINDIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/caseway-config-version.cmake COMPATIBILITY SameMinorVersion)
install(EXPORT caseway-targets NAMESPACE caseway:: DESTINATION ${package_dir})
install(FILES ${PROJECT_BINARY_DIR}/caseway-config.cmake ${PROJECT_BINARY_DIR}/caseway-config-version.cmake
  ${CMAKE_CURRENT_LIST_DIR}/caseway_plugin.cmake ${CMAKE_CURRENT_LIST_DIR}/plugin_exports.map DESTINATION ${package_dir})

foreach(folder config schemas)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${folder} DESTINATION ${CMAKE_INSTALL_DATADIR}/caseway FILES_MATCHING PATTERN "*.yaml" PATTERN "*.json")
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
