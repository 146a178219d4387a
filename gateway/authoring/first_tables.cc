// A first mapping of one table, or of several that lead to one another: keys by what stands once, links by values that stand in another table's key.
#include <algorithm>
#include <unordered_set>

#include "authoring/first_parts.h"
#include "authoring/sample_tables.h"
#include "authoring/yaml_text.h"
#include "mapping/spelling.h"

namespace caseway::authoring {

using namespace mapping;

namespace {

constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

struct TableGuess {
  struct Link {
    std::size_t to;      // table
    std::size_t column;  // of this one
    std::size_t values;
  };
  const SampleTable* sample = nullptr;
  const Role* role = nullptr;  // what its rows are
  std::vector<ColumnProfile> columns;
  std::size_t key = kNobody;
  std::vector<Link> links;
  std::vector<Guess> guesses;
  bool placed = false;  // in the document
};

const PlainValue* value_of(const Role& role, std::string_view name) {
  const auto place = plain_place(std::string(role.name) + " " + std::string(name));
  return place && place->role == &role ? place->value : nullptr;
}

// A name that ends as identifiers do.
bool names_a_row(std::string_view header) {
  const auto name = normalised_header(header);
  for (const std::string_view end : {"id", "key", "no", "number", "uid", "code", "ref", "reference"})
    if (name.ends_with(end)) return true;
  return false;
}

std::string singular(std::string_view table) {
  auto name = normalised_header(table);
  if (name.ends_with("ies")) return name.replace(name.size() - 3, 3, "y");
  if (name.ends_with('s') && !name.ends_with("ss")) name.pop_back();
  return name;
}

// "phone_1" among phone_1, phone_2, ...: the name with {n}, and how many there are.
std::pair<std::string, std::uint32_t> numbered(const TableGuess& table, std::size_t column) {
  const auto& name = table.columns[column].name;
  const auto digit = name.find('1');
  if (digit == std::string::npos || name.find_first_of("0123456789") != digit || name.find_last_of("0123456789") != digit) return {"", 0};
  std::uint32_t n = 0;
  const auto there = [&](std::uint32_t number) {
    const auto wanted = normalised_header(name.substr(0, digit) + std::to_string(number) + name.substr(digit + 1));
    return std::any_of(table.columns.begin(), table.columns.end(), [&](const auto& each) { return normalised_header(each.name) == wanted; });
  };
  while (there(n + 1)) ++n;
  return {name.substr(0, digit) + "{n}" + name.substr(digit + 1), n};
}

class FirstTables {
 public:
  FirstTables(const std::vector<SampleTable>& samples, GuessOptions how, FirstParts& parts) : how_(how), parts_(parts) {
    for (const auto& sample : samples) {
      TableGuess table;
      table.sample = &sample;
      table.role = role_called(sample.name);
      for (std::size_t c = 0; c < sample.rows.width(sample.header); ++c)
        if (auto profile = profile_of(sample.rows, sample.header, c); !profile.name.empty()) table.columns.push_back(std::move(profile));
      tables_.push_back(std::move(table));
    }
    for (const auto& table : tables_)
      for (const auto& column : table.columns) {
        if (!column.day_first && !column.month_first) continue;
        how_.evidence = true;
        how_.month_first = column.month_first;
      }
  }

  void one() {
    auto& table = tables_.front();
    if (numbers_clients(table)) table.role = plain_place("encounter number")->role;
    guess_columns(table);
    guess_again(table);
    name_rows(table);
    parts_.document.guesses = std::move(table.guesses);
    std::set<std::string> taken;
    settle(parts_.document, taken, {});
    need_one(parts_.document.guesses);
    declare(parts_.document, {});
    parts_.theirs = "theirs:\n  format: csv\n";
    if (table.key != kNobody && is_decided(table.columns[table.key].name))
      parts_.theirs +=
          "  key: " + yaml_scalar(table.columns[table.key].name) + "  # guess: " + in_numbers(table.columns[table.key]) + ", none twice\n";
    parts_.theirs += recognised_by();
  }

