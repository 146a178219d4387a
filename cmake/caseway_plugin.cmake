# caseway_plugin([OUTPUT folder]): builds the plugin of the current folder (every .cc of it) as a loadable module <folder name>.so, beside its
# manifest, mappings and code tables, in <build>/plugins/<folder name>/. With OUTPUT the plugin's folder is made there and is not installed.
# The same file serves plugins of this tree and, installed, plugins built outside it.
#
# Hidden visibility, no unique symbols and one exported name keep two versions of a plugin apart in one process and let a library go again.
set(CASEWAY_PLUGIN_EXPORTS ${CMAKE_CURRENT_LIST_DIR}/plugin_exports.map)

function(caseway_plugin)
  cmake_parse_arguments(PLUGIN "" "OUTPUT" "" ${ARGN})
  get_filename_component(name ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  set(home ${CMAKE_BINARY_DIR}/plugins/${name})
  if(PLUGIN_OUTPUT)
    set(home ${PLUGIN_OUTPUT}/${name})
  endif()

  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  add_library(${name} MODULE ${sources})
  target_compile_features(${name} PRIVATE cxx_std_20)
  target_compile_options(${name} PRIVATE -fvisibility=hidden -fvisibility-inlines-hidden ${CASEWAY_PLUGIN_OPTIONS})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${name} PRIVATE -fno-gnu-unique)
  endif()
  target_link_options(${name} PRIVATE -Wl,--version-script=${CASEWAY_PLUGIN_EXPORTS} ${CASEWAY_PLUGIN_OPTIONS})
  set_target_properties(${name} PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${home} LINK_DEPENDS ${CASEWAY_PLUGIN_EXPORTS})
  if(TARGET caseway::caseway)
    target_link_libraries(${name} PRIVATE caseway::caseway)
  else()
    target_link_libraries(${name} PRIVATE caseway)
  endif()

  if(PLUGIN_OUTPUT)
    caseway_plugin_data(${CMAKE_CURRENT_SOURCE_DIR} ${home} "")
  else()
    include(GNUInstallDirs)
    set(installed ${CMAKE_INSTALL_LIBDIR}/caseway/plugins/${name})
    install(TARGETS ${name} LIBRARY DESTINATION ${installed})
    caseway_plugin_data(${CMAKE_CURRENT_SOURCE_DIR} ${home} ${installed})
  endif()
endfunction()

# Copies what the plugin reads at run time: plugin.json, every *.map.yaml, codes/. What the source no longer has goes from the copy too.
# With `installed`, the same files are installed there.
function(caseway_plugin_data from to installed)
  file(GLOB data CONFIGURE_DEPENDS RELATIVE ${from} ${from}/plugin.json ${from}/*.map.yaml ${from}/*/*.map.yaml ${from}/codes/*)
  list(FILTER data EXCLUDE REGEX "^(build|fixtures)/")
  file(GLOB old RELATIVE ${to} ${to}/plugin.json ${to}/*.map.yaml ${to}/*/*.map.yaml ${to}/codes/*)
  list(REMOVE_ITEM old ${data})
  foreach(file IN LISTS old)
    file(REMOVE ${to}/${file})
  endforeach()
  foreach(file IN LISTS data)
    configure_file(${from}/${file} ${to}/${file} COPYONLY)
    if(installed)
      get_filename_component(folder ${file} DIRECTORY)
      install(FILES ${from}/${file} DESTINATION ${installed}/${folder})
    endif()
  endforeach()
endfunction()
