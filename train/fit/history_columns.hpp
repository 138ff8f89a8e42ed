// What a history measures, by name: the one list that history.csv, events, TensorBoard and charts
// follow.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/train/fit/history.hpp>

namespace riserun::train {

/// One measure of a row, epoch and step excepted.
struct HistoryColumn {
  std::string name;           // in history.csv and in events: "validation_f1"
  std::string short_name;     // of the option that chooses a chart: "val_f1"
  std::string scalar;         // in TensorBoard: "f1/validation"; empty: not there
  std::string label;          // of a chart's axis
  bool share;                 // lies in [0, 1] and is drawn in percent
  double HistoryRow::*field;  // null: a metric
  std::size_t metric = 0;     // its place in kMetrics
  bool optional = false;      // in history.csv only where it was measured

  [[nodiscard]] double operator()(const HistoryRow& row) const {
    return field != nullptr ? row.*field : row.metrics[metric];
  }
  [[nodiscard]] double& operator()(HistoryRow& row) const {
    return field != nullptr ? row.*field : row.metrics[metric];
  }
};

/// All of them, the metrics in the order of kMetrics.
[[nodiscard]] const std::vector<HistoryColumn>& history_columns();

}  // namespace riserun::train
