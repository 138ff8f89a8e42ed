// The names in a run folder.
#pragma once

#include <cstddef>
#include <string>

namespace riserun::run::file {

// Of every run, in the order in which they are written.
inline constexpr const char* kConfig = "config.toml";
inline constexpr const char* kHistory = "history.csv";
inline constexpr const char* kModel = "model.safetensors";
inline constexpr const char* kCheckpoints = "checkpoints";

// What training writes for its pictures.
inline constexpr const char* kSteps = "steps.csv";               // a row a batch
inline constexpr const char* kGradients = "gradient_norms.csv";  // a row a batch, a column a layer
inline constexpr const char* kSnapshots = "snapshots";           // epoch-000010.safetensors, ..
inline constexpr const char* kRates = "lr_find.csv";             // a row an update of the search
inline constexpr const char* kGradientCheck = "gradient_check.txt";

// Results.
inline constexpr const char* kReport = "report.tsv";
inline constexpr const char* kSummary = "summary.txt";
inline constexpr const char* kConfusion = "confusion.json";
inline constexpr const char* kPredicted = "predicted.csv";  // of a regression, beside the truth
inline constexpr const char* kTimings = "timings.csv";      // a step after training, in its parts
inline constexpr const char* kPage = "report.html";

// Of a cross-validation; each fold is a folder of its own.
inline constexpr const char* kFolds = "cv.csv";
inline constexpr const char* kFoldsText = "cv.txt";
/// From 1.
[[nodiscard]] inline std::string fold(std::size_t number) {
  return "fold-" + std::to_string(number);
}

// Pictures, as .svg and as .png.
inline constexpr const char* kLossPicture = "loss";
inline constexpr const char* kRatePicture = "lr_find";
inline constexpr const char* kBoundaryPicture = "boundary";

}  // namespace riserun::run::file
