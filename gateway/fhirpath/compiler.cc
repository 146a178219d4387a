#include "fhirpath/compiler.h"

#include <algorithm>
#include <array>

#include "fhirpath/fault.h"
#include "fhirpath/functions.h"
#include "fhirpath/machine.h"
#include "fhirpath/operators.h"
#include "fhirpath/shape.h"
#include "formats/config_node.h"

namespace caseway::fhirpath {

namespace {

using Kind = Syntax::Kind;
using ItemKind = Item::Kind;

struct Part {
  const Op* op;
  Shape shape;
};

struct Constant {
  std::string_view name;
  std::string_view text;
};
constexpr std::array<Constant, 3> kConstants{
    {{"ucum", "http://unitsofmeasure.org"}, {"sct", "http://snomed.info/sct"}, {"loinc", "http://loinc.org"}}};
constexpr std::array<Constant, 2> kPrefixes{{{"vs-", "http://hl7.org/fhir/ValueSet/"}, {"ext-", "http://hl7.org/fhir/StructureDefinition/"}}};

struct Surrounding {
  std::string_view name;
  Run run;
};
constexpr std::array<Surrounding, 3> kSurroundings{{{"context", run_context}, {"resource", run_resource}, {"rootResource", run_root_resource}}};

std::string suggestion(std::string_view nearest) {
  return nearest.empty() ? std::string() : std::string("; did you mean ").append(nearest).append("?");
}

class Compiler {
 public:
  Compiler(TypeId context, const std::vector<std::string>& variables, const std::vector<TypeId>& types, Plan& plan)
      : variables_(variables), types_(types), plan_(plan), context_(context == kNoType ? Shape::of_any(false) : Shape::of(context)) {}

  const Op* run(const Syntax& syntax) { return part(syntax, context_).op; }

 private:
  Op& make(const Syntax& syntax, Run run, Test test = nullptr) {
    Op& op = plan_.ops.emplace_back();
    op.run = run ? run : run_by_test;
    op.test = test ? test : test_by_run;
    op.at = syntax.at;
    op.name = plan_.texts.emplace_back(syntax.text);
    return op;
  }

  // What `syntax` means where $this is of the shape `here`.
  Part part(const Syntax& syntax, const Shape& here) {
    switch (syntax.kind) {
      case Kind::literal:
        return literal(syntax, *syntax.value);
      case Kind::empty:
        return {&make(syntax, run_empty), Shape()};
      case Kind::variable:
        return variable(syntax);
      case Kind::keyword:
        return keyword(syntax, here);
      case Kind::member:
        return path(syntax, here);
      case Kind::call:
        return call(syntax, here);
      case Kind::indexer:
        return indexer(syntax, here);
      case Kind::unary:
        return unary(syntax, here);
      case Kind::binary:
        return binary(syntax, here);
      case Kind::type_test:
        return type_test(syntax, here);
    }
    fail("fhirpath.syntax", syntax.at, "this is no expression");
  }

  Part literal(const Syntax& syntax, const Value& value) {
    Op& op = make(syntax, run_constant);
    op.item = item_of(plan_.values.emplace_back(value));
    return {&op, Shape::of(op.item.kind)};
  }

  Part keyword(const Syntax& syntax, const Shape& here) {
    if (syntax.text == "this") return {&make(syntax, run_this), here};
    if (syntax.text == "index") return {&make(syntax, run_index), Shape::of(ItemKind::integer)};
    return {&make(syntax, run_total), Shape::of_any(true)};
  }

  Part variable(const Syntax& syntax) {
    const std::string& name = syntax.text;
    if (const auto found = std::find(variables_.begin(), variables_.end(), name); found != variables_.end()) {
      const auto at = static_cast<std::size_t>(found - variables_.begin());
      return {&make(syntax, run_variable), at < types_.size() && types_[at] != kNoType ? Shape::of(types_[at]) : Shape::of_any(true)};
    }
    for (const Constant& known : kConstants)
      if (known.name == name) return literal(syntax, Value(std::string(known.text)));
    for (const Constant& prefix : kPrefixes)
      if (name.starts_with(prefix.name)) return literal(syntax, Value(std::string(prefix.text).append(name.substr(prefix.name.size()))));
    for (const Surrounding& known : kSurroundings)
      if (known.name == name) return {&make(syntax, known.run), name == "context" ? context_ : Shape::of_any(false)};
    std::vector<std::string_view> names(variables_.begin(), variables_.end());
    for (const Constant& known : kConstants) names.push_back(known.name);
    for (const Surrounding& known : kSurroundings) names.push_back(known.name);
    fail("fhirpath.variable", syntax.at, "nothing here is called %" + name + suggestion(formats::nearest(name, names)));
  }

