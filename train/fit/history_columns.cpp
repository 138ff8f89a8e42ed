#include <riserun/train/fit/history_columns.hpp>

namespace riserun::train {
namespace {

constexpr std::size_t kFields = 8;
static_assert(sizeof(HistoryRow) == sizeof(int) + 4 + sizeof(long) + kFields * sizeof(double) +
                                        sizeof(MetricValues) ||
                  sizeof(long) != 8,
              "a measure of HistoryRow is missing in history_columns");

std::vector<HistoryColumn> all_columns() {
  using Row = HistoryRow;
  std::vector<HistoryColumn> columns{
      {"train_loss", "train_loss", "loss/train", "training loss", false, &Row::train_loss},
      {"train_accuracy", "train_accuracy", "accuracy/train", "training accuracy", true,
       &Row::train_accuracy},
      {"validation_loss", "val_loss", "loss/validation", "validation loss", false,
       &Row::validation_loss},
      {"validation_accuracy", "val_accuracy", "accuracy/validation", "validation accuracy", true,
       &Row::validation_accuracy},
      {"learning_rate", "lr", "learning_rate", "learning rate", false, &Row::learning_rate},
      {"seconds", "seconds", "", "seconds", false, &Row::seconds},
      {"points_per_second", "points_per_second", "points_per_second", "points per second", false,
       &Row::points_per_second},
      {"judged_loss", "judged_loss", "loss/judged", "what chooses the epoch", false,
       &Row::judged_loss, 0, true}};
  // Beside the other measures of the validation points.
  std::vector<HistoryColumn> metrics;
  for (std::size_t m = 0; m < kMetricCount; ++m) {
    const std::string name(kMetrics[m].name);
    metrics.push_back({"validation_" + name, "val_" + name, name + "/validation",
                       std::string(kMetrics[m].label), kMetrics[m].share, nullptr, m, true});
  }
  columns.insert(columns.begin() + 4, metrics.begin(), metrics.end());
  return columns;
}

}  // namespace

const std::vector<HistoryColumn>& history_columns() {
  static const std::vector<HistoryColumn> columns = all_columns();
  return columns;
}

}  // namespace riserun::train
