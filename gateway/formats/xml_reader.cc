#include "formats/xml_reader.h"

#include <algorithm>
#include <memory>
#include <string>

#include "formats/xml_engine.h"
#include "formats/xml_prolog.h"

namespace caseway::formats {
namespace {

constexpr std::size_t kCrowded = 1000;  // attributes; the exact limit is checked in the parser, which is too late for hundreds of thousands

// One per thread, for many documents one after the other.
XmlEngine& engine() {
  thread_local const std::unique_ptr<XmlEngine> mine = new_xml_engine();
  return *mine;
}

struct Turn {
  explicit Turn(bool& busy) : busy_(busy) { busy_ = true; }
  ~Turn() { busy_ = false; }
  bool& busy_;
};

bool refuse(Issues& issues, std::string id, Position at, std::string text) {
  issues.add(Severity::fatal, std::move(id), {{}, at.line, at.column}, std::move(text));
  return false;
}

}  // namespace

bool read_xml(std::string_view bytes, XmlHandler& handler, const Limits& limits, std::size_t Limits::*max_bytes, Issues& issues) {
  if (bytes.size() > limits.*max_bytes) {
    return refuse(issues, limit_id(max_bytes), {}, "The document has more than " + std::to_string(limits.*max_bytes) + " bytes. Send it in parts.");
  }
  std::string decoded;
  std::string_view text;
  if (!open_xml(bytes, decoded, text, issues)) return false;
  const std::size_t crowded = find_crowded_tag(text, std::max(limits.attributes, kCrowded));
  if (crowded != std::string_view::npos) {
    return refuse(issues, "limit.attributes", position_of(text, crowded),
                  "An element has more than " + std::to_string(limits.attributes) + " attributes.");
  }
  thread_local bool busy = false;
  if (busy) return new_xml_engine()->parse(text, handler, limits, issues);  // called from within a handler: a document in a document
  const Turn turn(busy);
  return engine().parse(text, handler, limits, issues);
}

void start_xml() { engine(); }

}  // namespace caseway::formats
