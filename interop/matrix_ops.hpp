// Matrix operations as one node each: Eigen computes them on doubles, and their adjoints are written
// by hand (Giles 2008, "Collected matrix derivative results for forward and reverse mode").
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>

#include <riserun/base/errors.hpp>
#include <riserun/interop/eigen_traits.hpp>
#include <riserun/interop/matrix_block.hpp>

namespace riserun::eigen {

/// llt and ldlt read the lower triangle of a symmetric matrix, as Eigen's do. qr: least squares, also
/// for more rows than columns.
enum class Solver { lu, llt, ldlt, qr };

namespace detail {

inline std::string size_text(const Doubles& m) {
  return std::to_string(m.rows()) + " x " + std::to_string(m.cols());
}

inline void require_square(const Doubles& a, const char* what) {
  if (a.rows() != a.cols())
    throw ShapeError(std::string(what) + " needs a square matrix, and this one is " + size_text(a));
}

inline void multiply_backward(Tape& tape, const Block& block) {
  const MatrixBlock all(tape, block);
  const Doubles g = all.gradient(all.rows(0), all.columns(1));
  if (all.hangs(0)) all.add(0, g * all.operand(1).transpose());
  if (all.hangs(1)) all.add(1, all.operand(0).transpose() * g);
}

inline Doubles solved(const Doubles& a, const Doubles& b, Solver solver) {
  switch (solver) {
    case Solver::lu:
      return a.partialPivLu().solve(b);
    case Solver::ldlt:
      return a.ldlt().solve(b);
    case Solver::qr:
      return a.householderQr().solve(b);
    case Solver::llt:
      break;
  }
  const Eigen::LLT<Doubles> llt(a);
  if (llt.info() != Eigen::Success)
    throw DataError("solve (llt): the matrix is not positive definite");
  return llt.solve(b);
}

// x = a^-1 b: b's gradient is a^-T g, a's is minus that times x^T. For least squares with the
// residual r and w = (a^T a)^-1 g: b's is a w, a's is r w^T - a w x^T.
inline void solve_backward(Tape& tape, const Block& block) {
  const MatrixBlock all(tape, block);
  const auto solver = static_cast<Solver>(all.option());
  const Doubles a = all.operand(0);
  const Doubles g = all.gradient(all.columns(0), all.columns(1));
  const Doubles x = all.result(all.columns(0), all.columns(1));
  if (solver == Solver::qr) {
    const Eigen::HouseholderQR<Doubles> qr(a);
    const auto r = qr.matrixQR().topRows(a.cols()).template triangularView<Eigen::Upper>();
    const Doubles w = r.solve(Doubles(r.transpose().solve(g)));
    const Doubles to_b = a * w;
    all.add(1, to_b);
    all.add(0, (all.operand(1) - a * x) * w.transpose() - to_b * x.transpose());
    return;
  }
  const bool symmetric = solver == Solver::llt || solver == Solver::ldlt;
  const Doubles to_b =
      symmetric ? solved(a, g, solver) : Doubles(a.transpose().partialPivLu().solve(g));
  all.add(1, to_b);
  const Doubles to_a = -to_b * x.transpose();
  if (symmetric)
    all.add_to_lower(0, to_a);
  else
    all.add(0, to_a);
}

inline void inverse_backward(Tape& tape, const Block& block) {
  const MatrixBlock all(tape, block);
  const Eigen::Index n = all.rows(0);
  const Doubles transposed = all.result(n, n).transpose();
  all.add(0, -transposed * all.gradient(n, n) * transposed);
}

inline void log_determinant_backward(Tape& tape, const Block& block) {
  const MatrixBlock all(tape, block);
  all.add(0, all.gradient(1, 1)(0, 0) * all.operand(0).inverse().transpose());
}

// Each eigenvalue's gradient is v v^T. Of equal ones a function has a gradient only where it treats
// them alike; else it is NaN.
inline void eigenvalues_backward(Tape& tape, const Block& block) {
  const MatrixBlock all(tape, block);
  const Eigen::Index n = all.rows(0);
  Eigen::VectorXd g = all.gradient(n, 1);
  const Eigen::SelfAdjointEigenSolver<Doubles> solver(all.operand(0));
  const Eigen::VectorXd& values = solver.eigenvalues();
  const double equal = static_cast<double>(n) * std::numeric_limits<double>::epsilon() *
                       values.cwiseAbs().maxCoeff();
  for (Eigen::Index i = 0; i + 1 < n; ++i)
    if (values[i + 1] - values[i] <= equal && g[i] != g[i + 1])
      g[i] = g[i + 1] = std::numeric_limits<double>::quiet_NaN();
  const Doubles& v = solver.eigenvectors();
  all.add_to_lower(0, v * g.asDiagonal() * v.transpose());
}

inline constexpr Block::Kind kProduct{"matrix product", multiply_backward, operands_of_block};
inline constexpr Block::Kind kSolve{"solve", solve_backward, operands_of_block};
inline constexpr Block::Kind kInverse{"inverse", inverse_backward, operands_of_block};
inline constexpr Block::Kind kLogDeterminant{"log determinant", log_determinant_backward,
                                             operands_of_block};
inline constexpr Block::Kind kEigenvalues{"eigenvalues", eigenvalues_backward, operands_of_block};

inline MatrixOperand nothing() { return MatrixOperand(Doubles(0, 0)); }

}  // namespace detail

/// a b; either may hold doubles. Throws ShapeError where sizes do not fit. `a * b` of matrices that
/// are not tiny is this.
template <class A, class B>
[[nodiscard]] Values product(const Eigen::MatrixBase<A>& a, const Eigen::MatrixBase<B>& b) {
  const MatrixOperand left(a), right(b);
  if (left.data.cols() != right.data.rows())
    throw ShapeError("a product of matrices that are " + detail::size_text(left.data) + " and " +
                     detail::size_text(right.data));
  return record_block(detail::kProduct, left.data * right.data, left, right);
}

/// x with a x = b; b may have several columns. Throws ShapeError where sizes do not fit, DataError
/// for llt of a matrix that is not positive definite. A singular matrix gives what Eigen gives.
template <class A, class B>
[[nodiscard]] Values solve(const Eigen::MatrixBase<A>& a, const Eigen::MatrixBase<B>& b,
                           Solver solver = Solver::lu) {
  const MatrixOperand matrix(a), right(b);
  if (solver != Solver::qr) detail::require_square(matrix.data, "solve");
  if (matrix.data.rows() != right.data.rows() || matrix.data.rows() < matrix.data.cols())
    throw ShapeError("solve: the matrix is " + detail::size_text(matrix.data) +
                     ", the right side " + detail::size_text(right.data));
  return record_block(detail::kSolve, detail::solved(matrix.data, right.data, solver), matrix,
                      right, static_cast<std::uint64_t>(solver));
}

/// Throws ShapeError unless a is square.
template <class A>
[[nodiscard]] Values inverse(const Eigen::MatrixBase<A>& a) {
  const MatrixOperand matrix(a);
  detail::require_square(matrix.data, "inverse");
  return record_block(detail::kInverse, matrix.data.partialPivLu().inverse(), matrix,
                      detail::nothing());
}

/// log |det a|, without the overflow of det a. Throws ShapeError unless a is square.
template <class A>
[[nodiscard]] Value log_determinant(const Eigen::MatrixBase<A>& a) {
  const MatrixOperand matrix(a);
  detail::require_square(matrix.data, "log_determinant");
  const Eigen::PartialPivLU<Doubles> lu(matrix.data);
  const Doubles result =
      Doubles::Constant(1, 1, lu.matrixLU().diagonal().array().abs().log().sum());
  return record_block(detail::kLogDeterminant, result, matrix, detail::nothing())(0, 0);
}

/// In ascending order, of the symmetric matrix whose lower triangle is a's. Of equal eigenvalues a
/// function that does not treat them alike has no gradient: it is NaN. Throws ShapeError unless a is
/// square.
template <class A>
[[nodiscard]] VectorOfValues symmetric_eigenvalues(const Eigen::MatrixBase<A>& a) {
  const MatrixOperand matrix(a);
  detail::require_square(matrix.data, "symmetric_eigenvalues");
  const Eigen::SelfAdjointEigenSolver<Doubles> solver(matrix.data, Eigen::EigenvaluesOnly);
  return record_block(detail::kEigenvalues, solver.eigenvalues(), matrix, detail::nothing());
}

}  // namespace riserun::eigen

