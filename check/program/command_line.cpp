#include <riserun/check/program/command_line.hpp>

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>

#include <riserun/base/errors.hpp>
#include <riserun/base/nearest_name.hpp>

namespace riserun::check {
namespace {

std::uint64_t parse_whole(std::string_view option, std::string_view text, std::uint64_t low,
                          std::uint64_t high) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < low || number > high)
    throw ConfigError(fmt::format("{}: expected a whole number from {} to {}, found \"{}\"", option,
                                  low, high, text));
  return number;
}

template <class T>
void add_whole(CLI::App& app, const std::string& name, T& target, std::uint64_t low,
               std::uint64_t high) {
  app.add_option_function<std::string>(name, [&target, name, low, high](const std::string& text) {
    target = static_cast<T>(parse_whole(name, text, low, high));
  });
}

// What CLI11 left over decides before anything else it complains about: the value of a mistyped
// option is taken for an op.
std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
  std::vector<std::string> options;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
  const std::vector<std::string_view> names(options.begin(), options.end());
  for (const std::string& left : app.remaining()) {
    const std::string name = left.substr(0, left.find('='));
    if (left.starts_with('-'))
      return fmt::format("unknown option {}{}", name, did_you_mean_any(name, names));
  }
  return error.what();
}

}  // namespace

CommandLine parse_command_line(std::span<const char* const> arguments) {
  CommandLine line;
  bool long_form = false;
  CLI::App app;
  app.set_help_flag();
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.add_option("OP", line.targets)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_flag("-h,--help", line.help);
  app.add_flag("--list", line.list);
  app.add_flag("--markdown", line.markdown);
  app.add_flag("--long", long_form);
  app.add_flag("--twin", line.options.always_twin);
  app.add_flag("--dark", line.dark);
  add_whole(app, "--points", line.options.points, 1, 10'000'000);
  add_whole(app, "--seed", line.options.seed, 0, ~std::uint64_t{0});
  add_whole(app, "--threads", line.options.threads, 0, 1024);
  app.add_option("--rtol", line.options.rtol);
  app.add_option("--atol", line.options.atol);
  app.add_option("--budget", line.options.budget);
  app.add_option("--json", line.json);
  app.add_option("--junit", line.junit);
  app.add_option("--curve", line.curve);
  const CLI::Option* const points = app.get_option("--points");
  std::vector<std::string> words(arguments.begin(), arguments.end());
  std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
  try {
    app.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    throw ConfigError(complaint(app, error));
  }
  if (long_form && points->count() == 0) line.options.points = Options::long_form().points;
  for (const auto& [option, file] :
       {std::pair{"--json", &line.json}, {"--junit", &line.junit}, {"--curve", &line.curve}})
    if (app.count(option) > 0 && file->empty())
      throw ConfigError(fmt::format("{}: expected the name of a file", option));
  if (!line.curve.empty() && line.targets.size() != 1)
    throw ConfigError(
        fmt::format("--curve draws one op's derivative, such as exp, pow/1 or exp@2; {} are given",
                    line.targets.size()));
  return line;
}

std::string help_text(std::string_view program, bool draws) {
  const Options defaults;
  return fmt::format(
      R"(Prove the gradient of every op by rise over run

Usage: {0} [OP...] [options]

Arguments:
  OP            ops to check: tanh; one operand of it: pow/1; one point: pow/0@2,3;
                none: every op there is

Options:
  --list        name every op with its mathematics, check none
  --points N    points for each operand (default {1})
  --long        the long form: {2} points
  --twin        ask the quad twin at every point (finer, ten times slower)
  --seed N      seed of the points (default {3})
  --threads N   ops checked at a time (default 0: all cores)
  --rtol E      values of forward are good to E of their size (default 0: to double)
  --atol E      .. or to E, whatever their size (default 0)
  --budget N    ulps that a derivative may be off, times its condition (default {7})
  --json FILE   write the report as JSON, too
  --junit FILE  write it as JUnit XML, too
  --markdown    the manual of the ops instead of the table: mathematics, domain, edges,
                accuracy
  --curve FILE  the V-curve of one op: the error of rise / run against the step;
                {4}
{5}  -h, --help    show this and stop

Examples:
  {0}                   every op, as a table
  {0} tanh pow/1        two of them
  {0} tanh@0.5          one point, with every figure
  {0} exp --curve {6}

  Exit code: 0 all pass, 1 a gradient is wrong, 2 usage, 3 undecided, 130 after Ctrl-C.
)",
      program, defaults.points, Options::long_form().points, defaults.seed,
      draws ? ".svg, .png or .pdf, or .csv for the figures" : ".csv, the figures",
      draws ? "  --dark        the picture on a dark ground\n" : "", draws ? "exp.svg" : "exp.csv",
      defaults.budget);
}

}  // namespace riserun::check
