#include "bench/fhir_floors.h"

#include <rapidjson/reader.h>

#include <memory>
#include <vector>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/sax2/Attributes.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/sax2/SAX2XMLReader.hpp>
#include <xercesc/sax2/XMLReaderFactory.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/XMLUni.hpp>

namespace caseway::bench {

namespace {

struct XmlShape : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, XmlShape> {
  explicit XmlShape(std::string& out) : out_(out) {}

  void escaped(const char* text, std::size_t length) {
    for (std::size_t i = 0; i < length; ++i) {
      switch (text[i]) {
        case '&':
          out_ += "&amp;";
          break;
        case '<':
          out_ += "&lt;";
          break;
        case '"':
          out_ += "&quot;";
          break;
        case '\n':
          out_ += "&#10;";
          break;
        case '\t':
          out_ += "&#9;";
          break;
        case '\r':
          out_ += "&#13;";
          break;
        default:
          out_ += text[i];
      }
    }
  }
  bool value(const char* text, std::size_t length) {
    out_.append("<").append(key_).append(" value=\"");
    escaped(text, length);
    out_ += "\"/>";
    return true;
  }
  bool start() {
    out_.append("<").append(key_).append(">");
    open_.push_back(key_);
    return true;
  }
  bool end() {
    out_.append("</").append(open_.back()).append(">");
    open_.pop_back();
    return true;
  }
  bool Null() { return true; }
  bool Bool(bool b) { return b ? value("true", 4) : value("false", 5); }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) { return value(text, length); }
  bool String(const char* text, rapidjson::SizeType length, bool) { return value(text, length); }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    key_.assign(text, length);
    return true;
  }
  bool StartObject() { return start(); }
  bool EndObject(rapidjson::SizeType) { return end(); }
  bool StartArray() { return true; }
  bool EndArray(rapidjson::SizeType) { return true; }

  std::string& out_;
  std::string key_ = "root";
  std::vector<std::string> open_;
};

class Transcoding : public xercesc::DefaultHandler {
 public:
  explicit Transcoding(std::string& out) : out_(out) {}

  void startElement(const XMLCh* const, const XMLCh* const local, const XMLCh* const, const xercesc::Attributes& attributes) override {
    append(local, xercesc::XMLString::stringLen(local));
    for (XMLSize_t i = 0; i < attributes.getLength(); ++i) {
      append(attributes.getLocalName(i), xercesc::XMLString::stringLen(attributes.getLocalName(i)));
      append(attributes.getValue(i), xercesc::XMLString::stringLen(attributes.getValue(i)));
    }
  }
  void characters(const XMLCh* const text, const XMLSize_t length) override { append(text, length); }

 private:
  void append(const XMLCh* text, XMLSize_t length) {
    for (XMLSize_t i = 0; i < length; ++i) {
      const char32_t c = text[i];
      if (c < 0x80) {
        out_ += static_cast<char>(c);
      } else if (c < 0x800) {
        out_ += static_cast<char>(0xC0 | (c >> 6));
        out_ += static_cast<char>(0x80 | (c & 0x3F));
      } else {
        out_ += static_cast<char>(0xE0 | (c >> 12));
        out_ += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out_ += static_cast<char>(0x80 | (c & 0x3F));
      }
    }
  }
  std::string& out_;
};

}  // namespace

std::size_t rapidjson_to_xml_text(const std::string& json, std::string& out) {
  out.clear();
  XmlShape handler(out);
  rapidjson::Reader reader;
  rapidjson::StringStream stream(json.c_str());
  reader.Parse<rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag>(stream, handler);
  return out.size();
}

std::size_t xerces_to_utf8(std::string_view xml, std::string& out) {
  static const bool started = (xercesc::XMLPlatformUtils::Initialize(), true);
  static_cast<void>(started);
  static const std::unique_ptr<xercesc::SAX2XMLReader> reader(xercesc::XMLReaderFactory::createXMLReader());
  reader->setProperty(xercesc::XMLUni::fgXercesScannerName, const_cast<XMLCh*>(xercesc::XMLUni::fgWFXMLScanner));
  out.clear();
  Transcoding handler(out);
  reader->setContentHandler(&handler);
  const xercesc::MemBufInputSource source(reinterpret_cast<const XMLByte*>(xml.data()), xml.size(), "floor");
  reader->parse(source);
  return out.size();
}

}  // namespace caseway::bench
