// The header by its path in the source tree; both spellings are one header in one program.
#include <riserun/core/core.hpp>

#include "core/core.hpp"

double square_slope_by_tree_path(double x) {
  riserun::Tape tape;
  const riserun::Value v = tape.variable(x);
  (v * v).backward();
  return v.grad();
}
