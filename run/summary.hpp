// What a run is told to do and what came of it, in a few lines of text.
#pragma once

#include <string>

#include <riserun/lanes/planning/plan.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/run/settings/train_settings.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/fit/graph_size.hpp>
#include <riserun/train/fit/history.hpp>
#include <riserun/train/judging/report.hpp>

namespace riserun::run {

/// Data, split, model and how it is trained.
[[nodiscard]] std::string setup_summary(const TrainSettings& settings, const train::Dataset& data,
                                        const train::Dataset& training,
                                        const train::Dataset& validation,
                                        const train::Dataset& test,
                                        const train::Preparation& preparation, const nn::MLP& model,
                                        int threads);

/// Its layers, and what the graph of a point needs.
[[nodiscard]] std::string model_summary(const nn::MLP& model, train::GraphSize graph);
/// The same for the lanes engine, which has a plan in the graph's place; `whole` where the plan is
/// that of the run to the last step.
[[nodiscard]] std::string lanes_summary(const nn::MLP& model, const lanes::Explanation& plan,
                                        bool whole);

/// What the model as it is now achieves, on the validation rows where there are any: losses and
/// figures, the classes it confuses most, and the speed.
[[nodiscard]] std::string result_summary(const TrainSettings& settings,
                                         const train::History& history, const train::Report& report,
                                         bool validated, int threads);

/// The figures of each class or target, as tab-separated lines.
[[nodiscard]] std::string report_table(const train::Report& report);

/// "RMSE 53.1, MAE 42.8, R2 0.49"; without the last where all rows have the same number.
[[nodiscard]] std::string number_figures(const train::NumberReport& report);

/// What it achieves on the rows that were kept for the end.
[[nodiscard]] std::string test_summary(const train::Report& report);

}  // namespace riserun::run
