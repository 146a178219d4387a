#include "validation/questionnaire_rules.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "validation/pattern.h"

namespace caseway::validation {

namespace {

constexpr std::string_view kId = "validation.questionnaire";

// Which types answer a question of a type. https://hl7.org/fhir/R4/codesystem-item-type.html
struct AnswerTypes {
  std::string_view question;
  std::string_view answers;  // each with a blank before and after
};
constexpr AnswerTypes kAnswers[] = {{"boolean", " boolean "},
                                    {"decimal", " decimal "},
                                    {"integer", " integer "},
                                    {"date", " date "},
                                    {"dateTime", " dateTime "},
                                    {"time", " time "},
                                    {"string", " string "},
                                    {"text", " string "},
                                    {"url", " uri "},
                                    {"choice", " Coding date time integer string Reference "},
                                    {"open-choice", " Coding date time integer string Reference "},
                                    {"attachment", " Attachment "},
                                    {"reference", " Reference "},
                                    {"quantity", " Quantity "}};

bool answers(std::string_view question, std::string_view type) {
  for (const AnswerTypes& row : kAnswers)
    if (row.question == question) return row.answers.find(std::string(" ").append(type).append(" ")) != std::string_view::npos;
  return true;  // an unknown type of question was reported as a code outside its value set
}

Element questionnaire_of(Element response, const Examination& examination) {
  const std::string_view canonical = response.child_value("questionnaire");
  if (canonical.starts_with('#')) return examination.resources().resolve(canonical, response);
  const Tree* tree = canonical.empty() ? nullptr : examination.profiles().packages().find("Questionnaire", canonical);
  return tree == nullptr ? Element() : tree->root();
}

class ResponseRules {
 public:
  ResponseRules(Element response, const Examination& examination, Findings& findings) : examination_(examination), findings_(findings) {
    const std::string_view status = response.child_value("status");
    complete_ = status == "completed" || status == "amended";
  }

  // The items below a response, an item or an answer, against the questions at the same place.
  void items(Element given, Element questions) {
    std::map<std::string_view, std::size_t> counts;
    std::map<std::string_view, Element> by_id;
    for (const Element question : questions.children("item")) by_id.emplace(question.child_value("linkId"), question);
    for (const Element item : given.children("item")) {
      const auto found = by_id.find(item.child_value("linkId"));
      if (found == by_id.end()) {
        error(item, "The questionnaire has no item with this linkId here.");
        continue;
      }
      const Element question = found->second;
      if (++counts[found->first] > 1 && question.child_value("type") == "group" && question.child_value("repeats") != "true")
        error(item, "The questionnaire has this group once.");
      check(item, question);
    }
    for (const Element question : questions.children("item"))
      if (complete_ && question.child_value("required") == "true" && !question.child("enableWhen") && counts[question.child_value("linkId")] == 0)
        error(given, "A required item of the questionnaire is missing.");
  }

 private:
  void error(Element at, std::string text) { findings_.error(at.index(), kId, std::move(text)); }

  void check(Element item, Element question) {
    const std::string_view type = question.child_value("type");
    const bool asks = type != "group" && type != "display";
    std::size_t count = 0;
    for (const Element answer : item.children("answer")) {
      ++count;
      if (asks && answer.child("value[x]")) check_answer(answer.child("value[x]"), question, type);
      items(answer, question);
    }
    if (count > 0 && !asks) error(item, "A group or text of the questionnaire has no answers.");
    if (count > 1 && question.child_value("repeats") != "true") error(item, "The question takes one answer.");
    if (count == 0 && asks && complete_ && question.child_value("required") == "true") error(item, "The question must be answered.");
    items_below(item, question, asks);
  }

  // Items below a question stand in its answers, below a group in itself.
  void items_below(Element item, Element question, bool asks) {
    if (!asks) return items(item, question);
    if (item.child("item")) error(item, "Items below a question stand in its answers.");
  }

  void check_answer(Element value, Element question, std::string_view type) {
    if (!answers(type, value.type())) return error(value, "The answer has another type than the question.");
    if (type == "choice" && question.child("answerOption") && !is_option(value, question))
      error(value, "The answer is none of the question's options.");
    const std::string_view set = question.child_value("answerValueSet");
    if (type == "choice" && !set.empty() && !set.starts_with('#') && value.type() == "Coding" &&
        examination_.terminology().contains(set, value.child_value("system"), value.child_value("code")) == Answer::no)
      error(value, "The answer is not in the question's value set.");
  }

  static bool is_option(Element value, Element question) {
    for (const Element option : question.children("answerOption")) {
      const Element offered = option.child("value[x]");
      if (offered.type() != value.type()) continue;
      if (value.type() != "Coding" && equals_fixed(value, offered)) return true;
      if (value.type() == "Coding" && value.child_value("code") == offered.child_value("code") &&
          value.child_value("system") == offered.child_value("system"))
        return true;
    }
    return false;
  }

  const Examination& examination_;
  Findings& findings_;
  bool complete_ = false;
};

void read_link_ids(Element parent, std::set<std::string_view>& ids) {
  for (const Element item : parent.children("item")) {
    ids.insert(item.child_value("linkId"));
    read_link_ids(item, ids);
  }
}

void check_conditions(Element parent, const std::set<std::string_view>& ids, Findings& findings) {
  for (const Element item : parent.children("item")) {
    for (const Element condition : item.children("enableWhen")) {
      const Element question = condition.child("question");
      if (!question.has_value()) continue;  // reported as missing
      if (ids.count(question.value()) == 0) findings.error(question.index(), kId, "The questionnaire has no item with this linkId.");
      if (question.value() == item.child_value("linkId")) findings.error(question.index(), kId, "An item cannot depend on its own answer.");
    }
    check_conditions(item, ids, findings);
  }
}

}  // namespace

void check_questionnaire(Element questionnaire, Findings& findings) {
  std::set<std::string_view> ids;
  read_link_ids(questionnaire, ids);
  check_conditions(questionnaire, ids, findings);
}

void check_questionnaire_response(Element response, const Examination& examination, Findings& findings) {
  if (const Element questionnaire = questionnaire_of(response, examination); questionnaire.type() == "Questionnaire")
    ResponseRules(response, examination, findings).items(response, questionnaire);
}

}  // namespace caseway::validation
