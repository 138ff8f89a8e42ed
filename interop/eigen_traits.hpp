// What Eigen must know of Value.
#pragma once

#include <Eigen/Dense>
#include <type_traits>

#include <riserun/core/ops.hpp>
#include <riserun/core/value.hpp>

namespace Eigen {

template <>
struct NumTraits<riserun::Value> : NumTraits<double> {
  using Real = riserun::Value;
  using NonInteger = riserun::Value;
  using Nested = riserun::Value;
  using Literal = riserun::Value;
  enum {
    IsComplex = 0,
    IsInteger = 0,
    IsSigned = 1,
    RequireInitialization = 1,
    ReadCost = 1,
    AddCost = 4,
    MulCost = 4
  };
};

// Mixed expressions: 2 * m, m * MatrixXd, m + MatrixXd.cast<Value>() needs no cast.
template <class BinaryOp>
struct ScalarBinaryOpTraits<riserun::Value, double, BinaryOp> {
  using ReturnType = riserun::Value;
};
template <class BinaryOp>
struct ScalarBinaryOpTraits<double, riserun::Value, BinaryOp> {
  using ReturnType = riserun::Value;
};

// Decompositions and triangular solvers skip what equals 0, which is right for numbers and wrong for
// what depends on something: its gradient is not 0. Only a constant 0 may be skipped.
namespace numext {
template <>
inline bool equal_strict(const riserun::Value& x, const riserun::Value& y) {
  return x.is_constant() && y.is_constant() && x.data() == y.data();
}
template <>
inline bool not_equal_strict(const riserun::Value& x, const riserun::Value& y) {
  return !equal_strict(x, y);
}
}  // namespace numext

// Reflections are left out where a column is 0 below its diagonal, and rotations where an element is,
// by comparisons that no trait reaches: the values are right, the gradients are not. So these do not
// compile; riserun::eigen::solve (Solver::qr) and symmetric_eigenvalues take their place.
#define RISERUN_REFUSE_DECOMPOSITION(NAME, INSTEAD)                                                \
  template <int R, int C, int O, int MR, int MC>                                                   \
  class NAME<Matrix<riserun::Value, R, C, O, MR, MC>> {                                            \
    static_assert(R == -2, "riserun: gradients through Eigen::" #NAME                              \
                           " are wrong where a value is exactly 0; use riserun::eigen::" INSTEAD); \
  };
RISERUN_REFUSE_DECOMPOSITION(HouseholderQR, "solve(a, b, Solver::qr)")
RISERUN_REFUSE_DECOMPOSITION(ColPivHouseholderQR, "solve(a, b, Solver::qr)")
RISERUN_REFUSE_DECOMPOSITION(FullPivHouseholderQR, "solve(a, b, Solver::qr)")
RISERUN_REFUSE_DECOMPOSITION(CompleteOrthogonalDecomposition, "solve(a, b, Solver::qr)")
RISERUN_REFUSE_DECOMPOSITION(SelfAdjointEigenSolver, "symmetric_eigenvalues(a)")
RISERUN_REFUSE_DECOMPOSITION(EigenSolver, "symmetric_eigenvalues(a)")
RISERUN_REFUSE_DECOMPOSITION(Tridiagonalization, "symmetric_eigenvalues(a)")
RISERUN_REFUSE_DECOMPOSITION(HessenbergDecomposition, "symmetric_eigenvalues(a)")
RISERUN_REFUSE_DECOMPOSITION(RealSchur, "symmetric_eigenvalues(a)")
#undef RISERUN_REFUSE_DECOMPOSITION

template <int R, int C, int O, int MR, int MC, int Options>
class JacobiSVD<Matrix<riserun::Value, R, C, O, MR, MC>, Options> {  // and BDCSVD, which holds one
  static_assert(R == -2,
                "riserun: gradients through Eigen's SVD are wrong where a value is exactly 0; take "
                "riserun::eigen::symmetric_eigenvalues(a.transpose() * a)");
};

}  // namespace Eigen
