# cmake --install and find_package(caseway) for a plugin built outside this tree.
