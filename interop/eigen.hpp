// Eigen with Values: `Eigen::Matrix<riserun::Value, ..>` in its products, decompositions and solvers,
// and matrix operations that are one node each (riserun::eigen). docs/eigen.md says what is right,
// what is fast and what is refused.
#pragma once

#include <riserun/interop/eigen_traits.hpp>
#include <riserun/interop/matrix_ops.hpp>
