# Flags of every target of this project; plugins built outside the tree get theirs from the installed package.
add_compile_options(-Wall -Wextra -Wpedantic -Werror -Wno-psabi -fstack-protector-strong)
add_compile_options(-fno-semantic-interposition)  # nobody replaces a function of ours while the program runs: what is exported may be inlined all the same
add_compile_definitions($<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)
add_link_options(-Wl,-z,relro -Wl,-z,now)
if(CASEWAY_SANITIZE)
  add_compile_options(-fsanitize=${CASEWAY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${CASEWAY_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-maybe-uninitialized)  # GCC 12 sees ghosts in std::regex when it instruments
  endif()
endif()
if(CASEWAY_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)  # libFuzzer sees which code an input reaches, in every room
endif()
find_program(CASEWAY_MOLD mold)
if(CASEWAY_MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-fuse-ld=mold)
endif()