  // a.b.c is one operation.
  Part path(const Syntax& syntax, const Shape& here) {
    std::vector<const Syntax*> names{&syntax};
    while (names.back()->parts[0] && names.back()->parts[0]->kind == Kind::member) names.push_back(names.back()->parts[0].get());
    std::reverse(names.begin(), names.end());
    Part input{nullptr, here};
    if (const Syntax* before = names.front()->parts[0].get()) {
      input = part(*before, here);
      if (before->kind == Kind::keyword && before->text == "this") input.op = nullptr;
    } else if (const TypeCode type = type_at_start(*names.front()); type != kNoType) {
      input = type_name(*names.front(), type, here);
      names.erase(names.begin());
    }
    if (names.empty()) return input.op ? input : Part{&make(syntax, run_this), input.shape};
    Op& op = make(*names.back(), run_path);
    op.input = input.op;
    op.step_count = names.size();
    op.steps = std::make_unique<Step[]>(names.size());
    Shape shape = input.shape;
    for (std::size_t i = 0; i < names.size(); ++i) shape = step(*names[i], op.steps[i], shape);
    return {&op, shape};
  }

  Shape step(const Syntax& name, Step& step, const Shape& above) {
    step.name(name.text);
    const Shape found = below(above, name.text);
    if (found.nothing() && !above.nothing())
      fail("fhirpath.name", name.at, above.names() + " has no element " + name.text + suggestion(nearest_element(above, name.text)));
    if (!above.any && above.types.size() == 1 && !is_system(above.types.front())) step.expect(above.types.front());
    return found;
  }

  // A path may begin with the name of its context's type.
  static TypeCode type_at_start(const Syntax& name) {
    if (name.text.empty() || name.text.front() < 'A' || name.text.front() > 'Z') return kNoType;
    return fhir::find_type(name.text);
  }

  Part type_name(const Syntax& syntax, TypeCode type, const Shape& here) {
    if (!here.any && here.types.size() == 1 && here.types.front() == type) return {nullptr, here};
    Shape shape = Shape::of(type);
    if (!here.any) {
      shape.types.clear();
      for (const TypeCode each : here.types)
        if (derives(each, type)) shape.add(each);
      if (shape.types.empty() && alternatives_ > 0) shape.add(type);
      if (shape.types.empty() && !here.nothing())
        fail("fhirpath.name", syntax.at, "the path begins with " + syntax.text + ", but is asked about " + here.names());
    }
    Op& op = make(syntax, run_type_name);
    op.type.type = type;
    return {&op, shape};
  }

  Part indexer(const Syntax& syntax, const Shape& here) {
    const Part input = part(*syntax.parts[0], here);
    const Part index = part(*syntax.parts[1], here);
    if (!index.shape.may_be(ItemKind::integer)) fail("fhirpath.type", syntax.parts[1]->at, "an index is an Integer");
    Op& op = make(syntax, run_indexer);
    op.input = input.op;
    op.arguments = {index.op};
    Shape shape = input.shape;
    shape.many = false;
    return {&op, shape};
  }

  Part unary(const Syntax& syntax, const Shape& here) {
    const Part operand = part(*syntax.parts[0], here);
    if (!goes_with("*", operand.shape, operand.shape)) fail("fhirpath.type", syntax.at, syntax.text + " wants a number or a Quantity behind it");
    Op& op = make(syntax, syntax.text == "-" ? run_negative : run_positive);
    op.arguments = {operand.op};
    return {&op, operand.shape};
  }

