# Builds the page and its examples into room_transport, so that the program needs no files beside it.
#   path at which it is served | media type (all are UTF-8) | file
set(page_files
  "/|text/html|${CMAKE_CURRENT_LIST_DIR}/index.html"
  "/style.css|text/css|${CMAKE_CURRENT_LIST_DIR}/style.css"
  "/app.js|text/javascript|${CMAKE_CURRENT_LIST_DIR}/app.js"
  "/examples/discharge-summary.xml|application/xml|${PROJECT_SOURCE_DIR}/samples/discharge-summary.xml"
  "/examples/referral.json|application/fhir+json|${PROJECT_SOURCE_DIR}/samples/referral.json"
  "/examples/care-plan.json|application/fhir+json|${PROJECT_SOURCE_DIR}/samples/care-plan.json"
  "/examples/status-updates.csv|text/csv|${PROJECT_SOURCE_DIR}/samples/status-updates.csv")
set(page_sources)
foreach(row IN LISTS page_files)
  string(REGEX REPLACE "^.*\\|" "" source "${row}")
  list(APPEND page_sources ${source})
endforeach()
set(page_files_cc ${CMAKE_CURRENT_BINARY_DIR}/page_files.cc)
add_custom_command(
  OUTPUT ${page_files_cc}
  COMMAND ${CMAKE_COMMAND} -D OUT=${page_files_cc} -P ${CMAKE_CURRENT_LIST_DIR}/embed.cmake -- ${page_files}
  DEPENDS ${CMAKE_CURRENT_LIST_DIR}/embed.cmake ${page_sources}
  VERBATIM)
target_sources(room_transport PRIVATE ${page_files_cc})
