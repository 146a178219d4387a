// caseway worker: the process in which untrusted bytes are parsed and plugins run. Started by `caseway serve`, never by people.
#include <cstdlib>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "host/translator.h"

namespace caseway::cli {

int worker(const Words& words) {
  // worker --fd N --plugins FOLDER...
  int socket = -1;
  std::vector<std::string> folders;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--fd" && i + 1 < words.size())
      socket = std::atoi(words[++i].c_str());
    else if (words[i] != "--plugins")
      folders.push_back(words[i]);
  }
  if (socket < 3) throw UsageError("`worker` is started by `caseway serve`");
  return host::worker_main(socket, folders);
}

}  // namespace caseway::cli