  Part binary(const Syntax& syntax, const Shape& here) {
    const bool union_of_paths = syntax.text == "|";
    alternatives_ += union_of_paths;
    const Part left = part(*syntax.parts[0], here);
    const Part right = part(*syntax.parts[1], here);
    alternatives_ -= union_of_paths;
    if (!goes_with(syntax.text, left.shape, right.shape))
      fail("fhirpath.type", syntax.at, syntax.text + " does not go with " + left.shape.names() + " and " + right.shape.names());
    const BinaryOperator* known = find_operator(syntax.text);
    Op& op = make(syntax, known->run, known->test);
    op.arguments = {left.op, right.op};
    if (known->test) return {&op, Shape::of(ItemKind::boolean)};
    if (syntax.text == "&") return {&op, Shape::of(ItemKind::string)};
    Shape shape = left.shape;
    if (syntax.text == "|") {
      shape.add(right.shape);
      shape.many = true;
    } else {
      shape = arithmetic_shape(left.shape, right.shape);
    }
    return {&op, shape};
  }

  static Shape arithmetic_shape(const Shape& left, const Shape& right) {
    constexpr std::array kResults{ItemKind::integer,   ItemKind::decimal, ItemKind::string,  ItemKind::date,
                                  ItemKind::date_time, ItemKind::time,    ItemKind::quantity};
    if (left.any || right.any || left.nothing() || right.nothing()) return Shape::of_any(false);
    Shape shape;
    for (const ItemKind kind : kResults)
      if (left.may_be(kind) || (right.may_be(kind) && kind != ItemKind::string)) shape.add(system_type(kind));
    if (shape.may_be(ItemKind::integer)) shape.add(system_type(ItemKind::decimal));
    return shape;
  }

  TypeTest type_named(const std::string& name, std::size_t at) {
    const TypeCode type = find_type_code(name);
    if (type == kNoType) fail("fhirpath.type", at, "there is no type " + name + suggestion(nearest_type(name)));
    return {type, false, false};
  }

  static void filter_exactly(TypeTest& test) { test.exact = !is_system(test.type) && fhir::primitive(test.type) != fhir::Primitive::none; }

  // ofType() filters; as() and `as` want one item, but where types may differ R4's own expressions filter with them too.
  Part filtered(Op& op, const Part& input, bool once) {
    filter_exactly(op.type);
    op.once = once && input.shape.many && !input.shape.any && input.shape.types.size() == 1;
    return {&op, Shape::of(op.type.type, input.shape.many)};
  }

  Part type_test(const Syntax& syntax, const Shape& here) {
    const Part input = part(*syntax.parts[0], here);
    const bool is = syntax.text == "is";
    Op& op = is ? make(syntax, nullptr, test_is) : make(syntax, run_as);
    op.input = input.op;
    op.type = type_named(syntax.type, syntax.at);
    if (!is) return filtered(op, input, true);
    op.type.implicit = is_system(op.type.type) && syntax.type.find('.') == std::string::npos;
    return {&op, Shape::of(ItemKind::boolean)};
  }

  static std::string type_argument(const Syntax& syntax) {
    if (syntax.kind != Kind::member) fail("fhirpath.type", syntax.at, "the name of a type should stand here");
    return syntax.parts[0] ? type_argument(*syntax.parts[0]) + "." + syntax.text : syntax.text;
  }

  Part call(const Syntax& syntax, const Shape& here) {
    const Function* function = find_function(syntax.text);
    if (!function)
      fail("fhirpath.function", syntax.at,
           "there is no function " + syntax.text + "()" + suggestion(formats::nearest(syntax.text, function_names())));
    const std::size_t count = syntax.parts.size() - 1;
    if (count < function->fewest || count > function->most)
      fail("fhirpath.function", syntax.at,
           syntax.text + "() wants " + std::to_string(function->fewest) +
               (function->most > function->fewest ? " to " + std::to_string(function->most) : std::string()) +
               (function->most == 1 ? " argument" : " arguments"));
    const Part input = syntax.parts[0] ? part(*syntax.parts[0], here) : Part{nullptr, here};
    check_input(syntax, *function, input.shape);
    Op& op = make(syntax, function->run, function->test);
    op.input = input.op;
    if (function->takes == Takes::type) {
      op.type = type_named(type_argument(*syntax.parts[1]), syntax.parts[1]->at);
      if (function->gives == Gives::type) return filtered(op, input, syntax.text == "as");
      return {&op, Shape::of(ItemKind::boolean)};
    }
    const std::vector<Shape> given = arguments(syntax, *function, input, here, op);
    return {&op, shape_of_call(syntax, *function, input.shape, given)};
  }

