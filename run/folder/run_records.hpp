// What a run writes down for its pictures while it trains: each batch, the gradient of each layer,
// models on the way, and the page that shows how far it is.
#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/run/settings/train_settings.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/fit/history.hpp>
#include <riserun/train/fit/trainer_options.hpp>
#include <riserun/train/gradient/workers.hpp>
#include <riserun/train/saving/model_file.hpp>
#include <riserun/train/saving/run_folder.hpp>

namespace riserun::run {

/// Names in a run folder.
namespace record {
constexpr const char* kSteps = "steps.csv";               // a row a batch
constexpr const char* kGradients = "gradient_norms.csv";  // a row a batch, a column a layer
constexpr const char* kSnapshots = "snapshots";           // epoch-000010.safetensors, ..
constexpr const char* kRates = "lr_find.csv";             // a row an update of train --lr find
constexpr const char* kTimings = "timings.csv";           // a step after training, in its parts
constexpr const char* kConfusion = "confusion.json";
constexpr const char* kPredicted = "predicted.csv";  // of a regression, beside the truth
constexpr const char* kSummary = "summary.txt";
constexpr const char* kGradientCheck = "gradient_check.txt";
constexpr const char* kPage = "report.html";
}  // namespace record

class RunRecords {
 public:
  /// The model and its run are looked at, never changed. Files of an earlier run by these names are
  /// emptied; those of a run that is `resumed` keep what was before its checkpoint.
  RunRecords(const train::RunFolder& folder, const TrainSettings& settings, const nn::MLP& model,
             train::ModelInfo info, const train::TrainingState* resumed = nullptr);

  /// What is written while the run goes on, the page apart: what --record and --snapshots ask for.
  [[nodiscard]] std::vector<const char*> names() const;

  void batch(const train::BatchReport& report);
  /// Writes the page too, at most once a second: a reader sees no more, and discs are slow.
  void epoch(const train::EpochReport& report);
  /// The page as it stays. What cannot be written costs a warning; returns whether it was.
  bool finish(const std::string& status);

 private:
  void snapshot(int epoch) const;
  bool write_page(const std::string& status, int refresh);

  const train::RunFolder& folder_;
  const TrainSettings& settings_;
  const nn::MLP& model_;
  train::ModelInfo info_;
  train::History history_;
  std::ofstream steps_, gradients_;
  std::chrono::steady_clock::time_point page_written_{};
  bool warned_ = false;
};

/// Counts of (true class, taken for), as confusion.json keeps them.
struct Confusion {
  std::vector<std::string> classes;
  std::vector<double> counts;  // true class by true class
};
/// The mistakes on data that are prepared as for training.
[[nodiscard]] Confusion confusion_of(const nn::MLP& model, const nn::AnyLoss& loss,
                                     const train::Dataset& data, train::Workers& workers);
[[nodiscard]] std::string to_json(const Confusion& confusion);
/// Throws FileError, DataError.
[[nodiscard]] Confusion load_confusion(const std::filesystem::path& file);

}  // namespace riserun::run
