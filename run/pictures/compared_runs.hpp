// Several runs in one picture: side by side, or the mean of those that differ in their seed only.
#pragma once

#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>
#include <riserun/run/pictures/loss_pictures.hpp>

namespace riserun::run {

/// The measures of history.csv, by the names that --metric takes.
[[nodiscard]] std::vector<std::string> metric_names();

/// One panel of that measure, a curve a run; without a metric losses and accuracies of the
/// validation (of training where none was measured). `mean`: runs of one `group` become their mean,
/// with a band of one standard deviation. Throws UsageError for a metric that does not exist,
/// DataError for one that no run measured.
[[nodiscard]] plots::Chart compared_chart(const std::vector<NamedHistory>& runs,
                                          const LossPictureOptions& options);

}  // namespace riserun::run
