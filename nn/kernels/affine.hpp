// z = b + W x and its backward, the hot kernels of a layer, chosen for the processor at run time.
//
// W is stored input by input: row i holds the weights of input i to every output. So both passes
// run along rows, and z adds its terms in the order of the inputs, as a neuron written as a loop
// does: the same bits, without FMA, on every instruction set.
#pragma once

#include <cstddef>

#include <riserun/base/isa.hpp>

namespace riserun::nn {

struct AffineKernels {
  /// z[out] = b[out] + sum over i of x[i] w[i][out]; sizes x: in, w: in x out, b, z: out. A null b
  /// is zeros.
  void (*forward)(const double* x, std::size_t in, const double* w, const double* b,
                  std::size_t out, double* z);
  /// dw[i][o] += x[i] dz[o]; unless db is null, db[o] += dz[o]; unless dx is null, dx[i] += sum
  /// over o of w[i][o] dz[o].
  void (*backward)(const double* x, std::size_t in, const double* w, const double* dz,
                   std::size_t out, double* dw, double* db, double* dx);
};

/// The kernels in use.
[[nodiscard]] const AffineKernels& affine_kernels();
/// Those of one of available_isas().
[[nodiscard]] const AffineKernels& affine_kernels(Isa isa);

}  // namespace riserun::nn
