#include <riserun/run/settings/fit_settings.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <variant>

#include <riserun/base/errors.hpp>
#include <riserun/train/data/class_weights.hpp>

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

}  // namespace

void FitSettings::declare_loss(Settings& settings) {
  settings.number("huber-delta", huber_delta, {.low = 0, .above = true},
                  "of huber: straight beyond, in units of the scaled\ntarget");
  settings.number("label-smoothing", label_smoothing, {.low = 0, .high = 0.99},
                  "of softmax and binary: share of the target spread\nover all classes");
  settings.text("class-weights", "W,...", class_weights,
                "how much each class counts: none, balanced, or a\nnumber each, in the order of "
                "their names");
}

void FitSettings::declare_fit(Settings& settings) {
  settings.group("Training");
  settings.word("optimizer", optimizer, train::optimizer_names(), "how the parameters are updated");
  settings.number(
      "lr", lr, {.low = 0, .above = true},
      fmt::format("learning rate; auto: the optimizer's, {} for sgd (less\nbeyond 64 features), {} "
                  "for adam and adamw, {} for the\nothers; find: suggest one; find-and-train: and "
                  "use it\n(default auto)",
                  train::SGD{}.learning_rate, train::Adam{}.learning_rate,
                  train::RMSProp{}.learning_rate),
      {{"find", kFind}, {"find-and-train", kFindAndTrain}});
  settings.may_change();
  settings.number("momentum", momentum, {.low = 0, .high = 1},
                  fmt::format("below 1, of sgd (default {}) and rmsprop ({})",
                              train::SGD{}.momentum, train::RMSProp{}.momentum));
  settings.flag("nesterov", nesterov, "sgd looks ahead");
  settings.number("beta1", beta1, {.low = 0, .high = 1}, "of adam and adamw, below 1");
  settings.number("beta2", beta2, {.low = 0, .high = 1}, "of adam and adamw, below 1");
  settings.number("decay", decay, {.low = 0, .high = 1},
                  "of rmsprop, below 1: what the mean of squares keeps");
  settings.number("epsilon", epsilon, {.low = 0, .above = true},
                  fmt::format("added to the root that adam, adamw, rmsprop and\nadagrad divide by; "
                              "auto: {} for adagrad, {} for the\nothers (default auto)",
                              train::Adagrad{}.epsilon, train::Adam{}.epsilon));
  settings.number("weight-decay", weight_decay, {.low = 0}, "of adamw; biases do not decay");
  settings.number("l1", l1, {.low = 0}, "L1 penalty of the weights, not the biases");
  settings.number("l2", l2, {.low = 0}, "L2 penalty of the weights, not the biases");
  settings.word("schedule", schedule, train::schedule_names(), "of the learning rate over the run");
  settings.whole("warmup", warmup, 0, 1'000'000'000, "updates over which the rate first rises");
  settings.number("lr-end", lr_end, {.low = 0, .high = 1},
                  "share of the rate left at the end of linear, cosine\nand one_cycle, and at "
                  "least by plateau");
  settings.number("lr-start", lr_start, {.low = 0, .high = 1},
                  "one_cycle: share of the rate to begin with");
  settings.number("lr-peak", lr_peak, {.low = 0.001, .high = 0.999},
                  "one_cycle: share of the run until the rate is reached");
  settings.number("lr-every", lr_every, {.low = 0, .high = 1, .above = true},
                  "step, exponential: share of the run between drops");
  settings.number("lr-factor", lr_factor, {.low = 0, .high = 1, .above = true},
                  "step, exponential, plateau: what a drop multiplies by");
  settings.whole("lr-patience", lr_patience, 1, 1'000'000'000,
                 "plateau: epochs without a lower loss before a drop");
  settings.number("clip-norm", clip_norm, {.low = 0}, "shorten longer gradients to this; 0: none");
  settings.number("clip-value", clip_value, {.low = 0},
                  "then keep each derivative within it; 0: as it is");
  settings.number("dropout", dropout, {.low = 0, .high = 0.99},
                  "share of the hidden outputs left out while training");
  settings.whole("epochs", epochs, 1, 1'000'000'000, "passes over the training rows");
  settings.may_change();
  settings.whole("batch", batch, 1, 1'000'000'000, "rows in a batch");
  settings.whole("accumulate", accumulate, 1, 1'000'000'000, "batches to an update");
  settings.whole("patience", patience, 0, 1'000'000'000,
                 "end after so many epochs without a better one; 0: not\nbefore time");
  settings.may_change();
  settings.number("max-time", max_time, {.low = 0}, "end after so many seconds; 0: no limit");
  settings.may_change();
  settings.word("keep", keep, {"best", "last"}, "the epoch whose model is saved");
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
  const train::OptimizerOptions chosen = train::parse_optimizer(optimizer);
  if (nesterov && optimizer != "sgd")
    throw ConfigError(fmt::format("--nesterov is for sgd, not for {}", optimizer));
  if (std::isnan(momentum))
    momentum = std::visit(
        [](const auto& o) {
          if constexpr (requires { o.momentum; }) return o.momentum;
          return train::SGD{}.momentum;
        },
        chosen);
  if (std::isnan(epsilon))
    epsilon = std::visit(
        [](const auto& o) {
          if constexpr (requires { o.epsilon; }) return o.epsilon;
          return train::Adam{}.epsilon;
        },
        chosen);
}

void FitSettings::resolve_fit_for(const std::string& loss, const std::string& task,
                                  std::size_t features) {
  resolve_metrics(metrics, task == "regression");
  if (std::isnan(lr)) lr = train::usual_learning_rate(train::parse_optimizer(optimizer), features);
  if (label_smoothing > 0 && loss != "softmax" && loss != "binary")
    throw ConfigError(
        fmt::format("--label-smoothing is for softmax and binary, not for the {} loss", loss));
  if (class_weights != "none" && task == "regression")
    throw ConfigError("--class-weights: a regression has no classes");
}

train::Metrics FitSettings::chosen_metrics() const {
  train::Metrics chosen{.names = metrics, .top_k = top_k};
  if (holds(metrics, "auto") || holds(metrics, "none")) chosen.names.clear();  // still open
  return chosen;
}

nn::AnyLoss FitSettings::loss_named(const std::string& name) const {
  nn::AnyLoss loss = nn::parse_loss(name);
  if (double* const option = nn::option(loss))
    *option = name == nn::Huber::name ? huber_delta : label_smoothing;
  return loss;
}

train::TrainerOptions FitSettings::trainer_options() const {
  train::TrainerOptions options;
  options.optimizer = train::parse_optimizer(optimizer);
  std::visit(
      [&](auto& o) {
        if constexpr (requires { o.momentum; }) o.momentum = momentum;
        if constexpr (requires { o.nesterov; }) o.nesterov = nesterov;
        if constexpr (requires { o.beta1; }) o.beta1 = beta1, o.beta2 = beta2;
        if constexpr (requires { o.decay; }) o.decay = decay;
        if constexpr (requires { o.epsilon; }) o.epsilon = epsilon;
        if constexpr (requires { o.weight_decay; }) o.weight_decay = weight_decay;
        if (!finds_rate() && !std::isnan(lr)) o.learning_rate = lr;
      },
      options.optimizer);
  options.penalty = {.l1 = l1, .l2 = l2};
  options.schedule = {.kind = train::parse_schedule(schedule),
                      .final_factor = lr_end,
                      .every = lr_every,
                      .factor = lr_factor,
                      .start_factor = lr_start,
                      .peak = lr_peak,
                      .warmup_steps = static_cast<long>(warmup),
                      .patience = static_cast<int>(lr_patience)};
  options.clip_norm = clip_norm;
  options.clip_value = clip_value;
  options.dropout = dropout;
  options.epochs = epochs;
  options.batch_size = batch;
  options.accumulate = accumulate;
  options.patience = patience;
  options.max_seconds = max_time;
  options.threads = threads;
  options.seed = seed;
  options.restore_best = keep == "best";
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
    weights.push_back(parse_number("--class-weights", part, {.low = 0}, {"none", "balanced"}));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  }
  if (weights.size() != training.class_count())
    throw ConfigError(fmt::format("--class-weights: there are {} for {} classes", weights.size(),
                                  training.class_count()));
  train::require_weights(weights, training);
  return weights;
}

}  // namespace riserun::run
