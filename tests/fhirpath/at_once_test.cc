// One Expression and many threads. What an expression remembers (plan.h: Step) is found while all of them ask, so every round compiles anew; what it
// says is compared with a copy that one thread asked alone. Meant for ThreadSanitizer too.
#include "fhirpath/at_once.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "caseway/limits.h"
#include "fhir/codec.h"
#include "fhir/random_tree.h"
#include "fhirpath/fhirpath.h"

namespace caseway::fhirpath {
namespace {

constexpr int kRounds = 4;

// Names that mean something for many types, type tests, patterns made once, conditions, trees, sets, sorting, references, and errors.
constexpr auto kAsked = std::to_array<std::string_view>({
    "descendants().id | descendants().extension.url",
    "descendants().value.count()",
    "descendants().code.select($this.toString()).distinct().count()",
    "descendants().reference.where(matches('^#?[A-Za-z]+')).count()",
    "descendants().select(type().name).where(replaceMatches('[aeiou]', '$0$0').length() > 6).count()",
    "descendants().ofType(Quantity).where(value > 1.5 and unit.exists()).unit",
    "descendants().where($this is dateTime or $this is date).select($this <= @2024-05-17)",
    "descendants().ofType(Coding).where(system.exists() implies code.exists()).display",
    "descendants().reference.resolve().id",
    "(descendants().ofType(string) | descendants().ofType(code)).intersect(descendants().text | descendants().status).count()",
    "repeat(children()).aggregate($total + 1, 0)",
    "text.status & name.family & status",
    "children().single().id",
});

// Documents made by chance hardly ever refer to what they hold.
constexpr std::string_view kReferring = R"({"resourceType":"Patient","id":"p","contained":[{"resourceType":"Organization","id":"o","name":"Harbor"}],
  "managingOrganization":{"reference":"#o"}})";

const std::vector<Tree>& documents() {
  static const std::vector<Tree> trees = [] {
    std::mt19937 random(1974);
    std::vector<Tree> made(20);
    for (Tree& tree : made) tree = fhir::random_tree(random);
    Issues issues;
    EXPECT_TRUE(fhir::read_json(kReferring, Limits(), issues, made.front(), nullptr));
    return made;
  }();
  return trees;
}

std::vector<Expression> compiled() {
  std::vector<Expression> expressions;
  for (const std::string_view text : kAsked) {
    Error error;
    auto expression = Expression::compile(text, kNoType, error);
    if (!expression) throw std::runtime_error(std::string(text) + ": " + error.text);
    expressions.push_back(std::move(*expression));
  }
  return expressions;
}

std::string said(const Expression& expression, const Tree& tree) {
  std::string text;
  try {
    for (const Value& item : expression.evaluate(tree.root(), {})) text += item.text() + ";";
    text += expression.test(tree.root(), {}) ? "holds" : "";
  } catch (const EvaluationError& problem) {
    text += problem.error.id;
  }
  return text;
}

// Everything said of document i stands at i.
std::vector<std::string> all_said(const std::vector<Expression>& expressions, const std::vector<Tree>& trees, std::size_t first) {
  std::vector<std::string> answers(trees.size());
  for (std::size_t n = 0; n < trees.size(); ++n) {
    const std::size_t document = (first + n) % trees.size();
    for (std::size_t i = 0; i < expressions.size(); ++i)
      answers[document] += said(expressions[(first + i) % expressions.size()], trees[document]).insert(0, 1, '\n');
  }
  return answers;
}

TEST(ExpressionAtOnce, SaysOfOneDocumentTheSameInEveryThread) {
  const std::vector<std::string> wanted = all_said(compiled(), documents(), 0);
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<Expression> shared = compiled();
    std::array<std::vector<std::string>, kThreads> answers;
    at_once([&](std::size_t thread) { answers[thread] = all_said(shared, documents(), 0); });
    for (const auto& each : answers) ASSERT_EQ(each, wanted) << "round " << round;
  }
}

TEST(ExpressionAtOnce, SaysOfDifferentDocumentsWhatItSaysOfEachAlone) {
  // Each thread begins with another expression and asks it about documents of its own, in another order.
  std::array<std::vector<std::string>, kThreads> wanted;
  for (std::size_t thread = 0; thread < kThreads; ++thread) wanted[thread] = all_said(compiled(), documents(), thread * 3);
  ASSERT_NE(wanted[0], wanted[1]);
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<Expression> shared = compiled();
    std::array<std::vector<std::string>, kThreads> answers;
    at_once([&](std::size_t thread) {
      const std::vector<Tree> own = documents();
      answers[thread] = all_said(shared, own, thread * 3);
    });
    for (std::size_t thread = 0; thread < kThreads; ++thread) ASSERT_EQ(answers[thread], wanted[thread]) << "round " << round;
  }
}

TEST(ExpressionAtOnce, TheDocumentsMakeItSaySomething) {
  const std::vector<Expression> expressions = compiled();
  for (const Expression& expression : expressions) {
    bool something = false;
    for (const Tree& tree : documents()) something = something || !said(expression, tree).empty();
    EXPECT_TRUE(something) << expression.text();
  }
}

}  // namespace
}  // namespace caseway::fhirpath
