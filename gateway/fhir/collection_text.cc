#include "fhir/collection_text.h"

#include "fhir/collection.h"
#include "fhir/entry_output.h"

namespace caseway::fhir {

namespace {

// A collection has nothing around its entries but its type.
class BareCollection final : public EntryInput {
 public:
  BareCollection() : frame_(bundle_of_mark(mark_, "collection")) {}
  const Tree& frame() const override { return frame_; }
  const Tree& pattern() const override { return frame_; }
  const Mark& mark() const override { return mark_; }
  bool next(Tree&, std::uint64_t&) override { return false; }

 private:
  const Mark mark_;
  const Tree frame_;
};

StreamOptions options_of(Form form) {
  StreamOptions options;
  options.to = form;
  return options;
}

}  // namespace

struct CollectionText::State {
  State(Form form, formats::ByteSink& to) : options(options_of(form)), output(open_output(options, to)) { output->begin(BareCollection()); }
  const StreamOptions options;
  const std::unique_ptr<EntryOutput> output;
  std::uint64_t entries = 0;
};

CollectionText::CollectionText(Form form, formats::ByteSink& to) : state_(std::make_unique<State>(form, to)) {}
CollectionText::~CollectionText() = default;

void CollectionText::add(const Tree& resource) {
  Collection entry;
  entry.add(resource);
  state_->output->take(entry.finish(), state_->entries++);
}

bool CollectionText::end() {
  if (state_->output->good()) state_->output->end();
  return state_->output->good();
}

const Issues& CollectionText::issues() const { return state_->output->issues(); }

}  // namespace caseway::fhir
