// riserun train --config and --print-config: every option by its key, and mistakes at their place.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/cli/run_riserun.hpp"

namespace riserun::test {
namespace {

namespace fs = std::filesystem;

/// The option's value as --print-config shows it with these arguments; nothing where it is missing.
std::string printed(const std::string& key, const std::string& config) {
  std::smatch found;
  const std::regex line("(?:^|\\n)" + key + " = ([^\\n]*)");
  return std::regex_search(config, found, line) ? found[1].str() : std::string();
}

std::string print_config(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"train", "--print-config"});
  const Result result = riserun(arguments);
  return result.code == 0 ? result.out : std::string();
}

struct Option {
  std::string name, unit;  // "epochs", "N"; the unit of a flag is empty
};

/// What the help names, so that an option cannot be forgotten here.
std::vector<Option> options_of_train() {
  const std::string help = riserun({"train", "--help"}).out;
  const std::regex line("\n  (?:-\\w, )?--([a-z0-9-]+)(?: (\\S+))?");
  std::vector<Option> options;
  for (std::sregex_iterator at(help.begin(), help.end(), line), end; at != end; ++at)
    options.push_back({(*at)[1], (*at)[2]});
  return options;
}

/// Values to try, the first that is accepted and is not the default will do.
std::vector<std::string> candidates(const Option& option) {
  if (option.unit.empty()) return {"true", "false"};
  std::vector<std::string> values;
  if (option.unit.find('|') != option.unit.npos) {
    std::string rest = option.unit;
    for (std::size_t bar; (bar = rest.find('|')) != rest.npos; rest.erase(0, bar + 1))
      values.push_back(rest.substr(0, bar));
    values.push_back(rest);
  }
  for (const char* value : {"0.25", "3", "2", "1", "0.5", "7,9", "some text, \"quoted\"", "tab",
                            "he_uniform", "accuracy"})
    values.emplace_back(value);
  return values;
}

TEST(Config, EveryOptionOfTrainGoesThroughTheFile) {
  const Scratch scratch;
  const std::string defaults = print_config({});
  ASSERT_NE(defaults, "");
  // These say which run or which file is meant, or that there is to be none.
  const std::set<std::string> about_files{"help", "config", "print-config", "explain", "resume",
                                          "out",  "force",  "columns",      "like"};
  int walked = 0;
  for (const Option& option : options_of_train()) {
    if (about_files.contains(option.name)) continue;
    const std::string before = printed(option.name, defaults);
    EXPECT_NE(before, "") << "--" << option.name << " is no key of the file";
    bool changed = false;
    for (const std::string& value : candidates(option)) {
      const std::string given = print_config({"--" + option.name + "=" + value});
      const std::string after = printed(option.name, given);
      if (given.empty() || after == before) continue;
      changed = true;
      const std::string file = scratch.write("c.toml", given);
      EXPECT_EQ(print_config({"--config", file}), given) << option.name;
      // That key alone, and nothing else of the file.
      const std::string line = scratch.write("one.toml", option.name + " = " + after + "\n");
      EXPECT_EQ(print_config({"--config", line}), given) << option.name;
      break;
    }
    EXPECT_TRUE(changed) << "no value but the default was accepted for --" << option.name;
    ++walked;
  }
  EXPECT_GT(walked, 20);
  EXPECT_EQ(count(defaults, " = "), walked + 1);  // and the argument DATA
}

TEST(Config, TheCommandLineWinsWhereverItStands) {
  const Scratch scratch;
  const std::string file = scratch.write("c.toml", "epochs = 7\nquiet = true\nhidden = []\n");
  for (const auto& arguments :
       {std::vector<std::string>{"--epochs", "9", "--quiet=false", "--config", file},
        std::vector<std::string>{"--config", file, "--epochs", "9", "--quiet=false"}}) {
    const std::string config = print_config(arguments);
    EXPECT_EQ(printed("epochs", config), "9");
    EXPECT_EQ(printed("quiet", config), "false");
    EXPECT_EQ(printed("hidden", config), "[]");
  }
}

