// Matrices for tests, filled from the numbers of one point.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <riserun/interop/eigen.hpp>

namespace riserun::eigen {

/// The next rows x columns numbers of the point, row by row.
class PointReader {
 public:
  explicit PointReader(std::span<const Value> point) : point_(point) {}
  Values matrix(Eigen::Index rows, Eigen::Index columns) {
    Values m(rows, columns);
    for (Eigen::Index r = 0; r < rows; ++r)
      for (Eigen::Index c = 0; c < columns; ++c) m(r, c) = point_[at_++];
    return m;
  }

 private:
  std::span<const Value> point_;
  std::size_t at_ = 0;
};

/// Every element counts, each by another factor.
template <class Derived>
Value weighted_sum(const Eigen::MatrixBase<Derived>& m) {
  Value sum = 0.0;
  double factor = 1.0;
  for (Eigen::Index c = 0; c < m.cols(); ++c)
    for (Eigen::Index r = 0; r < m.rows(); ++r) {
      sum += factor * m(r, c);
      factor = -1.3 * factor + 0.4;
      if (factor > 5.0 || factor < -5.0) factor = 0.7;
    }
  return sum;
}

/// The weighted sum of the matrix or number that `make` makes of the point's numbers.
template <class Make>
auto sum_of(Make make) {
  return [make](std::span<const Value> point) {
    PointReader reader(point);
    return weighted_sum(make(reader));
  };
}

}  // namespace riserun::eigen
