#include <riserun/run/settings/train_settings.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <riserun/base/errors.hpp>
#include <riserun/nn/activation.hpp>
#include <riserun/train/optimizers/optimizer.hpp>
#include <riserun/train/optimizers/schedule.hpp>

namespace riserun::run {

namespace {

std::vector<std::string> or_auto(std::vector<std::string> words) {
  words.insert(words.begin(), "auto");
  return words;
}

/// "mse, mae or huber".
std::string losses_of_numbers() {
  std::vector<std::string> names;
  for (const std::string& name : nn::loss_names())
    if (nn::is_for_numbers(nn::parse_loss(name))) names.push_back(name);
  return listed(names, "or");
}

}  // namespace

void TrainSettings::declare(Settings& settings) {
  declare_data(settings);

  settings.group("Model");
  settings.sizes("hidden", hidden, "neurons of each hidden layer, or none");
  settings.word("activation", activation, nn::activation_names(), "of the hidden layers");
  settings.word("loss", loss, or_auto(nn::loss_names()),
                "auto: softmax for classes, mse for numbers");
  settings.word(
      "outputs", outputs, {"auto", "one"},
      "of a model for classes; auto: one for each class, of the\nbinary loss one; one: two "
      "classes are the signs\nof one score");
  declare_loss(settings);
  settings.word("init", init, nn::initializer_names(),
                "how weights begin: xavier_, he_ or lecun_ with uniform\nor normal, unit, zeros; "
                "automatic: he_normal for\nrelu, xavier_uniform for the others",
                "NAME");

  declare_fit(settings);
  settings.word("record", record, {"epochs", "steps", "gradients"},
                "steps: also the loss of each batch; gradients:\nalso their lengths by layer");
  settings.whole("snapshots", snapshots, 0, 1'000'000'000,
                 "keep the model of every N-th epoch, for pictures;\n0: none");
  settings.word(
      "engine", engine, train::engine_names(),
      "scalar: a graph for each row; lanes: eight rows in\nlock-step, several times faster");

  settings.group("Results");
  settings.interval("checkpoint-every", checkpoint_every,
                    "how often the run is saved, to be resumed from:\nupdates (500), seconds (30s) "
                    "or never");
  settings.may_change();
  settings.flag("tensorboard", tensorboard, "also write the losses where TensorBoard finds them");
  settings.may_change();
}

void TrainSettings::resolve() {
  if (data.empty()) throw ConfigError("DATA is required: the file to learn from");
  resolve_data();
  if (cv > 0) keep = "last";  // the rows that judge must not choose
  // What only classes can have says that there are some.
  const bool for_classes = (loss != "auto" && !nn::is_for_numbers(nn::parse_loss(loss))) ||
                           class_weights != "none" || of_loss.number(nn::kSmoothing.name) > 0;
  if (task == "auto" && for_classes) task = "classification";
  if (task == "regression" && loss != "auto" && !nn::is_for_numbers(nn::parse_loss(loss)))
    throw ConfigError(
        fmt::format("--loss {} is for classes; numbers need --loss {}", loss, losses_of_numbers()));
  if (cv > 0 && finds_rate()) throw ConfigError("--lr find: not with --cv; find it first, without");
  resolve_fit();
}

void TrainSettings::resolve_for(const train::Dataset& dataset, std::size_t inputs,
                                std::size_t training_rows) {
  resolve_data_for(dataset);
  if (loss == "auto") loss = task == "regression" ? "mse" : "softmax";
  resolve_fit_for(loss, task, training_rows, inputs);
}

std::string TrainSettings::brief() const {
  const std::string layers = hidden.empty()
                                 ? "no hidden layer"
                                 : fmt::format("hidden {} {}", fmt::join(hidden, "-"), activation);
  return fmt::format("{}, {} loss; {}, learning rate {}, batches of {}; seed {}", layers, loss,
                     optimizer, lr.number, batch, seed);
}

nn::AnyLoss TrainSettings::any_loss() const { return loss_named(loss); }

std::vector<std::size_t> TrainSettings::layer_sizes(std::size_t inputs,
                                                    const train::Dataset& dataset) const {
  const nn::ClassOutputs possible = nn::loss_info(nn::parse_loss(loss)).class_outputs;
  const bool one_output = possible == nn::ClassOutputs::one || outputs == "one";
  if (outputs == "one" && dataset.task() == train::Task::regression)
    throw ConfigError("--outputs one: a regression has an output for each number");
  if (outputs == "one" && possible == nn::ClassOutputs::one_a_class)
    throw ConfigError(
        fmt::format("--outputs one: the {} loss needs an output for each class; take binary or "
                    "hinge",
                    loss));
  if (outputs == "one" && dataset.class_count() != 2)
    throw ConfigError(fmt::format("--outputs one is for two classes, and {} has {}",
                                  dataset.source(), dataset.class_count()));
  if (one_output && dataset.class_count() != 2)
    throw ConfigError(fmt::format("--loss {} is for two classes, and {} has {}; use softmax", loss,
                                  dataset.source(), dataset.class_count()));
  std::vector<std::size_t> sizes{inputs};
  sizes.insert(sizes.end(), hidden.begin(), hidden.end());
  if (dataset.task() == train::Task::regression)
    sizes.push_back(dataset.target_count());
  else
    sizes.push_back(one_output ? 1 : dataset.class_count());
  return sizes;
}

nn::MLPOptions TrainSettings::model_options() const {
  return {.activation = nn::parse_activation(activation),
          .initializer = nn::parse_initializer(init),
          .seed = start == "safe" ? seed + 1 : seed};
}

train::TrainerOptions TrainSettings::trainer_options() const {
  train::TrainerOptions options = FitSettings::trainer_options();
  options.engine = train::parse_engine(engine);
  return options;
}

train::CheckpointInterval TrainSettings::checkpoint_interval() const {
  const Interval interval = parse_interval("--checkpoint-every", checkpoint_every);
  return {.steps = static_cast<long>(interval.steps), .seconds = interval.seconds};
}

}  // namespace riserun::run
