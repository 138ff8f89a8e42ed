// The results of cross-validation as a table, for people (cv.txt) and programs (cv.csv).
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <riserun/train/data/dataset.hpp>
#include <riserun/train/judging/report.hpp>

namespace riserun::run {

/// What is compared between folds: the loss, and how good that is in the task's own terms.
struct Figure {
  std::string name;
  bool percent;
};

struct FoldResult {
  std::size_t training, held_out;  // rows
  std::vector<double> figures;     // one for each Figure
};

class FoldTable {
 public:
  explicit FoldTable(const train::Dataset& data);

  [[nodiscard]] const std::vector<Figure>& figures() const { return figures_; }
  [[nodiscard]] const std::vector<FoldResult>& folds() const { return folds_; }
  void add(std::size_t training, std::size_t held_out, const train::Report& report);

  [[nodiscard]] std::string heading() const;
  /// Of fold `index`, from 0.
  [[nodiscard]] std::string line(std::size_t index) const;
  /// Mean and standard deviation of the sample (divided by folds - 1); empty for less than two.
  [[nodiscard]] std::string summary() const;
  [[nodiscard]] double mean(std::size_t figure) const;
  [[nodiscard]] double deviation(std::size_t figure) const;

  /// Every figure with all its digits.
  [[nodiscard]] std::string to_csv() const;
  /// Takes the folds of a file with to_csv's text. Throws FileError, and DataError "cv.csv:2: ..."
  /// where it is no such text.
  void read_csv(const std::filesystem::path& file);

 private:
  std::vector<Figure> figures_;
  std::vector<FoldResult> folds_;
};

}  // namespace riserun::run
