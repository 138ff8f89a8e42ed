#include <riserun/check/program/program_check.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <riserun/base/errors.hpp>
#include <riserun/check/functions/gathering.hpp>
#include <riserun/check/program/foreign_program.hpp>
#include <riserun/check/program/targets.hpp>

namespace riserun::check {
namespace {

using Points = std::vector<std::vector<double>>;

// A line of a file as parse_point takes it: words with one comma between them.
std::string with_commas(std::string line) {
  line = line.substr(0, line.find('#'));
  std::string text;
  for (std::size_t begin = 0; begin < line.size();) {
    begin = line.find_first_not_of(" \t\r,", begin);
    if (begin == std::string::npos) break;
    const std::size_t end = std::min(line.find_first_of(" \t\r,", begin), line.size());
    text += (text.empty() ? "" : ",") + line.substr(begin, end - begin);
    begin = end;
  }
  return text;
}

void read_points(const std::string& file, Points& points) {
  std::ifstream in(file);
  if (!in || std::filesystem::is_directory(file))
    throw ConfigError(
        fmt::format("--at: \"{}\" is no point such as 1,2,3, and no file that can be read", file));
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const std::string text = with_commas(line);
    if (text.empty()) continue;
    try {
      points.push_back(parse_point(text));
    } catch (const ConfigError& error) {
      throw DataError(fmt::format("{}:{}: {}", file, number, error.what()));
    }
  }
}

void add_points(const std::string& text, Points& points) {
  try {
    points.push_back(parse_point(text));
  } catch (const ConfigError&) {
    read_points(text, points);
  }
}

Box box_of(const ProgramCheck& check, std::uint64_t seed) {
  Box box{.lower = {}, .upper = {}, .count = check.points, .seed = seed};
  for (const std::string& text : check.box) {
    const std::vector<double> ends = parse_point(text);
    if (ends.size() != 2)
      throw ConfigError(fmt::format("--box: expected two numbers, LOW,HIGH, found \"{}\"", text));
    box.lower.push_back(ends[0]);
    box.upper.push_back(ends[1]);
  }
  const auto coordinates = static_cast<std::size_t>(check.coordinates);
  if (coordinates == 0 || coordinates == box.lower.size()) return box;
  if (box.lower.size() != 1)
    throw ConfigError(
        fmt::format("--box is given {} times for {} coordinates: once for all, or "
                    "once for each",
                    box.lower.size(), coordinates));
  box.lower.resize(coordinates, box.lower.front());
  box.upper.resize(coordinates, box.upper.front());
  return box;
}

std::string in_quotes(const std::string& command) {
  std::string text = "'";
  for (const char c : command) text += c == '\'' ? "'\\''" : std::string(1, c);
  return text + "'";
}

}  // namespace

Points points_of(const ProgramCheck& check, std::uint64_t seed) {
  if (check.at.empty() && check.box.empty())
    throw ConfigError("--program needs points: --at 1,2,3, --at FILE, or --box LOW,HIGH");
  Points points;
  for (const std::string& text : check.at) add_points(text, points);
  if (!check.box.empty())
    for (std::vector<double>& at : box_of(check, seed).points()) points.push_back(std::move(at));
  if (points.empty())
    throw ConfigError(fmt::format("--at: \"{}\" has no points", check.at.front()));
  for (const std::vector<double>& at : points)
    if (at.size() != points.front().size())
      throw ConfigError(fmt::format("a point of {} coordinates among those of {}", at.size(),
                                    points.front().size()));
  return points;
}

ProgramReport check_program(const ProgramCheck& check, const Options& options,
                            const std::function<bool()>& stop) {
  const auto start = std::chrono::steady_clock::now();
  const Points points = points_of(check, options.seed);
  ForeignProgram program(check.command, check.timeout, stop);
  Differentiable f = differentiable(program);
  f.repro = [&](std::span<const double> at) {
    std::string text;
    for (const double x : at) text += fmt::format("{}{:a}", text.empty() ? "" : ",", x);
    if (at.size() > kFewCoordinates) text = check.at.empty() ? "FILE" : check.at.front();
    return fmt::format("{} --program {} --at {}", options.program, in_quotes(check.command), text);
  };
  const GradientReport report = check_differentiable(f, points,
                                                     {.seed = options.seed,
                                                      .budget = options.budget,
                                                      .rtol = options.rtol,
                                                      .atol = options.atol,
                                                      .resolution = options.resolution});
  ProgramReport result;
  SuiteReport& suite = result.suite;
  suite.seed = options.seed;
  suite.stopped = stop && stop();
  const std::size_t coordinates = points.front().size();
  Gathering rows(check.command, coordinates > kFewCoordinates ? 0 : coordinates, options);
  rows.add(report, check.command);
  suite.ops.push_back(rows.close());
  suite.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  for (const GradientAtPoint& point : report.points)
    if (!point.taylor.rows.empty())
      result.taylor += "at " + point_in_braces(point.at) + '\n' + point.taylor.text();
  return result;
}

}  // namespace riserun::check
