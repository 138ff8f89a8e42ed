// The picture of a training run: loss above, accuracy beneath, learning rate at the bottom.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

/// The columns of a training history, one row an epoch. A column that was not kept is empty; the
/// others have the size of `epoch`. NaN in a validation column means "not measured in this epoch"
/// and the curve passes over it.
struct LossColumns {
  std::vector<double> epoch = {};
  std::vector<double> train_loss = {};
  std::vector<double> validation_loss = {};
  std::vector<double> train_accuracy = {};       ///< Fractions, 0 to 1.
  std::vector<double> validation_accuracy = {};  ///< Fractions, 0 to 1.
  std::vector<double> learning_rate = {};
};

struct LossChartOptions {
  std::string title = "Training";
  std::string subtitle = {};
  std::string loss_name = "loss";
  std::string accuracy_name = "accuracy";
  bool accuracy_percent = true;  ///< false for a metric that is not a fraction.
  bool log_loss = false;
  bool learning_rate = true;  ///< Drawn when the column has more than one value in it.
  /// The epoch to mark; none: the first epoch of lowest validation loss, and no mark without one.
  std::optional<double> best_epoch = {};
  std::optional<double> early_stop = {};  ///< The epoch at which training stopped early.
  Theme theme = Theme::light;
};

/// Builds the chart. Throws DataError when a column's size is not that of `epoch`.
[[nodiscard]] Chart loss_chart(const LossColumns& columns, const LossChartOptions& options = {});

}  // namespace riserun::plots
