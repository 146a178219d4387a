// Does what the document asks for, one misdeed per read: the process must hold or fall without harm to the gateway.
#include "caseway/plugin.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

void say(const caseway::Context& context, const std::string& what, bool succeeded) {
  context.issues->add(caseway::Severity::information, "misbehaves." + what, {}, succeeded ? "succeeded" : "refused");
}

void close_everything() {
  for (int fd = 0; fd < 1024; ++fd) ::close(fd);
}

void give(caseway::DocumentSink& to, caseway::Tree tree, std::string name = {}) {
  caseway::Document document;
  document.name = std::move(name);
  document.tree = std::move(tree);
  to.take(std::move(document));
}

caseway::Tree patient() { return caseway::Draft("Patient").freeze(); }

class Dialect : public caseway::Partner {
 public:
  void read(const caseway::Context& context, caseway::PayloadSource& from, caseway::DocumentSink& to) const override {
    const std::string deed = from.next()->bytes;
    if (deed == "exit") ::_exit(0);
    if (deed == "abort") std::abort();
    if (deed == "throw int") throw 7;
    if (deed == "sleep") ::sleep(600);
    if (deed == "close everything") close_everything();
    if (deed == "print") std::puts("DOCUMENT CONTENT ON STDOUT"), std::fputs("DOCUMENT CONTENT ON STDERR\n", stderr), std::fflush(nullptr);
    if (deed == "socket") say(context, "socket", ::socket(AF_INET, SOCK_STREAM, 0) >= 0);
    if (deed == "open") say(context, "open", ::open("/etc/hostname", O_RDONLY) >= 0);
    if (deed == "fork") {
      const pid_t child = ::fork();
      if (child == 0) ::_exit(0);
      say(context, "fork", child > 0);
    }
    if (deed == "damaged tree") give(to, caseway::Tree({{0, 0, 77, 0, 900}}, "x"));
    if (deed == "path as name") give(to, patient(), "../../etc/passwd");
    if (deed == "environment") say(context, "environment", std::getenv("CASEWAY_TEST_SECRET") != nullptr);
    if (deed == "descriptors") {
      int open = 0;
      for (int fd = 4; fd < 1024; ++fd) open += ::fcntl(fd, F_GETFD) >= 0 && ::fcntl(fd, F_GET_SEALS) < 0;
      say(context, "descriptors", open > 0);
    }
    if (deed == "flood")
      for (;;) give(to, patient());
  }
  void write(const caseway::Context&, caseway::DocumentSource&, caseway::PayloadSink& to) const override {
    to.take({"../escape.csv", "text/csv\r\nX-Injected: 1", "x"});
  }
  // Slow enough for a test to take the process away meanwhile.
  Recognition recognise(std::string_view head, std::string_view) const override {
    if (head != "nap") return {};
    ::usleep(500'000);
    return {60, "an order to nap"};
  }
};

}  // namespace

CASEWAY_PARTNER(Dialect)
