// JSON through the engine of xml_reading.h: the trees of formats/json_source.h, one for each document.
#include "formats/json_source.h"
#include "mapping/markup/xml_reading.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

using formats::XmlNode;

void XmlReading::read_json(const Part& part) {
  const formats::JsonShape shape{plan_.each_document, plan_.each_document ? plan_.root : std::string()};
  formats::read_json_records(part.bytes, shape, context_.limits, *context_.issues, [&](formats::JsonRecord record) {
    source_ = std::move(record.source);
    base_ = record.base;
    begin(record.text.size());
    if (base_ != XmlNode::kNone) {
      making_->open(plan_.roots);
      run(plan_.body, base_);
    } else {
      failed_ = true;  // a page of a list without any item
      context_.issues->add(Severity::warning, "mapping.records.none", source_->place(0), "this list has no item; there is nothing to read");
    }
    finish(record.text);
  });
}

// The text run of a member that is a single value; kNone for an object.
std::uint32_t XmlReading::text_run(std::uint32_t element) const {
  const auto& nodes = source_->nodes();
  return element + 1 < nodes[element].end && nodes[element + 1].kind == XmlNode::Kind::text ? element + 1 : XmlNode::kNone;
}

Partner::Recognition XmlReading::recognise_json(std::string_view head) {
  const formats::JsonShape shape{plan_.each_document, plan_.each_document ? plan_.root : std::string()};
  formats::JsonRecord first;
  if (plan_.recognise.empty() || !formats::read_json_head(head, shape, context_.limits, first) || first.base == XmlNode::kNone) return {};
  base_ = first.base;
  return recognise(std::move(first.source));
}

}  // namespace caseway::mapping
