// The worker's side: reads requests from its socket, runs the dialect, sends what it hands over one by one.
#include <unistd.h>

#include <array>
#include <cstddef>
#include <limits>

#include "formats/archive.h"
#include "formats/xml_reader.h"
#include "host/call.h"
#include "host/channel.h"
#include "host/plugins.h"
#include "host/sandbox.h"
#include "host/translator.h"
#include "host/wire.h"

namespace caseway::host {
namespace {

constexpr int kExitProtocol = 70;
constexpr std::size_t kAnySize = std::numeric_limits<std::size_t>::max();  // the gateway is trusted, and our memory is limited anyway

class Worker {
 public:
  Worker(const Channel& channel, Plugins plugins) : channel_(channel), plugins_(std::move(plugins)) {}

  bool report_ready(bool confined);
  bool answer(const Frame& frame);

 private:
  bool read(WireReader& request);
  bool write(WireReader& request);
  bool recognise(WireReader& request);
  bool slice(WireReader& request);
  bool done(bool crashed, const Issues& issues) {
    WireWriter out;
    out.number(crashed);
    put(out, issues);
    return channel_.send(FrameKind::done, out.take()) == Passed::yes;
  }

  const Channel& channel_;
  Plugins plugins_;
};

// Hands on what a dialect gives, so that the worker's memory follows one document and not all of them.
class Sender : public DocumentSink, public PayloadSink {
 public:
  explicit Sender(const Channel& channel) : channel_(channel) {}
  void take(Document document) override { send(FrameKind::document, document); }
  void rest(Ledger ledger) override { send(FrameKind::rest, ledger); }
  void repair(Repair repair) override { send(FrameKind::repair, repair); }
  void shape(std::string shape) override { send(FrameKind::shape, shape); }
  void take(Part part) override { send(FrameKind::part, part); }
  void refuse(Refusal refusal) override { send(FrameKind::refusal, refusal); }
  void account(Ledger ledger) override { send(FrameKind::account, ledger); }

 private:
  template <class Value>
  void send(FrameKind kind, const Value& value) {
    WireWriter out;
    put(out, value);
    channel_.send(kind, out.take());  // when the gateway is gone, the next receive says so
  }
  const Channel& channel_;
};

bool Worker::report_ready(bool confined) {
  WireWriter out;
  out.number(confined);
  out.number(plugins_.loaded().size());
  for (const auto& plugin : plugins_.loaded()) out.text(plugin.manifest.name);
  out.number(plugins_.refused().size());
  for (const auto& plugin : plugins_.refused()) out.text(plugin.folder + ": " + plugin.reason);
  return channel_.send(FrameKind::ready, out.take()) == Passed::yes;
}

bool Worker::answer(const Frame& frame) {
  WireReader request(frame.body);
  switch (frame.kind) {
    case FrameKind::read:
      return read(request);
    case FrameKind::write:
      return write(request);
    case FrameKind::recognise:
      return recognise(request);
    case FrameKind::slice:
      return slice(request);
    default:
      return false;
  }
}

template <class Value>
std::vector<Value> get_all(WireReader& request) {
  std::vector<Value> values(request.count(8));
  for (auto& value : values) get(request, value);
  return values;
}

bool Worker::read(WireReader& request) {
  const std::string dialect(request.text());
  allow_cpu(static_cast<unsigned>(request.number()));
  Context context;
  get(request, context);
  const auto payload = get_all<Part>(request);
  if (!request.done()) return false;
  const auto* plugin = plugins_.find(dialect);
  if (plugin == nullptr) return done(true, unknown_dialect(dialect));
  Sender sender(channel_);
  Issues issues;
  const bool good = call_read(*plugin->partner, dialect, std::move(context), payload, sender, issues);
  return done(!good, issues);
}

bool Worker::write(WireReader& request) {
  const std::string dialect(request.text());
  allow_cpu(static_cast<unsigned>(request.number()));
  Context context;
  get(request, context);
  const auto documents = get_all<Document>(request);
  if (!request.done()) return false;
  const auto* plugin = plugins_.find(dialect);
  if (plugin == nullptr) return done(true, unknown_dialect(dialect));
  Sender sender(channel_);
  Issues issues;
  const bool good = call_write(*plugin->partner, dialect, std::move(context), documents, sender, issues);
  return done(!good, issues);
}

bool Worker::recognise(WireReader& request) {
  const std::string dialect(request.text());
  allow_cpu(static_cast<unsigned>(request.number()));
  const auto head = request.text();
  const auto file_name = request.text();
  if (!request.done()) return false;
  const auto* plugin = plugins_.find(dialect);
  WireWriter out;
  put(out, plugin == nullptr ? Partner::Recognition{} : call_recognise(*plugin->partner, head, file_name));
  return channel_.send(FrameKind::recognition, out.take()) == Passed::yes;
}

bool Worker::slice(WireReader& request) {
  allow_cpu(static_cast<unsigned>(request.number()));
  fhir::StreamOptions options;
  get(request, options);
  std::array<int, 2> files{};
  if (!request.done() || channel_.receive_files(files) != Passed::yes) return false;
  WireWriter out;
  put(out, call_slice(options, files[0], files[1]));
  for (const int file : files) ::close(file);
  return channel_.send(FrameKind::sliced, out.take()) == Passed::yes;
}

}  // namespace

int worker_main(int socket, const std::vector<std::string>& plugin_folders) {
  const Channel channel(socket);
  Frame frame;
  if (channel.receive(frame, kAnySize) != Passed::yes || frame.kind != FrameKind::start) return kExitProtocol;
  WireReader start(frame.body);
  Confinement confinement;
  confinement.parent = static_cast<pid_t>(start.number());
  confinement.max_memory_bytes = start.number();
  Plugins::Loading loading;
  for (auto n = start.count(8); n > 0; --n) loading.without.emplace(start.text());
  if (!start.done()) return kExitProtocol;
  if (!confine_process(confinement)) return 0;
  loading.before = [&](const std::string& folder) { channel.send(FrameKind::loading, folder); };
  Worker worker(channel, Plugins::load(plugin_folders, loading));
  formats::start_xml();
  formats::start_archives();
  if (!worker.report_ready(confine_code())) return 0;
  for (;;) {
    if (channel.receive(frame, kAnySize) != Passed::yes) return 0;
    if (!worker.answer(frame)) return kExitProtocol;
  }
}

}  // namespace caseway::host