TEST(Config, ThePrintedFileExplainsEveryKey) {
  const std::string config = print_config({});
  EXPECT_TRUE(contains(config, "# passes over the training rows; auto: enough for")) << config;
  EXPECT_TRUE(contains(config, "\nepochs = 'auto'\n")) << config;
  EXPECT_TRUE(contains(config, "[sgd|adam")) << config;
}

TEST(Config, ARunsFileIsEnoughToRepeatIt) {
  const Scratch scratch;
  ASSERT_EQ(riserun({"train", kIris, "--out", scratch / "a", "--hidden", "8", "--epochs", "5",
                     "--batch", "8", "--lr", "0.003", "--quiet", "--optimizer", "adam", "--scale",
                     "standard", "--seed", "18446744073709551615"})
                .code,
            0);
  const Result again =
      riserun({"train", "--config", scratch / "a/config.toml", "--out", scratch / "b"},
              {.folder = scratch.path()});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(read(scratch / "a/model.safetensors"), read(scratch / "b/model.safetensors"));
  EXPECT_EQ(read(scratch / "a/config.toml"), read(scratch / "b/config.toml"));
  const Result shorter = riserun(
      {"train", "--epochs", "2", "--config", scratch / "a/config.toml", "--out", scratch / "c"});
  EXPECT_EQ(shorter.code, 0);
  EXPECT_EQ(count(read(scratch / "c/history.csv"), "\n"), 3);
}

struct Mistake {
  std::string text, message;
};

TEST(Config, MistakesAreShownAtTheirPlace) {
  const Scratch scratch;
  for (const auto& [text, message] : {
           Mistake{"epochs = 3\nepoch = 5\n",
                   "c.toml:2:1: there is no setting \"epoch\"; did you mean \"epochs\"?"},
           Mistake{"x = 3\n", "c.toml:1:1: there is no setting \"x\"\n"},
           Mistake{"[training]\nlr = 1\n", "c.toml:1:2: there is no setting \"training\""},
           Mistake{"zeal = 1\nepochs = 0\n", "c.toml:1:1: there is no"},  // the first is told
           Mistake{"lr = 'fast'\n", "c.toml:1:6: --lr: expected a number above 0"},
           Mistake{"lr = '0.1'\n", "c.toml:1:6: lr: expected a number, found the text \"0.1\""},
           Mistake{"lr = true\n", "c.toml:1:6: lr: expected a number, found true"},
           Mistake{"lr = -1\n", "c.toml:1:6: --lr: expected a number above 0 or auto"},
           Mistake{"epochs = 2.5\n", "c.toml:1:10: epochs: expected a whole number, found 2.5"},
           Mistake{"epochs = '30'\n", "c.toml:1:10: epochs: expected a whole number, found the"},
           Mistake{"epochs = -3\n", "c.toml:1:10: --epochs: expected a whole number from 1"},
           Mistake{"hidden = 64\n", "c.toml:1:10: hidden: expected an array of whole numbers"},
           Mistake{"hidden = [64, 'a']\n", "c.toml:1:10: hidden: expected an array of whole"},
           Mistake{"ignore = 'id'\n", "c.toml:1:10: ignore: expected an array of texts"},
           Mistake{"quiet = 1\n", "c.toml:1:9: quiet: expected true or false, found 1"},
           Mistake{"task = 3\n", "c.toml:1:8: task: expected a text in quotes, found 3"},
           Mistake{"task = 'regresion'\n", "did you mean \"regression\"?"},
           Mistake{"label = {a = 1}\n", "c.toml:1:9: label: expected a text in quotes, found a"},
           Mistake{"lr = \n", "c.toml:1:"},
           Mistake{"lr = 1\nlr = 2\n", "c.toml:2:"},
       }) {
    const std::string file = scratch.write("c.toml", text);
    const Result result = riserun({"train", kIris, "--config", file, "--out", scratch / "run"});
    EXPECT_EQ(result.code, 2) << text;
    EXPECT_TRUE(contains(result.err, message)) << text << result.err;
  }
  EXPECT_FALSE(fs::exists(scratch / "run"));
  const Result missing = riserun({"train", kIris, "--config", scratch / "no.toml"});
  EXPECT_EQ(missing.code, 1);
  EXPECT_TRUE(contains(missing.err, "no.toml")) << missing.err;
}

}  // namespace
}  // namespace riserun::test
