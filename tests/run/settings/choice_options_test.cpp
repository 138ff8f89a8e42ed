#include <riserun/run/settings/choice_options.hpp>

#include <gmock/gmock.h>

#include <variant>

#include <riserun/nn/losses.hpp>
#include <riserun/train/optimizers/schedule.hpp>
#include <riserun/train/optimizers/update_rules.hpp>

namespace riserun::run {
namespace {

using ::testing::HasSubstr;

TEST(ChoiceOptions, ListsNamesAsASentenceDoes) {
  EXPECT_EQ(listed({}), "");
  EXPECT_EQ(listed({"a"}), "a");
  EXPECT_EQ(listed({"a", "b"}), "a and b");
  EXPECT_EQ(listed({"a", "b", "c"}, "or"), "a, b or c");
}

TEST(ChoiceOptions, EachHasThoseWhoUseIt) {
  const ChoiceOptions optimizers = ChoiceOptions::of_optimizers();
  EXPECT_EQ(optimizers.find("beta1")->user_names(), "adam and adamw");
  EXPECT_FALSE(optimizers.find("beta1")->is_of("sgd"));
  EXPECT_EQ(optimizers.find("learning_rate"), nullptr);
  EXPECT_EQ(optimizers.find("nesterov")->kind, SettingKind::flag);
  const ChoiceOptions schedules = ChoiceOptions::of_schedules();
  EXPECT_EQ(schedules.find("every")->user_names(), "step and exponential");
  EXPECT_EQ(schedules.find("final_factor")->name(), "lr-end");
  EXPECT_EQ(schedules.find("patience")->kind, SettingKind::whole);
  EXPECT_EQ(ChoiceOptions::of_losses().find("smoothing")->user_names(), "softmax and binary");
}

// Where all agree on a default it is the setting's; where not, it is that of the one that is chosen.
TEST(ChoiceOptions, DefaultsThatDifferAreAutomatic) {
  ChoiceOptions options = ChoiceOptions::of_optimizers();
  EXPECT_EQ(options.number("beta2"), train::Adam{}.beta2);
  EXPECT_TRUE(options.find("epsilon")->value.is("auto"));
  options.complete("adagrad");
  EXPECT_EQ(options.number("epsilon"), train::Adagrad{}.epsilon);
  EXPECT_EQ(options.number("momentum"), train::SGD{}.momentum) << "adagrad has none";
}

TEST(ChoiceOptions, GoFromTheirSettingsIntoTheStructs) {
  Settings settings;
  ChoiceOptions optimizers = ChoiceOptions::of_optimizers(),
                schedules = ChoiceOptions::of_schedules(), losses = ChoiceOptions::of_losses();
  for (ChoiceOptions* options : {&optimizers, &schedules, &losses}) options->declare(settings);
  settings.parse_toml(
      "momentum = 0.5\nnesterov = true\nlr-peak = 0.25\nlr-patience = 7\nhuber-delta = 2\n", "c");
  train::OptimizerOptions sgd = train::SGD{}, rmsprop = train::RMSProp{};
  optimizers.apply_to(sgd);
  optimizers.apply_to(rmsprop);
  EXPECT_EQ(std::get<train::SGD>(sgd).momentum, 0.5);
  EXPECT_TRUE(std::get<train::SGD>(sgd).nesterov);
  EXPECT_EQ(std::get<train::RMSProp>(rmsprop).momentum, 0.5);
  EXPECT_EQ(std::get<train::RMSProp>(rmsprop).epsilon, train::RMSProp{}.epsilon) << "automatic";
  train::Schedule cycle{.kind = train::ScheduleKind::one_cycle},
      plateau{.kind = train::ScheduleKind::plateau};
  schedules.apply_to(cycle);
  schedules.apply_to(plateau);
  EXPECT_EQ(cycle.peak, 0.25);
  EXPECT_EQ(cycle.patience, train::Schedule{}.patience) << "it has none";
  EXPECT_EQ(plateau.patience, 7);
  nn::AnyLoss huber = nn::Huber{};
  losses.apply_to(huber);
  EXPECT_EQ(std::get<nn::Huber>(huber).delta, 2.0);
}

TEST(ChoiceOptions, TheirRangesAreThoseOfTheLibrary) {
  Settings settings;
  ChoiceOptions optimizers = ChoiceOptions::of_optimizers();
  optimizers.declare(settings);
  for (const char* refused : {"momentum = 1", "beta1 = -0.1", "epsilon = 0", "weight-decay = -1"})
    EXPECT_THROW(settings.parse_toml(refused, "c"), ConfigError) << refused;
  settings.parse_toml("momentum = \"auto\"", "c");
  EXPECT_TRUE(optimizers.find("momentum")->value.is("auto"));
  EXPECT_THAT(settings.to_commented_toml(), HasSubstr("sgd (default 0.9) and rmsprop (0)"));
  EXPECT_THAT(settings.to_commented_toml(), HasSubstr("momentum = 'auto'"));
}

}  // namespace
}  // namespace riserun::run