  // No row is written empty: the number must be there, or what else is in every row, or what stands first.
  static void need_one(std::vector<Guess>& guesses) {
    const auto* focal = focal_role(guesses);
    Guess* needed = nullptr;
    int best = 0;
    for (auto& guess : guesses) {
      if (!guess.decided) continue;
      const bool number = guess.place->role == focal && guess.place->value->name == "number";
      const int good = 1 + (guess.always ? 2 : 0) + (number ? 1 : 0);
      if (good > best) needed = &guess, best = good;
    }
    if (needed != nullptr) needed->needed = true;
  }

  void several() {
    for (auto& table : tables_) find_key(table);
    for (auto& table : tables_) find_links(table);
    for (auto& table : tables_) reconsider(table);
    for (auto& table : tables_)
      if (table.role != nullptr) guess_columns(table), give_number(table);
    auto root = choose_root();
    if (root == kNobody) root = take_first();
    parts_.document = grow_from(root);
    std::set<std::string> taken;
    settle(parts_.document, taken, {});
    declare(parts_.document, {});
    say_tables(root);
  }

 private:
  void guess_columns(TableGuess& table) {
    const bool called_so = table.role == role_called(table.sample->name);
    const std::string thing(table.role == nullptr ? "" : called_so ? table.sample->name : table.role->name);
    std::set<std::string> done;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (!done.insert(normalised_header(table.columns[c].name)).second || is_link(table, c)) continue;
      auto guess = guess_column(table.columns[c], thing, how_);
      if (const auto [name, count] = numbered(table, c); !guess.place && count > 0) guess = guess_numbered(table, c, name, count, thing, done);
      if (guess.place && is_foreign(table, *guess.place)) {
        guess.decided = false;
        guess.place.reset();
        guess.codes.clear();
      }
      table.guesses.push_back(std::move(guess));
    }
  }

  // What the list is about is known now: `priority` in a list of referrals is that of the referral.
  void guess_again(TableGuess& table) const {
    const auto* focal = focal_role(table.guesses);
    if (focal == nullptr) return;
    for (auto& guess : table.guesses) {
      if (guess.place) continue;
      const auto column = std::find_if(table.columns.begin(), table.columns.end(), [&](const auto& each) { return each.name == guess.theirs; });
      if (const auto place = plain_place(std::string(focal->name) + " " + guess.theirs);
          place && place->role == focal && column != table.columns.end())
        guess = guess_column(*column, *place, how_);
    }
  }

  // All of them are one repeated element, where ours repeats.
  Guess guess_numbered(const TableGuess& table, std::size_t column, const std::string& name, std::uint32_t count, const std::string& thing,
                       std::set<std::string>& done) const {
    auto profile = table.columns[column];
    profile.name.erase(name.find("{n}"), 1);
    auto guess = guess_column(profile, thing, how_);
    const bool repeats = guess.place && guess.place->value->path.starts_with("telecom[") && guess.place->role->below.empty();
    guess.theirs = table.columns[column].name;
    if (!repeats) {
      guess.decided = false;
      guess.place.reset();
      return guess;
    }
    guess.theirs = name;
    guess.up_to = count;
    for (std::uint32_t n = 1; n <= count; ++n) {
      auto each = name;
      done.insert(normalised_header(each.replace(each.find("{n}"), 3, std::to_string(n))));
    }
    return guess;
  }

  // A directory of services says nothing of clients; what a related table is about is said there.
  bool is_foreign(const TableGuess& table, const PlainPlace& place) const {
    if (table.role == place.role) return false;
    if (table.role != nullptr && is_directory(*table.role) && place.role->type == "Patient") return true;
    return std::any_of(tables_.begin(), tables_.end(), [&](const TableGuess& other) {
      return &other != &table && other.role != nullptr && other.role->variable == place.role->variable;
    });
  }

