#include "fuzz/json_members.h"

#include <algorithm>
#include <random>
#include <vector>

#include "formats/json_reader.h"
#include "formats/json_writer.h"

namespace caseway::fuzz {

namespace {

// Objects and arrays that are open, each with the texts of what it holds so far.
class Shuffler : public formats::JsonHandler {
 public:
  explicit Shuffler(std::uint32_t seed) : random_(seed) {}

  bool null(std::size_t) override { return take("null"); }
  bool boolean(bool truth, std::size_t) override { return take(truth ? "true" : "false"); }
  bool number(std::string_view text, std::size_t) override { return take(std::string(text)); }
  bool string(std::string_view text, std::size_t) override { return take(quoted(text)); }
  bool key(std::string_view text, std::size_t) override {
    open_.back().key = quoted(text) + ":";
    return true;
  }
  bool start_object(std::size_t) override { return open('{'); }
  bool start_array(std::size_t) override { return open('['); }
  bool end_object(std::size_t) override {
    std::shuffle(open_.back().items.begin(), open_.back().items.end(), random_);
    return close('}');
  }
  bool end_array(std::size_t) override { return close(']'); }
  std::string text;

 private:
  struct Open {
    char bracket;
    std::string key;
    std::vector<std::string> items;
  };

  static std::string quoted(std::string_view text) {
    std::string out;
    formats::append_json_string(out, text);
    return out;
  }
  bool open(char bracket) {
    open_.push_back({bracket, {}, {}});
    return true;
  }
  bool close(char bracket) {
    std::string all(1, open_.back().bracket);
    for (const std::string& item : open_.back().items) all.append(all.size() > 1 ? "," : "").append(item);
    open_.pop_back();
    return take(all + bracket);
  }
  bool take(std::string value) {
    if (open_.empty()) {
      text = std::move(value);
    } else {
      open_.back().items.push_back(open_.back().key + value);
    }
    return true;
  }

  std::mt19937 random_;
  std::vector<Open> open_;
};

}  // namespace

std::string shuffled_members(std::string_view json, std::uint32_t seed) {
  Shuffler shuffler(seed);
  Issues issues;
  return formats::read_json(json, shuffler, Limits::batch(), &Limits::json_bytes, issues) ? shuffler.text : std::string();
}

}  // namespace caseway::fuzz
