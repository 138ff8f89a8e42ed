#include <riserun/plots/kinds/matrix_chart.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include <riserun/base/errors.hpp>
#include <riserun/plots/layout/layout.hpp>
#include <riserun/plots/layout/text.hpp>

namespace riserun::plots {
namespace {

constexpr double kAround = 190.0;  // Pixels beside the cells, roughly: names and colour bar.

// Squares of a size at which the picture fits a page, and texts of a few digits fit the cells.
double cell_size(const Matrix& matrix) {
  const auto most = static_cast<double>(std::max(matrix.rows.size(), matrix.columns.size()));
  return std::clamp(640.0 / most, 14.0, 84.0);
}

std::vector<double> whole_numbers(std::size_t count) {
  std::vector<double> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0.0);
  return numbers;
}

}  // namespace

Chart matrix_chart(const Matrix& matrix, const MatrixOptions& options) {
  const std::size_t rows = matrix.rows.size(), columns = matrix.columns.size();
  if (rows == 0 || columns == 0 || matrix.values.size() != rows * columns ||
      (!matrix.texts.empty() && matrix.texts.size() != rows * columns)) {
    throw DataError(
        fmt::format("matrix \"{}\": {} rows and {} columns but {} values and {} texts: give one of "
                    "each for every cell (texts: or none)",
                    options.title, rows, columns, matrix.values.size(), matrix.texts.size()));
  }
  const double cell = cell_size(matrix);
  Chart chart{.title = options.title,
              .subtitle = options.subtitle,
              .width = std::clamp(static_cast<int>(cell * static_cast<double>(columns) + kAround),
                                  420, 10000),
              .theme = options.theme};
  Panel& panel = chart.panels.emplace_back();
  panel.x_label = options.column_label;
  panel.y_label = options.row_label;
  panel.x_names = matrix.columns;
  panel.y_names = matrix.rows;
  panel.y_downward = true;
  // An only panel's share of 1 is 400 pixels high.
  panel.height_share = std::max(cell * static_cast<double>(rows), 120.0) / 400.0;
  panel.fields.push_back({.name = options.value_name,
                          .x = whole_numbers(columns),
                          .y = whole_numbers(rows),
                          .z = matrix.values,
                          .colors = options.colors,
                          .low = options.low,
                          .high = options.high,
                          .percent = options.percent});
  const double room = (chart.width - kAround) / static_cast<double>(columns) - 2.0;
  for (std::size_t i = 0; i < matrix.texts.size(); ++i) {
    const std::string& text = matrix.texts[i];
    if (text.empty() || cell < kTickFont + 4.0 || text_width(one_line(text)) * kTickFont > room)
      continue;
    panel.labels.push_back(
        {static_cast<double>(i % columns), static_cast<double>(i / columns), text});
  }
  return chart;
}

Chart confusion_chart(const std::vector<std::string>& classes, const std::vector<double>& counts,
                      MatrixOptions options) {
  Matrix matrix{.rows = classes, .columns = classes, .values = counts};
  if (counts.size() != classes.size() * classes.size()) {
    throw DataError(
        fmt::format("confusion matrix: {} classes but {} counts: give one for each "
                    "pair of classes",
                    classes.size(), counts.size()));
  }
  for (std::size_t row = 0; row < classes.size(); ++row) {
    const auto begin = matrix.values.begin() + static_cast<std::ptrdiff_t>(row * classes.size());
    const auto end = begin + static_cast<std::ptrdiff_t>(classes.size());
    const double all = std::accumulate(begin, end, 0.0);
    for (auto value = begin; value != end; ++value) {
      matrix.texts.push_back(*value > 0.0 ? fmt::format("{}", *value) : std::string());
      // A class without points has no shares: 0 of 0 is not a number, and grey.
      *value /= all;
    }
  }
  if (options.row_label.empty()) options.row_label = "true class";
  if (options.column_label.empty()) options.column_label = "taken for";
  if (options.value_name.empty()) options.value_name = "share of the true class";
  options.percent = true;
  if (!options.low) options.low = 0.0;
  if (!options.high) options.high = 1.0;
  return matrix_chart(matrix, options);
}

}  // namespace riserun::plots
