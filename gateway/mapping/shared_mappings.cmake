# Writes mappings/*.map.yaml into a source file of the mapping room, so that every mapping finds what it includes. Only what changed is written.
file(GLOB shared_mapping_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/mappings/*.map.yaml)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${shared_mapping_files})
set(shared_mapping_list "")
foreach(file IN LISTS shared_mapping_files)
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  string(APPEND shared_mapping_list "    {\"${name}\", R\"mapping(${text})mapping\"},\n")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/shared_mappings.cc @ONLY CONTENT
  "// Generated from mappings/ by gateway/mapping/shared_mappings.cmake.\n#include \"mapping/shared_mappings.h\"\n\nnamespace caseway::mapping {\n\nstd::span<const SharedMapping> shared_mappings() {\n  static constexpr SharedMapping all[] = {\n${shared_mapping_list}  };\n  return all;\n}\n\n}  // namespace caseway::mapping\n")
target_sources(room_mapping PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/shared_mappings.cc)
