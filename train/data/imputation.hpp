// Missing features filled in, by numbers taken from the training part alone.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/train/data/dataset.hpp>

namespace riserun::train {

/// What stands in for a missing value. none: nothing, they are refused. most_frequent: of equally
/// frequent values the smallest.
enum class ImputationKind { none, mean, median, most_frequent, constant };

/// "none", "mean", "median", "most_frequent", "constant": as model files name them.
[[nodiscard]] std::string_view to_string(ImputationKind kind);
/// Throws ConfigError for any other word.
[[nodiscard]] ImputationKind imputation_kind(std::string_view word);
/// The words of a program's option: "refuse", "mean", "median", "most_frequent", "constant".
[[nodiscard]] std::vector<std::string> imputation_words();
/// By such a word, or by its name in model files. Throws ConfigError for any other.
[[nodiscard]] ImputationKind imputation_of_word(std::string_view word);

/// One value a feature, put where the feature is missing (NaN). Comes before scaling.
struct Imputation {
  ImputationKind kind = ImputationKind::none;
  std::vector<double> values{};  // one per feature, finite; empty for none

  /// Takes the values from what is present in `training`; `constant` is used by that kind alone.
  /// A feature that is missing in every row gets 0. Throws DataError for no rows, ConfigError for a
  /// constant that is not finite.
  [[nodiscard]] static Imputation fit(const Dataset& training, ImputationKind kind,
                                      double constant = 0.0);

  /// Throws ShapeError unless there are `features` finite values (none when kind is none).
  void validate(std::size_t features) const;

  /// Fills one row in place. Throws ShapeError when the sizes differ.
  void apply(std::span<double> x) const;

  /// The view with its missing features filled: the same one where nothing is missing. Throws
  /// ShapeError when the sizes differ, DataError where something is missing and kind is none.
  [[nodiscard]] Dataset apply(const Dataset& data) const;

  friend bool operator==(const Imputation&, const Imputation&) = default;
};

/// Throws DataError when a feature is missing anywhere, naming the first.
void require_complete(const Dataset& data);

}  // namespace riserun::train
