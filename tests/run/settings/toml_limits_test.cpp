#include <riserun/run/settings/toml_limits.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/run/settings/settings.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::run {
namespace {

using testing::HasSubstr;

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::string refusal_of(const std::string& text) {
  return train::message_of<ConfigError>([&] { require_toml_limits(text, "run.toml"); });
}

TEST(TomlLimits, UsualFilesPass) {
  EXPECT_NO_THROW(require_toml_limits("", "run.toml"));
  EXPECT_NO_THROW(require_toml_limits("\xEF\xBB\xBF# mark\nepochs = 3\n", "run.toml"));
  // Each list is closed again, and text, comments and numbers may hold any number of dots.
  EXPECT_NO_THROW(require_toml_limits(repeated("hidden = [1, 2.5, [3]]\n", 1000), "run.toml"));
  EXPECT_NO_THROW(
      require_toml_limits("data = \"" + repeated("../[\\\"", 100) + "\"\n", "run.toml"));
  EXPECT_NO_THROW(require_toml_limits("# " + repeated(".[", 100) + "\nlr = 0.1\n", "run.toml"));
  EXPECT_NO_THROW(require_toml_limits("x = [\n" + repeated("0.5,\n", 500) + "]\n", "run.toml"));
}

TEST(TomlLimits, DepthIsRefusedBeforeItCostsTheStack) {
  EXPECT_THAT(refusal_of("a = 1\n" + repeated("a.", 31'000) + "b = 1\n"),
              HasSubstr("run.toml:2: "));
  EXPECT_THAT(refusal_of("a = " + repeated("[", 31'000)), HasSubstr("run.toml:1: "));
  EXPECT_THAT(refusal_of("a = " + repeated("[\n", 31'000)), HasSubstr("run.toml:65: "));
  EXPECT_THAT(refusal_of("a = " + repeated("{b=", 31'000)), HasSubstr("run.toml:1: "));
  EXPECT_THAT(refusal_of("[" + repeated("'a'.", 31'000) + "b]"), HasSubstr("dots or brackets"));
  EXPECT_THAT(refusal_of("s = \"\\\"" + repeated("x", 9) + "\"\na = " + repeated("[", 99)),
              HasSubstr("run.toml:2: "));
}

TEST(TomlLimits, SizeAndFirstLetter) {
  EXPECT_THAT(refusal_of(std::string((1 << 20) + 1, '\n')), HasSubstr("1048577 bytes"));
  EXPECT_THAT(refusal_of("\xCE\xA0 = 1"), HasSubstr("run.toml:1:1: "));
}

TEST(TomlLimits, SettingsKeepThem) {
  Settings settings;
  EXPECT_THROW(settings.parse_toml(repeated("a.", 31'000) + "b = 1\n", "run.toml"), ConfigError);
}

}  // namespace
}  // namespace riserun::run
