#include <riserun/check/program/foreign_program.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <riserun/base/number_text.hpp>

namespace riserun::check {
namespace {

constexpr std::string_view kSpace = " \t";

// The next word of a line, taken from it; empty at its end.
std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(kSpace), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(kSpace));
  line.remove_prefix(word.size());
  return word;
}

// A whole word as a number; "nan", "inf" and a leading + are, too.
bool parse_word(std::string_view word, double& number) {
  if (word.starts_with('+')) word.remove_prefix(1);
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error == std::errc::result_out_of_range && end == word.data() + word.size()) {
    // Too large or too small for a double: from_chars leaves the choice to us.
    const std::size_t exponent = word.find_first_of("eE");
    const bool small = exponent != word.npos && word.substr(exponent + 1).starts_with('-');
    number = small ? 0.0 : std::numeric_limits<double>::infinity();
    if (word.starts_with('-')) number = -number;
    return true;
  }
  return error == std::errc{} && end == word.data() + word.size();
}

std::string line_of(std::span<const double> at) {
  std::string line;
  for (const double x : at) line += fmt::format("{}{:.17g}", line.empty() ? "" : " ", x);
  return line;
}

}  // namespace

ForeignProgram::ForeignProgram(std::string command, std::chrono::milliseconds timeout,
                               std::function<bool()> stop)
    : command_(std::move(command)),
      patience_{.timeout = timeout, .stop = std::move(stop)},
      program_(command_) {}

double ForeignProgram::evaluate(std::span<const double> at, std::span<double> gradient) {
  constexpr std::size_t kBytesOfNumber = 64;
  patience_.most_bytes = 4096 + kBytesOfNumber * (at.size() + 1);
  ++asked_;
  std::string answer;
  try {
    answer = program_.ask(line_of(at), patience_);
  } catch (const FileError& error) {
    const std::string_view what = error.what();
    std::string remedy;
    if (what.find("no answer") != what.npos)
      remedy = "it must read line by line and flush each answer (--timeout S waits longer)";
    else if (what.find("code 127") != what.npos && asked_ == 1)
      remedy = "is there such a program?";
    else if (what.find("exit code 0") != what.npos)
      remedy = "it must go on reading lines until its input ends";
    else if (what.find("without being asked") != what.npos)
      remedy = "its output must be one line for each point; messages go to stderr";
    fail(error.what(), remedy);
  }
  return parse(answer, gradient);
}

double ForeignProgram::parse(std::string_view answer, std::span<double> gradient) {
  const std::string expected =
      fmt::format("expected {} numbers, the value and {} derivative{}", gradient.size() + 1,
                  gradient.size(), gradient.size() == 1 ? "" : "s");
  double value = 0;
  std::size_t found = 0;
  std::string_view rest = answer;
  for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest), ++found) {
    double number = 0;
    if (!parse_word(word, number))
      fail(fmt::format("answered {}: {}, and {} is none", shown(answer), expected, shown(word)),
           "messages go to stderr");
    if (found == 0)
      value = number;
    else if (found <= gradient.size())
      gradient[found - 1] = number;
  }
  if (found == 1 && std::isnan(value))
    std::fill(gradient.begin(), gradient.end(), value);
  else if (found != gradient.size() + 1)
    fail(fmt::format("answered {}: {}, found {}", shown(answer), expected, found));
  return value;
}

void ForeignProgram::fail(const std::string& what, const std::string& remedy) const {
  throw CannotEvaluate(
      fmt::format("line {}: {}{}{}", asked_, what, remedy.empty() ? "" : "; ", remedy));
}

Differentiable differentiable(ForeignProgram& program) {
  return {.value =
              [&program, ignored = std::vector<double>()](std::span<const double> at) mutable {
                ignored.resize(at.size());
                return program.evaluate(at, ignored);
              },
          .gradient = [&program](std::span<const double> at,
                                 std::span<double> gradient) { program.evaluate(at, gradient); },
          .repro = {}};
}

}  // namespace riserun::check
