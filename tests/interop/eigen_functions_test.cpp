// Eigen's own functions with Values: right, also where a value is exactly 0.
#include <riserun/interop/eigen.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include <riserun/check/check.hpp>
#include <riserun/core/core.hpp>
#include "tests/interop/matrix_points.hpp"

namespace riserun::eigen {
namespace {

struct EigenCase {
  std::string name;
  std::function<Values(const Values& a, const Values& b)> make;  // of 3 x 3 and 3 x 1
};

class EigenFunctions : public testing::TestWithParam<EigenCase> {};

TEST_P(EigenFunctions, HaveRightGradientsAlsoAtZeros) {
  const auto f = sum_of([](PointReader& p) {
    const Values a = p.matrix(3, 3);
    return GetParam().make(a, p.matrix(3, 1));
  });
  const std::vector<std::vector<double>> points{{4, 0.5, -0.3, 0.5, 3, 0.7, -0.3, 0.7, 5, 1, 2, -1},
                                                {4, 0, 0, 0, 3, 0, 0, 0, 5, 0, 1, 0},
                                                {4, 0, 0, 0, 3, 1, 0, 1, 5, 0, 0, 1},
                                                {4, 1, 0, 1, 3, 0, 0, 0, 5, 1, 0, 0}};
  for (const std::vector<double>& at : points) {
    const auto report = check::check_gradient(f, at);
    EXPECT_TRUE(report.passed()) << report.brief();
  }
}

Values one(Value value) { return Values::Constant(1, 1, value); }

INSTANTIATE_TEST_SUITE_P(
    All, EigenFunctions,
    testing::Values(
        EigenCase{"Llt",
                  [](const Values& a, const Values& b) -> Values { return a.llt().solve(b); }},
        EigenCase{"Ldlt",
                  [](const Values& a, const Values& b) -> Values { return a.ldlt().solve(b); }},
        EigenCase{
            "PartialLu",
            [](const Values& a, const Values& b) -> Values { return a.partialPivLu().solve(b); }},
        EigenCase{
            "FullLu",
            [](const Values& a, const Values& b) -> Values { return a.fullPivLu().solve(b); }},
        EigenCase{"Lower",
                  [](const Values& a, const Values& b) -> Values {
                    return a.triangularView<Eigen::Lower>().solve(b);
                  }},
        EigenCase{"UnitUpper",
                  [](const Values& a, const Values& b) -> Values {
                    return a.triangularView<Eigen::UnitUpper>().solve(b);
                  }},
        EigenCase{"LowerFromTheRight",
                  [](const Values& a, const Values& b) -> Values {
                    return a.triangularView<Eigen::Lower>().solve<Eigen::OnTheRight>(
                        Values(b.transpose()));
                  }},
        EigenCase{"SelfAdjointProduct",
                  [](const Values& a, const Values& b) -> Values {
                    return a.selfadjointView<Eigen::Lower>() * b;
                  }},
        EigenCase{"TriangularProduct",
                  [](const Values& a, const Values& b) -> Values {
                    return a.triangularView<Eigen::Upper>() * b;
                  }},
        EigenCase{"Inverse", [](const Values& a, const Values&) -> Values { return a.inverse(); }},
        EigenCase{"FixedInverse",
                  [](const Values& a, const Values&) -> Values {
                    const Eigen::Matrix<Value, 3, 3> fixed = a;
                    return fixed.inverse();
                  }},
        EigenCase{"Determinant",
                  [](const Values& a, const Values&) { return one(a.determinant()); }},
        EigenCase{
            "LuDeterminant",
            [](const Values& a, const Values&) { return one(a.partialPivLu().determinant()); }},
        EigenCase{"SquaredNorm",
                  [](const Values& a, const Values&) { return one(a.squaredNorm()); }},
        EigenCase{"Norm", [](const Values& a, const Values&) { return one(a.norm()); }},
        EigenCase{"Cross",
                  [](const Values& a, const Values& b) -> Values {
                    const Eigen::Matrix<Value, 3, 1> x = a.col(0), y = b;
                    return x.cross(y);
                  }},
        EigenCase{"Rowwise",
                  [](const Values& a, const Values& b) -> Values {
                    return (a.rowwise() + b.transpose().row(0)).colwise().sum();
                  }},
        EigenCase{"OuterAndElementwise",
                  [](const Values& a, const Values& b) -> Values {
                    const Values outer = b * b.transpose();
                    return (a.array() * outer.array()).matrix() * 2.0;
                  }},
        EigenCase{"Map",
                  [](const Values& a, const Values& b) -> Values {
                    return Eigen::Map<const Values>(a.data(), 3, 3) * b;
                  }}),
    [](const testing::TestParamInfo<EigenCase>& test) { return test.param.name; });

TEST(EigenTraits, MatricesOfValuesCanBePrinted) {
  Tape tape;
  TapeScope scope(tape);
  Values a = Values::Constant(1, 2, tape.variable(2.5));
  std::ostringstream out;
  out << a;
  EXPECT_NE(out.str().find("2.5"), std::string::npos) << out.str();
}

// A constant 0 may be skipped: it is what it is.
TEST(EigenTraits, OnlyConstantsAreStrictlyZero) {
  Tape tape;
  TapeScope scope(tape);
  const Value x = tape.variable(0.0), zero = 0.0;
  EXPECT_TRUE(Eigen::numext::equal_strict(zero, zero));
  EXPECT_FALSE(Eigen::numext::equal_strict(x, zero));
  EXPECT_TRUE(Eigen::numext::not_equal_strict(x, zero));
  EXPECT_FALSE(Eigen::numext::not_equal_strict(zero, zero));
}

}  // namespace
}  // namespace riserun::eigen
