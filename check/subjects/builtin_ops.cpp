// The one place where the checker's templates meet the built-in ops.
#include <algorithm>

#include <riserun/check/subjects/suite.hpp>
#include <riserun/core/ops.hpp>

namespace riserun::check {

const std::vector<OpUnderTest>& builtin_ops() {
  static const std::vector<OpUnderTest> ops = under_test_all<BuiltinOps>();
  return ops;
}

// The lambda that is an op's `forward` has a type of its own (`record` is a plain function
// pointer).
bool is_builtin(const OpUnderTest& op) {
  const auto& ops = builtin_ops();
  return std::any_of(ops.begin(), ops.end(), [&](const OpUnderTest& builtin) {
    return builtin.info.name == op.info.name &&
           builtin.forward.target_type() == op.forward.target_type();
  });
}

}  // namespace riserun::check
