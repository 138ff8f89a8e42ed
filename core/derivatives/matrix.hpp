// `Matrix`: what Jacobians and Hessians come in. No linear algebra: hand `elements` to a library
// that has it.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace riserun {

/// rows x columns numbers, row after row.
struct Matrix {
  Matrix() = default;
  Matrix(std::size_t row_count, std::size_t column_count)
      : rows(row_count), columns(column_count), elements(row_count * column_count, 0.0) {}

  /// Row i, column j; i < rows, j < columns.
  [[nodiscard]] double operator()(std::size_t i, std::size_t j) const {
    return elements[i * columns + j];
  }
  [[nodiscard]] double& operator()(std::size_t i, std::size_t j) {
    return elements[i * columns + j];
  }
  [[nodiscard]] std::span<const double> row(std::size_t i) const {
    return {elements.data() + i * columns, columns};
  }
  [[nodiscard]] std::span<double> row(std::size_t i) {
    return {elements.data() + i * columns, columns};
  }

  std::size_t rows = 0, columns = 0;
  std::vector<double> elements;
};

}  // namespace riserun