  static bool is_directory(const Role& role) { return role.values == "service" || role.values == "site" || role.values == "organization"; }

  // A directory does not number clients: `services` that do are services that were given.
  static bool numbers_clients(const TableGuess& table) {
    return table.role != nullptr && is_directory(*table.role) &&
           std::any_of(table.columns.begin(), table.columns.end(), [](const ColumnProfile& column) {
             const auto place = plain_place(column.name);
             return place && place->role->values == "client" && place->value->name == "number";
           });
  }

  // A table's name alone may say too much: `services` whose rows lead to clients are services that were given, and `contacts` where there are no
  // clients are not contacts with them.
  void reconsider(TableGuess& table) {
    const auto is_client = [](const TableGuess& each) { return each.role != nullptr && each.role->values == "client"; };
    if (table.role == nullptr) return;
    if (is_directory(*table.role) &&
        std::any_of(table.links.begin(), table.links.end(), [&](const auto& link) { return is_client(tables_[link.to]); }))
      table.role = plain_place("encounter number")->role;
    else if (table.role->values == "encounter" && std::none_of(tables_.begin(), tables_.end(), is_client))
      table.role = nullptr;
  }

  bool is_link(const TableGuess& table, std::size_t column) const {
    return std::any_of(table.links.begin(), table.links.end(), [&](const auto& link) { return link.column == column; });
  }

  bool is_decided(const std::string& column) const {
    return std::any_of(parts_.document.guesses.begin(), parts_.document.guesses.end(),
                       [&](const Guess& guess) { return guess.decided && guess.theirs == column; });
  }

  // A table by itself: what it is about has a number, if a column looks like one. When nothing at all is known the first column is that.
  void name_rows(TableGuess& table) {
    const auto* focal = focal_role(table.guesses);
    if (focal == nullptr) focal = table.role != nullptr ? table.role : plain_place("referral number")->role;
    const auto* number = value_of(*focal, "number");
    if (number == nullptr) return;
    const bool nothing = std::none_of(table.guesses.begin(), table.guesses.end(), [](const Guess& guess) { return guess.decided; });
    for (const bool any : {false, true}) {
      if (any && !nothing) return;
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        const auto& profile = table.columns[c];
        const auto guess = std::find_if(table.guesses.begin(), table.guesses.end(), [&](const Guess& each) { return each.theirs == profile.name; });
        if (guess == table.guesses.end()) continue;
        const bool said = guess->decided && guess->place->role == focal && guess->place->value == number;
        const bool could = !guess->decided && !guess->place && guess->ignore.empty() && ((profile.unique() && names_a_row(profile.name)) || any);
        if (!said && !could) continue;
        if (could) {
          *guess = guess_column(profile, PlainPlace{focal, number}, how_);
          guess->why = "probably the number of the " + std::string(focal->name) + ", " + in_numbers(profile);
        }
        if (profile.unique()) table.key = c;
        return;
      }
    }
  }

  // The column that stands once in every row and is called like a number, best like that of its table.
  void find_key(TableGuess& table) {
    const auto own = singular(table.sample->name);
    for (const bool of_table : {true, false})
      for (std::size_t c = 0; c < table.columns.size() && table.key == kNobody; ++c) {
        const auto name = normalised_header(table.columns[c].name);
        const auto place = plain_place(table.sample->name, table.columns[c].name);
        const bool number = place && place->role == table.role && place->value->name == "number";
        const bool called = number || name == "id" || name == "key" || name.starts_with(own);
        if (table.columns[c].unique() && (number || names_a_row(table.columns[c].name)) && (called || !of_table)) table.key = c;
      }
  }

