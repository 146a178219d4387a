// XML events as text, for tests: `<{uri}a x='1'>text</a>`, each optionally with its place.
#pragma once

#include <string>

#include "formats/xml_reader.h"

namespace caseway::formats {

class XmlRecorder : public XmlHandler {
 public:
  explicit XmlRecorder(bool places = false) : places_(places) {}
  bool start_element(const XmlName& name, std::span<const XmlAttribute> attributes, Position at) override {
    say_place(at);
    events += "<" + full(name);
    for (const XmlAttribute& attribute : attributes) events += " " + full(attribute.name) + "='" + std::string(attribute.value) + "'";
    events += ">";
    return name.local != stop_at;
  }
  bool end_element(const XmlName& name) override {
    events += "</" + std::string(name.qualified) + ">";
    return true;
  }
  bool text(std::string_view piece, Position at) override {
    say_place(at);
    events += piece;
    return true;
  }
  bool comment(std::string_view text) override {
    events += "<!--" + std::string(text) + "-->";
    return true;
  }

  std::string events;
  std::string stop_at;

 private:
  static std::string full(const XmlName& name) {
    return name.ns.empty() ? std::string(name.qualified) : "{" + std::string(name.ns) + "}" + std::string(name.qualified);
  }
  void say_place(Position at) {
    if (places_) events += "@" + std::to_string(at.line) + ":" + std::to_string(at.column) + " ";
  }
  bool places_;
};

}  // namespace caseway::formats
