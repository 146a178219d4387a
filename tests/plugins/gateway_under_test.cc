#include "plugins/gateway_under_test.h"

#include "fhir/codec.h"

namespace caseway::plugins_test {
namespace {

constexpr std::string_view kNow = "2026-11-21T20:00:00Z";  // the only clock of every case

Context context(const std::string& dialect, const GatewayUnderTest::Settings& settings) {
  Context context;
  context.now = kNow;
  context.id_seed = dialect;
  context.settings = settings;
  return context;
}

}  // namespace

const GatewayUnderTest& GatewayUnderTest::get() {
  static const GatewayUnderTest gateway;
  return gateway;
}

GatewayUnderTest::GatewayUnderTest()
    : plugins_(std::make_shared<host::Plugins>(host::Plugins::load({CASEWAY_BUILD_DIR "/plugins"}))),
      translator_(host::in_process(plugins_)),
      pipeline_(std::make_unique<exchange::Pipeline>(std::make_shared<settings::Settings>(), plugins_, host::in_process(plugins_))) {}

exchange::Journey GatewayUnderTest::translate(const std::string& from, const std::string& to, const std::vector<Part>& payload) const {
  exchange::Request request;
  request.payload = payload;
  request.from = from;
  request.to = to;
  request.now = kNow;
  request.detail = Detail::values;
  return pipeline_->translate(request);
}

host::ReadResult GatewayUnderTest::read(const std::string& dialect, const std::vector<Part>& payload, const Settings& settings) const {
  return translator_->read(dialect, context(dialect, settings), payload);
}

host::WriteResult GatewayUnderTest::write(const std::string& dialect, const std::vector<Document>& documents, const Settings& settings) const {
  auto how = context(dialect, settings);
  if (!documents.empty()) how.kind = documents.front().kind;
  return translator_->write(dialect, how, documents);
}

std::string as_json(const std::vector<Document>& documents) {
  std::string all;
  for (const auto& document : documents) {
    std::string one;
    Issues issues;
    fhir::write_json(document.tree, {}, issues, one);
    all += one + sentences(issues);
  }
  return all;
}

std::string joined(const std::vector<Part>& parts) {
  std::string all;
  for (const auto& part : parts) all += part.bytes;
  return all;
}

std::string sentences(const Issues& issues) {
  std::string all;
  for (const auto& issue : issues.all()) all += "\n  " + issue.id + " (" + issue.place.path + "): " + issue.text;
  return all;
}

}  // namespace caseway::plugins_test
