#include "cli/arguments.h"

#include <Poco/Util/HelpFormatter.h>
#include <Poco/Util/OptionException.h>
#include <Poco/Util/OptionProcessor.h>
#include <Poco/Util/OptionSet.h>

#include <algorithm>
#include <sstream>

#include "formats/config_node.h"

namespace caseway::cli {
namespace {

Poco::Util::OptionSet option_set(const Usage& usage) {
  Poco::Util::OptionSet set;
  for (const auto& spec : usage.options) {
    Poco::Util::Option option{std::string(spec.name), std::string(spec.letter), std::string(spec.help), false};
    if (!spec.argument.empty()) option.argument(std::string(spec.argument)).repeatable(true);
    set.addOption(option);
  }
  set.addOption(Poco::Util::Option("help", "h", "Says how the command is used."));
  return set;
}

std::string unknown_option(const Usage& usage, std::string_view word) {
  const auto name = word.substr(word.find_first_not_of('-'), word.find('=') - word.find_first_not_of('-'));
  std::vector<std::string_view> known{"help"};
  for (const auto& spec : usage.options) known.push_back(spec.name);
  const auto near = formats::nearest(name, known);
  return "unknown option " + std::string(word.substr(0, word.find('='))) + (near.empty() ? "" : "; did you mean --" + std::string(near) + "?");
}

}  // namespace

std::string one_of(const Arguments& arguments, const std::string& option, const std::vector<std::string_view>& choices) {
  const auto value = arguments.get(option);
  if (!arguments.has(option) || std::find(choices.begin(), choices.end(), value) != choices.end()) return value;
  std::string list;
  for (const auto choice : choices) list += (list.empty() ? "" : ", ") + std::string(choice);
  const auto near = formats::nearest(value, choices);
  throw UsageError("--" + option + " has no `" + value + "`" + (near.empty() ? "" : "; did you mean " + std::string(near) + "?") +
                   (near.empty() ? "; it is one of " : " It is one of ") + list);
}

Arguments::Arguments(const Usage& usage, const std::vector<std::string>& words) {
  const auto set = option_set(usage);
  Poco::Util::OptionProcessor processor(set);
  processor.setUnixStyle(true);
  bool options_ended = false;
  bool waiting = false;  // the last word was an option whose argument is the next word
  for (const auto& word : words) {
    if (!waiting && (options_ended || word == "-" || !word.starts_with("-"))) {
      operands_.push_back(word);
      continue;
    }
    if (!waiting && word == "--") {
      options_ended = true;
      continue;
    }
    std::string name, value;
    try {
      processor.process(word, name, value);
    } catch (const Poco::Util::UnknownOptionException&) {
      throw UsageError(unknown_option(usage, word));
    } catch (const Poco::Util::OptionException& e) {
      throw UsageError(e.displayText());
    }
    waiting = name.empty();
    if (!waiting) values_[name].push_back(value);
  }
  if (waiting) throw UsageError(words.back() + " needs a value");
}

std::string Arguments::get(const std::string& option, const std::string& otherwise) const {
  const auto found = values_.find(option);
  return found == values_.end() ? otherwise : found->second.back();
}

const std::vector<std::string>& Arguments::all(const std::string& option) const {
  static const std::vector<std::string> none;
  const auto found = values_.find(option);
  return found == values_.end() ? none : found->second;
}

std::string help_text(const Usage& usage) {
  const auto set = option_set(usage);
  Poco::Util::HelpFormatter formatter(set);
  formatter.setWidth(110);
  formatter.setIndent(24);
  formatter.setUnixStyle(true);
  std::ostringstream out;
  formatter.format(out);
  std::string options = out.str();
  const auto first = options.find('-');
  options = first == std::string::npos ? "" : options.substr(first);
  return "usage: " + std::string(usage.synopsis) + "\n\n" + std::string(usage.about) + "\n\n" + options;
}

void refuse_operands(const Arguments& arguments, std::string_view command) {
  if (arguments.operands().empty()) return;
  throw UsageError(std::string(command) + " takes options only, not " + arguments.operands().front() + " (`" + std::string(command) + " --help`)");
}

}  // namespace caseway::cli
