#include "bench/fhir_floors.h"

#include <rapidjson/reader.h>

#include <array>
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

// What stands for a character in an XML attribute; nullptr: itself.
constexpr std::array<const char*, 256> kEscapes = [] {
  std::array<const char*, 256> table{};
  table['&'] = "&amp;";
  table['<'] = "&lt;";
  table['"'] = "&quot;";
  table['\n'] = "&#10;";
  table['\t'] = "&#9;";
  table['\r'] = "&#13;";
  return table;
}();

class XmlShape : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, XmlShape> {
 public:
  explicit XmlShape(std::string& out) : out_(out) {}

  bool Null() { return true; }
  bool Bool(bool truth) { return truth ? value("true", 4) : value("false", 5); }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) { return value(text, length); }
  bool String(const char* text, rapidjson::SizeType length, bool) { return value(text, length); }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    key_.assign(text, length);
    return true;
  }
  bool StartObject() {
    out_.append(1, '<').append(key_).append(1, '>');
    open_.emplace_back(names_.size());
    names_ += key_;
    return true;
  }
  bool EndObject(rapidjson::SizeType) {
    key_.assign(names_, open_.back());  // the next item of the array has the same name
    names_.resize(open_.back());
    open_.pop_back();
    out_.append("</").append(key_).append(1, '>');
    return true;
  }
  bool StartArray() { return true; }
  bool EndArray(rapidjson::SizeType) { return true; }

 private:
  bool value(const char* text, std::size_t length) {
    out_.append(1, '<').append(key_).append(" value=\"");
    const char* const end = text + length;
    for (const char* from = text;; ++text) {
      const char* const escape = text == end ? "" : kEscapes[static_cast<unsigned char>(*text)];
      if (!escape) continue;
      out_.append(from, text);
      if (text == end) break;
      out_ += escape;
      from = text + 1;
    }
    out_ += "\"/>";
    return true;
  }

  std::string& out_;
  std::string key_ = "root";
  std::string names_;  // of the open elements, one behind the other
  std::vector<std::size_t> open_;
};

// What is read is never longer in UTF-8 than it was in the document.
class Transcoding : public xercesc::DefaultHandler {
 public:
  explicit Transcoding(char* out) : out_(out) {}

  void startElement(const XMLCh* const, const XMLCh* const local, const XMLCh* const, const xercesc::Attributes& attributes) override {
    append(local, xercesc::XMLString::stringLen(local));
    for (XMLSize_t i = 0; i < attributes.getLength(); ++i) {
      append(attributes.getLocalName(i), xercesc::XMLString::stringLen(attributes.getLocalName(i)));
      append(attributes.getValue(i), xercesc::XMLString::stringLen(attributes.getValue(i)));
    }
  }
  void characters(const XMLCh* const text, const XMLSize_t length) override { append(text, length); }
  const char* end() const { return out_; }

 private:
  void append(const XMLCh* text, XMLSize_t length) {
    const XMLCh* const end = text + length;
    char* out = out_;
    while (text < end) {
      char32_t c = *text++;
      if (c < 0x80) {
        *out++ = static_cast<char>(c);
        continue;
      }
      if ((c & 0xFC00) == 0xD800 && text < end) c = 0x10000 + ((c & 0x3FF) << 10) + (*text++ & 0x3FF);
      const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
      *out++ = static_cast<char>((0xF0 << (3 - more)) | (c >> (6 * more)));
      for (int i = more - 1; i >= 0; --i) *out++ = static_cast<char>(0x80 | ((c >> (6 * i)) & 0x3F));
    }
    out_ = out;
  }
  char* out_;
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
  out.resize(xml.size());
  Transcoding handler(out.data());
  reader->setContentHandler(&handler);
  const xercesc::MemBufInputSource source(reinterpret_cast<const XMLByte*>(xml.data()), xml.size(), "floor");
  reader->parse(source);
  return static_cast<std::size_t>(handler.end() - out.data());
}

}  // namespace caseway::bench
