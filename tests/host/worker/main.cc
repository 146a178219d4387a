// The worker program of the tests: `caseway worker` without the rest of the command line.
#include <cstdlib>
#include <string>
#include <vector>

#include "host/translator.h"

int main(int argc, char** argv) {
  // worker --fd N --plugins FOLDER...
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() < 4 || words[0] != "worker" || words[1] != "--fd" || words[3] != "--plugins") return 2;
  return caseway::host::worker_main(std::atoi(words[2].c_str()), {words.begin() + 4, words.end()});
}
