#include <riserun/train/data/generators.hpp>

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/base/named_values.hpp>
#include <riserun/base/nearest_name.hpp>
#include <riserun/base/number_text.hpp>
#include <riserun/base/random.hpp>
#include <riserun/train/data/data_memory.hpp>

namespace riserun::train {
namespace {

using std::numbers::pi;

constexpr NamedValue<Pattern> kPatterns[] = {{"moons", Pattern::moons},
                                             {"circles", Pattern::circles},
                                             {"spirals", Pattern::spirals},
                                             {"xor", Pattern::xor_quadrants}};

using Point = std::array<double, 2>;

// The lower moon is the upper one turned around (0.5, 0.25).
Point moon(std::size_t label, double t) {
  const Point upper{std::cos(pi * t), std::sin(pi * t)};
  return label == 0 ? upper : Point{1.0 - upper[0], 0.5 - upper[1]};
}

Point circle(std::size_t label, double t) {
  const double radius = label == 0 ? 1.0 : 0.5;
  return {radius * std::cos(2 * pi * t), radius * std::sin(2 * pi * t)};
}

// One turn and a half from the middle outwards; the root keeps the points evenly apart.
Point spiral(std::size_t label, std::size_t arms, double t) {
  const double radius = std::sqrt(t);
  const double angle =
      2 * pi * (1.5 * radius + static_cast<double>(label) / static_cast<double>(arms));
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

// Class 0 where the signs agree.
Point quadrant(std::size_t label, double t, double u, bool right) {
  const double x = right ? t : -t;
  return {x, (label == 0) == right ? u : -u};
}

template <class Number>
Number parsed(std::string_view name, std::string_view text, const char* expected) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw ConfigError(fmt::format("{}: expected {}, found {}", name, expected, shown(text)));
  }
  return value;
}

void set(Generator& generator, std::string_view name, std::string_view value) {
  static const std::vector<std::string> kNames{"n", "noise", "seed", "classes"};
  if (name == "n") {
    generator.points = parsed<std::size_t>(name, value, "a whole number");
  } else if (name == "noise") {
    generator.noise = parsed<double>(name, value, "a number");
  } else if (name == "seed") {
    generator.seed = parsed<std::uint64_t>(name, value, "a whole number");
  } else if (name == "classes") {
    generator.classes = parsed<std::size_t>(name, value, "a whole number");
  } else {
    throw ConfigError(
        fmt::format("{}: there is no setting {}{} (settings: n, noise, seed, classes)",
                    to_string(generator.pattern), shown(name), did_you_mean(name, kNames)));
  }
}

}  // namespace

std::string_view to_string(Pattern pattern) { return name_in(kPatterns, pattern); }

void Generator::validate() const {
  const std::string_view name = to_string(pattern);
  constexpr std::size_t kMostPoints = 100'000'000;
  if (classes < 2 || (classes != 2 && pattern != Pattern::spirals)) {
    throw ConfigError(fmt::format("{}: classes: expected {}, found {}", name,
                                  pattern == Pattern::spirals ? "at least 2" : "2", classes));
  }
  if (points < classes || points > kMostPoints) {
    throw ConfigError(fmt::format("{}: n: expected {} to {} points, found {}", name, classes,
                                  kMostPoints, points));
  }
  if (!(noise >= 0.0 && noise <= 1e6)) {
    throw ConfigError(
        fmt::format("{}: noise: expected a number from 0 to 1e6, found {}", name, noise));
  }
}

Dataset generate(const Generator& generator, Task task) {
  generator.validate();
  require_data_memory(to_string(generator), generator.points, 2, 1);
  // A stream for each number: the noise does not move the points beneath it.
  const Random random(generator.seed);
  Random place = random.stream(0), noise = random.stream(1);
  DataTable table;
  table.feature_count = 2;
  table.source = to_string(generator);
  for (std::size_t row = 0; row < generator.points; ++row) {
    const std::size_t label = row % generator.classes;
    const double t = place.uniform();
    Point point{};
    switch (generator.pattern) {
      case Pattern::moons:
        point = moon(label, t);
        break;
      case Pattern::circles:
        point = circle(label, t);
        break;
      case Pattern::spirals:
        point = spiral(label, generator.classes, t);
        break;
      case Pattern::xor_quadrants: {
        const double u = place.uniform();
        point = quadrant(label, t, u, place.uniform() < 0.5);
        break;
      }
    }
    for (double x : point) table.features.push_back(x + generator.noise * noise.normal());
    if (task == Task::classification) table.labels.push_back(static_cast<int>(label));
    if (task == Task::regression) table.targets.push_back(static_cast<double>(label));
  }
  return Dataset(std::move(table));
}

std::optional<Generator> parse_generator(std::string_view text) {
  Generator generator;
  const std::size_t colon = text.find(':');
  bool known = false;
  for (const auto& [word, pattern] : kPatterns) {
    if (colon == std::string_view::npos || text.substr(0, colon) != word) continue;
    generator.pattern = pattern;
    known = true;
  }
  if (!known) return std::nullopt;
  text.remove_prefix(colon + 1);
  while (!text.empty()) {
    const std::string_view setting = text.substr(0, text.find(','));
    const std::size_t equals = setting.find('=');
    if (equals == std::string_view::npos) {
      throw ConfigError(fmt::format("{}: expected name=value, found {} (such as n=500,noise=0.1)",
                                    to_string(generator.pattern), shown(setting)));
    }
    set(generator, setting.substr(0, equals), setting.substr(equals + 1));
    text.remove_prefix(setting.size() == text.size() ? text.size() : setting.size() + 1);
  }
  generator.validate();
  return generator;
}

std::optional<std::string> nearest_generator(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::vector<std::string> names;
  for (const auto& [word, pattern] : kPatterns) names.emplace_back(word);
  const auto nearest = nearest_name(text.substr(0, colon), names);
  if (!nearest) return std::nullopt;
  return *nearest + std::string(text.substr(colon));
}

std::string to_string(const Generator& generator) {
  return fmt::format(
      "{}:n={},noise={},seed={}{}", to_string(generator.pattern), generator.points, generator.noise,
      generator.seed,
      generator.pattern == Pattern::spirals ? fmt::format(",classes={}", generator.classes) : "");
}

}  // namespace riserun::train
