#include <riserun/cli/expression/expression_point.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

#include <riserun/base/errors.hpp>
#include <riserun/base/nearest_name.hpp>
#include <riserun/run/settings/arguments.hpp>

namespace riserun::cli {

namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

/// "name=number", or a number of the only name.
std::pair<std::string, double> parse_one(std::string_view text,
                                         const std::vector<std::string>& variables,
                                         const std::string& option) {
  const std::size_t equals = text.find('=');
  const std::string name(trimmed(text.substr(0, equals)));
  if (equals == text.npos && variables.size() == 1 && !name.empty() &&
      name.find_first_of("0123456789") != name.npos &&
      name.find_first_not_of("+-.0123456789eE") == name.npos)
    return {variables.front(), run::parse_number(option, name)};
  if (equals == text.npos || name.empty())
    throw UsageError(fmt::format("{}: expected name=number, found \"{}\"", option, text));
  return {name,
          run::parse_number(fmt::format("{} {}", option, name), trimmed(text.substr(equals + 1)))};
}

}  // namespace

std::vector<std::optional<double>> given_numbers(const Expression& expression,
                                                 const std::vector<std::string>& at,
                                                 const std::string& option) {
  const std::vector<std::string>& variables = expression.variables();
  std::vector<std::optional<double>> numbers(variables.size());
  for (std::string_view rest : at) {
    while (!rest.empty()) {
      const std::string_view one = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(rest.size(), one.size() + 1));
      const auto [name, x] = parse_one(one, variables, option);
      const auto place = std::ranges::find(variables, name);
      if (place == variables.end())
        throw UsageError(fmt::format("{} gives {}, which the expression does not use{}", option,
                                     name, did_you_mean(name, variables)));
      std::optional<double>& number = numbers[static_cast<std::size_t>(place - variables.begin())];
      if (number) throw UsageError(fmt::format("{} gives {} twice", option, name));
      number = x;
    }
  }
  return numbers;
}

std::vector<double> numbers_at(const Expression& expression, const std::vector<std::string>& at) {
  const std::vector<std::optional<double>> given = given_numbers(expression, at);
  std::vector<double> numbers;
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (!given[i]) missing.push_back(expression.variables()[i] + "=1");
    numbers.push_back(given[i].value_or(0.0));
  }
  if (!missing.empty())
    throw UsageError(
        fmt::format("every name needs a number; add --at {}", fmt::join(missing, ",")));
  return numbers;
}

}  // namespace riserun::cli
