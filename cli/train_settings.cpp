#include "cli/train_settings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <variant>

#include "core/errors.hpp"
#include "nn/activation.hpp"
#include "train/optimizer.hpp"
#include "train/schedule.hpp"

namespace riserun::cli {

namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  return text;
}

}  // namespace

void TrainSettings::declare(Settings& settings) {
  settings.group("Data");
  settings.argument("data", "DATA", data, "CSV or TSV file, plain or gzipped");
  settings.text("label", "NAME", label,
                "column to predict: its name, its number from 1,\nfirst or last");
  settings.word("task", task, {"classification", "regression"}, "classes or numbers?");
  settings.word("header", header, {"auto", "yes", "no"}, "are names in the first line?");
  settings.text("separator", "C", separator, "between fields: tab, comma, ...");
  settings.whole("skip-lines", skip_lines, 0, 1'000'000'000, "lines before the header");
  settings.list("ignore", "NAME,...", ignore, "columns to leave out");
  settings.number("validation", validation, {.low = 0, .high = 0.95},
                  "share of the rows kept for validation");
  settings.word("scale", scale, {"none", "standard", "minmax"}, "bring features to a common size?");

  settings.word("target-scale", target_scale, {"auto", "none", "standard"},
                "the numbers of a regression, while training;\nauto: standard");

  settings.group("Model");
  settings.sizes("hidden", hidden, "neurons of each hidden layer; \"\" for none");
  settings.word("activation", activation, {"tanh", "relu", "sigmoid", "linear"},
                "of the hidden layers");
  settings.word("loss", loss,
                {"auto", "softmax", "binary", "hinge", "squared_hinge", "mse", "mae", "huber"},
                "auto: softmax for classes, mse for numbers");

  settings.group("Training");
  settings.word("optimizer", optimizer, {"sgd", "adam", "adamw", "rmsprop", "adagrad"},
                "how the parameters are updated");
  settings.number("lr", lr, {.low = 0, .above = true},
                  fmt::format("learning rate, or auto (default {} for sgd, {} for adam)",
                              train::SGD{}.learning_rate, train::Adam{}.learning_rate));
  settings.number("momentum", momentum, {.low = 0, .high = 1}, "of sgd, below 1");
  settings.number("l2", l2, {.low = 0}, "L2 regularisation of the weights");
  settings.word("schedule", schedule, {"constant", "linear", "cosine", "step"},
                "of the learning rate over the run");
  settings.whole("epochs", epochs, 1, 1'000'000'000, "passes over the training rows");
  settings.whole("batch", batch, 1, 1'000'000'000, "rows for each update");
  settings.word("keep", keep, {"best", "last"}, "the epoch whose model is saved");
  settings.whole("seed", seed, 0, ~std::uint64_t{0}, "of split, first parameters and shuffling");
  settings.whole("threads", threads, 0, 1024,
                 "0: every processor; the model has the same\nbits for any number");
}

void TrainSettings::resolve() {
  if (data.empty()) throw ConfigError("DATA is required: the CSV file to learn from");
  const std::string word = lower(label);
  if (word == "first" || word == "last" || word == "none") label = word;
  if (label == "none") throw ConfigError("--label none: there must be a column to learn");
  if (loss == "auto") loss = task == "regression" ? "mse" : "softmax";
  if (task == "regression" && !nn::is_for_numbers(nn::parse_loss(loss)))
    throw ConfigError(
        fmt::format("--loss {} is for classes; numbers need --loss mse, mae or huber", loss));
  if (target_scale == "auto") target_scale = task == "regression" ? "standard" : "none";
  if (target_scale != "none" && task != "regression")
    throw ConfigError("--target-scale is for numbers: it needs --task regression");
  if (std::isnan(lr)) lr = train::learning_rate(train::parse_optimizer(optimizer));
}

std::string TrainSettings::brief() const {
  const std::string layers = hidden.empty()
                                 ? "no hidden layer"
                                 : fmt::format("hidden {} {}", fmt::join(hidden, "-"), activation);
  return fmt::format("{}, {} loss; {}, learning rate {}, batches of {}; seed {}", layers, loss,
                     optimizer, lr, batch, seed);
}

train::CsvOptions TrainSettings::csv_options() const {
  return {.label = label,
          .task = task == "regression" ? train::Task::regression : train::Task::classification,
          .header = parse_header(header),
          .separator = parse_separator(separator),
          .ignore = ignore,
          .skip_lines = skip_lines};
}

train::ScalingKind TrainSettings::scaling_kind() const {
  if (scale == "standard") return train::ScalingKind::standardize;
  if (scale == "minmax") return train::ScalingKind::min_max;
  return train::ScalingKind::none;
}

train::ScalingKind TrainSettings::target_scaling_kind() const {
  return target_scale == "standard" ? train::ScalingKind::standardize : train::ScalingKind::none;
}

nn::AnyLoss TrainSettings::any_loss() const { return nn::parse_loss(loss); }

std::vector<std::size_t> TrainSettings::layer_sizes(const train::Dataset& dataset) const {
  if (loss == "binary" && dataset.class_count() != 2)
    throw ConfigError(fmt::format("--loss binary is for two classes, and {} has {}; use softmax",
                                  dataset.source(), dataset.class_count()));
  std::vector<std::size_t> sizes{dataset.feature_count()};
  sizes.insert(sizes.end(), hidden.begin(), hidden.end());
  if (dataset.task() == train::Task::regression)
    sizes.push_back(dataset.target_count());
  else
    sizes.push_back(loss == "binary" ? 1 : dataset.class_count());
  return sizes;
}

nn::MLPOptions TrainSettings::model_options() const {
  return {.activation = nn::parse_activation(activation), .seed = seed};
}

train::TrainerOptions TrainSettings::trainer_options() const {
  train::TrainerOptions options;
  options.optimizer = train::parse_optimizer(optimizer);
  if (auto* const sgd = std::get_if<train::SGD>(&options.optimizer)) sgd->momentum = momentum;
  options.penalty.l2 = l2;
  train::set_learning_rate(options.optimizer, lr);
  options.schedule.kind = train::parse_schedule(schedule);
  options.epochs = epochs;
  options.batch_size = batch;
  options.threads = threads;
  options.seed = seed;
  options.restore_best = keep == "best";
  options.validate();
  return options;
}

char parse_separator(const std::string& text) {
  if (text == "auto") return '\0';
  if (text == "tab" || text == "\\t") return '\t';
  if (text == "comma") return ',';
  if (text == "semicolon") return ';';
  if (text == "space") return ' ';
  if (text.size() == 1) return text[0];
  throw ConfigError(fmt::format(
      "--separator: expected auto, tab, comma, semicolon, space or one character, found \"{}\"",
      text));
}

train::HeaderRow parse_header(const std::string& text) {
  if (text == "yes") return train::HeaderRow::yes;
  if (text == "no") return train::HeaderRow::no;
  return train::HeaderRow::automatic;
}

}  // namespace riserun::cli
