// Each case but CORRECT must not compile: its gradients would be wrong where a value is exactly 0.
#include <riserun/interop/eigen.hpp>

using Matrix = Eigen::Matrix<riserun::Value, Eigen::Dynamic, Eigen::Dynamic>;

void use(Matrix& a) {
#if defined(HOUSEHOLDER)
  static_cast<void>(a.householderQr());
#elif defined(PIVOTED)
  static_cast<void>(a.colPivHouseholderQr());
#elif defined(JACOBI_SVD)
  Eigen::JacobiSVD<Matrix> svd(a);
#elif defined(BDC_SVD)
  Eigen::BDCSVD<Matrix> svd(a);
#elif defined(EIGENVALUES)
  Eigen::SelfAdjointEigenSolver<Matrix> solver(a);
#elif defined(GENERAL_EIGENVALUES)
  Eigen::EigenSolver<Matrix> solver(a);
#else
  a = a.llt().solve(a) + a.partialPivLu().solve(a) + 2.0 * a.inverse();
#endif
}
