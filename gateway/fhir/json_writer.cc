#include "formats/json_writer.h"

#include "fhir/codec.h"
#include "fhir/lexical.h"
#include "fhir/model_table.h"
#include "fhir/writing.h"

namespace caseway::fhir {

namespace {

using table::kElements;

// Walks the tree once. Siblings of one definition stand together, so each run of them is one key, or two where a simple value has more.
class JsonText {
 public:
  JsonText(const Tree& tree, const WriteOptions& options, Issues& issues, std::string& out)
      : tree_(tree), check_(tree, issues), out_(out), pretty_(options.pretty) {}

  bool run() {
    check_.signatures();
    object(0);
    if (pretty_) out_.put('\n');
    return check_.passed();
  }

 private:
  struct Run {
    std::uint32_t begin;
    std::uint32_t end;
    DefId def;
  };

  void object(std::uint32_t node) {
    open('{');
    if (type(tree_.node(node).type).kind == Kind::resource) {
      key("", "resourceType");
      formats::put_json_string(out_, type(tree_.node(node).type).name);
    }
    members(node);
    close('}');
  }

  void members(std::uint32_t node) {
    const std::uint32_t end = tree_.node(node).end;
    for (std::uint32_t at = node + 1; at < end;) {
      Run run{at, at, tree_.node(at).def};
      do run.end = tree_.node(run.end).end;
      while (run.end < end && tree_.node(run.end).def == run.def);
      member(run);
      at = run.end;
    }
  }

  void member(const Run& run) {
    const ElementInfo& element = kElements[run.def];
    if (!element.list && tree_.node(run.begin).end != run.end) return check_.repeated(run.begin);
    if (primitive(element.type) == Primitive::none) {
      key("", element.name);
      values(run, [this](std::uint32_t node) { object(node); });
      return;
    }
    bool has_values = false, has_more = false;
    for (std::uint32_t node = run.begin; node < run.end; node = tree_.node(node).end) {
      has_values |= tree_.node(node).offset != Node::kNoValue;
      has_more |= tree_.node(node).end > node + 1;
    }
    if (has_values || element.list) {
      key("", element.name);
      values(run, [this](std::uint32_t node) { value(node); });
    }
    if (has_more) {
      key("_", element.name);
      values(run, [this](std::uint32_t node) { tree_.node(node).end > node + 1 ? more(node) : null(); });
    }
  }

  template <class One>
  void values(const Run& run, One one) {
    if (!kElements[run.def].list) return one(run.begin);
    open('[');
    for (std::uint32_t node = run.begin; node < run.end; node = tree_.node(node).end) {
      next();
      one(node);
    }
    close(']');
  }

  // The id and extensions of a simple value.
  void more(std::uint32_t node) {
    open('{');
    members(node);
    close('}');
  }

  void value(std::uint32_t i) {
    const Node& node = tree_.node(i);
    if (node.offset == Node::kNoValue) return null();
    const std::string_view text = tree_.heap().substr(node.offset, node.length);
    const Primitive type = primitive(node.type);
    check_.value(i, type, text);
    if (json_form(type) == JsonForm::string) {
      if (!formats::put_json_string(out_, text) && type != Primitive::xhtml) check_.unclean(i);
    } else {
      out_.put(text);
    }
  }

  void null() { out_.put("null"); }
  void open(char bracket) {
    out_.put(bracket);
    ++depth_;
    first_ = true;
  }
  void close(char bracket) {
    --depth_;
    new_line();
    out_.put(bracket);
    first_ = false;
  }
  void next() {
    if (!first_) out_.put(',');
    first_ = false;
    new_line();
  }
  void key(std::string_view prefix, std::string_view name) {
    next();
    out_.put('"');
    out_.put(prefix);
    out_.put(name);
    out_.put(pretty_ ? "\": " : "\":");
  }
  void new_line() {
    if (!pretty_) return;
    out_.put('\n');
    out_.fill(' ', depth_ * 2);
  }

  const Tree& tree_;
  Writing check_;
  formats::TextOut out_;
  bool pretty_;
  bool first_ = true;
  std::size_t depth_ = 0;
};

}  // namespace

bool write_json(const Tree& tree, const WriteOptions& options, Issues& issues, std::string& out) {
  out.clear();
  out.reserve(tree.heap().size() + tree.size() * 24);
  if (!tree.empty() && JsonText(tree, options, issues, out).run()) return true;
  out.clear();
  return false;
}

}  // namespace caseway::fhir
