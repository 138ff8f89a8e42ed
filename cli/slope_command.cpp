// riserun slope: the derivative of an expression by rise over run, with a run that shrinks.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <riserun/base/console.hpp>
#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>
#include <riserun/base/readable_number.hpp>
#include <riserun/check/functions/slope_table.hpp>
#include <riserun/check/subjects/suite.hpp>
#include <riserun/cli/command.hpp>
#include <riserun/cli/expression/expression_op.hpp>
#include <riserun/cli/expression/expression_point.hpp>
#include <riserun/cli/telling/check_report.hpp>
#include <riserun/cli/telling/exit_code.hpp>
#include <riserun/cli/telling/terminal.hpp>
#include <riserun/plots/writing/animation.hpp>
#include <riserun/plots/writing/save.hpp>
#include <riserun/plots/writing/svg.hpp>
#include <riserun/run/pictures/slope_picture.hpp>

namespace riserun::cli {

namespace {

namespace fs = std::filesystem;

struct SlopeOptions {
  std::string expression;
  std::vector<std::string> at;
  std::string out, frames, title;
  std::optional<double> from, to;
  bool dark = false;
};

std::string point_text(const check::OpUnderTest& f, std::span<const double> at) {
  std::string text;
  for (std::size_t i = 0; i < at.size(); ++i)
    text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", f.operand_names[i], at[i]);
  return text;
}

std::string text_of(const check::SlopeTable& table) {
  return fmt::format("\ndf/d{}\n{}", table.variable, table.text());
}

/// "PASS", and the figures behind it.
std::string verdict_text(const check::SlopeTable& table) {
  const check::PointReport& judged = table.judged;
  std::string text = fmt::format("backward    {:.10g}\n", judged.analytic);
  if (!std::isnan(judged.left))
    text += fmt::format("rise / run  {:.10g} to the left, {:.10g} to the right\n", judged.left,
                        judged.right);
  else if (!std::isnan(judged.slope))
    text += fmt::format("rise / run  {:.10g}, to within {:.1e} (to both sides, extrapolated)\n",
                        judged.slope, judged.error);
  text += with_verdict_in_colour(std::string(check::to_string(judged.verdict)));
  if (!judged.reason.empty()) text += fmt::format(": {}", judged.reason);
  return text + '\n';
}

/// The format of a file's name; a UsageError where it is none of those.
std::string ending_of(const char* option, const std::string& file,
                      const std::vector<std::string>& endings) {
  const std::string ending = fs::path(file).extension().string();
  if (std::ranges::find(endings, ending) == endings.end())
    throw UsageError(
        fmt::format("{} {}: the name must end in {}", option, file, fmt::join(endings, ", ")));
  return ending;
}

/// "slope.svg", or "slope-a.svg" where there are several.
std::string name_for(const std::string& file, const std::string& variable, bool several) {
  if (!several) return file;
  fs::path name = file;
  name.replace_filename(
      fmt::format("{}-{}{}", name.stem().string(), variable, name.extension().string()));
  return name.string();
}

std::vector<std::string> svgs_of(const std::vector<plots::Chart>& charts) {
  std::vector<std::string> svgs;
  for (const plots::Chart& chart : charts) svgs.push_back(plots::to_svg(chart));
  return svgs;
}

constexpr double kSecondsAFrame = 0.9;

/// The pictures that were asked for, of one derivative.
void draw(const SlopeOptions& options, const std::string& variable, bool several,
          const plots::Chart& all, std::vector<plots::Chart> frames, const std::string& text) {
  if (!options.out.empty()) {
    const std::string file = name_for(options.out, variable, several);
    const std::string ending = fs::path(file).extension().string();
    if (ending == ".html")
      write_atomically(file, run::pictures_page(all.title, svgs_of(frames), text, options.dark));
    else if (ending == ".svg" && frames.size() > 1)
      write_atomically(file, plots::animated_svg(frames, kSecondsAFrame));
    else
      plots::save(all, file);
    say(fmt::format("wrote {}\n", file));
  }
  if (options.frames.empty()) return;
  std::string first, last;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const std::string number = fmt::format("{:02}", i + 1);
    last = name_for(name_for(options.frames, variable, several), number, true);
    if (i == 0) first = last;
    plots::save(frames[i], last);
  }
  say(fmt::format("wrote {} .. {}\n", first, last));
}

/// A function over an interval: a table of few numbers, and the picture.
int show_function(const SlopeOptions& options, const check::OpUnderTest& f) {
  constexpr int kRows = 21;
  if (!options.from || !options.to) throw UsageError("--from and --to go together");
  if (!(*options.from < *options.to))
    throw UsageError(fmt::format("--from {} --to {}: the first must be the smaller one",
                                 *options.from, *options.to));
  if (!options.frames.empty())
    throw UsageError("--frames shows the runs at one point: leave --from and --to away");
  const Expression expression(options.expression);
  const auto given = given_numbers(expression, options.at);
  std::vector<double> at;
  std::vector<std::string> open;
  int operand = 0;
  for (std::size_t i = 0; i < given.size(); ++i) {
    at.push_back(given[i].value_or(0.0));
    if (given[i]) continue;
    operand = static_cast<int>(i);
    open.push_back(f.operand_names[i]);
  }
  if (open.size() != 1)
    throw UsageError(open.empty()
                         ? "one name goes from --from to --to: leave it out of --at"
                         : fmt::format("one name goes from --from to --to: give the others "
                                       "of {} a number with --at",
                                       fmt::join(open, ", ")));
  plots::FunctionColumns columns =
      run::function_columns(f, operand, at, *options.from, *options.to, options.dark);
  std::vector<double> gradient(at.size());
  std::string table =
      fmt::format("{:>14}  {:>14}  {:>14}\n", open.front(), "f", "df/d" + open.front());
  for (int i = 0; i < kRows; ++i) {
    const double share = static_cast<double>(i) / (kRows - 1);
    double& x = at[static_cast<std::size_t>(operand)];
    x = *options.from * (1 - share) + *options.to * share;
    const double y = f.forward(at);
    f.partials(at, y, gradient);
    table += fmt::format(
        "{:>14}  {:>14}  {:>14}\n", number_text(x), number_text(y),
        std::isfinite(y) ? number_text(gradient[static_cast<std::size_t>(operand)]) : "-");
  }
  const std::string text = fmt::format("f = {}\n{}", options.expression, table);
  put(text);
  if (options.out.empty()) return kOk;
  if (!options.title.empty()) columns.title = options.title;
  const plots::Chart chart = plots::function_chart(columns);
  draw(options, open.front(), false, chart, {chart}, text);
  return kOk;
}

int run_slope(const SlopeOptions& options) {
  if (!options.out.empty()) ending_of("--out", options.out, {".svg", ".png", ".pdf", ".html"});
  if (!options.frames.empty()) ending_of("--frames", options.frames, {".svg", ".png", ".pdf"});
  const check::OpUnderTest f = expression_op(options.expression);
  if (f.operand_names.empty())
    throw UsageError(fmt::format("\"{}\" has no name to differentiate by", options.expression));
  if (options.from || options.to) return show_function(options, f);
  if (options.out.empty() && options.frames.empty() && (options.dark || !options.title.empty()))
    throw UsageError(fmt::format("--{} does nothing without a picture: --out FILE",
                                 options.dark ? "dark" : "title"));
  const std::vector<double> at = numbers_at(Expression(options.expression), options.at);
  check::SuiteReport all;
  const std::string head = fmt::format("f = {}\nat {}: f = {}\n", options.expression,
                                       point_text(f, at), number_text(f.forward(at)));
  put(head);
  std::vector<check::SlopeTable> tables;
  for (std::size_t i = 0; i < at.size(); ++i) {
    tables.push_back(check::slope_table(f, static_cast<int>(i), at));
    put(text_of(tables.back()) + verdict_text(tables.back()));
    all.points.push_back(tables.back().judged);
  }
  const bool pictures = !options.out.empty() || !options.frames.empty();
  for (std::size_t i = 0; i < at.size() && pictures; ++i) {
    const check::SlopeTable& table = tables[i];
    if (table.rows.empty()) {
      warn(fmt::format("no picture by {}: {}", table.variable, table.why));
      continue;
    }
    plots::SlopeColumns columns =
        run::slope_columns(table, f, static_cast<int>(i), at, options.dark);
    if (!options.title.empty()) columns.title = options.title;
    draw(options, table.variable, at.size() > 1, plots::slope_chart(columns),
         plots::slope_frames(columns), head + text_of(table));
  }
  return all.exit_code();
}

struct SlopeCommand final : Command {
  SlopeOptions given;

