// Features, and the numbers of a regression, brought to a common size, by numbers taken from the
// training part alone.
#pragma once

#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/train/data/dataset.hpp>

namespace riserun::train {

/// none: as they are. standardize: mean 0 and deviation 1. min_max: the training part fills [0, 1].
/// limited: as standardize, but the scale is at least a tenth of the column's range, so that rare
/// values cannot become huge, and a column of two values becomes 0 and 1.
enum class ScalingKind { none, standardize, min_max, limited };

/// "none", "standardize", "min_max", "limited": as model files name them.
[[nodiscard]] std::string_view to_string(ScalingKind kind);
/// Throws ConfigError for any other word.
[[nodiscard]] ScalingKind scaling_kind(std::string_view word);
/// The words of a program's option: "none", "standard", "minmax", "limited".
[[nodiscard]] std::vector<std::string> scaling_words();
/// By such a word, or by its name in model files. Throws ConfigError for any other.
[[nodiscard]] ScalingKind scaling_of_word(std::string_view word);

/// The scale of a feature that is the same in every training row: nothing was learned about other
/// values, so that it becomes 0 whatever it is later.
inline constexpr double kScaleOfConstant = std::numeric_limits<double>::max();

/// x' = (x - offset) / scale, column by column. A target that never changes has scale 1.
struct Scaling {
  ScalingKind kind = ScalingKind::none;
  std::vector<double> offset{};  // one per column; empty for none
  std::vector<double> scale{};   // one per column, finite and > 0; empty for none

  /// Takes the numbers from `training`; deviations are those of the population (divided by rows,
  /// not rows - 1). Throws DataError for no rows and for a range too wide for a double.
  [[nodiscard]] static Scaling fit(const Dataset& training, ScalingKind kind);
  /// The same from the targets of a regression.
  [[nodiscard]] static Scaling fit_targets(const Dataset& training, ScalingKind kind);

  /// Throws ShapeError unless offset and scale hold `columns` usable values each (none when kind
  /// is none).
  void validate(std::size_t columns) const;

  /// Scales one row in place. Throws ShapeError when the sizes differ.
  void apply(std::span<double> x) const;
  /// x = x' scale + offset, in place: from a model's outputs to what they stand for.
  void undo(std::span<double> x) const;

  /// A copy of the view with its features scaled. Throws ShapeError when the sizes differ,
  /// DataError when a scaled value is too large for a double.
  [[nodiscard]] Dataset apply(const Dataset& data) const;
  /// The same with the targets of a regression. Throws DataError for data without targets.
  [[nodiscard]] Dataset apply_to_targets(const Dataset& data) const;

  friend bool operator==(const Scaling&, const Scaling&) = default;
};

}  // namespace riserun::train
