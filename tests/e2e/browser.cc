#include "e2e/browser.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "crypto/digest.h"
#include "transport/raw_client.h"

namespace caseway::e2e {

namespace {

std::string quoted(const std::string& text) {
  rapidjson::StringBuffer out;
  rapidjson::Writer<rapidjson::StringBuffer> writer(out);
  writer.String(text.c_str());
  return out.GetString();
}

rapidjson::Document parsed(const std::string& text) {
  rapidjson::Document document;
  document.Parse(text.c_str());
  if (!document.IsObject() || !document.HasMember("value")) throw std::runtime_error("chromedriver does not answer");
  return document;
}

std::string capabilities(const Browser::Look& look) {
  std::string args = R"("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=)" +
                     std::to_string(look.width) + "," + std::to_string(look.height) + "\"";
  if (look.dark) args += R"(, "--force-dark-mode", "--blink-settings=preferredColorScheme=0")";
  return R"({"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:loggingPrefs": {"browser": "ALL"}, "goog:chromeOptions": {"binary": "/usr/bin/chromium", "args": [)" +
         args + "]}}}}";
}

}  // namespace

Browser::Browser() : Browser(Look{}) {}

Browser::Browser(Look look) {
  const auto folder = std::filesystem::path(CASEWAY_BUILD_DIR) / "tests" / "e2e";
  std::filesystem::create_directories(folder);
  driver_ = std::make_unique<Child>(std::vector<std::string>{"chromedriver", "--port=0"}, folder / "chromedriver.log");
  const std::string port = driver_->wait_for("started successfully on port ");
  if (port.empty()) return;
  port_ = static_cast<std::uint16_t>(std::stoi(port));
  const auto answer = parsed(call("POST", "/session", capabilities(look)));
  if (answer["value"].HasMember("sessionId")) session_ = std::string("/session/") + answer["value"]["sessionId"].GetString();
}

Browser::~Browser() {
  if (started()) call("DELETE", session_, "");
}

std::string Browser::call(const std::string& method, const std::string& path, const std::string& body) {
  http::RawClient client(port_);
  client.send(method + " " + path + " HTTP/1.1\r\nHost: localhost:" + std::to_string(port_) +
              "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
  return client.answer(std::chrono::seconds(60)).body;
}

void Browser::open(const std::string& url) { call("POST", session_ + "/url", R"({"url": )" + quoted(url) + "}"); }

std::string Browser::run(const std::string& script) {
  const std::string wrapped =
      "const done = arguments[0]; (async () => {" + script + "\n})().then((v) => done('ok' + String(v)), (e) => done('no' + e));";
  const auto answer = parsed(call("POST", session_ + "/execute/async", R"({"script": )" + quoted(wrapped) + R"(, "args": []})"));
  const std::string value = answer["value"].IsString() ? answer["value"].GetString() : "no answer";
  if (!value.starts_with("ok")) throw std::runtime_error("in the page: " + value.substr(2));
  return value.substr(2);
}

bool Browser::becomes_true(const std::string& expression) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (std::chrono::steady_clock::now() < deadline) {
    if (run("return " + expression) == "true") return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

std::string Browser::element(const std::string& css) {
  const auto answer = parsed(call("POST", session_ + "/element", R"({"using": "css selector", "value": )" + quoted(css) + "}"));
  if (!answer["value"].IsObject() || answer["value"].HasMember("error")) throw std::runtime_error("no element " + css);
  return answer["value"].MemberBegin()->value.GetString();
}

void Browser::type_into(const std::string& css, const std::string& text) {
  call("POST", session_ + "/element/" + element(css) + "/value", R"({"text": )" + quoted(text) + "}");
}

void Browser::press(const std::string& keys) {
  const auto answer = parsed(call("GET", session_ + "/element/active", ""));
  const std::string active = answer["value"].MemberBegin()->value.GetString();
  call("POST", session_ + "/element/" + active + "/value", R"({"text": )" + quoted(keys) + "}");
}

void Browser::click(const std::string& css) { call("POST", session_ + "/element/" + element(css) + "/click", "{}"); }

void Browser::screenshot(const std::filesystem::path& file) {
  const auto answer = parsed(call("GET", session_ + "/screenshot", ""));
  std::string png;
  if (!answer["value"].IsString() || !crypto::from_base64(answer["value"].GetString(), png)) throw std::runtime_error("no screenshot");
  std::ofstream(file, std::ios::binary) << png;
}

}  // namespace caseway::e2e
