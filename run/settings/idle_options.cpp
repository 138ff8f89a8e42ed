#include <riserun/run/settings/idle_options.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/base/errors.hpp>

namespace riserun::run {

namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

/// The option does nothing where `idle`: "--NAME does nothing WHY".
struct Rule {
  const char* name;
  bool idle;
  std::string why;
};

void refuse(const Settings& declared, const std::vector<Rule>& rules) {
  for (const Rule& rule : rules)
    if (rule.idle && declared.given(rule.name))
      throw ConfigError(fmt::format("--{} does nothing {}", rule.name, rule.why));
}

std::vector<Rule> optimizer_rules(const TrainSettings& s) {
  const auto rule = [&](const char* name, std::initializer_list<std::string_view> optimizers,
                        const char* remedy, bool harmless = false) {
    return Rule{name, !harmless && !is_one_of(s.optimizer, optimizers),
                fmt::format("with --optimizer {}; {}", s.optimizer, remedy)};
  };
  return {
      rule("momentum", {"sgd", "rmsprop"},
           s.optimizer.starts_with("adam") ? "its own momentum is --beta1, and --momentum is for "
                                             "sgd and rmsprop"
                                           : "sgd and rmsprop have a momentum"),
      rule("beta1", {"adam", "adamw"}, "it is for adam and adamw"),
      rule("beta2", {"adam", "adamw"}, "it is for adam and adamw"),
      rule("decay", {"rmsprop"}, "it is for rmsprop"),
      rule("epsilon", {"adam", "adamw", "rmsprop", "adagrad"},
           "it is for adam, adamw, rmsprop and adagrad"),
      rule("weight-decay", {"adamw"}, "it is for adamw, and --l2 for every optimizer",
           s.weight_decay == 0.0),
      {"nesterov", s.nesterov && s.optimizer == "sgd" && s.momentum == 0.0,
       "with --momentum 0: there is nothing to look ahead along"},
  };
}

std::vector<Rule> schedule_rules(const TrainSettings& s) {
  const auto rule = [&](const char* name, std::initializer_list<std::string_view> schedules,
                        const char* users) {
    return Rule{name, !is_one_of(s.schedule, schedules),
                fmt::format("with --schedule {}; it is for {}", s.schedule, users)};
  };
  return {
      rule("lr-end", {"linear", "cosine", "one_cycle", "plateau"},
           "linear, cosine, one_cycle and plateau"),
      rule("lr-start", {"one_cycle"}, "one_cycle"),
      rule("lr-peak", {"one_cycle"}, "one_cycle"),
      rule("lr-every", {"step", "exponential"}, "step and exponential"),
      rule("lr-factor", {"step", "exponential", "plateau"}, "step, exponential and plateau"),
      rule("lr-patience", {"plateau"}, "plateau"),
  };
}

std::vector<Rule> model_rules(const TrainSettings& s) {
  const std::string no_layer = "without hidden layers; give the model some, such as --hidden 64,32";
  return {
      {"dropout", s.hidden.empty() && s.dropout > 0, no_layer},
      {"activation", s.hidden.empty() && s.activation != "linear", no_layer},
      {"huber-delta", !is_one_of(s.loss, {"auto", "huber"}),
       fmt::format("with the {} loss; it is for --loss huber", s.loss)},
  };
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
  for (const auto rules : {optimizer_rules, schedule_rules, model_rules, row_rules})
    refuse(declared, rules(settings));
}

void refuse_idle_options_of_format(const Settings& declared, train::DataFormat format) {
  const bool csv = format == train::DataFormat::csv;
  std::vector<Rule> rules;
  for (const char* name : {"label", "header", "separator", "decimal", "skip-lines", "ignore"})
    rules.push_back({name, !csv, fmt::format("with {}; it is for CSV", data_of(format))});
  const bool generator = format == train::DataFormat::automatic;
  for (const char* name : {"format", "labels", "features", "missing"})
    rules.push_back({name, generator, "with a generator; it is for files"});
  refuse(declared, rules);
}

const char* data_of(train::DataFormat format) {
  switch (format) {
    case train::DataFormat::csv:
      return "CSV data";
    case train::DataFormat::idx:
      return "IDX data";
    case train::DataFormat::libsvm:
      return "LIBSVM data";
    case train::DataFormat::automatic:
      break;
  }
  return "a generator";
}

}  // namespace riserun::run
