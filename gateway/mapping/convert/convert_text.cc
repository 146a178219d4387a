// Texts, codes and the converters' common ground. The text converters here are their own inverse unless they say otherwise.
#include "mapping/convert/convert.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

Converter::~Converter() = default;
bool Converter::read_text(std::string_view, std::string&) const { return false; }
bool Converter::write_text(std::string_view, std::string&) const { return false; }
bool Converter::read_element(XmlReading&, std::uint32_t, Target&) const { return false; }
bool Converter::write_element(XmlWriting&, std::uint32_t, Element) const { return false; }
std::string Converter::example(std::uint32_t n) const { return "text " + std::to_string(n); }

namespace {

class Text : public Converter {
 public:
  bool is_prose() const override { return true; }
  bool stands(std::string_view) const override { return true; }
  bool read_text(std::string_view theirs, std::string& ours) const override {
    ours = theirs;
    return true;
  }
  bool write_text(std::string_view ours, std::string& theirs) const override {
    theirs = ours;
    return true;
  }
};

// A token: FHIR's code, uri and id have no white space around them.
class Token : public Converter {
 public:
  explicit Token(std::string_view xsi_type = {}) : xsi_type_(xsi_type) {}
  std::string_view xsi_type() const override { return xsi_type_; }
  bool identifies() const override { return true; }
  bool stands(std::string_view theirs) const override { return is_token(theirs); }
  bool read_text(std::string_view theirs, std::string& ours) const override {
    ours = trimmed(theirs);
    return is_token(ours);
  }
  bool write_text(std::string_view ours, std::string& theirs) const override {
    theirs = ours;
    return true;
  }
  std::string_view issue() const override { return "mapping.token.bad"; }
  std::string forms() const override { return "one word without spaces"; }
  std::string example(std::uint32_t n) const override { return "token-" + std::to_string(n); }

 private:
  std::string_view xsi_type_;
};

// yes, y, true, t, 1 and no, n, false, f, 0 in any case; written as Yes and No.
class YesNo : public Converter {
 public:
  bool read_text(std::string_view theirs, std::string& ours) const override {
    std::string word;
    for (const char c : trimmed(theirs)) word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool yes = word == "yes" || word == "y" || word == "true" || word == "t" || word == "1";
    const bool no = word == "no" || word == "n" || word == "false" || word == "f" || word == "0";
    ours = yes ? "true" : "false";
    return yes || no;
  }
  bool write_text(std::string_view ours, std::string& theirs) const override {
    theirs = ours == "true" ? "Yes" : "No";
    return ours == "true" || ours == "false";
  }
  std::string_view issue() const override { return "mapping.yes_no.bad"; }
  std::string forms() const override { return "yes or no"; }
  std::string example(std::uint32_t n) const override { return n % 2 == 0 ? "Yes" : "No"; }
};

class Boolean : public Converter {
 public:
  bool read_text(std::string_view theirs, std::string& ours) const override {
    ours = trimmed(theirs);
    return ours == "true" || ours == "false";
  }
  bool write_text(std::string_view ours, std::string& theirs) const override {
    theirs = ours;
    return true;
  }
  std::string_view issue() const override { return "mapping.yes_no.bad"; }
  std::string forms() const override { return "true or false"; }
  std::string example(std::uint32_t n) const override { return n % 2 == 0 ? "true" : "false"; }
};

// A phone number stays as it is written; what holds no digit is none.
class Phone : public Text {
 public:
  bool is_prose() const override { return false; }
  bool identifies() const override { return true; }
  bool stands(std::string_view theirs) const override { return theirs.find_first_of("0123456789") != std::string_view::npos; }
  bool read_text(std::string_view theirs, std::string& ours) const override {
    ours = trimmed(theirs);
    return stands(ours);
  }
  std::string_view issue() const override { return "mapping.phone.bad"; }
  std::string forms() const override { return "a number with digits, as 555-0100"; }
  std::string example(std::uint32_t n) const override { return "555-01" + std::to_string(10 + n % 90); }
};

}  // namespace

std::shared_ptr<const Converter> text_converter(std::string_view name) {
  if (name == "text" || name == "codeable" || name == "list" || name == "reference-display" || name == "st" || name == "name" || name == "address")
    return std::make_shared<Text>();
  if (name == "code" || name == "uri" || name == "id") return std::make_shared<Token>();
  if (name == "code-cd") return std::make_shared<Token>("CD");
  if (name == "yes-no") return std::make_shared<YesNo>();
  if (name == "boolean" || name == "bl") return std::make_shared<Boolean>();
  if (name == "phone") return std::make_shared<Phone>();
  return nullptr;
}

}  // namespace caseway::mapping
