// Laws that hold for any expression over any document: sets, filters, logic, texts and time. Expressions are made by chance from a small grammar,
// documents from the model table; the laws are expressions themselves.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "fhir/random_tree.h"
#include "fhirpath/fhirpath.h"

namespace caseway::fhirpath {
namespace {

// {e} {f} collections, {p} a condition about $this, {b} {c} conditions about the document, {s} a text, {d} a date or time, {n} a small number.
constexpr auto kLaws = std::to_array<std::string_view>({
    // Filters
    "({e}).where({p}).count() + ({e}).where(({p}).not()).count() <= ({e}).count()",
    "({e}).where({p}).count() + ({e}).where(({p}).not()).count() + ({e}).where(({p}).empty()).count() = ({e}).count()",
    "({e}).where({p}).where({p}) ~ ({e}).where({p})",
    "({e}).exists() = ({e}).empty().not()",
    "({e}).exists({p}) = ({e}).where({p}).exists()",
    "({e}).all({p}) = (({e}).where({p}).count() = ({e}).count())",
    "({e}).select($this) ~ ({e})",
    "({e}).select($index).count() = ({e}).count()",
    "({e}).ofType(string).all($this is string)",
    // Parts
    "({e}).take({n}).combine(({e}).skip({n})) ~ ({e})",
    "({e}).first().combine(({e}).tail()) ~ ({e})",
    "({e}).last() ~ ({e}).skip(({e}).count() - 1)",
    "({e})[{n}] ~ ({e}).skip({n}).first()",
    "({e}).take({n}).count() <= {n}",
    // Sets
    "({e}).distinct().isDistinct()",
    "({e}).isDistinct() = (({e}).distinct().count() = ({e}).count())",
    "(({e}) | ({f})).isDistinct()",
    "(({e}) | ({f})).count() = (({f}) | ({e})).count()",
    "(({e}) | ({f})) ~ ({e}).union({f})",
    "(({e}) | ({f})) ~ ({e}).combine({f}).distinct()",
    "(({e}) | {}) ~ ({e}).distinct()",
    "({e}).combine({f}).count() = ({e}).count() + ({f}).count()",
    "({e}).intersect({f}).subsetOf({e}) and ({e}).intersect({f}).subsetOf({f})",
    "({e}).intersect({f}).count() = ({f}).intersect({e}).count()",
    "({e}).exclude({f}).intersect({f}).empty()",
    "(({e}) | ({f})).count() = ({e}).distinct().count() + ({f}).distinct().exclude({e}).count()",
    "({e}).distinct().count() = ({e}).intersect({f}).count() + ({e}).distinct().exclude({f}).count()",
    "({e}).subsetOf({e}) and ({e}).supersetOf({e}) and ({e}).supersetOf({}) and ({e}).subsetOf(({e}) | ({f}))",
    "({e}).all($this in ({e}))",
    "({e}) ~ ({e})",
    "({e}).take({n}).aggregate($total + 1, 0) = ({e}).take({n}).count()",
    // Trees
    "({e}).children().count() <= ({e}).descendants().count()",
    "repeat(children()).subsetOf(descendants()) and repeat(children()).isDistinct()",
    "({e}).repeat(children()).subsetOf(({e}).descendants())",
    // Logic
    "({b}).not().not() ~ ({b})",
    "(({b}) and ({c})).not() ~ (({b}).not() or ({c}).not())",
    "(({b}) or ({c})).not() ~ (({b}).not() and ({c}).not())",
    "(({b}) implies ({c})) ~ (({b}).not() or ({c}))",
    "(({b}) xor ({c})) ~ ((({b}) or ({c})) and (({b}) and ({c})).not())",
    "(({b}) and ({c})) ~ (({c}) and ({b}))",
    "iif({b}, 1, 2) ~ iif(({b}).not(), 2, iif({b}, 1, 2))",
    // Texts
    "('x' & {s}).toChars().join('') = 'x' & {s}",
    "{s}.length() = {s}.toChars().count()",
    "{s}.substring(0, {n}) & {s}.substring({n}) = {s}",
    "{s}.split('a').join('a') = {s}",
    "{s}.replace('a', 'bb').replace('bb', 'a').length() <= {s}.length()",
    "{s}.encode('base64').decode('base64') = {s}",
    "{s}.encode('urlbase64').decode('urlbase64') = {s}",
    "{s}.encode('hex').decode('hex') = {s}",
    "{s}.escape('html').unescape('html') = {s}",
    "{s}.escape('json').unescape('json') = {s}",
    "({s} & 'x').startsWith({s}) and ('x' & {s}).endsWith({s}) and ('x' & {s} & 'y').contains({s})",
    "('x' & {s}).indexOf({s}) <= 1",
    "{s}.upper() ~ {s} and {s}.lower() ~ {s}",
    // Time
    "({d} + {n} days) - {n} days = {d}",
    "({d} + {n} weeks) - {n} weeks = {d}",
    "({d} + {n} months) - {n} months = {d}",
    "({d} + {n} years) - {n} years = {d}",
    "({d} + {n} months) >= {d}",
    "({d} < {d} + 2 days) and ({d} + 2 days > {d})",
    "{d} = {d} and {d} ~ {d} and {d} <= {d}",
    "{d}.lowBoundary() <= {d}.highBoundary()",
    "{d}.toString().length() > 0",
    // Numbers
    "({n} + 7) - 7 = {n}",
    "{n} * 7 div 7 = {n}",
    "({n} div 3) * 3 + {n} mod 3 = {n}",
    "({n} / 3.5).round(6) * 7 - 2 * {n} < 0.001",
    "{n}.toString().toInteger() = {n}",
    "({n} 'g').toString().toQuantity() = {n} * 1000 'mg'",
});

class Chance {
 public:
  Chance(std::mt19937& random, const Tree& tree) : random_(random), tree_(tree) {}