  SlopeCommand()
      : Command("slope", "Show a derivative as rise over run, with a run that shrinks",
                "riserun slope '3*x^2 - 4*x + 5' --at x=3\n"
                "riserun slope 'a*b + c' --at a=2,b=-3,c=10\n"
                "riserun slope 'sin(x)' --at x=1 --out slope.svg\n"
                "riserun slope 'tanh(x)' --from -5 --to 5 --out tanh.svg") {
    options.argument("expression", "EXPRESSION", given.expression,
                     "such as 'n = w*x + b; tanh(n)'; + - * / // % ^ < <= ==,\n"
                     "if(c, a, b) and the ops of riserun check --list; one that\n"
                     "begins with - goes last, after --");
    options.required();
    options.texts("at", "NAME=X,...", given.at, "the names' numbers; one name's alone: --at 3");
    options.text("out", "FILE", given.out,
                 "the picture: an .svg moves, a .html has a slider, .png, .pdf;\n"
                 "of several names a file each");
    options.text("frames", "FILE", given.frames,
                 "a picture for each run: FILE-01.png, ... (.svg, .png, .pdf)");
    options.action(
        "from", "X",
        [this](const std::string& text) { given.from = run::parse_number("--from", text); },
        "instead of a point: the function and its derivative from\n"
        "here ..");
    options.action(
        "to", "X", [this](const std::string& text) { given.to = run::parse_number("--to", text); },
        ".. to there");
    options.flag("dark", given.dark, "light on dark");
    options.text("title", "TEXT", given.title, "text above the picture");
  }
  int run() override { return run_slope(given); }
};

}  // namespace

std::unique_ptr<Command> slope_command() { return std::make_unique<SlopeCommand>(); }

}  // namespace riserun::cli
