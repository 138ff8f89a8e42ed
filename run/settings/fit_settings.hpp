// How a model is trained: the settings of the optimiser and of all around it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <riserun/nn/losses.hpp>
#include <riserun/run/settings/choice_options.hpp>
#include <riserun/run/settings/settings.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/fit/trainer_options.hpp>

namespace riserun::run {

/// The values are the defaults.
struct FitSettings {
  ChoiceOptions of_loss = ChoiceOptions::of_losses();
  std::string class_weights = "none";

  std::string start = "auto";
  std::string optimizer = "adamw";
  NumberOrWord lr = "auto";  // the optimizer's; or "find", or "find-and-train"
  ChoiceOptions of_optimizer = ChoiceOptions::of_optimizers();
  double l1 = 0.0, l2 = 1e-4;
  std::string schedule = "linear";
  NumberOrWord warmup = "auto";
  ChoiceOptions of_schedule = ChoiceOptions::of_schedules();
  double clip_norm = 1.0, clip_value = 0.0;
  double dropout = 0.0;
  NumberOrWord epochs = "auto";
  std::size_t batch = 32;
  std::size_t accumulate = 1;
  int patience = 0;
  double max_time = 0.0;
  std::string keep = "best", keep_by = "loss";
  std::vector<std::string> metrics{"auto"};
  std::size_t top_k = 3;
  std::uint64_t seed = 1;
  int threads = 0;

  /// Declare every one of them; this must outlive `settings`.
  void declare_loss(Settings& settings);
  void declare_fit(Settings& settings);
  /// Replaces what stands for something else. Throws ConfigError for what cannot go together.
  void resolve_fit();
  /// The same once loss, task and data are known: so many rows train, of so many features.
  void resolve_fit_for(const std::string& loss, const std::string& task, std::size_t training_rows,
                       std::size_t features);
  /// Once they are resolved: those that are the usual ones become safer, 0.3 of the learning rate and of
  /// the weight decay in 3 times the epochs, and the first weights become others.
  void start_safely();

  /// How many there will be; once they are resolved.
  [[nodiscard]] int epoch_count() const { return static_cast<int>(epochs.number); }
  [[nodiscard]] bool finds_rate() const { return lr.is("find") || lr.is("find-and-train"); }
  /// With delta or smoothing, where the loss has one.
  [[nodiscard]] nn::AnyLoss loss_named(const std::string& name) const;
  /// Without callbacks and class weights; the optimizer's own learning rate where one is still to
  /// be found.
  [[nodiscard]] train::TrainerOptions trainer_options() const;
  /// What `metrics` asks for; the scaling is the caller's.
  [[nodiscard]] train::Metrics chosen_metrics() const;
  /// None where all classes count the same. Throws ConfigError unless there is one for each class.
  [[nodiscard]] std::vector<double> weights_for(const train::Dataset& training) const;

 private:
  void make_safer();

  /// Which of them are what the rules say, whoever said so: a resumed run's file names them all.
  struct Usual {
    bool lr = false, epochs = false, decay = false;
  } usual_;
};

}  // namespace riserun::run