  std::string filled(std::string_view law) {
    std::string e = collection(2), f = collection(2), p = condition(2, "$this"), b = condition(2, "%context"), c = condition(1, "%context"),
                s = text(), d = date();
    const std::string n = std::to_string(random_() % 9);
    std::string out;
    while (!law.empty()) {
      const std::size_t brace = std::min(law.find('{'), law.size());
      out += law.substr(0, brace);
      law.remove_prefix(brace);
      if (law.size() < 3 || law[2] != '}') {
        out += law.substr(0, 1);
        law.remove_prefix(std::min<std::size_t>(1, law.size()));
        continue;
      }
      switch (law[1]) {
        case 'e':
          out += e;
          break;
        case 'f':
          out += f;
          break;
        case 'p':
          out += p;
          break;
        case 'b':
          out += b;
          break;
        case 'c':
          out += c;
          break;
        case 's':
          out += s;
          break;
        case 'd':
          out += d;
          break;
        default:
          out += n;
      }
      law.remove_prefix(3);
    }
    return out;
  }

  std::string collection(int depth) {
    if (depth == 0)
      return pick({"%context.children()", "%context.descendants().take(40)", path(), path(), "(1 | 2 | 'a' | @2024)", "{}", "%context"});
    const std::string inner = collection(depth - 1);
    switch (random_() % 9) {
      case 0:
        return inner + ".where(" + condition(1, "$this") + ")";
      case 1:
        return "(" + inner + " | " + collection(0) + ")";
      case 2:
        return inner + ".combine(" + collection(0) + ")";
      case 3:
        return inner + ".ofType(" + pick({"string", "Quantity", "code", "Extension", "dateTime"}) + ")";
      case 4:
        return inner + ".children().take(30)";
      case 5:
        return inner + "." + pick({"first()", "last()", "tail()", "skip(1)", "distinct()", "take(3)"});
      case 6:
        return inner + ".select(" + pick({"$this", "children()", "$index", "toString()"}) + ").take(40)";
      default:
        return inner;
    }
  }

  std::string condition(int depth, const std::string& about) {
    if (depth == 0 || random_() % 3 == 0)
      return about + pick({".exists()", ".hasValue()", ".children().exists()", ".children().count() > 1", ".toString().length() > 4", " is Quantity",
                           " is string", ".children().empty()", ".type().name = 'string'", ".toString() = 'a'", ".where(false).not()"});
    const std::string left = condition(depth - 1, about);
    const std::string right = condition(depth - 1, about);
    switch (random_() % 5) {
      case 0:
        return "(" + left + ").not()";
      case 1:
        return "(" + left + " and " + right + ")";
      case 2:
        return "(" + left + " or " + right + ")";
      case 3:
        return "(" + left + " implies " + right + ")";
      default:
        return "(" + left + " xor " + right + ")";
    }
  }

 private:
  std::string pick(std::initializer_list<std::string> choices) { return *(choices.begin() + random_() % choices.size()); }

