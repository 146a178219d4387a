// The product's own path with the built plugins loaded: what `caseway translate` does, in this process and without a partner.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "exchange/pipeline.h"
#include "host/plugins.h"
#include "host/translator.h"

namespace caseway::plugins_test {

class GatewayUnderTest {
 public:
  static const GatewayUnderTest& get();  // loads the plugins once

  const host::Plugins& plugins() const { return *plugins_; }
  exchange::Journey translate(const std::string& from, const std::string& to, const std::vector<Part>& payload) const;

  // Settings as in a partner's configuration: {"audience", "people"}, {"form", "xlsx"}.
  using Settings = std::map<std::string, std::string>;
  host::ReadResult read(const std::string& dialect, const std::vector<Part>& payload, const Settings& settings = {}) const;
  host::WriteResult write(const std::string& dialect, const std::vector<Document>& documents, const Settings& settings = {}) const;

 private:
  GatewayUnderTest();
  std::shared_ptr<const host::Plugins> plugins_;
  std::unique_ptr<host::Translator> translator_;
  std::unique_ptr<exchange::Pipeline> pipeline_;
};

std::string as_json(const std::vector<Document>& documents);  // one after the other; equal texts mean equal documents
std::string joined(const std::vector<Part>& parts);
std::string sentences(const Issues& issues);

}  // namespace caseway::plugins_test
