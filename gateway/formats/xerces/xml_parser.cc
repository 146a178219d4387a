#include "formats/xerces/xml_parser.h"

#include <string>
#include <utility>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/internal/XMLScannerResolver.hpp>
#include <xercesc/util/XMLUni.hpp>

#include "formats/encoding.h"
#include "formats/xerces/xml_errors.h"

namespace caseway::formats {
namespace {

constexpr std::string_view kXmlnsUri = "http://www.w3.org/2000/xmlns/";  // https://www.w3.org/TR/xml-names/#ns-decl

std::size_t length_of(const XMLCh* text) { return std::char_traits<char16_t>::length(text); }

bool is_declaration(std::string_view qualified) { return qualified == "xmlns" || qualified.starts_with("xmlns:"); }

// As written. Xerces puts a name with a prefix together anew each time it is asked.
const XMLCh* name_of(const xercesc::XMLAttr& attribute) { return *attribute.getPrefix() == 0 ? attribute.getName() : attribute.getQName(); }

}  // namespace

XmlParser::XmlParser()
    : grammars_(std::make_unique<xercesc::GrammarResolver>(nullptr)),
      scanner_(xercesc::XMLScannerResolver::resolveScanner(xercesc::XMLUni::fgWFXMLScanner, this, nullptr, this, this, nullptr, grammars_.get())) {
  scanner_->setURIStringPool(grammars_->getStringPool());
  scanner_->setDoNamespaces(true);
  scanner_->setDoSchema(false);
  scanner_->setValidationScheme(xercesc::XMLScanner::Val_Never);
  scanner_->setExitOnFirstFatal(true);
  scanner_->setDisallowDTD(true);
  scanner_->setLoadExternalDTD(false);
  scanner_->setLoadSchema(false);
  scanner_->setDisableDefaultEntityResolution(true);
}

XmlParser::~XmlParser() = default;

bool XmlParser::parse(std::string_view text, XmlHandler& handler, const Limits& limits, Issues& issues) {
  handler_ = &handler;
  limits_ = &limits;
  issues_ = &issues;
  names_.clear();
  open_.clear();
  namespaces_ = 0;
  nodes_ = 0;
  in_text_ = false;
  next_ = {1, 1};
  xercesc::MemBufInputSource source(reinterpret_cast<const XMLByte*>(text.data()), text.size(), "document", false);
  source.setEncoding(xercesc::XMLUni::fgUTF8EncodingString);
  source.setCopyBufToStream(false);
  try {
    scanner_->scanDocument(source);
  } catch (const Stop&) {
    return false;
  }
  return true;
}

void XmlParser::startElement(const xercesc::XMLElementDecl& element, unsigned uri, const XMLCh*,
                             const xercesc::RefVectorOf<xercesc::XMLAttr>& attributes, XMLSize_t count, bool is_empty, bool) {
  const XmlNames::Name known = names_.element(element);
  const XmlName name{names_.uri(*scanner_, uri), known.local, known.qualified};
  check_start(count, name);
  open_.push_back({name, 0});
  take_attributes(attributes, count);
  if (!handler_->start_element(name, attributes_, next_)) throw Stop{};
  moved();
  if (is_empty) close();
}

void XmlParser::endElement(const xercesc::XMLElementDecl&, unsigned, bool, const XMLCh*) {
  close();
  moved();
}

void XmlParser::close() {
  const Open closed = open_.back();
  open_.pop_back();
  namespaces_ -= closed.namespaces;
  if (!handler_->end_element(closed.name)) throw Stop{};
}

void XmlParser::check_start(std::size_t attributes, const XmlName& name) {
  if (open_.size() >= limits_->depth) {
    refuse("limit.depth", "Elements are nested more than " + std::to_string(limits_->depth) + " deep.");
  }
  if (attributes > limits_->attributes) {
    refuse("limit.attributes", "An element has more than " + std::to_string(limits_->attributes) + " attributes.");
  }
  if (name.qualified.size() > limits_->name_bytes) {
    refuse("limit.name_bytes", "A name has more than " + std::to_string(limits_->name_bytes) + " bytes.");
  }
  count_nodes(1 + attributes);
}

void XmlParser::take_attributes(const xercesc::RefVectorOf<xercesc::XMLAttr>& attributes, std::size_t count) {
  attributes_.clear();
  lengths_.clear();
  if (count == 0) return;
  std::size_t units = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const xercesc::XMLAttr& attribute = *attributes.elementAt(i);
    lengths_.push_back(length_of(name_of(attribute)));
    lengths_.push_back(length_of(attribute.getValue()));
    units += lengths_[2 * i] + lengths_[2 * i + 1];
  }
  if (buffer_.size() < units * 3) buffer_.resize(units * 3);
  char* at = buffer_.data();
  const auto write = [&](const XMLCh* text, std::size_t length) {
    char* const start = at;
    at = write_utf8(at, text, length);
    return std::string_view(start, static_cast<std::size_t>(at - start));
  };
  for (std::size_t i = 0; i < count; ++i) {
    const xercesc::XMLAttr& attribute = *attributes.elementAt(i);
    const std::string_view qualified = write(name_of(attribute), lengths_[2 * i]);
    const std::size_t prefix = *attribute.getPrefix() == 0 ? 0 : qualified.find(':') + 1;
    if (qualified.size() > limits_->name_bytes) {
      refuse("limit.name_bytes", "A name has more than " + std::to_string(limits_->name_bytes) + " bytes.");
    }
    const bool declares = is_declaration(qualified);
    const std::string_view ns = declares ? kXmlnsUri : names_.uri(*scanner_, attribute.getURIId());
    attributes_.push_back({{ns, qualified.substr(prefix), qualified}, write(attribute.getValue(), lengths_[2 * i + 1])});
    check_text(attributes_.back().value.size());
    if (!declares) continue;
    if (attributes_.back().value.size() > limits_->name_bytes) {
      refuse("limit.name_bytes", "The address of a namespace has more than " + std::to_string(limits_->name_bytes) + " bytes.");
    }
    ++open_.back().namespaces;
    if (++namespaces_ > limits_->namespaces) {
      refuse("limit.namespaces", "More than " + std::to_string(limits_->namespaces) + " namespaces are declared at once.");
    }
  }
}

