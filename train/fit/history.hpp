// What training measured, epoch by epoch.
#pragma once

#include <cstddef>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace riserun::train {

/// One line of history.csv. NaN: not measured (an empty field in the file; no column for one of the
/// last six that was measured in no row).
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

  // Of the validation points, where they are asked for (TrainerOptions::metrics).
  double validation_f1 = kAbsent;     // macro F1: the mean over the classes, in [0, 1]
  double validation_auc = kAbsent;    // area under the ROC curve, in [0, 1]
  double validation_top_k = kAbsent;  // share whose class is among the k likeliest
  double validation_rmse = kAbsent;   // in the targets' own unit; of several, the mean
  double validation_mae = kAbsent;
  double validation_r2 = kAbsent;  // 1 is perfect, 0 as good as the mean
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

  /// One measure over all rows, for a chart: column(&HistoryRow::train_loss).
  [[nodiscard]] std::vector<double> column(double HistoryRow::*measure) const;
  [[nodiscard]] std::vector<double> epochs() const;

  /// The row with the lowest validation loss, or training loss where none was measured; the first
  /// of equals, nullptr when there is no finite loss at all.
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