  void find_links(TableGuess& table) {
    for (std::size_t to = 0; to < tables_.size(); ++to) {
      const auto& other = tables_[to];
      if (&other == &table || other.key == kNobody) continue;
      const auto key = normalised_header(other.columns[other.key].name);
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        if (c == table.key || is_link(table, c)) continue;
        const auto name = normalised_header(table.columns[c].name);
        const bool called = (name == key && key != "id" && key != "key") || name == singular(other.sample->name) + key;
        if (!called || !leads(table, c, other)) continue;
        table.links.push_back({to, c, table.columns[c].filled});
        break;
      }
    }
  }

  static bool leads(const TableGuess& table, std::size_t column, const TableGuess& other) {
    std::unordered_set<std::string> keys;
    const auto& there = other.sample->rows;
    for (auto row = other.sample->header + 1; row < there.rows(); ++row) keys.emplace(trimmed(there.cell(row, cell_of(other, other.key)).text));
    const auto& here = table.sample->rows;
    std::size_t values = 0;
    for (auto row = table.sample->header + 1; row < here.rows(); ++row) {
      const auto text = trimmed(here.cell(row, cell_of(table, column)).text);
      if (text.empty()) continue;
      if (!keys.contains(std::string(text))) return false;
      ++values;
    }
    return values > 0;
  }

  // Columns without a header are no columns of the guess.
  static std::size_t cell_of(const TableGuess& table, std::size_t column) {
    const auto& rows = table.sample->rows;
    std::size_t named = 0;
    for (std::size_t c = 0; c < rows.width(table.sample->header); ++c)
      if (!trimmed(rows.cell(table.sample->header, c).text).empty() && named++ == column) return c;
    return 0;
  }

  // The key of a table is the number of what its rows are.
  void give_number(TableGuess& table) {
    if (table.key == kNobody) return;
    const auto* number = value_of(*table.role, "number");
    const auto& profile = table.columns[table.key];
    const auto guess = std::find_if(table.guesses.begin(), table.guesses.end(), [&](const Guess& each) { return each.theirs == profile.name; });
    if (number == nullptr || guess == table.guesses.end()) return;
    for (auto& other : table.guesses)
      if (&other != &*guess && other.place && other.place->role == table.role && other.place->value == number) other.decided = false;
    *guess = guess_column(profile, PlainPlace{table.role, number}, how_);
    guess->why = "the key of its table, " + in_numbers(profile) + ", none twice";
  }

  static bool says_something(const TableGuess& table) {
    return table.key != kNobody && table.role != nullptr &&
           std::any_of(table.guesses.begin(), table.guesses.end(), [](const Guess& guess) { return guess.decided; });
  }

  // The table that says most about the kind of document; of several for one thing that from which most of what is known can be reached.
  std::size_t choose_root() {
    std::size_t best = kNobody, most = 0;
    const bool clients =
        std::any_of(tables_.begin(), tables_.end(), [](const auto& table) { return table.role != nullptr && table.role->values == "client"; });
    for (const std::string_view variable :
         {clients ? "" : "service", "request", "plan", "appointment", "encounter", "patient", "service", "agency", "location", "manager"}) {
      for (std::size_t t = 0; t < tables_.size(); ++t) {
        if (!says_something(tables_[t]) || tables_[t].role->variable != variable) continue;
        if (const auto known = count_decided(grow_from(t)); known > most) best = t, most = known;
      }
      if (best != kNobody) return best;
    }
    return best;
  }

  // No table is called like anything that is known: the first one with a key, or the first, is taken for the list.
  std::size_t take_first() {
    const auto with_key = std::find_if(tables_.begin(), tables_.end(), [](const TableGuess& table) { return table.key != kNobody; });
    auto& table = with_key == tables_.end() ? tables_.front() : *with_key;
    table.role = plain_place("referral number")->role;
    if (table.key == kNobody) table.key = 0;
    guess_columns(table);
    give_number(table);
    return static_cast<std::size_t>(&table - tables_.data());
  }

  GuessedGroup grow_from(std::size_t root) {
    for (auto& table : tables_) table.placed = false;
    std::set<std::string_view> variables;
    return grow(root, kNobody, true, variables);
  }

  // The table and those that lead to it or that it leads to, one for each thing. From a row that several lead to (an agency) nothing leads back to
  // all the others of it.
  GuessedGroup grow(std::size_t at, std::size_t from, bool down, std::set<std::string_view>& variables) {
    GuessedGroup group;
    auto& table = tables_[at];
    table.placed = true;
    variables.insert(table.role->variable);
    if (from != kNobody) group.each = table.sample->name;
    group.guesses = table.guesses;
    const auto leads_to = [](const TableGuess& one, std::size_t other) {
      return std::any_of(one.links.begin(), one.links.end(), [&](const auto& link) { return link.to == other; });
    };
    std::vector<std::pair<std::size_t, bool>> next;
    for (std::size_t t = 0; t < tables_.size(); ++t) {
      if (tables_[t].placed || !says_something(tables_[t]) || variables.contains(tables_[t].role->variable)) continue;
      const bool out = leads_to(table, t);
      if (!out && !(down && leads_to(tables_[t], at))) continue;
      tables_[t].placed = true;
      variables.insert(tables_[t].role->variable);
      next.emplace_back(t, down && !out);
    }
    for (const auto& [t, further_down] : next) group.groups.push_back(grow(t, at, further_down, variables));
    return group;
  }

  std::string recognised_by() const {
    std::string has;
    std::size_t n = 0;
    for (const auto& guess : parts_.document.guesses)
      if (guess.decided && guess.up_to == 0 && n++ < 4) has += (has.empty() ? "" : ", ") + yaml_scalar(guess.theirs);
    return has.empty() ? "" : "  recognise:\n    - { has: [" + has + "] }\n";
  }

  void say_tables(std::size_t root) {
    auto& out = parts_.theirs;
    out = "theirs:\n  format: csv\n  root: " + yaml_scalar(tables_[root].sample->name) + "  # guess: each of its rows is a document\n  tables:\n";
    for (std::size_t t = 0; t < tables_.size(); ++t) {
      const auto& table = tables_[t];
      out += std::string(table.placed ? "    " : "    # ") + yaml_scalar(table.sample->name) + ": { ";
      if (table.key != kNobody) out += "key: " + yaml_scalar(table.columns[table.key].name);
      std::string links;
      for (const auto& link : table.links)
        if (!table.placed || tables_[link.to].placed)
          links += (links.empty() ? "" : ", ") + yaml_scalar(tables_[link.to].sample->name) + ": " + yaml_scalar(table.columns[link.column].name);
      if (!links.empty()) out += std::string(table.key != kNobody ? ", " : "") + "links: { " + links + " }";
      if (t != root) out += std::string(table.key != kNobody || !links.empty() ? ", " : "") + "optional: true";
      out += " }  # " + why_table(table, t == root) + "\n";
      (table.placed ? parts_.linked : parts_.unplaced) += table.placed ? table.links.size() : table.columns.size();
    }
  }

  static std::string why_table(const TableGuess& table, bool root) {
    const auto n = table.sample->data_rows();
    const auto rows = std::to_string(n) + (n == 1 ? " row" : " rows");
    if (root || table.placed) return "guess: " + rows + ", each " + std::string(table.role->name) + " named by its key";
    if (table.role == nullptr) return "undecided: " + rows + ", and its name does not say what they are";
    if (table.key == kNobody) return "undecided: " + rows + ", and no column names them";
    return "undecided: " + rows + ", and nothing leads there, or another table is about the same";
  }

  GuessOptions how_;
  FirstParts& parts_;
  std::vector<TableGuess> tables_;
};

}  // namespace

bool first_tables(const std::vector<Part>& sample, const Context& context, GuessOptions how, FirstParts& parts) {
  const auto tables = sample_tables(sample, context);
  if (tables.empty()) return false;
  FirstTables first(tables, how, parts);
  if (tables.size() == 1)
    first.one();
  else
    first.several();
  return true;
}

}  // namespace caseway::authoring
