// The one place where the checker's templates meet the built-in ops.
#include "check/suite.hpp"
#include "core/ops.hpp"

namespace riserun::check {

const std::vector<OpUnderTest>& builtin_ops() {
  static const std::vector<OpUnderTest> ops = under_test_all<BuiltinOps>();
  return ops;
}

}  // namespace riserun::check
