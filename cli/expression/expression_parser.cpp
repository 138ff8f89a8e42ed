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
#include <riserun/cli/expression/expression.hpp>
#include <riserun/cli/expression/operations.hpp>

namespace riserun::cli {

namespace {

constexpr int kDeepest = 200;  // parentheses and unary signs; a chain a + a + ... has no limit

/// Infix operators: how strongly they bind, and the op they stand for.
struct Infix {
  std::string_view symbol;
  int strength;
  bool from_right;
  std::string_view op;
};
constexpr int kUnaryStrength = 3;  // below the power: -x^2 is -(x^2)
constexpr Infix kInfix[] = {{"**", 4, true, "pow"},      {"^", 4, true, "pow"},
                            {"*", 2, false, "multiply"}, {"/", 2, false, "divide"},
                            {"+", 1, false, "add"},      {"-", 1, false, "subtract"}};

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
    return fmt::format("{} operand{}", info.arity, info.arity == 1 ? "" : "s");
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
    if (at_ < text_.size()) fail(at_, fmt::format("expected an operator, found {}", found()));
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
    if (name.empty() || !see("=")) {
      at_ = begin;
      return expression(0);
    }
    if (find_operation(name) != nullptr)
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
      apply(infix->op, 2);
    }
    --depth_;
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
      if (!take(")")) fail(at_, fmt::format("expected \")\", found {}", found()));
      return;
    }
    if (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) return number();
    const std::string_view name = take_name();
    if (name.empty())
      fail(at_, fmt::format("expected a number, a name or \"(\", found {}", found()));
    if (take("(")) return call(name, begin);
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

  void call(std::string_view name, std::size_t begin) {
    const Operation* const operation = find_operation(name);
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
    if (!take(")")) fail(at_, fmt::format("expected \",\" or \")\", found {}", found()));
    const std::string wanted = wanted_count(*operation->info, count);
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
