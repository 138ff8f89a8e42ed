// The text of an expression becomes the steps of a machine with a stack, or an error with a caret.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/base/nearest_name.hpp>
#include <riserun/base/number_text.hpp>
#include <riserun/cli/expression/expression.hpp>
#include <riserun/cli/expression/operations.hpp>

namespace riserun::cli {

namespace {

constexpr int kDeepest = 200;  // parentheses and unary signs; a chain a + a + ... has no limit

/// Infix operators: how strongly they bind, and the op or the comparison they stand for.
struct Infix {
  std::string_view symbol;
  int strength;
  bool from_right;
  std::string_view op;
};
constexpr int kComparison = 1;
constexpr int kUnaryStrength = 4;  // below the power: -x^2 is -(x^2)
constexpr Infix kInfix[] = {
    {"**", 5, true, "pow"},         {"^", 5, true, "pow"},          {"//", 3, false, "floor_div"},
    {"*", 3, false, "multiply"},    {"/", 3, false, "divide"},      {"%", 3, false, "fmod"},
    {"+", 2, false, "add"},         {"-", 2, false, "subtract"},    {"<=", kComparison, false, {}},
    {">=", kComparison, false, {}}, {"==", kComparison, false, {}}, {"!=", kComparison, false, {}},
    {"<", kComparison, false, {}},  {">", kComparison, false, {}}};

/// What other languages have in this place, and what to write instead.
constexpr std::pair<std::string_view, std::string_view> kAdvice[] = {
    {"=", "equality is =="},
    {"and", "of two comparisons, both hold where their product is 1: (a) * (b)"},
    {"&", "of two comparisons, both hold where their product is 1: (a) * (b)"},
    {"or", "of two comparisons, one holds where max((a), (b)) is 1"},
    {"|", "of two comparisons, one holds where max((a), (b)) is 1"},
    {"if", "write if(condition, a, b)"},
    {"?", "write if(condition, a, b)"},
    {"not", "of a comparison, 1 - (a) is the opposite"},
    {"!", "of a comparison, 1 - (a) is the opposite"}};

bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Characters before `position` as an eye counts them: a UTF-8 sequence is one.
std::size_t columns(std::string_view text, std::size_t position) {
  return static_cast<std::size_t>(std::ranges::count_if(text.substr(0, position), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

/// How many operands the op takes, where it does not take `count`; empty where it does.
std::string wanted_count(const OpInfo& info, std::size_t count) {
  if (info.arity != kVariadic) {
    if (count == static_cast<std::size_t>(info.arity)) return {};
    return counted(static_cast<std::size_t>(info.arity), "operand");
  }
  if (count == 0) return "at least 1 operand";
  // Ops of two vectors say so in their mathematics, and an operand after them, too.
  const bool pairs = info.mathematics.find("b0") != std::string_view::npos;
  const bool one_more = info.mathematics.ends_with("+ c");
  if (!pairs || count % 2 == (one_more ? 1 : 0)) return {};
  return fmt::format("a0, a1, ..., b0, b1, ...{}: an {} number of operands", one_more ? ", c" : "",
                     one_more ? "odd" : "even");
}

/// The part of a long line around a place, and where the place is in it.
std::pair<std::string, std::size_t> window(const std::string& line, std::size_t position) {
  constexpr std::size_t kBefore = 45, kLength = 72;
  if (line.size() <= kLength) return {line, position};
  std::size_t begin = position > kBefore ? position - kBefore : 0;
  std::size_t end = std::min(line.size(), begin + kLength);
  const auto inside = [&](std::size_t i) {
    return (static_cast<unsigned char>(line[i]) & 0xC0) == 0x80;
  };
  while (begin < position && inside(begin)) ++begin;
  while (end < line.size() && inside(end)) ++end;
  const std::string_view left = begin > 0 ? "..." : "", right = end < line.size() ? "..." : "";
  return {fmt::format("{}{}{}", left, line.substr(begin, end - begin), right),
          position - begin + left.size()};
}

}  // namespace

class ExpressionParser {
 public:
  ExpressionParser(std::string_view text, Expression& out) : text_(text), out_(out) {}

  void statements() {
    do {
      if (!out_.steps_.empty()) {
        skip_blanks();
        if (at_ == text_.size()) return;  // a semicolon at the end
        out_.steps_.push_back({.kind = Expression::Step::drop});
      }
      statement();
    } while (take(";"));
    if (at_ < text_.size()) fail(at_, expected("an operator"));
  }

 private:
  using Step = Expression::Step;

  [[noreturn]] void fail(std::size_t position, std::string_view message) const {
    std::string line(text_);
    std::ranges::replace_if(line, is_blank, ' ');
    const std::size_t column = columns(text_, position);
    const auto [shown, caret] = window(line, position);
    throw UsageError(fmt::format("{} (column {})\n  {}\n  {:>{}}", message, column + 1, shown, '^',
                                 columns(shown, caret) + 1));
  }

  /// What stands at the current place, as messages quote it.
  [[nodiscard]] std::string found() const {
    if (at_ == text_.size()) return "the end";
    std::size_t end = at_ + 1;
    if (starts_name(text_[at_]))
      while (end < text_.size() && (starts_name(text_[end]) || is_digit(text_[end]))) ++end;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;
    return fmt::format("\"{}\"", text_.substr(at_, end - at_));
  }

  [[nodiscard]] std::string expected(std::string_view what) const {
    const std::string here = found();
    std::string text = fmt::format("expected {}, found {}", what, here);
    for (const auto& [word, advice] : kAdvice)
      if (here == fmt::format("\"{}\"", word)) text += fmt::format("; {}", advice);
    return text;
  }

  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  [[nodiscard]] bool see(std::string_view symbol) {
    skip_blanks();
    return text_.substr(at_).starts_with(symbol);
  }
  bool take(std::string_view symbol) {
    if (!see(symbol)) return false;
    at_ += symbol.size();
    return true;
  }
  [[nodiscard]] std::string_view take_name() {
    skip_blanks();
    const std::size_t begin = at_;
    if (at_ < text_.size() && starts_name(text_[at_]))
      while (at_ < text_.size() && (starts_name(text_[at_]) || is_digit(text_[at_]))) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void statement() {
    skip_blanks();
    const std::size_t begin = at_;
    const std::string name(take_name());
    if (name.empty() || !see("=") || see("==")) {
      at_ = begin;
      return expression(0);
    }
    if (name == "if" || find_operation(name) != nullptr)
      fail(begin, fmt::format("\"{}\" is a function and cannot be a name", name));
    take("=");
    expression(0);
    out_.steps_.push_back({.kind = Step::store, .index = out_.names_.size()});
    out_.names_.push_back(name);
  }

  /// Precedence climbing: an operand, then every operator that binds more strongly than `strength`.
  void expression(int strength) {
    if (++depth_ > kDeepest) fail(at_, fmt::format("nested more than {} deep", kDeepest));
    operand();
    while (const Infix* const infix = see_infix()) {
      if (infix->strength <= strength) break;
      take(infix->symbol);
      expression(infix->from_right ? infix->strength - 1 : infix->strength);
      if (infix->strength == kComparison)
        compare(infix->symbol);
      else if (infix->symbol == "%")
        out_.steps_.push_back({.kind = Step::modulo, .operation = find_operation(infix->op)});
      else
        apply(infix->op, 2);
    }
    --depth_;
  }

  void compare(std::string_view symbol) {
    if (const Infix* const next = see_infix(); next != nullptr && next->strength == kComparison)
      fail(at_, "comparisons do not chain: write (a < b) * (b < c)");
    using enum Expression::Comparison;
    const bool or_equal = symbol.ends_with("=");
    out_.steps_.push_back({.kind = Step::compare,
                           .comparison = symbol == "=="     ? equal
                                         : symbol == "!="   ? unequal
                                         : symbol[0] == '<' ? (or_equal ? at_most : less)
                                                            : (or_equal ? at_least : more)});
  }

  [[nodiscard]] const Infix* see_infix() {
    for (const Infix& infix : kInfix)
      if (see(infix.symbol)) return &infix;
    return nullptr;
  }

  void operand() {
    skip_blanks();
    const std::size_t begin = at_;
    if (take("-")) {
      expression(kUnaryStrength);
      return apply("negate", 1);
    }
    if (take("+")) return expression(kUnaryStrength);
    if (take("(")) {
      expression(0);
      if (!take(")")) fail(at_, expected("\")\""));
      return;
    }
    if (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) return number();
    const std::string_view name = take_name();
    if (name.empty()) fail(at_, expected("a number, a name or \"(\""));
    if (take("(")) return name == "if" ? choice(begin) : call(name, begin);
    if (name == "if") fail(begin, "\"if\" is no name: write if(condition, a, b)");
    if (find_operation(name) != nullptr)
      fail(begin, fmt::format("\"{0}\" is a function: write {0}(...)", name));
    named(name);
  }

  void number() {
    double x = 0.0;
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), x);
    if (error != std::errc()) fail(at_, "expected a number that a double can hold");
    at_ = static_cast<std::size_t>(end - text_.data());
    out_.steps_.push_back({.kind = Step::number, .x = x});
  }

  /// if(c, a, b), of which only a or b is computed.
  void choice(std::size_t begin) {
    const auto part = [&](std::string_view end) {
      expression(0);
      if (take(end)) return;
      if (see(",") || see(")")) fail(begin, "if takes 3 operands: a condition, and two values");
      fail(at_, expected("\",\""));
    };
    part(",");
    const std::size_t branch = out_.steps_.size();
    out_.steps_.push_back({.kind = Step::branch});
    part(",");
    const std::size_t jump = out_.steps_.size();
    out_.steps_.push_back({.kind = Step::jump});
    out_.steps_[branch].index = out_.steps_.size();
    part(")");
    out_.steps_[jump].index = out_.steps_.size();
  }

  void call(std::string_view name, std::size_t begin) {
    const check::OpUnderTest* const operation = find_operation(name);
    if (operation == nullptr) {
      const std::vector<std::string> names = operation_names();
      const std::string hint = did_you_mean(name, names);
      fail(begin, fmt::format("unknown function \"{}\"{}", name,
                              hint.empty() ? "; riserun check --list names them all" : hint));
    }
    std::size_t count = 0;
    if (!see(")")) do {
        expression(0);
        ++count;
      } while (take(","));
    if (!take(")")) fail(at_, expected("\",\" or \")\""));
    const std::string wanted = wanted_count(operation->info, count);
    if (!wanted.empty()) fail(begin, fmt::format("{} takes {}, found {}", name, wanted, count));
    apply(name, count);
  }

  void named(std::string_view name) {
    // The last statement of that name, if there is one; else a variable.
    const auto statement = std::find(out_.names_.rbegin(), out_.names_.rend(), name);
    if (statement != out_.names_.rend()) {
      const auto index = static_cast<std::size_t>(out_.names_.rend() - statement) - 1;
      out_.steps_.push_back({.kind = Step::recall, .index = index});
      return;
    }
    auto& variables = out_.variables_;
    const auto variable = std::ranges::find(variables, name);
    const auto index = static_cast<std::size_t>(variable - variables.begin());
    if (variable == variables.end()) variables.emplace_back(name);
    out_.steps_.push_back({.kind = Step::variable, .index = index});
  }

  void apply(std::string_view op, std::size_t count) {
    out_.steps_.push_back({.kind = Step::apply, .index = count, .operation = find_operation(op)});
  }

  std::string_view text_;
  Expression& out_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

Expression::Expression(std::string_view text) { ExpressionParser(text, *this).statements(); }

}  // namespace riserun::cli
