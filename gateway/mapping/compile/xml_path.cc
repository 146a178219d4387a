// Paths of theirs in XML: `a/b/@c`, `text()`, `.`, predicates with and / or / not, `a[]` for all; and what writing makes of them.
#include "mapping/compile/compiler.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {
constexpr std::string_view kNameEnd = "/[]@()='\"!<> \t|,";

// In CDA one of these holds exactly one act or role: a group that selects what is inside repeats the holder.
constexpr std::string_view kHolders[] = {"entry",         "entryRelationship",
                                         "component",     "organizer",
                                         "participant",   "performer",
                                         "author",        "informant",
                                         "reference",     "documentationOf",
                                         "componentOf",   "relatedDocument",
                                         "recordTarget",  "informationRecipient",
                                         "authenticator", "legalAuthenticator",
                                         "dataEnterer",   "consumable",
                                         "specimen",      "precondition",
                                         "subject",       "product",
                                         "support",       "encounterParticipant",
                                         "authorization", "inFulfillmentOf",
                                         "location",      "assignedEntity"};
bool is_holder(std::string_view name) {
  for (const auto holder : kHolders)
    if (holder == name) return true;
  return false;
}
}  // namespace

class XmlPathParser {
 public:
  XmlPathParser(Compiler& compiler, std::string_view text, Position place) : compiler_(compiler), text_(text), place_(place) {}

  XmlPath whole_path() {
    auto made = path();
    skip_blanks();
    while (good_ && peek() == '|') {
      ++at_;
      made.otherwise.push_back(path());
      skip_blanks();
    }
    if (at_ < text_.size() && good_) wrong("`" + std::string(text_.substr(at_)) + "` is not understood here");
    return made;
  }
  XmlTest whole_test() {
    auto made = any();
    skip_blanks();
    if (at_ < text_.size() && good_) wrong("`" + std::string(text_.substr(at_)) + "` is not understood here");
    return made;
  }

 private:
  XmlPath path() {
    XmlPath made;
    skip_blanks();
    if (peek() == '.' && peek(1) != '.') {
      ++at_;
      if (peek() != '/') return made;
      ++at_;
    }
    while (good_) {
      if (made.all) {
        made.all = false;
        made.steps.back().repeats = true;
      }
      if (!made.steps.empty() && !made.to_element()) {
        wrong("nothing may follow an attribute or text()");
        break;
      }
      if (!step(made)) break;
      if (peek() != '/') break;
      ++at_;
    }
    return made;
  }

  bool step(XmlPath& made) {
    XmlStep step;
    if (peek() == '.' && peek(1) == '.') {
      at_ += 2;
      step.axis = XmlStep::Axis::parent;
      made.steps.push_back(std::move(step));
      return true;
    }
    if (json() && (peek() == '@' || text_.substr(at_, 6) == "text()")) {
      wrong("a path of json has members only, as in `a/b`");
      return false;
    }
    if (peek() == '@') {
      ++at_;
      step.axis = XmlStep::Axis::attribute;
    }
    if (json() && (peek() == '\'' || peek() == '"')) {
      step.name = compiler_.name_of(quoted(), place_, false);
      while (good_ && peek() == '[') bracket(step, made);
      made.steps.push_back(std::move(step));
      return good_;
    }
    const auto word = name();
    if (word == "text" && text_.substr(at_, 2) == "()") {
      at_ += 2;
      step.axis = XmlStep::Axis::text;
    } else if (word.empty() || word == "*") {
      wrong("an element, @attribute or text() is expected in `" + std::string(text_) + "`");
      return false;
    } else {
      step.name = compiler_.name_of(word, place_, step.axis == XmlStep::Axis::attribute);
    }
    while (good_ && peek() == '[') bracket(step, made);
    made.steps.push_back(std::move(step));
    return good_;
  }

  void bracket(XmlStep& step, XmlPath& made) {
    ++at_;
    skip_blanks();
    if (peek() == ']') {
      made.all = true;
    } else if (peek() >= '0' && peek() <= '9') {
      while (peek() >= '0' && peek() <= '9' && step.position < 1000000)
        step.position = step.position * 10 + static_cast<unsigned>(text_[at_++] - '0');
    } else {
      step.tests.push_back(any());
    }
    skip_blanks();
    if (peek() != ']')
      wrong("a `]` is missing in `" + std::string(text_) + "`");
    else
      ++at_;
  }

  XmlTest any() { return joined("or", XmlTest::Kind::any, &XmlPathParser::all); }
  XmlTest all() { return joined("and", XmlTest::Kind::all, &XmlPathParser::term); }
  XmlTest joined(std::string_view word, XmlTest::Kind kind, XmlTest (XmlPathParser::*part)()) {
    XmlTest first = (this->*part)();
    if (!take_word(word)) return first;
    XmlTest made;
    made.kind = kind;
    made.parts.push_back(std::move(first));
    do made.parts.push_back((this->*part)());
    while (good_ && take_word(word));
    return made;
  }

  XmlTest term() {
    XmlTest made;
    skip_blanks();
    if (++depth_ > 50) {
      wrong("the test is nested too deeply");
      return made;
    }
    if (text_.substr(at_, 4) == "not(" || text_.substr(at_, 1) == "(") {
      const bool negated = text_[at_] == 'n';
      at_ += negated ? 4 : 1;
      auto inner = any();
      skip_blanks();
      if (peek() != ')')
        wrong("a `)` is missing in `" + std::string(text_) + "`");
      else
        ++at_;
      if (negated) {
        made.kind = XmlTest::Kind::none;
        made.parts.push_back(std::move(inner));
      } else {
        made = std::move(inner);
      }
    } else {
      made = comparison();
    }
    --depth_;
    return made;
  }

