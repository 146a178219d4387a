// Runs a dialect: in this process (command line) or in a worker process (everything that serves the network). Same code, same answers.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "caseway/partner.h"
#include "fhir/stream.h"

namespace caseway::host {

struct ReadResult {
  std::vector<Document> documents;
  std::vector<Ledger> rest;  // leaves that belong to no document
  std::vector<Repair> repairs;
  std::vector<std::string> shapes;  // of Context::shape
  Issues issues;
  bool crashed = false;  // the worker died or ran out of time: our answer is a 500, not a verdict on the document
};
struct WriteResult {
  std::vector<Part> parts;
  std::vector<Ledger> ledgers;    // one per document, in order
  std::vector<Refusal> refusals;  // why some of them were not written
  Issues issues;
  bool crashed = false;
};

// FHIR that went from one form to another in slices.
struct SlicedResult {
  fhir::Streamed streamed;
  std::uint64_t bytes = 0;  // of the result
  bool crashed = false;
};

class Translator {
 public:
  virtual ~Translator() = default;
  // context.issues is ignored; the result carries the issues. Thread-safe.
  virtual ReadResult read(const std::string& dialect, const Context& context, const std::vector<Part>& payload) = 0;
  virtual WriteResult write(const std::string& dialect, const Context& context, const std::vector<Document>& documents) = 0;
  // Best first. With `plain`, FHIR is FHIR: dialects of it (a guide's) are not asked.
  virtual std::vector<std::pair<std::string, Partner::Recognition>> recognise(std::string_view head, std::string_view file_name, bool plain) = 0;
  // FHIR of any size (fhir/stream.h), from one open file into another, which stay the caller's. What the result file has is to be used only when
  // streamed.good says so.
  virtual SlicedResult slice(const fhir::StreamOptions& options, int source, int result) = 0;

  // Document by document, for a dialect that does so (Partner::reads_in_pieces, writes_in_pieces) and runs here; a worker takes only what is held.
  // The first two are "" when it is not so. What write_pieces() takes lives until it is accounted for. Both are false, with an issue, when the
  // dialect failed, and may run at the same time in two threads.
  virtual std::string reads_in_pieces(const std::string& dialect, const Context& context, std::string_view head, std::string_view file_name);
  virtual std::string writes_in_pieces(const std::string& dialect, const Context& context);
  virtual bool read_pieces(const std::string& dialect, const Context& context, const Part& part, DocumentSink& to, Issues& issues);
  virtual bool write_pieces(const std::string& dialect, const Context& context, DocumentSource& from, PayloadSink& to, Issues& issues);
};

class Plugins;
std::unique_ptr<Translator> in_process(std::shared_ptr<const Plugins> plugins);

// A pool of `caseway worker` processes over socketpairs: one request per worker at a time, limits on wall time, processor time and memory, a fresh
// worker after every crash and every so many documents. Callers wait for a free worker as long as a request may take. What a worker answers is
// checked before it is used (checked.h); it inherits no descriptor but its socket and the log, and no environment but the locale.
// A dialect that fails in recognise() is asked once more in another worker, and after a few failures (quarantine.h) no longer asked at all, which the
// log says once; read() and write() with it go on.
//   issues  worker.crashed, worker.timeout, worker.memory, worker.busy (all fatal, and `crashed` is set), and those of call.h
struct WorkerOptions {
  std::string program;  // path of the caseway binary
  std::vector<std::string> plugin_folders;
  unsigned count = 2;
  unsigned wall_timeout_ms = 30000;
  unsigned cpu_timeout_secs = 10;                    // of one request
  unsigned long long max_memory_bytes = 512u << 20;  // of address space; also the most that one answer may have
  unsigned recycle_after_documents = 10000;
  std::function<void(const std::string& line)> log;  // ends of workers, refused plugins; empty: std::clog. From any thread, one at a time
};
// Starts the first worker before it returns; throws std::runtime_error when that fails.
std::unique_ptr<Translator> in_workers(const WorkerOptions& options);

// The worker's own loop (`caseway worker --fd 3 --plugins FOLDER...`). Returns the exit code. Call it early in main, from a process that has no other
// threads: it limits the whole process for good.
int worker_main(int socket, const std::vector<std::string>& plugin_folders);

}  // namespace caseway::host
