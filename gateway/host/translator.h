// Runs a dialect: in this process (command line) or in a worker process (everything that serves the network). Same code, same answers.
#pragma once

#include "caseway/partner.h"

#include <memory>
#include <string>
#include <vector>

namespace caseway::host {

struct ReadResult {
  std::vector<Document> documents;
  std::vector<Ledger> rest;  // leaves that belong to no document
  Issues issues;
  bool crashed = false;      // the worker died or ran out of time: our answer is a 500, not a verdict on the document
};
struct WriteResult {
  std::vector<Part> parts;
  std::vector<Ledger> ledgers;  // one per document, in order
  Issues issues;
  bool crashed = false;
};

class Translator {
 public:
  virtual ~Translator() = default;
  // context.issues is ignored; the result carries the issues. Thread-safe.
  virtual ReadResult read(const std::string& dialect, const Context& context, const std::vector<Part>& payload) = 0;
  virtual WriteResult write(const std::string& dialect, const Context& context, const std::vector<Document>& documents) = 0;
  virtual std::vector<std::pair<std::string, Partner::Recognition>> recognise(std::string_view head, std::string_view file_name) = 0;  // best first
};

class Plugins;
std::unique_ptr<Translator> in_process(std::shared_ptr<const Plugins> plugins);

// A pool of `caseway worker` processes over socketpairs: framed requests, wall and CPU and memory limits, a fresh worker after every crash.
struct WorkerOptions {
  std::string program;                      // path of the caseway binary
  std::vector<std::string> plugin_folders;
  unsigned count = 2;
  unsigned wall_timeout_ms = 30000;
  unsigned cpu_timeout_secs = 10;
  unsigned long long max_memory_bytes = 512u << 20;
  unsigned recycle_after_documents = 10000;
};
std::unique_ptr<Translator> in_workers(const WorkerOptions& options);

// The worker's own loop (`caseway worker`, stdin/stdout replaced by socket fd 3). Returns the exit code.
int worker_main(int socket, const std::vector<std::string>& plugin_folders);

}  // namespace caseway::host
