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

double parse_real(std::string_view option, std::string_view text, double low, double high) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() ||
      !(number >= low && number <= high))
    throw ConfigError(fmt::format("{}: expected a number from {:g} to {:g}, found \"{}\"", option,
                                  low, high, text));
  return number;
}

void add_real(CLI::App& app, const std::string& name, double& target, double low, double high) {
  app.add_option_function<std::string>(name, [&target, name, low, high](const std::string& text) {
    target = parse_real(name, text, low, high);
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

void add_program_options(CLI::App& app, ProgramCheck& program, double& seconds) {
  app.add_option("--program", program.command);
  for (const auto& [name, values] : {std::pair{"--at", &program.at}, {"--box", &program.box}})
    app.add_option(name, *values)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->expected(1)
        ->allow_extra_args(false);
  add_whole(app, "--coordinates", program.coordinates, 1, 10'000'000);
  add_real(app, "--timeout", seconds, 1e-3, 1e6);
}

// An option that would do nothing with the others is a mistake.
void require_used(const CLI::App& app, const CommandLine& line) {
  const bool program = app.count("--program") > 0;
  if (program && line.program.command.empty())
    throw ConfigError("--program: expected a command, such as ./my_loss");
  for (const char* option : {"--at", "--box", "--coordinates", "--timeout"})
    if (!program && app.count(option) > 0)
      throw ConfigError(
          fmt::format("{} is for --program; write tanh@0.5 for a point of an op", option));
  if (line.taylor && !program && line.targets.empty())
    throw ConfigError("--taylor shows one point of an op, such as tanh@0.5, or of --program");
  if (!program) return;
  if (!line.targets.empty())
    throw ConfigError(
        fmt::format("--program checks a program, and \"{}\" names an op", line.targets.front()));
  for (const char* option : {"--curve", "--markdown", "--list", "--twin", "--long"})
    if (app.count(option) > 0)
      throw ConfigError(fmt::format("{} is for ops, not for --program", option));
  for (const char* option : {"--points", "--coordinates"})
    if (app.count(option) > 0 && line.program.box.empty())
      throw ConfigError(fmt::format("{} is for --box", option));
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
  add_real(app, "--rtol", line.options.rtol, 0, 0.5);
  add_real(app, "--atol", line.options.atol, 0, 1e300);
  add_real(app, "--budget", line.options.budget, 1, 1e15);
  app.add_flag("--taylor", line.taylor);
  double seconds = 10;
  add_program_options(app, line.program, seconds);
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
  if (points->count() > 0) line.program.points = line.options.points;
  line.program.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(1000 * seconds));
  for (const auto& [option, file] :
       {std::pair{"--json", &line.json}, {"--junit", &line.junit}, {"--curve", &line.curve}})
    if (app.count(option) > 0 && file->empty())
      throw ConfigError(fmt::format("{}: expected the name of a file", option));
  require_used(app, line);
  if (!line.curve.empty() && line.targets.size() != 1)
    throw ConfigError(
        fmt::format("--curve draws one op's derivative, such as exp, pow/1 or exp@2; {} are given",
                    line.targets.size()));
  return line;
}

std::string help_text(std::string_view program, Abilities abilities) {
  const Options defaults;
  const bool draws = abilities.draws;
  return fmt::format(
      R"(Prove the gradient of every op by rise over run

Usage: {0} [OP...] [options]

Arguments:
  OP            ops to check: tanh; one operand of it: pow/1; one point: pow/0@2,3;
                none: everything there is (--list)
{9}
Options:
  --list        name every op with its mathematics, check none
  --points N    points for each operand (default {1})
  --long        the long form: {2} points
  --twin        ask the quad twin at every point (finer, ten times slower)
  --rtol X, --atol X
                how accurate the function itself is, where that is less than double:
                bounds on its relative and absolute error (default 0)
  --budget N    ulps that a derivative may be off, times its condition (default {7:g})
  --seed N      seed of the points (default {3})
  --threads N   ops checked at a time (default 0: all cores)
  --json FILE   write the report as JSON, too
  --junit FILE  write it as JUnit XML, too
  --markdown    the manual of the ops instead of the table: mathematics, domain, edges,
                accuracy
  --curve FILE  the V-curve of one op: the error of rise / run against the step;
                {4}
{5}  --taylor      the Taylor table of a point, a second opinion: what is left of f's change
                after h times the gradient falls with h^2

A program of any language instead of ops; it reads a point a line (numbers between
spaces) and answers each with a line, the value and then its derivatives:
  --program CMD the command, run by the shell and kept running
  --at X        the point: 1,2,3; or a file with a point a line
  --box LOW,HIGH
                {8} points of a box (--points N); once for all --coordinates N, or once
                for each coordinate
  --timeout S   seconds that an answer may take (default 10)

  -h, --help    show this and stop

Examples:
  {0}                   every op, as a table
  {0} tanh pow/1        two of them
  {0} tanh@0.5          one point, with every figure
{10}  {0} exp --curve {6}
  {0} --program './my_loss' --at 1,2,3

  Exit code: 0 all pass, 1 a gradient is wrong, 2 usage, 3 undecided, 130 after Ctrl-C.
)",
      program, defaults.points, Options::long_form().points, defaults.seed,
      draws ? ".svg, .png or .pdf, or .csv for the figures" : ".csv, the figures",
      draws ? "  --dark        the picture on a dark ground\n" : "", draws ? "exp.svg" : "exp.csv",
      defaults.budget, ProgramCheck().points,
      abilities.functions
          ? "                or an expression at a point: 'a*b + tanh(a)@a=2,b=-3'\n"
          : "",
      abilities.functions
          ? fmt::format("  {} '3*x^2 - 4*x + 5@x=3'   an expression of riserun graph\n", program)
          : "");
}

}  // namespace riserun::check
