#include <riserun/run/settings/fit_settings.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/named_variants.hpp>
#include <riserun/train/data/class_weights.hpp>
#include <riserun/train/fit/usual_start.hpp>

namespace riserun::run {

namespace {

const std::vector<std::string> kOfClasses = train::metric_names(train::Task::classification);
const std::vector<std::string> kOfNumbers = train::metric_names(train::Task::regression);

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

void check_metric(const std::string& name) {
  std::vector<std::string> words{"auto", "none"};
  words.insert(words.end(), kOfClasses.begin(), kOfClasses.end());
  words.insert(words.end(), kOfNumbers.begin(), kOfNumbers.end());
  static_cast<void>(parse_word("--metrics", name, words));
}

std::vector<std::string> words_for_keeping() {
  std::vector<std::string> words{"loss", "accuracy"};
  words.insert(words.end(), kOfClasses.begin(), kOfClasses.end());
  words.insert(words.end(), kOfNumbers.begin(), kOfNumbers.end());
  return words;
}

/// Replaces auto and none by what they stand for, and refuses what the task does not have.
void resolve_metrics(std::vector<std::string>& metrics, bool regression) {
  const std::vector<std::string>& possible = regression ? kOfNumbers : kOfClasses;
  if (holds(metrics, "auto")) metrics = possible;
  if (holds(metrics, "none")) metrics.clear();
  for (const std::string& name : metrics)
    if (!holds(possible, name))
      throw ConfigError(fmt::format("--metrics {}: that is of {}, and the task is a {}", name,
                                    regression ? "classes" : "numbers",
                                    regression ? "regression" : "classification"));
}

/// "0.1 for sgd", "0.001 for adam and adamw": each rate once.
std::vector<std::string> usual_rates() {
  std::vector<std::pair<double, std::vector<std::string>>> rates;
  for (const train::OptimizerOptions& one : all_kinds<train::OptimizerOptions>()) {
    const double rate = train::usual_learning_rate(one, 1);
    auto same = std::ranges::find(rates, rate, [](const auto& entry) { return entry.first; });
    if (same == rates.end()) same = rates.insert(rates.end(), {rate, {}});
    same->second.emplace_back(to_string(one));
  }
  std::vector<std::string> texts;
  texts.reserve(rates.size());
  for (const auto& [rate, names] : rates)
    texts.push_back(fmt::format("{} for {}", rate, listed(names)));
  return texts;
}

}  // namespace

void FitSettings::declare_loss(Settings& settings) {
  of_loss.declare(settings);
  settings.text("class-weights", "W,...", class_weights,
                "how much each class counts: none, balanced, or a\nnumber each, in the order of "
                "their names");
}

void FitSettings::declare_fit(Settings& settings) {
  settings.group("Training");
  settings.word(
      "start", start, {"auto", "usual", "safe"},
      "safe: 0.3 of the usual learning rate and weight decay\nin 3 times the epochs, other "
      "first weights; auto: the\nusual one, and where it learns nothing the safe one");
  settings.word("optimizer", optimizer, train::optimizer_names(), "how the parameters are updated");
  settings.number("lr", lr, kPositive, {"auto", "find", "find-and-train"},
                  fmt::format("learning rate; auto: {} (less beyond 64 features); find: "
                              "suggest one; find-and-train: and use it (default auto)",
                              fmt::join(usual_rates(), ", ")));
  settings.may_change();
  of_optimizer.declare(settings);
  settings.number("l1", l1, kNotNegative, "L1 penalty of the weights, not the biases");
  settings.number("l2", l2, kNotNegative, "L2 penalty of the weights, not the biases");
  settings.word("schedule", schedule, train::schedule_names(), "of the learning rate over the run");
  settings.whole("warmup", warmup, 0, 1'000'000'000, {"auto"},
                 "updates over which the rate first rises; auto: 20,\nbut no more than a twentieth "
                 "of the run");
  of_schedule.declare(settings);
  settings.number("clip-norm", clip_norm, kNotNegative,
                  "shorten longer gradients to this; 0: none");
  settings.number("clip-value", clip_value, kNotNegative,
                  "then keep each derivative within it; 0: as it is");
  settings.number("dropout", dropout, {.low = 0, .high = 0.99},
                  "share of the hidden outputs left out while training");
  settings.whole(
      "epochs", epochs, 1, 1'000'000'000, {"auto"},
      "passes over the training rows; auto: enough for\n2000 updates, and no fewer than 30");
  settings.may_change();
  settings.whole("batch", batch, 1, 1'000'000'000, "rows in a batch");
  settings.whole("accumulate", accumulate, 1, 1'000'000'000, "batches to an update");
  settings.whole("patience", patience, 0, 1'000'000'000,
                 "end after so many epochs without a better one; 0: not\nbefore time");
  settings.may_change();
  settings.number("max-time", max_time, kNotNegative, "end after so many seconds; 0: no limit");
  settings.may_change();
  settings.word("keep", keep, {"best", "last"}, "the epoch whose model is saved");
  settings.word(
      "keep-by", keep_by, words_for_keeping(),
      "what says which epoch is best, for --keep,\n--patience and the plateau schedule: of "
      "the\nvalidation rows the loss, by class weights where\nthey are given, or a metric",
      "NAME");
  settings.list("metrics", "NAME,...", metrics,
                fmt::format("of the validation rows after each epoch, in history.csv:\n{}; {}; "
                            "none; auto: the task's\n(default auto)",
                            fmt::join(kOfClasses, ", "), fmt::join(kOfNumbers, ", ")));
  settings.may_change();
  settings.whole("top-k", top_k, 1, 1'000'000, "top_k: the right class is among so many");
  settings.may_change();
  settings.seed(seed, "of split, first parameters, shuffling and dropout");
  settings.threads(threads, "0: every processor; the model has the same\nbits for any number");
  settings.may_change();
}

void FitSettings::resolve_fit() {
  for (const std::string& name : metrics) check_metric(name);
  for (const ChoiceOption& option : of_optimizer.all())
    if (option.on && !option.is_of(optimizer))
      throw ConfigError(
          fmt::format("--{} is for {}, not for {}", option.name(), option.user_names(), optimizer));
  of_optimizer.complete(optimizer);
  of_schedule.complete(schedule);
}

void FitSettings::resolve_fit_for(const std::string& loss, const std::string& task,
                                  std::size_t training_rows, std::size_t features) {
  resolve_metrics(metrics, task == "regression");
  if (class_weights != "none" && task == "regression")
    throw ConfigError("--class-weights: a regression has no classes");
  if (keep_by != "loss" && holds(task == "regression" ? kOfClasses : kOfNumbers, keep_by))
    throw ConfigError(fmt::format("--keep-by {}: the task is a {}", keep_by, task));
  if (keep_by == "accuracy" && task == "regression")
    throw ConfigError("--keep-by accuracy: a regression has no classes");
  of_loss.complete(loss);
  const train::TrainingSize size{training_rows, batch, accumulate};
  const double usual_rate = train::usual_learning_rate(train::parse_optimizer(optimizer), features);
  const double usual_decay = train::usual_weight_decay(training_rows, features);
  const int usual_epochs = train::usual_epochs(size);
  if (lr.is("auto")) lr = usual_rate;
  if (epochs.is("auto")) epochs = usual_epochs;
  if (warmup.is("auto")) warmup = static_cast<double>(train::usual_warmup(size, epoch_count()));
  const std::string_view decay = train::kWeightDecay.name;
  of_optimizer.choose(decay, usual_decay);
  usual_ = {.lr = lr.word.empty() && lr.number == usual_rate,
            .epochs = epoch_count() == usual_epochs,
            .decay = of_optimizer.number(decay) == usual_decay};
  if (start == "safe") make_safer();
  const ChoiceOption& smoothing = *of_loss.find(nn::kSmoothing.name);
  if (smoothing.value.number > 0 && !smoothing.is_of(loss))
    throw ConfigError(fmt::format("--{} is for {}, not for the {} loss", smoothing.name(),
                                  smoothing.user_names(), loss));
}

void FitSettings::start_safely() {
  start = "safe";
  make_safer();
}

void FitSettings::make_safer() {
  const std::string_view decay = train::kWeightDecay.name;
  if (usual_.lr) lr.number *= 0.3;
  if (usual_.epochs) epochs.number *= 3;
  if (usual_.decay) of_optimizer.set(decay, 0.3 * of_optimizer.number(decay));
}

train::Metrics FitSettings::chosen_metrics() const {
  train::Metrics chosen{.names = metrics, .top_k = top_k};
  if (holds(metrics, "auto") || holds(metrics, "none")) chosen.names.clear();  // still open
  return chosen;
}

nn::AnyLoss FitSettings::loss_named(const std::string& name) const {
  nn::AnyLoss loss = nn::parse_loss(name);
  of_loss.apply_to(loss);
  return loss;
}

train::TrainerOptions FitSettings::trainer_options() const {
  train::TrainerOptions options;
  options.optimizer = train::parse_optimizer(optimizer);
  of_optimizer.apply_to(options.optimizer);
  if (lr.word.empty()) train::set_learning_rate(options.optimizer, lr.number);
  options.penalty = {.l1 = l1, .l2 = l2};
  options.schedule = {.kind = train::parse_schedule(schedule),
                      .warmup_steps = static_cast<long>(warmup.number)};
  of_schedule.apply_to(options.schedule);
  options.clip_norm = clip_norm;
  options.clip_value = clip_value;
  options.dropout = dropout;
  if (epochs.word.empty()) options.epochs = epoch_count();
  options.batch_size = batch;
  options.accumulate = accumulate;
  options.patience = patience;
  options.max_seconds = max_time;
  options.threads = threads;
  options.seed = seed;
  options.restore_best = keep == "best";
  options.keep_by = keep_by;
  options.metrics = chosen_metrics();
  options.validate();
  return options;
}

std::vector<double> FitSettings::weights_for(const train::Dataset& training) const {
  if (class_weights == "none") return {};
  if (class_weights == "balanced") return train::balanced_weights(training);
  std::vector<double> weights;
  for (std::string_view rest = class_weights; !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find(','));
    weights.push_back(parse_number("--class-weights", part, kNotNegative, {"none", "balanced"}));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  }
  if (weights.size() != training.class_count())
    throw ConfigError(fmt::format("--class-weights: there are {} for {} classes", weights.size(),
                                  training.class_count()));
  train::require_weights(weights, training);
  return weights;
}

}  // namespace riserun::run
