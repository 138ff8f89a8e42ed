// What training measured, epoch by epoch.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/train/judging/metric.hpp>

namespace riserun::train {

/// One line of history.csv. NaN: not measured (an empty field in the file; no column for a metric
/// or a judged loss that was measured in no row).
struct HistoryRow {
  static constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

  int epoch = 0;                         // epochs done
  long step = 0;                         // updates done
  double train_loss = kAbsent;           // mean over the points of the epoch
  double train_accuracy = kAbsent;       // share in [0, 1]
  double validation_loss = kAbsent;      // mean over the validation points
  double validation_accuracy = kAbsent;  // share in [0, 1]
  double learning_rate = kAbsent;        // of the last update
  double seconds = kAbsent;              // since training began
  double points_per_second = kAbsent;    // of training alone, over this epoch
  // What says which epoch is best, the lowest, where that is not the validation loss
  // (TrainerOptions::keep_by, class weights).
  double judged_loss = kAbsent;
  // Of the validation points, where they are asked for (TrainerOptions::metrics).
  MetricValues metrics{};
};

/// The rows, in order.
class History {
 public:
  void add(const HistoryRow& row) { rows_.push_back(row); }

  [[nodiscard]] const std::vector<HistoryRow>& rows() const { return rows_; }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] const HistoryRow& operator[](std::size_t index) const { return rows_[index]; }
  [[nodiscard]] const HistoryRow& back() const { return rows_.back(); }
  [[nodiscard]] auto begin() const { return rows_.begin(); }
  [[nodiscard]] auto end() const { return rows_.end(); }

  /// One measure over all rows, for a chart: column(&HistoryRow::train_loss), or a HistoryColumn.
  template <class Measure>
  [[nodiscard]] std::vector<double> column(const Measure& measure) const {
    std::vector<double> values;
    values.reserve(rows_.size());
    for (const HistoryRow& row : rows_)
      values.push_back(static_cast<double>(std::invoke(measure, row)));
    return values;
  }
  [[nodiscard]] std::vector<double> epochs() const { return column(&HistoryRow::epoch); }

  /// The row with the lowest judged loss, else validation loss, or training loss where none was
  /// measured; the first of equals, nullptr when there is no finite loss at all.
  [[nodiscard]] const HistoryRow* best() const;

  /// Header and rows; every double in the shortest form that reads back to the same bits.
  [[nodiscard]] std::string to_csv() const;

  /// Reads to_csv's text; columns may be in another order or missing (absent then), epoch excepted.
  /// Throws DataError "history.csv:3:9: ...".
  [[nodiscard]] static History from_csv(std::string_view text, const std::string& source);

 private:
  std::vector<HistoryRow> rows_;
};

/// Throws FileError.
void save_history(const std::filesystem::path& path, const History& history);
/// Throws FileError when the file cannot be read, DataError for its content.
[[nodiscard]] History load_history(const std::filesystem::path& path);

}  // namespace riserun::train
