// A guessed mapping as YAML: what is decided as fields, what is not as lines that wait for a decision, each with its reason.
#include <algorithm>

#include "authoring/guessed_group.h"
#include "authoring/yaml_text.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

// By its plain name, where the name leads there again.
std::string place_text(const PlainPlace& place) {
  const auto again = plain_place(place.name());
  return again && again->role == place.role && again->value == place.value ? place.name() : ours_of(place);
}

std::string field_text(const Guess& guess) {
  if (!guess.ignore.empty()) return "{ theirs: " + yaml_scalar(guess.theirs) + ", ignore: " + guess.ignore + " }";
  std::string text = "{ theirs: " + yaml_scalar(guess.theirs) + ", ours: " + (guess.place ? yaml_scalar(place_text(*guess.place)) : "?");
  if (!guess.as.empty()) text += ", as: " + guess.as;
  if (!guess.accept.empty()) text += ", accept: " + yaml_list(guess.accept) + ", write: " + yaml_scalar(guess.accept.front());
  if (!guess.codes.empty()) text += ", codes: " + yaml_scalar(guess.codes);
  if (guess.digits > 0) text += ", digits: " + std::to_string(guess.digits);
  if (guess.needed) text += ", required: sending";
  if (guess.up_to > 0) text += ", up_to: " + std::to_string(guess.up_to);
  return text + " }";
}

void append_fields(std::string& out, const GuessedGroup& group, const std::string& indent) {
  for (const auto& guess : group.guesses) {
    const bool guessed = guess.decided || !guess.ignore.empty();
    const auto why = "  # " + std::string(guessed ? "guess: " : "undecided: ") + guess.why + "\n";
    out += indent + (guessed ? "- " : "# - ") + field_text(guess) + why;
  }
  for (const auto& inner : group.groups) {
    out += indent + "- each: " + yaml_scalar(inner.each) + "\n";
    if (!inner.declarations.empty()) out += indent + "  ours:\n";
    for (const auto& declaration : inner.declarations) out += indent + "    " + declaration + "\n";
    out += indent + "  fields:\n";
    append_fields(out, inner, indent + "    ");
  }
}

void append_codes(std::string& out, const GuessedGroup& group, std::set<std::string>& made) {
  for (const auto& guess : group.guesses) {
    if (guess.codes.empty() || !made.insert(guess.codes).second) continue;
    const std::string mark = guess.decided ? "  " : "  # ";
    out += mark + yaml_scalar(guess.codes) + ":";
    if (guess.rows.empty()) {
      out += " { rows: [[THEIRS, OURS]] }\n";
      continue;
    }
    out += "\n" + mark + "  rows:\n";
    for (const auto& [theirs, ours] : guess.rows) out += mark + "    - [" + yaml_scalar(theirs) + ", " + yaml_scalar(ours) + "]\n";
  }
  for (const auto& inner : group.groups) append_codes(out, inner, made);
}

bool has_decided_codes(const GuessedGroup& group) {
  return std::any_of(group.guesses.begin(), group.guesses.end(), [](const Guess& guess) { return guess.decided && !guess.codes.empty(); }) ||
         std::any_of(group.groups.begin(), group.groups.end(), has_decided_codes);
}

}  // namespace

std::string yaml_of(const GuessedGroup& group) {
  std::string out = "ours:\n";
  for (const auto& declaration : group.declarations) out += "  " + declaration + "\n";
  out += "fields:\n";
  append_fields(out, group, "  ");
  std::string codes;
  std::set<std::string> made;
  append_codes(codes, group, made);
  if (!codes.empty()) out += (has_decided_codes(group) ? "codes:\n" : "# codes:\n") + codes;
  return out;
}

}  // namespace caseway::authoring
