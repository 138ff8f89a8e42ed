#include <riserun/train/data/generators.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include <riserun/base/errors.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Dataset clean(Pattern pattern, std::size_t classes = 2) {
  return generate({.pattern = pattern, .points = 300, .noise = 0, .classes = classes});
}

TEST(Generators, TheSameValuesGiveTheSamePoints) {
  for (Pattern pattern :
       {Pattern::moons, Pattern::circles, Pattern::spirals, Pattern::xor_quadrants}) {
    const Generator generator{.pattern = pattern, .points = 50, .noise = 0.2, .seed = 7};
    const std::uint64_t hash = generate(generator).content_hash();
    EXPECT_EQ(generate(generator).content_hash(), hash);
    Generator other = generator;
    other.seed = 8;
    EXPECT_NE(generate(other).content_hash(), hash);
    other = generator;
    other.noise = 0.3;
    EXPECT_NE(generate(other).content_hash(), hash);
  }
}

TEST(Generators, WithoutNoiseThePointsLieOnTheirCurves) {
  for (const DataPoint p : clean(Pattern::moons)) {
    const double x = p.label == 0 ? p.x[0] : 1 - p.x[0], y = p.label == 0 ? p.x[1] : 0.5 - p.x[1];
    EXPECT_NEAR(std::hypot(x, y), 1, 1e-12);
    EXPECT_GE(y, -1e-12);
  }
  for (const DataPoint p : clean(Pattern::circles))
    EXPECT_NEAR(std::hypot(p.x[0], p.x[1]), p.label == 0 ? 1 : 0.5, 1e-12);
  for (const DataPoint p : clean(Pattern::xor_quadrants))
    EXPECT_EQ((p.x[0] > 0) == (p.x[1] > 0), p.label == 0);
  const double pi = std::acos(-1.0);
  for (const DataPoint p : clean(Pattern::spirals, 3)) {
    const double turned =
        std::atan2(p.x[1], p.x[0]) - 2 * pi * (1.5 * std::hypot(p.x[0], p.x[1]) + p.label / 3.0);
    EXPECT_NEAR(std::cos(turned), 1, 1e-9);
  }
}

TEST(Generators, EveryQuadrantIsUsed) {
  int counts[4] = {};
  for (const DataPoint p : clean(Pattern::xor_quadrants))
    ++counts[(p.x[0] > 0 ? 1 : 0) + (p.x[1] > 0 ? 2 : 0)];
  for (int count : counts) EXPECT_GT(count, 40);
}

TEST(Generators, NoiseHasItsDeviationAndMovesNothingElse) {
  const Dataset still = generate({.pattern = Pattern::moons, .points = 4000, .noise = 0});
  const Dataset moved = generate({.pattern = Pattern::moons, .points = 4000, .noise = 0.25});
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < still.size(); ++i) {
    for (std::size_t f = 0; f < 2; ++f) {
      const double away = moved[i].x[f] - still[i].x[f];
      sum += away;
      squares += away * away;
    }
  }
  EXPECT_NEAR(sum / 8000, 0, 0.01);
  EXPECT_NEAR(std::sqrt(squares / 8000), 0.25, 0.01);
}

TEST(Generators, ClassesTakeTurns) {
  EXPECT_THAT(generate({.points = 5}).class_counts(), ElementsAre(3, 2));
  EXPECT_THAT(generate({.pattern = Pattern::spirals, .points = 7, .classes = 3}).class_counts(),
              ElementsAre(3, 2, 2));
  const Dataset numbers = generate({.points = 4}, Task::regression);
  EXPECT_EQ(numbers.task(), Task::regression);
  EXPECT_THAT(numbers[1].target, ElementsAre(1));
}

TEST(Generators, Text) {
  const auto generator = parse_generator("spirals:n=30,noise=0.05,seed=3,classes=4");
  ASSERT_TRUE(generator);
  EXPECT_EQ(generator->pattern, Pattern::spirals);
  EXPECT_EQ(generator->points, 30u);
  EXPECT_EQ(generator->noise, 0.05);
  EXPECT_EQ(generator->seed, 3u);
  EXPECT_EQ(generator->classes, 4u);
  EXPECT_EQ(to_string(*generator), "spirals:n=30,noise=0.05,seed=3,classes=4");
  EXPECT_EQ(to_string(*parse_generator("xor:")), "xor:n=500,noise=0.1,seed=1");
  EXPECT_EQ(generate(*parse_generator("moons:n=9")).size(), 9u);
}

TEST(Generators, EverythingElseIsAFile) {
  for (const char* text :
       {"", "moons", "moons.csv", "./moons:", "/tmp/moons:n=3", "moon:n=3", ":", "data:x"})
    EXPECT_FALSE(parse_generator(text)) << text;
}

TEST(Generators, WrongSettingsAreNamed) {
  const auto message = [](const char* text) {
    return message_of<ConfigError>([&] { (void)parse_generator(text); });
  };
  EXPECT_EQ(
      message("moons:nose=0.1"),
      "moons: there is no setting \"nose\"; did you mean \"noise\"? (settings: n, noise, seed, "
      "classes)");
  EXPECT_THAT(message("moons:n=abc"), HasSubstr("n: expected a whole number, found \"abc\""));
  EXPECT_THAT(message("moons:n=-3"), HasSubstr("whole number"));
  EXPECT_THAT(message("moons:500"), HasSubstr("expected name=value, found \"500\""));
  EXPECT_THAT(message("moons:n=1"), HasSubstr("expected 2 to"));
  EXPECT_THAT(message("moons:n=99999999999"), HasSubstr("expected 2 to"));
  EXPECT_THAT(message("circles:noise=nan"), HasSubstr("noise: expected"));
  EXPECT_THAT(message("circles:noise=-1"), HasSubstr("noise: expected"));
  EXPECT_THAT(message("xor:classes=3"), HasSubstr("classes: expected 2"));
  EXPECT_THAT(message("spirals:classes=1"), HasSubstr("at least 2"));
}

TEST(Generators, AMistypedPatternIsRecognised) {
  EXPECT_EQ(nearest_generator("moon:n=500"), "moons:n=500");
  EXPECT_EQ(nearest_generator("spiral:"), "spirals:");
  EXPECT_EQ(nearest_generator("moon"), std::nullopt);  // a file
  EXPECT_EQ(nearest_generator("C:\\data.csv"), std::nullopt);
}

}  // namespace
}  // namespace riserun::train