void XmlParser::docCharacters(const XMLCh* chars, XMLSize_t length, bool) {
  if (open_.empty()) return moved();
  if (!std::exchange(in_text_, true)) {
    count_nodes(1);
    run_bytes_ = 0;
  }
  if (buffer_.size() < length * 3) buffer_.resize(length * 3);
  const char* const end = write_utf8(buffer_.data(), chars, length);
  const std::string_view piece(buffer_.data(), static_cast<std::size_t>(end - buffer_.data()));
  check_text(run_bytes_ += piece.size());
  if (!handler_->text(piece, next_)) throw Stop{};
  const bool in_text = in_text_;
  moved();
  in_text_ = in_text;
}

void XmlParser::docComment(const XMLCh* comment) {
  const std::size_t length = length_of(comment);
  if (buffer_.size() < length * 3) buffer_.resize(length * 3);
  const char* const end = write_utf8(buffer_.data(), comment, length);
  if (!open_.empty() && !handler_->comment({buffer_.data(), static_cast<std::size_t>(end - buffer_.data())})) throw Stop{};
  moved();
}

void XmlParser::docPI(const XMLCh*, const XMLCh*) { moved(); }
void XmlParser::ignorableWhitespace(const XMLCh*, XMLSize_t, bool) { moved(); }
void XmlParser::XMLDecl(const XMLCh*, const XMLCh*, const XMLCh*, const XMLCh*) { moved(); }

void XmlParser::error(unsigned code, const XMLCh*, ErrTypes type, const XMLCh*, const XMLCh*, const XMLCh*, XMLFileLoc line, XMLFileLoc column) {
  if (type == ErrType_Warning) return;
  next_ = {static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(column)};
  refuse("xml.not_well_formed", std::string(xml_error_sentence(code)));
}

xercesc::InputSource* XmlParser::resolveEntity(xercesc::XMLResourceIdentifier*) {
  refuse("xml.doctype", "The document refers to something outside itself; nothing else is ever opened.");
}

void XmlParser::count_nodes(std::size_t nodes) {
  nodes_ += nodes;
  if (nodes_ > limits_->nodes) {
    refuse("limit.nodes", "The document has more than " + std::to_string(limits_->nodes) + " elements, attributes and texts. Send it in parts.");
  }
}

void XmlParser::check_text(std::size_t bytes) {
  if (bytes > limits_->string_bytes) {
    refuse("limit.string_bytes", "A text has more than " + std::to_string(limits_->string_bytes) + " bytes. Send it as a file of its own.");
  }
}

void XmlParser::moved() {
  in_text_ = false;
  const xercesc::XMLReader* const reader = scanner_->getReaderMgr()->getCurrentReader();  // the document's: there are no entities
  if (reader == nullptr) return;                                                          // behind the end
  next_ = {static_cast<std::uint32_t>(reader->getLineNumber()), static_cast<std::uint32_t>(reader->getColumnNumber())};
}

void XmlParser::refuse(const char* id, std::string text) {
  issues_->add(Severity::fatal, id, {{}, next_.line, next_.column}, std::move(text));
  throw Stop{};
}

}  // namespace caseway::formats
