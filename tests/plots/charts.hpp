// Charts that several tests draw.
#pragma once

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <riserun/plots/kinds/loss_chart.hpp>

namespace riserun::plots {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kInf = std::numeric_limits<double>::infinity();

}  // namespace riserun::plots

namespace riserun::plots::testing {

/// A training of `epochs` epochs that looks like one: no random numbers, so the same everywhere.
inline LossColumns history(int epochs) {
  LossColumns columns;
  for (int epoch = 1; epoch <= epochs; ++epoch) {
    const double t = 20.0 * epoch / epochs;
    columns.epoch.push_back(epoch);
    columns.train_loss.push_back(2.3 / (1.0 + t));
    columns.validation_loss.push_back(2.3 / (1.0 + t) + 0.01 * t);
    columns.train_accuracy.push_back(1.0 - 0.9 / (1.0 + t));
    columns.validation_accuracy.push_back(0.97 - 0.9 / (1.0 + t));
    columns.learning_rate.push_back(epoch <= epochs / 2 ? 0.1 : 0.01);
  }
  return columns;
}

inline Chart one_panel(std::vector<Series> series) {
  Chart chart{.title = "chart"};
  chart.panels = {{.title = "panel", .series = std::move(series)}};
  return chart;
}

/// How often `part` occurs in `text`.
inline int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

}  // namespace riserun::plots::testing
