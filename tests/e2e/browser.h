// A headless Chromium, driven through chromedriver's WebDriver protocol (https://www.w3.org/TR/webdriver2/), plain HTTP and JSON.
#pragma once

#include <memory>
#include <string>

#include "e2e/served_gateway.h"

namespace caseway::e2e {

class Browser {
 public:
  struct Look {
    int width = 1280;
    int height = 1000;
    bool dark = false;
  };
  Browser();  // plain, on a wide window
  explicit Browser(Look look);
  ~Browser();

  bool started() const { return !session_.empty(); }
  void open(const std::string& url);
  // Runs the body of an async function in the page and gives back what it returns, as text; throws std::runtime_error when it throws.
  std::string run(const std::string& script);
  // Repeats run("return " + expression) until it is "true", for 10 s at most.
  bool becomes_true(const std::string& expression);
  void type_into(const std::string& css, const std::string& text);  // real key strokes; on a file input: the path of a file
  void press(const std::string& keys);                              // on whatever has the focus
  void click(const std::string& css);
  void screenshot(const std::filesystem::path& file);  // PNG

 private:
  std::string element(const std::string& css);
  std::string call(const std::string& method, const std::string& path, const std::string& body);
  std::unique_ptr<Child> driver_;
  std::uint16_t port_ = 0;
  std::string session_;
};

}  // namespace caseway::e2e