  static void check_input(const Syntax& syntax, const Function& function, const Shape& input) {
    constexpr std::array<std::string_view, 4> kWanted{"", "a String", "a number", "a number or a Quantity"};
    const bool number = input.may_be(ItemKind::integer) || input.may_be(ItemKind::decimal);
    const bool fits = function.wants == Wants::anything || (function.wants == Wants::text && input.may_be_text()) ||
                      (function.wants == Wants::number && number) ||
                      (function.wants == Wants::quantity && (number || input.may_be(ItemKind::quantity)));
    if (!fits)
      fail("fhirpath.type", syntax.at,
           syntax.text + "() wants " + std::string(kWanted[static_cast<std::size_t>(function.wants)]) + " before it, not " + input.names());
  }

  std::vector<Shape> arguments(const Syntax& syntax, const Function& function, const Part& input, const Shape& here, Op& op) {
    Shape focus = here;
    if (function.takes == Takes::each) {
      focus = input.shape;
      focus.many = false;
    }
    if (syntax.text == "repeat") focus.add(part(*syntax.parts[1], focus).shape);  // it is also asked about what it gives
    std::vector<Shape> given;
    for (std::size_t i = 1; i < syntax.parts.size(); ++i) {
      const Syntax* argument = syntax.parts[i].get();
      if (syntax.text == "sort" && argument->kind == Kind::unary && argument->text == "-") {
        op.descending |= std::uint64_t{1} << (i - 1);
        argument = argument->parts[0].get();
      }
      const Part made = part(*argument, focus);
      op.arguments.push_back(made.op);
      given.push_back(made.shape);
    }
    if (syntax.text == "iif" && !given[0].may_be(ItemKind::boolean))
      fail("fhirpath.type", syntax.parts[1]->at, "the condition of iif() is a Boolean, not " + given[0].names());
    if (function.wants == Wants::text && syntax.text.find("atches") != std::string::npos) prepare_pattern(*syntax.parts[1], op);
    return given;
  }

  static void prepare_pattern(const Syntax& argument, Op& op) {
    if (argument.kind != Kind::literal || argument.value->kind() != Value::Kind::string) return;
    op.pattern = std::make_unique<Pattern>(argument.value->string());
    if (!op.pattern->why_not().empty())
      fail("fhirpath.pattern", argument.at, "this is no regular expression that can be used: " + op.pattern->why_not());
  }

  static Shape shape_of_call(const Syntax& syntax, const Function& function, const Shape& input, const std::vector<Shape>& given) {
    Shape shape;
    const bool many = !function.single && (input.many || input.any);
    switch (function.gives) {
      case Gives::anything:
        shape = Shape::of_any(!function.single);
        break;
      case Gives::boolean:
        shape = Shape::of(ItemKind::boolean);
        break;
      case Gives::integer:
        shape = Shape::of(ItemKind::integer);
        break;
      case Gives::decimal:
        shape = Shape::of(ItemKind::decimal);
        break;
      case Gives::text:
        shape = Shape::of(ItemKind::string, !function.single);
        break;
      case Gives::date:
        shape = Shape::of(ItemKind::date);
        break;
      case Gives::date_time:
        shape = Shape::of(ItemKind::date_time);
        break;
      case Gives::time:
        shape = Shape::of(ItemKind::time);
        break;
      case Gives::quantity:
        shape = Shape::of(ItemKind::quantity);
        break;
      case Gives::type_info:
        shape = Shape::of(ItemKind::type, many);
        break;
      case Gives::extension:
        shape = Shape::of(fhir::find_type("Extension"), true);
        break;
      case Gives::children:
        shape = Shape::of_any(true);
        break;
      case Gives::type:
      case Gives::input:
        shape = input, shape.many = many;
        break;
      case Gives::argument:
        shape = given[0], shape.many = shape.many || many;
        break;
      case Gives::input_or_argument:
        shape = input, shape.add(given[0]), shape.many = true;
        break;
    }
    if (syntax.text == "iif") {
      shape = given[1];
      if (given.size() > 2) shape.add(given[2]);
    }
    return shape;
  }

  const std::vector<std::string>& variables_;
  const std::vector<TypeId>& types_;
  Plan& plan_;
  Shape context_;
  int alternatives_ = 0;  // unions around: `Patient.name | Person.name` is asked about either
};

}  // namespace

void compile(const Syntax& syntax, TypeId context, const std::vector<std::string>& variables, const std::vector<TypeId>& types, Plan& plan) {
  plan.root = Compiler(context, variables, types, plan).run(syntax);
}

}  // namespace caseway::fhirpath
