// Reads lines of text, one Bundle with a Basic resource each, and writes them back. Its code counts what the program under test must not share
// between two versions of it: see `calls`.
#include "caseway/plugin.h"

#include <atomic>
#include <string>

#ifndef GOOD_PREFIX
#define GOOD_PREFIX ""
#endif

namespace {

inline std::atomic<int> constructed{0};  // of this library; a second library has its own

class Lines : public caseway::Partner {
 public:
  Lines() : number_(++constructed) {}

  void read(const caseway::Context& context, caseway::PayloadSource& from, caseway::DocumentSink& to) const override {
    caseway::Ledger rest("read");
    while (const caseway::Part* part = from.next())
      for (std::size_t at = 0; at < part->bytes.size();) {
        const auto end = std::min(part->bytes.find('\n', at), part->bytes.size());
        const std::string line = part->bytes.substr(at, end - at);
        if (line.empty())
          rest.add_leaf(caseway::Fate::ignored);
        else
          to.take(document(context, line));
        at = end + 1;
      }
    to.rest(std::move(rest));
    context.issues->add(caseway::Severity::information, "good.read", {}, "Read by object " + std::to_string(number_) + " of its library.");
  }

  void write(const caseway::Context& context, caseway::DocumentSource& from, caseway::PayloadSink& to) const override {
    caseway::Part part{"lines.txt", "text/plain", {}};
    std::vector<caseway::Ledger> ledgers;
    while (const caseway::Document* document = from.next()) {
      caseway::Ledger ledger("write");
      for (std::uint32_t i = 0; i < document->tree.size(); ++i) {
        const auto element = document->tree.at(i);
        ledger.add_leaf(element.has_value() ? caseway::Fate::no_room : caseway::Fate::none);
        if (element.name() != "text") continue;
        part.bytes += GOOD_PREFIX + std::string(element.value()) + "\n";
        ledger.settle(i, caseway::Fate::copied);
      }
      ledgers.push_back(std::move(ledger));
    }
    if (context.settings.contains("repeat"))
      for (std::string once = part.bytes; part.bytes.size() < std::stoul(context.settings.at("repeat"));) part.bytes += once;
    to.take(std::move(part));
    for (auto& ledger : ledgers) to.account(std::move(ledger));
  }

  Recognition recognise(std::string_view head, std::string_view) const override {
    return head.starts_with("line ") ? Recognition{70, "lines of text"} : Recognition{};
  }

 private:
  static caseway::Document document(const caseway::Context& context, const std::string& line) {
    caseway::Draft draft("Bundle");
    draft.add_value(draft.root(), "type", "collection");
    const auto basic = draft.add_resource(draft.add(draft.root(), "entry"), "resource", "Basic");
    const auto text = draft.add_value(draft.add(basic, "code"), "text", line);
    std::vector<std::uint32_t> index;
    caseway::Document made;
    made.kind = context.kind.empty() ? "note" : context.kind;
    made.name = line.substr(line.rfind(' ') + 1);
    made.tree = draft.freeze(&index);
    made.ledger.mark(made.ledger.add_leaf(), caseway::Fate::copied, index[text], made.ledger.rule("the line"));
    if (context.detail == caseway::Detail::values) made.ledger.name_leaf(0, {"line", 1, 1});
    made.residual.push_back({"anchor", "path", line});
    return made;
  }
  int number_;
};

}  // namespace

CASEWAY_PARTNER(Lines)
