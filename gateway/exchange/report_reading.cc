#include <algorithm>
#include <array>

#include "exchange/report_text.h"
#include "formats/json_reader.h"

namespace caseway::exchange {
namespace {

constexpr std::array<std::string_view, 4> kSeverities{"fatal", "error", "warning", "information"};

// Where a report stands in the text: its own members, or one of the things in its lists.
class Reading final : public formats::JsonHandler {
 public:
  explicit Reading(std::vector<Journey>& reports) : reports_(reports) {}

  bool null(std::size_t) override { return false; }
  bool boolean(bool, std::size_t) override { return false; }
  bool number(std::string_view text, std::size_t) override { return store(text, true); }
  bool string(std::string_view text, std::size_t) override { return store(text, false); }
  bool key(std::string_view text, std::size_t) override {
    keys_.back() = text;
    return true;
  }
  bool start_object(std::size_t) override {
    if (!in_report()) {
      reports_.emplace_back();
      report_depth_ = keys_.size() + 1;
    } else if (list() == "values" && within() == 2) {
      report().values.emplace_back();
    } else if (list() == "hops" && within() == 2) {
      report().hops.emplace_back();
    } else if (list() == "issues" && within() == 2) {
      issue_ = {};
    } else if (!(list() == "journey" && within() == 1)) {
      return false;
    }
    keys_.emplace_back();
    return true;
  }
  bool end_object(std::size_t) override {
    keys_.pop_back();
    if (in_report() && list() == "issues" && within() == 2) report().issues.add(std::move(issue_));
    if (keys_.size() < report_depth_) report_depth_ = 0;
    return true;
  }
  bool start_array(std::size_t) override {
    if (!in_report() && !keys_.empty()) return false;
    keys_.emplace_back();
    return true;
  }
  bool end_array(std::size_t) override {
    keys_.pop_back();
    return true;
  }

 private:
  bool in_report() const { return report_depth_ > 0; }
  Journey& report() { return reports_.back(); }
  std::size_t within() const { return keys_.size() - report_depth_ + 1; }  // 1: the report's own members
  const std::string& list() const { return keys_[report_depth_ - 1]; }

  bool store(std::string_view text, bool is_number) {
    if (!in_report()) return false;
    const std::string_view name = keys_.back();
    if (within() == 1) return !is_number && store_member(name, text);
    if (list() == "journey") return is_number && store_count(report().total, name, text);
    if (list() == "hops") return is_number ? store_count(report().hops.back().counts, name, text) : (report().hops.back().hop = text, true);
    if (list() == "values") return store_value(report().values.back(), name, text);
    return list() == "issues" && store_issue(name, text);
  }
  bool store_member(std::string_view name, std::string_view text) {
    if (name == "from") report().from = text;
    if (name == "to") report().to = text;
    if (name == "receiver") report().receiver_name = text;
    if (name == "document") report().document = text;
    return true;
  }
  static std::uint64_t whole(std::string_view text) {
    std::uint64_t number = 0;
    for (const char c : text.substr(0, 18)) number = c >= '0' && c <= '9' ? number * 10 + static_cast<std::uint64_t>(c - '0') : 0;
    return number;
  }
  static bool store_count(Counts& counts, std::string_view name, std::string_view text) {
    if (name == "added") counts.added = whole(text);
    for (std::size_t i = 0; i < kFates; ++i)
      if (const auto fate = static_cast<Fate>(i); fate_name(fate) == name) counts[fate] = whole(text);
    return true;
  }
  static bool store_place(Place& place, std::string_view name, std::string_view text) {
    if (name == "path" || name == "location") place.path = text;
    if (name == "line") place.line = static_cast<std::uint32_t>(whole(text));
    if (name == "column") place.column = static_cast<std::uint32_t>(whole(text));
    return true;
  }
  static bool store_value(Value& value, std::string_view name, std::string_view text) {
    if (name == "to") value.to = text;
    if (name == "rule") value.rule = text;
    if (name == "reason") value.reason = text;
    if (name == "fate")
      for (std::size_t i = 0; i < kFates; ++i)
        if (fate_name(static_cast<Fate>(i)) == text) value.fate = static_cast<Fate>(i);
    return store_place(value.place, name, text);
  }
  bool store_issue(std::string_view name, std::string_view text) {
    if (name == "id") issue_.id = text;
    if (name == "text") issue_.text = text;
    if (name == "severity")
      issue_.severity = static_cast<Severity>(std::find(kSeverities.begin(), kSeverities.end() - 1, text) - kSeverities.begin());
    return store_place(issue_.place, name, text);
  }

  std::vector<Journey>& reports_;
  std::vector<std::string> keys_;  // of the open objects and lists; "" in a list
  std::size_t report_depth_ = 0;   // how many are open within the report's own; 0 outside of it
  Issue issue_;
};

}  // namespace

bool read_reports(std::string_view json, const Limits& limits, Issues& issues, std::vector<Journey>& reports) {
  Reading reading(reports);
  if (formats::read_json(json, reading, limits, &Limits::json_bytes, issues) && !reports.empty() && !reports.front().hops.empty()) return true;
  reports.clear();
  if (!issues.has_errors()) issues.add(Severity::error, "report.not_one", {}, "this is no report; `caseway translate --report FILE` writes one");
  return false;
}

}  // namespace caseway::exchange
