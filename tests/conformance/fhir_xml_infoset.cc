#include "conformance/fhir_xml_infoset.h"

#include <expat.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace caseway::conformance {

namespace {

constexpr std::string_view kFhir = "http://hl7.org/fhir ";
constexpr std::string_view kDiv = "http://www.w3.org/1999/xhtml div";

struct Builder {
  XmlElement root;
  std::vector<XmlElement*> open{&root};
};

void start(void* data, const char* name, const char** attributes) {
  auto& builder = *static_cast<Builder*>(data);
  XmlElement& element = builder.open.back()->content.emplace_back();
  element.name = name;
  for (; *attributes != nullptr; attributes += 2) {
    if (std::string_view(attributes[0]).find("schemaLocation") != std::string_view::npos) continue;
    element.attributes.push_back(std::string(attributes[0]) + "=\"" + attributes[1] + "\"");
  }
  std::sort(element.attributes.begin(), element.attributes.end());
  builder.open.push_back(&element);
}

void end(void* data, const char*) { static_cast<Builder*>(data)->open.pop_back(); }

void text(void* data, const char* text, int length) {
  auto& content = static_cast<Builder*>(data)->open.back()->content;
  if (content.empty() || !content.back().name.empty()) content.emplace_back();
  content.back().text.append(text, static_cast<std::size_t>(length));
}

bool is_fhir(const XmlElement& element, std::string_view local) { return element.name == std::string(kFhir).append(local); }

bool is_test_tag(const XmlElement& element) {
  if (!is_fhir(element, "security") && !is_fhir(element, "tag")) return false;
  return std::any_of(element.content.begin(), element.content.end(), [](const XmlElement& child) {
    return is_fhir(child, "code") && child.attributes == std::vector<std::string>{"value=\"HTEST\""};
  });
}

void append_xhtml(const XmlElement& element, std::string& out) {
  if (element.name.empty()) {
    out += element.text;
    return;
  }
  out += '<' + element.name;
  for (const std::string& attribute : element.attributes) out += ' ' + attribute;
  out += '>';
  for (const XmlElement& child : element.content) append_xhtml(child, out);
  out += "</>";
}

void append(const XmlElement& element, const std::string& path, std::string& out, std::vector<std::string>& divs) {
  if (element.name == kDiv) {
    append_xhtml(element, divs.emplace_back());
    return;
  }
  if (element.name.empty()) {
    if (element.text.find_first_not_of(" \t\r\n") != std::string::npos) out += path + " text " + element.text + "\n";
    return;
  }
  const std::string here = path + "/" + element.name;
  out += here;
  for (const std::string& attribute : element.attributes) out += ' ' + attribute;
  out += '\n';
  for (const XmlElement& child : element.content) append(child, here, out, divs);
}

}  // namespace

XmlElement parse_xml(std::string_view bytes) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreateNS(nullptr, ' '), XML_ParserFree);
  Builder builder;
  XML_SetUserData(parser.get(), &builder);
  XML_SetElementHandler(parser.get(), start, end);
  XML_SetCharacterDataHandler(parser.get(), text);
  if (XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()), 1) != XML_STATUS_OK) {
    throw std::runtime_error(XML_ErrorString(XML_GetErrorCode(parser.get())));
  }
  return std::move(builder.root.content.front());
}

void drop_test_tags(XmlElement& element) {
  const auto is_blank = [](const XmlElement& e) { return e.name.empty(); };
  for (XmlElement& child : element.content) {
    drop_test_tags(child);
    if (is_fhir(child, "meta")) std::erase_if(child.content, is_test_tag);
  }
  std::erase_if(element.content,
                [&](const XmlElement& child) { return is_fhir(child, "meta") && std::all_of(child.content.begin(), child.content.end(), is_blank); });
}

std::string canonical(const XmlElement& element, std::vector<std::string>& divs) {
  std::string out;
  append(element, {}, out, divs);
  return out;
}

std::string canonical_div(std::string_view div) {
  std::string out;
  append_xhtml(parse_xml(div), out);
  return out;
}

std::string without_layout(std::string_view canonical_div) {
  std::string out;
  for (const char c : canonical_div) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  std::string tight;  // blanks beside a tag are layout too
  for (std::size_t i = 0; i < out.size(); ++i) {
    const bool beside = out[i] == ' ' && ((i > 0 && out[i - 1] == '>') || (i + 1 < out.size() && out[i + 1] == '<'));
    if (!beside) tight += out[i];
  }
  return tight;
}

}  // namespace caseway::conformance
