// Xerces' well-formedness scanner with namespaces, hardened, as events of ours: the XmlEngine of libcaseway-xml.so.
//
//   Xerces' scanner calls are the layer below its SAX2 reader: the same parser without a second dispatch, with "this element is empty" told,
//   and with the attributes' namespaces as numbers. The document is UTF-8 that xml_prolog.h has passed.
#pragma once

#include <memory>
#include <string_view>
#include <vector>
#include <xercesc/framework/XMLDocumentHandler.hpp>
#include <xercesc/framework/XMLEntityHandler.hpp>
#include <xercesc/framework/XMLErrorReporter.hpp>
#include <xercesc/internal/XMLScanner.hpp>
#include <xercesc/validators/common/GrammarResolver.hpp>

#include "caseway/limits.h"
#include "caseway/report.h"
#include "formats/xerces/xml_names.h"
#include "formats/xml_engine.h"

namespace caseway::formats {

// One per thread, for many documents one after the other.
class XmlParser final : public XmlEngine, xercesc::XMLDocumentHandler, xercesc::XMLErrorReporter, xercesc::XMLEntityHandler {
 public:
  XmlParser();
  ~XmlParser() override;
  bool parse(std::string_view text, XmlHandler& handler, const Limits& limits, Issues& issues) override;

 private:
  struct Stop {};  // thrown through Xerces to end a parse; the issue, if any, is there already
  struct Open {    // an element that is not yet closed
    XmlName name;
    std::uint32_t namespaces;  // declared by it
  };

  void startElement(const xercesc::XMLElementDecl& element, unsigned uri, const XMLCh* prefix,
                    const xercesc::RefVectorOf<xercesc::XMLAttr>& attributes, XMLSize_t count, bool is_empty, bool is_root) override;
  void endElement(const xercesc::XMLElementDecl& element, unsigned uri, bool is_root, const XMLCh* prefix) override;
  void docCharacters(const XMLCh* chars, XMLSize_t length, bool is_cdata) override;
  void docComment(const XMLCh* comment) override;
  void docPI(const XMLCh* target, const XMLCh* data) override;
  void ignorableWhitespace(const XMLCh* chars, XMLSize_t length, bool is_cdata) override;
  void XMLDecl(const XMLCh* version, const XMLCh* encoding, const XMLCh* standalone, const XMLCh* found_encoding) override;
  void startDocument() override {}
  void endDocument() override {}
  void resetDocument() override {}
  void startEntityReference(const xercesc::XMLEntityDecl&) override {}
  void endEntityReference(const xercesc::XMLEntityDecl&) override {}

  void error(unsigned code, const XMLCh* domain, ErrTypes type, const XMLCh* text, const XMLCh* system_id, const XMLCh* public_id, XMLFileLoc line,
             XMLFileLoc column) override;
  void resetErrors() override {}

  void startInputSource(const xercesc::InputSource&) override {}
  void endInputSource(const xercesc::InputSource&) override {}
  void resetEntities() override {}
  bool expandSystemId(const XMLCh*, xercesc::XMLBuffer&) override { return false; }
  xercesc::InputSource* resolveEntity(xercesc::XMLResourceIdentifier*) override;

  void take_attributes(const xercesc::RefVectorOf<xercesc::XMLAttr>& attributes, std::size_t count);
  void check_start(std::size_t attributes, const XmlName& name);
  void close();
  void count_nodes(std::size_t nodes);
  void check_text(std::size_t bytes);
  void moved();  // what comes next begins where the scanner stands now
  [[noreturn]] void refuse(const char* id, std::string text);

  std::unique_ptr<xercesc::GrammarResolver> grammars_;
  std::unique_ptr<xercesc::XMLScanner> scanner_;

  // Of the document at hand.
  XmlHandler* handler_ = nullptr;
  const Limits* limits_ = nullptr;
  Issues* issues_ = nullptr;
  XmlNames names_;
  std::vector<XmlAttribute> attributes_;
  std::vector<std::size_t> lengths_;  // of the attributes' names and values, in UTF-16 units
  std::vector<char> buffer_;          // the UTF-8 of one event
  std::vector<Open> open_;
  std::size_t namespaces_ = 0;
  std::size_t nodes_ = 0;
  bool in_text_ = false;       // the event before was text too: one run in several pieces
  std::size_t run_bytes_ = 0;  // of that run
  Position next_;
};

}  // namespace caseway::formats
