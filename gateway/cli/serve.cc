// caseway serve: the HTTP API and the page, until SIGTERM or Ctrl-C; then it drains.
#include <charconv>
#include <csignal>
#include <cstdio>
#include <iostream>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/gateway.h"
#include "transport/http/gateway_api.h"
#include "transport/http/server.h"

namespace caseway::cli {
namespace {

const Usage kServe{
    "caseway serve [--port N] [--config FILE]",
    "Serves the HTTP API and the page. Documents are read and written in worker processes. SIGTERM and Ctrl-C drain: no new connections,\n"
    "requests in flight are answered.",
    {{"port", "p", "N", "Another port than the configuration's; 0 lets the system choose."}, kConfigOption}};

std::uint16_t port_of(const std::string& text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size()) throw UsageError("--port is a number from 0 to 65535");
  return port;
}

// Blocks the signals in every thread that starts later, so that only the sigwait() of serve() takes them.
sigset_t block_stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

host::WorkerOptions worker_options(const settings::Settings& settings) {
  host::WorkerOptions options;
  options.program = program_path();
  options.plugin_folders = settings.plugin_folders;
  options.count = settings.workers.count;
  options.wall_timeout_ms = settings.workers.wall_timeout_ms;
  options.cpu_timeout_secs = settings.workers.cpu_timeout_secs;
  options.max_memory_bytes = settings.workers.max_memory_bytes;
  options.recycle_after_documents = settings.workers.recycle_after_documents;
  return options;
}

}  // namespace

int serve(const Words& words) {
  const Arguments arguments(kServe, words);
  if (arguments.has("help")) return std::fputs(help_text(kServe).c_str(), stdout), kOk;
  refuse_operands(arguments, "caseway serve");
  const auto settings = load_settings(arguments);
  auto http = settings->http;
  if (arguments.has("port")) http.port = port_of(arguments.get("port"));
  const auto signals = block_stop_signals();
  const exchange::Pipeline pipeline(settings, survey_plugins(*settings), host::in_workers(worker_options(*settings)), open_validator(*settings, {}));
  for (const auto& [partner, why] : pipeline.unavailable()) std::fprintf(stderr, "not available: %s\n", why.c_str());
  http::GatewayApi api(pipeline, http, std::clog);
  http::Server server(http, api);
  std::printf("listening on %s://%s:%u\n", http.tls_certificate.empty() ? "http" : "https", http.address.c_str(), server.port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  api.draining();
  server.stop();
  std::puts("drained, stopped");
  return kOk;
}

}  // namespace caseway::cli