  // The way to a node of the document, perhaps without its positions.
  std::string path() {
    std::string path = tree_.path(static_cast<std::uint32_t>(random_() % tree_.size()));
    if (random_() % 2 == 0)
      for (std::size_t at = path.find('['); at != path.npos; at = path.find('[')) path.erase(at, path.find(']') - at + 1);
    return path.replace(0, std::min(path.find('.'), path.size()), "%context");
  }

  std::string text() {
    static constexpr std::array<std::string_view, 12> kLetters = {"a", "b", "A", " ", "é", "😀", "<", "&", "\\'", "\\n", "\\\\", "%"};
    std::string text = "'";
    for (auto n = random_() % 9; n-- > 0;) text += kLetters[random_() % kLetters.size()];
    return text + "'";
  }

  std::string date() {
    const auto number = [&](int low, int high) {
      const std::string digits = std::to_string(low + static_cast<int>(random_() % static_cast<unsigned>(high - low + 1)));
      return digits.size() < 2 ? "0" + digits : digits;
    };
    std::string date = "@" + number(1900, 2090) + "-" + number(1, 12) + "-" + number(1, 28);
    if (random_() % 2 == 0) return date;
    date += "T" + number(0, 23) + ":" + number(0, 59);
    if (random_() % 2 == 0) date += ":" + number(0, 59) + pick({"", ".5", ".123"});
    return date + pick({"", "Z", "+10:00", "-03:30"});
  }

  std::mt19937& random_;
  const Tree& tree_;
};

struct Outcome {
  bool compiled = false;
  std::string text;  // of the items, or the error's id
};

Outcome outcome(const std::string& expression, Element context) {
  Error error;
  const auto compiled = Expression::compile(expression, context.type_id(), error);
  if (!compiled) return {false, error.id};
  Outcome outcome{true, ""};
  try {
    for (const Value& item : compiled->evaluate(context, {})) outcome.text += item.text() + ";";
  } catch (const EvaluationError& problem) {
    outcome.text = problem.error.id;
  }
  return outcome;
}

TEST(Laws, HoldForAnyExpressionOverAnyDocument) {
  std::mt19937 random(20240517);
  std::array<std::size_t, kLaws.size()> held{};
  for (int document = 0; document < 60; ++document) {
    const Tree tree = fhir::random_tree(random);
    Chance chance(random, tree);
    for (std::size_t law = 0; law < kLaws.size(); ++law) {
      const std::string expression = chance.filled(kLaws[law]);
      const Outcome first = outcome(expression, tree.root());
      EXPECT_EQ(outcome(expression, tree.root()).text, first.text) << "asked twice: " << expression;
      if (first.text.starts_with("fhirpath.")) {
        // A chance expression may be wrong in its types or ask several items where one is wanted; it must say so, and only that.
        EXPECT_TRUE(first.text == "fhirpath.type" || first.text == "fhirpath.singleton" || first.text == "fhirpath.name")
            << first.text << ": " << expression;
        continue;
      }
      EXPECT_EQ(first.text, "true;") << expression;
      ++held[law];
    }
  }
  for (std::size_t law = 0; law < kLaws.size(); ++law) EXPECT_GT(held[law], 5U) << "hardly ever asked: " << kLaws[law];
}

TEST(Laws, NoChanceExpressionEndsOtherwiseThanWithAnAnswerOrAnError) {
  static constexpr std::array<std::string_view, 46> kPieces = {
      "1",  "'a'",      "@2024",   "4 'g'",      "{}",      "true",  "$this", "$total",  "$index", "%context",  "(",   ")",
      ".",  "where(",   "select(", "[",          "]",       "+",     "-",     "*",       "/",      "div",       "mod", "and",
      "or", "implies",  "is",      "as",         "String",  "|",     "&",     "=",       "~",      "<",         "in",  "contains",
      ",",  "exists()", "count()", "children()", "first()", "not()", "iif(",  "repeat(", "`x`",    "2147483648"};
  std::mt19937 random(7);
  std::size_t compiled = 0;
  const Tree tree = fhir::random_tree(random);
  for (int i = 0; i < 50'000; ++i) {
    std::string expression;
    for (auto n = 1 + random() % 7; n-- > 0;) expression.append(kPieces[random() % kPieces.size()]).append(random() % 4 == 0 ? " " : "");
    const Outcome result = outcome(expression, tree.root());
    compiled += result.compiled ? 1 : 0;
  }
  EXPECT_GT(compiled, 500U);
}

}  // namespace
}  // namespace caseway::fhirpath
