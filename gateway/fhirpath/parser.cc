// One function per level of the grammar would be eleven that look alike: binary operators are a table of precedences.
#include <algorithm>
#include <array>

#include "fhirpath/fault.h"
#include "fhirpath/syntax.h"
#include "fhirpath/token.h"
#include "formats/encoding.h"

namespace caseway::fhirpath {

namespace {

using Kind = Syntax::Kind;

struct Operator {
  std::string_view text;
  int level;  // a higher one binds closer
  bool word;
};
constexpr int kUnaryLevel = 11;
constexpr std::array<Operator, 24> kOperators{{
    {"*", 10, false}, {"/", 10, false},      {"div", 10, true}, {"mod", 10, true}, {"+", 9, false},  {"-", 9, false},
    {"&", 9, false},  {"is", 8, true},       {"as", 8, true},   {"|", 7, false},   {"<=", 6, false}, {"<", 6, false},
    {">", 6, false},  {">=", 6, false},      {"=", 5, false},   {"~", 5, false},   {"!=", 5, false}, {"!~", 5, false},
    {"in", 4, true},  {"contains", 4, true}, {"and", 3, true},  {"or", 2, true},   {"xor", 2, true}, {"implies", 1, true},
}};
constexpr std::array<std::string_view, 6> kReserved{"and", "or", "xor", "implies", "div", "mod"};
constexpr std::array<std::string_view, 16> kCalendarWords{"year", "years", "month",  "months",  "week",   "weeks",   "day",         "days",
                                                          "hour", "hours", "minute", "minutes", "second", "seconds", "millisecond", "milliseconds"};

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class Parser {
 public:
  explicit Parser(std::string_view text) : tokens_(tokens(text)) {}

  SyntaxTree run() {
    SyntaxTree tree = expression(0);
    if (now().kind != Token::Kind::end) fail("fhirpath.syntax", now().at, "the expression should end here, or an operator is missing before this");
    return tree;
  }

 private:
  const Token& now() const { return tokens_[at_]; }
  const Token& take() { return tokens_[at_++]; }
  bool accept(std::string_view symbol) {
    if (!now().is(symbol)) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view symbol) {
    if (!accept(symbol))
      fail("fhirpath.syntax", now().at, std::string("expected ").append(symbol).append(now().kind == Token::Kind::end ? " before the end" : " here"));
  }

  SyntaxTree make(Kind kind, std::size_t at, std::string text = {}) const {
    auto made = std::make_unique<Syntax>();
    made->kind = kind;
    made->at = at;
    made->text = std::move(text);
    return made;
  }

  // The tree is walked by recursion, so both its nesting and the length of its chains count.
  struct Deeper {
    explicit Deeper(Parser& parser) : parser_(parser), before_(parser.depth_) {}
    ~Deeper() { parser_.depth_ = before_; }
    void step(std::size_t at) {
      if (++parser_.depth_ > kMaxNesting)
        fail("fhirpath.limit.nesting", at, "the expression is nested deeper than " + std::to_string(kMaxNesting) + "; split it");
    }
    Parser& parser_;
    int before_;
  };

  const Operator* operator_here() const {
    for (const Operator& known : kOperators)
      if ((known.word ? now().is_word(known.text) : now().is(known.text))) return &known;
    return nullptr;
  }

  SyntaxTree expression(int level) {
    Deeper deeper(*this);
    deeper.step(now().at);
    SyntaxTree left = unary();
    for (const Operator* found = operator_here(); found && found->level > level; found = operator_here()) {
      deeper.step(now().at);
      const std::size_t at = take().at;
      const bool tests_type = found->text == "is" || found->text == "as";
      SyntaxTree whole = make(tests_type ? Kind::type_test : Kind::binary, at, std::string(found->text));
      whole->parts.push_back(std::move(left));
      if (tests_type) {
        whole->type = type_name();
      } else {
        whole->parts.push_back(expression(found->level));
      }
      left = std::move(whole);
    }
    return left;
  }

  SyntaxTree unary() {
    if (!now().is("+") && !now().is("-")) return postfix();
    const Token sign = take();
    SyntaxTree whole = make(Kind::unary, sign.at, sign.text);
    whole->parts.push_back(expression(kUnaryLevel));
    return whole;
  }

  std::string type_name() {
    std::string name = identifier("a type");
    while (accept(".")) name.append(".").append(identifier("a type"));
    return name;
  }

  std::string identifier(std::string_view what) {
    if (now().kind != Token::Kind::word && now().kind != Token::Kind::quoted_word)
      fail("fhirpath.syntax", now().at, std::string("expected the name of ").append(what));
    return take().text;
  }

  SyntaxTree postfix() {
    Deeper deeper(*this);
    SyntaxTree left = term();
    for (;;) {
      deeper.step(now().at);
      if (now().is(".")) {
        ++at_;
        left = now().is("$") ? keyword_after(std::move(left)) : invocation(std::move(left));
      } else if (now().is("[")) {
        SyntaxTree whole = make(Kind::indexer, take().at);
        whole->parts.push_back(std::move(left));
        whole->parts.push_back(expression(0));
        expect("]");
        left = std::move(whole);
      } else {
        return left;
      }
    }
  }

  [[noreturn]] SyntaxTree keyword_after(SyntaxTree) { fail("fhirpath.syntax", now().at, "$this, $index and $total stand alone, not behind a point"); }

  SyntaxTree invocation(SyntaxTree input) {
    const std::size_t at = now().at;
    const std::string name = identifier("an element or a function");
    SyntaxTree whole = make(accept("(") ? Kind::call : Kind::member, at, name);
    whole->parts.push_back(std::move(input));
    if (whole->kind == Kind::member || accept(")")) return whole;
    do whole->parts.push_back(expression(0));
    while (accept(","));
    expect(")");
    return whole;
  }

  SyntaxTree term() {
    const Token& token = now();
    switch (token.kind) {
      case Token::Kind::word:
        if (token.text == "true" || token.text == "false") return literal(Value(take().text == "true"), token.at);
        if (is_one_of(kReserved, token.text)) fail("fhirpath.syntax", token.at, "an operand is missing before \"" + token.text + "\"");
        return invocation(nullptr);
      case Token::Kind::quoted_word:
        return invocation(nullptr);
      case Token::Kind::string:
        return literal(Value(token.text), take().at);
      case Token::Kind::integer:
      case Token::Kind::decimal:
        return number();
      case Token::Kind::date:
        return moment(TemporalKind::date);
      case Token::Kind::date_time:
        return moment(TemporalKind::date_time);
      case Token::Kind::time:
        return moment(TemporalKind::time);
      case Token::Kind::symbol:
        return term_of_symbol();
      case Token::Kind::end:
        break;
    }
    fail("fhirpath.syntax", token.at, at_ == 0 ? "the expression is empty" : "the expression ends where an operand should stand");
  }

  SyntaxTree term_of_symbol() {
    const Token token = take();
    if (token.text == "(") {
      SyntaxTree inner = expression(0);
      expect(")");
      return inner;
    }
    if (token.text == "{") {
      expect("}");
      return make(Kind::empty, token.at);
    }
    if (token.text == "%") {
      if (now().kind == Token::Kind::string) return make(Kind::variable, token.at, take().text);
      return make(Kind::variable, token.at, variable());
    }
    if (token.text == "$") {
      const std::string word = identifier("a variable");
      if (word != "this" && word != "index" && word != "total") fail("fhirpath.syntax", token.at, "only $this, $index and $total begin with $");
      return make(Kind::keyword, token.at, word);
    }
    fail("fhirpath.syntax", token.at, "an operand should stand here");
  }

  // The specification writes %vs-[name] and %ext-[name] where its grammar wants quotes around a name with hyphens: both are read.
  std::string variable() {
    const Token first = now();
    std::string name = identifier("a variable");
    if (!first.is_word("vs") && !first.is_word("ext")) return name;
    for (std::size_t end = first.at + name.size(); now().is("-") && now().at == end; end = first.at + name.size()) {
      const Token& next = tokens_[at_ + 1];
      if ((next.kind != Token::Kind::word && next.kind != Token::Kind::integer) || next.at != end + 1) break;
      take();
      name.append(1, '-').append(take().text);
    }
    return name;
  }

  SyntaxTree literal(Value value, std::size_t at) const {
    SyntaxTree made = make(Kind::literal, at);
    made->value = std::move(value);
    return made;
  }

  SyntaxTree number() {
    const Token token = take();
    const std::optional<Decimal> number = Decimal::parse(token.text);
    if (!number) fail("fhirpath.number", token.at, "this number has more digits than FHIRPath's numbers can hold");
    if (now().kind == Token::Kind::string) return literal(Value(Quantity{*number, take().text, false}), token.at);
    if (now().kind == Token::Kind::word && is_one_of(kCalendarWords, now().text))
      return literal(Value(Quantity{*number, take().text, true}), token.at);
    if (token.kind == Token::Kind::decimal) return literal(Value(*number), token.at);
    const std::optional<std::int64_t> whole = number->integer();
    if (!whole || *whole > INT32_MAX) fail("fhirpath.number", token.at, "an Integer has 32 bits; write a decimal point for a larger number");
    return literal(Value(static_cast<std::int32_t>(*whole)), token.at);
  }

  SyntaxTree moment(TemporalKind kind) {
    const Token token = take();
    const std::optional<Temporal> moment = Temporal::parse(token.text, kind);
    if (!moment) fail("fhirpath.syntax", token.at, "this is no date, date-time or time that exists");
    return literal(Value(*moment), token.at);
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

SyntaxTree parse(std::string_view text) {
  if (text.size() > kMaxExpressionBytes)
    fail("fhirpath.limit.length", 0, "the expression has more than " + std::to_string(kMaxExpressionBytes) + " bytes; split it");
  if (!formats::is_utf8(text)) fail("fhirpath.syntax", 0, "the expression is not UTF-8");
  return Parser(text).run();
}

}  // namespace caseway::fhirpath
