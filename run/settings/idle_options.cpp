#include <riserun/run/settings/idle_options.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/train/optimizers/update_rules.hpp>

namespace riserun::run {

namespace {

/// The option does nothing where `idle`: "--NAME does nothing WHY".
struct Rule {
  std::string name;
  bool idle;
  std::string why;
};

void refuse(const Settings& declared, const std::vector<Rule>& rules) {
  for (const Rule& rule : rules)
    if (rule.idle && declared.given(rule.name))
      throw ConfigError(fmt::format("--{} does nothing {}", rule.name, rule.why));
}

/// Options that the choice does not have. `with` and `for_whom` are its part of the message.
std::vector<Rule> rules_of(const ChoiceOptions& options, const std::string& choice,
                           const std::string& with, const std::string& for_whom) {
  std::vector<Rule> rules;
  for (const ChoiceOption& option : options.all()) {
    const bool harmless = option.kind == SettingKind::flag ||
                          (option.info.zero_is_none && option.value.number == 0.0);
    std::string users = for_whom + option.user_names();
    if (option.info.name == train::kMomentum.name)
      users = options.find(train::kBeta1.name)->is_of(choice)
                  ? "its own momentum is --beta1, and --momentum is for " + option.user_names()
                  : option.user_names() + " have a momentum";
    if (option.info.name == train::kWeightDecay.name) users += ", and --l2 for every optimizer";
    rules.push_back({option.name(), !harmless && !option.is_of(choice), with + "; " + users});
  }
  return rules;
}

std::vector<Rule> choice_rules(const TrainSettings& s) {
  std::vector<Rule> rules =
      rules_of(s.of_optimizer, s.optimizer, "with --optimizer " + s.optimizer, "it is for ");
  const auto add = [&](const std::vector<Rule>& more) {
    rules.insert(rules.end(), more.begin(), more.end());
  };
  add(rules_of(s.of_schedule, s.schedule, "with --schedule " + s.schedule, "it is for "));
  if (s.loss != "auto")
    add(rules_of(s.of_loss, s.loss, "with the " + s.loss + " loss", "it is for --loss "));
  const ChoiceOption& momentum = *s.of_optimizer.find(train::kMomentum.name);
  const ChoiceOption& nesterov = *s.of_optimizer.find(train::kNesterov.name);
  rules.push_back({nesterov.name(),
                   nesterov.on && nesterov.is_of(s.optimizer) && momentum.value.word.empty() &&
                       momentum.value.number == 0.0,
                   "with --momentum 0: there is nothing to look ahead along"});
  return rules;
}

std::vector<Rule> model_rules(const TrainSettings& s) {
  const std::string no_layer = "without hidden layers; give the model some, such as --hidden 64,32";
  return {{"dropout", s.hidden.empty() && s.dropout > 0, no_layer},
          {"activation", s.hidden.empty() && s.activation != "linear", no_layer}};
}

std::vector<Rule> row_rules(const TrainSettings& s) {
  const bool regression = s.task == "regression", folds = s.cv > 0;
  const std::string in_folds = "with --cv, which trains a model for each fold";
  return {
      {"missing-value", s.missing != "constant",
       fmt::format("with --missing {}; it is for --missing constant", s.missing)},
      {"validation", s.validation > 0 && !s.validation_file.empty(),
       "beside --validation-file: no rows of DATA are kept then"},
      {"validation", s.validation > 0 && folds, "with --cv: each fold is validated on the others"},
      {"stratify", s.stratify && regression, "in a regression: its rows have no classes"},
      {"top-k", regression, "in a regression; it is for classes"},
      {"metrics",
       s.validation == 0 && s.validation_file.empty() && !folds &&
           s.metrics != std::vector<std::string>{"none"} && !s.metrics.empty(),
       "without rows for validation; keep some, such as --validation 0.2"},
      {"keep-by", s.keep_by != "loss" && s.validation == 0 && s.validation_file.empty(),
       "without rows for validation; keep some, such as --validation 0.2"},
      {"keep-by", s.keep == "last" && s.patience == 0 && s.schedule != "plateau",
       "with --keep last and no --patience: no epoch is chosen"},
      {"keep", s.keep == "best" && folds,
       "with --cv: the rows that judge a fold must not choose its epoch"},
      {"record", s.record != "epochs" && folds, in_folds},
      {"snapshots", s.snapshots > 0 && folds, in_folds},
      {"tensorboard", s.tensorboard && folds, in_folds},
      {"checkpoint-every", folds, in_folds + " and saves it when it is done"},
  };
}

}  // namespace

void refuse_idle_options(const Settings& declared, const TrainSettings& settings) {
  for (const auto rules : {choice_rules, model_rules, row_rules}) refuse(declared, rules(settings));
}

void refuse_idle_options_of_format(const Settings& declared, train::DataFormat format) {
  const bool generator = format == train::DataFormat::automatic;
  const std::string with =
      generator ? "with a generator" : fmt::format("with {} data", train::format_title(format));
  std::vector<Rule> rules;
  for (const std::string& word : train::data_format_names()) {
    const train::DataFormat other = train::data_format(word);
    if (other == train::DataFormat::automatic || other == format) continue;
    for (const std::string& field : train::format_options(other))
      rules.push_back({option_name(field), true,
                       fmt::format("{}; it is for {}", with, train::format_title(other))});
  }
  for (const char* name : {"format", "missing"})
    rules.push_back({name, generator, with + "; it is for files"});
  refuse(declared, rules);
}

}  // namespace riserun::run
