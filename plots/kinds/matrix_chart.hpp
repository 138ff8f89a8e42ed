// A table as colours: confusion matrices, and any other numbers by row and column.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

/// A table of numbers. A NaN is a cell without one: grey.
struct Matrix {
  std::vector<std::string> rows = {};     ///< Names, from the top.
  std::vector<std::string> columns = {};  ///< Names, from the left.
  std::vector<double> values = {};        ///< Row after row: rows * columns numbers.
  std::vector<std::string> texts = {};    ///< What the cells say, likewise; empty: nothing.
};

struct MatrixOptions {
  std::string title = {};
  std::string subtitle = {};
  std::string row_label = {};
  std::string column_label = {};
  std::string value_name = {};  ///< Beside the colour bar.
  bool percent = false;         ///< The values are fractions.
  std::optional<double> low = {};
  std::optional<double> high = {};
  FieldColors colors = FieldColors::sequential;
  Theme theme = Theme::light;
};

/// The picture. Texts are left out where their cells are too small for them. Throws DataError when
/// the sizes do not fit, or there is no cell.
[[nodiscard]] Chart matrix_chart(const Matrix& matrix, const MatrixOptions& options = {});

/// How often each class was taken for which: `counts` row after row, a row a true class. Colours
/// show the share of the true class, texts the counts. Throws DataError unless there are
/// classes * classes counts.
[[nodiscard]] Chart confusion_chart(const std::vector<std::string>& classes,
                                    const std::vector<double>& counts, MatrixOptions options = {});

}  // namespace riserun::plots