namespace Eigen::internal {

template <class Lhs, class Rhs>
concept HoldsValues = std::is_same_v<typename Lhs::Scalar, riserun::Value> ||
    std::is_same_v<typename Rhs::Scalar, riserun::Value>;

/// Eigen's products of matrices, or of a matrix and a vector, by one node.
template <class Lhs, class Rhs>
struct riserun_product
    : generic_product_impl_base<
          Lhs, Rhs, generic_product_impl<Lhs, Rhs, DenseShape, DenseShape, GemmProduct>> {
  template <class Dest>
  static void evalTo(Dest& dest, const Lhs& lhs, const Rhs& rhs) {
    dest = riserun::eigen::product(lhs, rhs);
  }
  template <class Dest>
  static void addTo(Dest& dest, const Lhs& lhs, const Rhs& rhs) {
    dest += riserun::eigen::product(lhs, rhs);
  }
  template <class Dest>
  static void subTo(Dest& dest, const Lhs& lhs, const Rhs& rhs) {
    dest -= riserun::eigen::product(lhs, rhs);
  }
  template <class Dest, class Alpha>
  static void scaleAndAddTo(Dest& dest, const Lhs& lhs, const Rhs& rhs, const Alpha& alpha) {
    dest += alpha * riserun::eigen::product(lhs, rhs);
  }
};

template <class Lhs, class Rhs>
requires HoldsValues<Lhs, Rhs>
struct generic_product_impl<Lhs, Rhs, DenseShape, DenseShape, GemmProduct>
    : riserun_product<Lhs, Rhs> {
};
template <class Lhs, class Rhs>
requires HoldsValues<Lhs, Rhs>
struct generic_product_impl<Lhs, Rhs, DenseShape, DenseShape, GemvProduct>
    : riserun_product<Lhs, Rhs> {
};

}  // namespace Eigen::internal