  XmlTest comparison() {
    XmlTest made;
    made.kind = XmlTest::Kind::exists;
    made.path = path();
    skip_blanks();
    const bool differs = text_.substr(at_, 2) == "!=";
    if (!differs && peek() != '=') return made;
    at_ += differs ? 2 : 1;
    made.kind = XmlTest::Kind::equals;
    made.value = quoted();
    if (!differs) return made;
    XmlTest negated;
    negated.kind = XmlTest::Kind::none;
    negated.parts.push_back(std::move(made));
    return negated;
  }

  bool json() const { return compiler_.plan_.format == Format::json; }
  std::string quoted() {
    skip_blanks();
    const char quote = peek();
    const auto end = quote == '\'' || quote == '"' ? text_.find(quote, at_ + 1) : std::string_view::npos;
    if (end == std::string_view::npos) {
      wrong("a value in quotes is expected in `" + std::string(text_) + "`");
      return {};
    }
    std::string value(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return value;
  }

  std::string_view name() {
    const auto begin = at_;
    while (at_ < text_.size() && kNameEnd.find(text_[at_]) == std::string_view::npos) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  bool take_word(std::string_view word) {
    const auto before = at_;
    skip_blanks();
    if (at_ > before || before == 0 || text_[before - 1] == ')' || text_[before - 1] == '\'' || text_[before - 1] == ' ') {
      const char after = peek(word.size());
      if (text_.substr(at_, word.size()) == word && (after == ' ' || after == '(' || after == '\n')) {
        at_ += word.size();
        return true;
      }
    }
    at_ = before;
    return false;
  }
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) ++at_;
  }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  void wrong(const std::string& sentence) {
    if (good_) compiler_.fault(place_, sentence);
    good_ = false;
  }

  Compiler& compiler_;
  std::string_view text_;
  Position place_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool good_ = true;
};

XmlPath Compiler::xml_path(std::string_view text, Position at) { return XmlPathParser(*this, text, at).whole_path(); }
XmlTest Compiler::xml_test(std::string_view text, Position at) { return XmlPathParser(*this, text, at).whole_test(); }

// The name as formats::XmlSource spells it: "local" in the main namespace, a well-known prefix, or "{uri}local".
Index Compiler::name_of(std::string_view qualified, Position at, bool) {
  std::string name(qualified);
  if (const auto colon = qualified.find(':'); colon != std::string_view::npos && plan_.format != Format::json) {
    const auto prefix = qualified.substr(0, colon);
    if (prefix != "xsi" && prefix != "sdtc" && prefix != "xhtml" && prefix != "xml") {
      const std::string* uri = nullptr;
      std::vector<std::string_view> known{"xsi", "sdtc", "xhtml"};
      for (const auto& declared : plan_.prefixes) {
        known.push_back(declared.first);
        if (declared.first == prefix) uri = &declared.second;
      }
      if (uri == nullptr) {
        fault(at, "the prefix `" + std::string(prefix) + "` is not declared under theirs/namespaces" + suggestion(prefix, known));
        return kNone;
      }
      name = "{" + *uri + "}" + std::string(qualified.substr(colon + 1));
    }
  }
  for (Index i = 0; i < plan_.names.size(); ++i)
    if (plan_.names[i] == name) return i;
  plan_.names.push_back(std::move(name));
  return static_cast<Index>(plan_.names.size() - 1);
}

Index Compiler::out_of(Out out) {
  for (Index i = 0; i < plan_.outs.size(); ++i)
    if (plan_.outs[i].parent == out.parent && plan_.outs[i].name == out.name && plan_.outs[i].apart == out.apart) return i;
  plan_.outs.push_back(std::move(out));
  return static_cast<Index>(plan_.outs.size() - 1);
}

namespace {
void spell(const XmlTest& test, std::string& out);
void spell(const XmlPath& path, std::string& out) {
  for (const auto& step : path.steps) {
    out += step.axis == XmlStep::Axis::attribute ? "/@" : step.axis == XmlStep::Axis::text ? "/text" : "/";
    out += std::to_string(step.name) + "#" + std::to_string(step.position);
    for (const auto& test : step.tests) spell(test, out);
  }
}
void spell(const XmlTest& test, std::string& out) {
  out += "[" + std::to_string(static_cast<int>(test.kind));
  for (const auto& part : test.parts) spell(part, out);
  spell(test.path, out);
  out += "=" + test.value + "]";
}
}  // namespace

// Finds which elements writing makes for a path, and which of them it makes anew for each value or instance.
void Compiler::plan_output(XmlPath& path, bool group, bool many) {
  Index at = kNone;
  std::vector<Index> elements;
  std::vector<std::string_view> names;
  for (const auto& step : path.steps) {
    if (step.axis == XmlStep::Axis::parent) ++path.up;
    if (step.axis != XmlStep::Axis::child) continue;
    if (step.name == kNone) return;  // the path is faulty, and was told so
    Out out;
    out.parent = at;
    out.name = step.name;
    out.tests = step.tests;
    out.apart = std::to_string(step.position);
    for (const auto& test : step.tests) spell(test, out.apart);
    at = out_of(std::move(out));
    plan_.outs[at].array = plan_.outs[at].array || step.repeats || step.position != 0 || !step.tests.empty() || (many && &step == &path.steps.back());
    elements.push_back(at);
    names.push_back(plan_.names[step.name]);
    if (step.repeats) path.repeat = at;
  }
  path.out = at;
  if (elements.empty() || path.repeat != kNone) return;
  const auto last = elements.size() - 1;
  const bool held = group && plan_.ccda && last > 0 && is_holder(names[last - 1]);
  path.repeat = held ? elements[last - 1] : elements[last];
}

}  // namespace caseway::mapping
