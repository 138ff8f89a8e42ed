// Gradient checks in GoogleTest, one line each.
//
//   TEST(Softsign, Gradient) { EXPECT_GRADIENTS_OK(riserun::op<Softsign>); }
//   TEST(Energy, Gradient) { EXPECT_GRADIENTS_OK(energy, {1.5, -2.0}); }             // of Values
//   TEST(Foreign, Gradient) { EXPECT_GRADIENTS_OK(loss, gradient, {1.5, -2.0}); }    // of numbers
//   INSTANTIATE_GRADIENT_CHECKS(MyOps);   // a test for every op of the OpList `MyOps`
//
// What functions may take is told in check/functions/gradient_check.hpp.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <ostream>
#include <span>
#include <string>
#include <utility>

#include <riserun/check/check.hpp>

namespace riserun::check {

template <class Report>
[[nodiscard]] testing::AssertionResult outcome(const Report& report) {
  return (report.passed() ? testing::AssertionSuccess() : testing::AssertionFailure())
         << report.full();
}

/// An op as a test checks it: `riserun check` does not know users' ops, but their test can be run
/// alone, and has the same points then.
[[nodiscard]] inline testing::AssertionResult gradients_ok(const OpUnderTest& op,
                                                           Options options = {}) {
  const testing::TestInfo* const test = testing::UnitTest::GetInstance()->current_test_info();
  if (options.program.empty() && test != nullptr && !is_builtin(op))
    options.program = std::string("this test alone, --gtest_filter=") + test->test_suite_name() +
                      "." + test->name() + "; the point:";
  return outcome(check_op(op, options));
}

/// An op, at its own points.
template <class Op>
[[nodiscard]] testing::AssertionResult gradients_ok(OpTag<Op>, const Options& options = {}) {
  return gradients_ok(under_test<Op>(), options);
}

/// A function of Values, or of numbers and its gradient, at a point or in a Box: what check_gradient
/// takes.
template <class F, internal::AnyPlace At>
[[nodiscard]] testing::AssertionResult gradients_ok(F f, const At& at,
                                                    const ModelOptions& options = {}) {
  return outcome(check_gradient(std::move(f), at, options));
}
template <class F>
[[nodiscard]] testing::AssertionResult gradients_ok(F f, std::initializer_list<double> at,
                                                    const ModelOptions& options = {}) {
  return outcome(check_gradient(std::move(f), at, options));
}
template <class F, class G, internal::AnyPlace At>
[[nodiscard]] testing::AssertionResult gradients_ok(F f, G g, const At& at,
                                                    const ModelOptions& options = {}) {
  return outcome(check_gradient(std::move(f), std::move(g), at, options));
}
template <class F, class G>
[[nodiscard]] testing::AssertionResult gradients_ok(F f, G g, std::initializer_list<double> at,
                                                    const ModelOptions& options = {}) {
  return outcome(check_gradient(std::move(f), std::move(g), at, options));
}

/// How GoogleTest shows a verdict.
inline void PrintTo(Verdict verdict, std::ostream* out) {  // NOLINT: GoogleTest's name
  *out << to_string(verdict);
}
/// How GoogleTest shows an op.
inline void PrintTo(const OpUnderTest& op, std::ostream* out) {  // NOLINT: GoogleTest's name
  *out << op.info.name;
}

/// An op's name as part of a test's name: letters, digits and underscores.
[[nodiscard]] inline std::string test_name(const testing::TestParamInfo<OpUnderTest>& info) {
  std::string name(info.param.info.name);
  for (char& c : name)
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) c = '_';
  return name.empty() ? "op_" + std::to_string(info.index) : name;
}

}  // namespace riserun::check

#define EXPECT_GRADIENTS_OK(...) EXPECT_TRUE(::riserun::check::gradients_ok(__VA_ARGS__))
#define ASSERT_GRADIENTS_OK(...) ASSERT_TRUE(::riserun::check::gradients_ok(__VA_ARGS__))

/// A test for every op of an OpList, given by an unqualified name; what follows it are Options:
/// INSTANTIATE_GRADIENT_CHECKS(MyOps, .rtol = 1e-10).
#define INSTANTIATE_GRADIENT_CHECKS(List, ...)                                               \
  namespace {                                                                                \
  class List##Gradients : public ::testing::TestWithParam<::riserun::check::OpUnderTest> {}; \
  TEST_P(List##Gradients, RiseOverRun) {                                                     \
    EXPECT_TRUE(                                                                             \
        ::riserun::check::gradients_ok(GetParam(), ::riserun::check::Options{__VA_ARGS__})); \
  }                                                                                          \
  INSTANTIATE_TEST_SUITE_P(List, List##Gradients,                                            \
                           ::testing::ValuesIn(::riserun::check::under_test_all<List>()),    \
                           ::riserun::check::test_name);                                     \
  }                                                                                          \
  static_assert(true, "a semicolon follows the macro")
